package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
)

// of is an attempt of a journal.
func of(r gateway.Record, outcome gateway.Outcome) lookup.Attempt {
	return lookup.Attempt{Record: r, Outcome: outcome}
}

// withJournal gives the console a journal that has some attempts of every search.
func (c *console) withJournal(attempts ...lookup.Attempt) {
	c.root.session.JournalDays = 400
	c.root.session.Journal = func(_ context.Context, s lookup.Search) lookup.Kept {
		from, _ := s.JournalWindow()
		kept := lookup.Kept{Since: from}
		for _, a := range attempts {
			if s.InJournal() && s.Keeps(a) {
				kept.Attempts = append(kept.Attempts, a)
			}
		}
		return kept
	}
}

// daysAgo is a payment of the past.
func daysAgo(n, days int, change func(*gateway.Record)) gateway.Record {
	return paid(n, func(r *gateway.Record) {
		at := time.Date(2026, 11, 21-days, 15, 30, 0, 0, time.Local)
		r.TransactionStarted = at.UTC().Format(time.DateTime)
		r.OperatorName = "amina"
		if change != nil {
			change(r)
		}
	})
}

// A refund caller rings a week later: the end of the card finds the payment in
// the journal at once, and then how it stands at the gateway.
func TestLookupJournalFirst(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		was := daysAgo(40, 9, func(r *gateway.Record) { r.SettleStatus = "0" })
		now := daysAgo(40, 9, func(r *gateway.Record) { r.SettleStatus = "100" })
		a := &archive{records: append(shift(), now)}
		c := newSearch(t, a)
		c.withJournal(of(was, gateway.Approved))

		search, err := c.root.find().parse("1111")
		if err != nil {
			t.Fatal(err)
		}
		news, _ := c.root.find().begin(search)().(kit.To).Msg.(foundMsg)
		if len(news.rows) != 1 || !news.rows[0].kept || news.done {
			t.Errorf("the first news are %+v", news)
		}
		c.Send(news)
		for c.root.find().run.running() {
			c.Drain()
		}
		c.mustShow(t, "Journal: back to 17 Oct 2025, 400 days", "the last 24 hours")
		l := &c.root.find().list
		seen := map[string]int{}
		for _, w := range l.rows {
			seen[w.record.TransactionReference]++
			if w.kept {
				t.Errorf("%s is still the journal's", w.record.TransactionReference)
			}
		}
		if seen[was.TransactionReference] != 1 {
			t.Errorf("%d rows of the payment", seen[was.TransactionReference])
		}
		first := a.asks()[0]
		if len(first.TransactionReferences) != 1 || !first.After.IsZero() {
			t.Errorf("the gateway is not asked how it stands: %+v", first)
		}
	})
}

// What is not known and what was not taken stand in the list, in words of their
// own, and cannot be opened. Once the gateway has it, its record takes the place.
func TestLookupJournalOnly(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		unknown := paid(20, func(r *gateway.Record) { r.TransactionReference, r.ErrorCode, r.SettleStatus = "", "", "" })
		notTaken := paid(21, func(r *gateway.Record) { r.TransactionReference, r.ErrorCode, r.SettleStatus = "", "", "" })
		a := &archive{}
		c := newSearch(t, a)
		c.withJournal(of(unknown, gateway.Unknown), of(notTaken, gateway.NotSent))
		c.find(t, "1111 today")
		c.mustShow(t, "2 found", "? UNKNOWN", "✖ Not taken", "from the journal")
		c.Press("enter")
		c.mustShow(t, "The bank has not taken it")
		c.Press("down", "enter")
		c.mustShow(t, "moto goes on asking")
		if _, ok := c.root.current.(*findPage); !ok {
			t.Error("it was opened")
		}
		a.mu.Lock()
		a.records = append(a.records, paid(20, nil))
		a.mu.Unlock()
		c.Press("r")
		for c.root.find().run.running() {
			c.Drain()
		}
		c.mustShow(t, "2 found", "✔ Approved", "✖ Not taken")
		c.mustNotShow(t, "UNKNOWN")

		// Where the gateway does not answer, what the journal has is there.
		a.mu.Lock()
		a.err = &gateway.Error{Kind: gateway.ErrTimeout, Written: true}
		a.records = nil
		a.mu.Unlock()
		c.Press("r")
		for c.root.find().run.running() {
			c.Drain()
		}
		c.mustShow(t, "2 found", "Not all", "from the journal")
	})
}

// The next caller's search begins as every search does: newest first, and with
// an empty form of filters. The same search once more stays as it was put.
func TestNothingStaysForTheNextCaller(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newSearch(t, &archive{records: shift()})
		c.find(t, "today")
		c.Press("s", "s")
		if c.root.find().list.order != largest {
			t.Fatalf("%v", c.root.find().list.order)
		}
		c.Press("r")
		for c.root.find().run.running() {
			c.Drain()
		}
		if c.root.find().list.order != largest {
			t.Errorf("asked again: %v", c.root.find().list.order)
		}
		c.Press("esc")
		c.find(t, "visa")
		if c.root.find().list.order != newest {
			t.Errorf("another search: %v", c.root.find().list.order)
		}
		c.mustShow(t, "newest first")

		c.Press("esc", "ctrl+f")
		c.root.find().filters.FocusField("name")
		c.Type("Ann Smith")
		c.Press("esc", "esc")
		c.mustShow(t, "What would you like to do?")
		c.Press("l", "ctrl+f")
		if got := fieldText(c.root.find().filters, "name"); got != "" {
			t.Errorf("the next caller's filters hold %q", got)
		}
	})
}

// Enter alone lists today; not behind a card number that was removed.
func TestEnterListsToday(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift()}
		c := newSearch(t, a)
		c.mustShow(t, "Enter alone lists today")
		c.find(t, "")
		c.mustShow(t, "Look-up today", "9 found")

		b := &archive{}
		c = newSearch(t, b)
		c.Type(testPAN)
		c.Press("enter")
		c.mustShow(t, "last four digits are enough")
		if len(b.asks()) > 0 {
			t.Error("a search was made for a card number that was removed")
		}
	})
}

// Two payments of one hour that comes twice are told apart by the zone.
func TestTimesThatComeTwice(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		london, err := time.LoadLocation("Europe/London")
		if err != nil {
			t.Fatal(err)
		}
		local := time.Local
		time.Local = london //nolint:reassign // the list shows times of this zone
		defer func() { time.Local = local }()
		at := func(n int, text string) gateway.Record {
			return paid(n, func(r *gateway.Record) { r.TransactionStarted = text })
		}
		first, second, other := at(0, "2026-10-25 00:30:00"), at(1, "2026-10-25 01:30:00"), at(2, "2026-10-25 03:30:00")
		for width, layout := range map[int]string{60: "15:04", 100: "25 Oct 01:30", 200: "2026-10-25 01:30:00"} {
			l := foundList{}
			l.add([]*row{newRow(first, nil), newRow(second, nil), newRow(other, nil)})
			columns, _ := tableColumns(width, time.Date(2026, 10, 25, 12, 0, 0, 0, london), l.twice)
			var shown []string
			for _, w := range l.rows {
				shown = append(shown, strings.TrimSpace(cell(columns[0].of(w), columns[0].width, false)))
			}
			if !strings.HasSuffix(shown[0], "01:30 BST") && !strings.HasSuffix(shown[0], "01:30:00 BST") || !strings.HasSuffix(shown[1], "GMT") || strings.HasSuffix(shown[2], "T") {
				t.Errorf("%d cells (%s): %q", width, layout, shown)
			}
		}
	})
}

// The list is narrowed without regard to what spellings differ in.
func TestNarrowByName(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		records := []gateway.Record{
			paid(0, func(r *gateway.Record) { r.Billing = gateway.Billing{FirstName: "Jörg", LastName: "Müller"} }),
			paid(1, func(r *gateway.Record) { r.Billing = gateway.Billing{FirstName: "Pat", LastName: "O’Brien"} }),
		}
		for _, typed := range []string{"muller", "MÜLLER", "jorg", "o'brien", "O’BRIEN"} {
			c := newSearch(t, &archive{records: records})
			c.find(t, "today")
			c.Press("/")
			c.Type(typed)
			c.mustShow(t, "1 shown")
		}
	})
}

// What the form of filters cannot say in the line is refused, and not left out.
func TestFiltersLeaveNothingOut(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{}
		c := newSearch(t, a)
		c.Press("ctrl+f")
		c.root.find().filters.FocusField("order")
		c.Type(`5" pipe`)
		c.Press("ctrl+r")
		c.mustShow(t, "a double quote cannot be searched for")
		if len(a.asks()) > 0 {
			t.Error("it was searched for without the quote")
		}
	})
}
