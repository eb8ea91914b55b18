package find

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
)

// Two payments of one hour that comes twice are told apart by the zone.
func TestTimesThatComeTwice(t *testing.T) {
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
	for width, layout := range map[int]string{60: "15:04", 100: "15:04", 200: "25 Oct 01:30"} {
		l := foundList{}
		l.add([]*row{newRow(first, nil, time.Now()), newRow(second, nil, time.Now()), newRow(other, nil, time.Now())})
		columns := tableColumns(width, time.Date(2026, 10, 25, 12, 0, 0, 0, london), l.twice, l.amount)
		var shown []string
		for _, w := range l.rows {
			shown = append(shown, strings.TrimSpace(ink.Cut(columns[0].of(w), columns[0].Width)))
		}
		if !strings.HasSuffix(shown[0], "01:30 BST") && !strings.HasSuffix(shown[0], "01:30:00 BST") || !strings.HasSuffix(shown[1], "GMT") || strings.HasSuffix(shown[2], "T") {
			t.Errorf("%d cells (%s): %q", width, layout, shown)
		}
	}
}

// Rows that go leave the others, their order and the selection as they were.
func TestRowsOfTheJournalGo(t *testing.T) {
	for gone := range 5 {
		for chosen := range 5 {
			l := foundList{}
			var rows []*row
			for n := range 5 {
				rows = append(rows, keptRow(lookup.Attempt{Record: paid(n, nil), Outcome: gateway.OutcomeApproved}, nil, time.Now()))
			}
			l.add(rows)
			l.move(chosen) // the newest comes first
			was := l.current()
			l.drop(rows[gone].key())
			l.drop(rows[gone].key())
			l.drop("none")
			if len(l.rows) != 4 || len(l.view) != 4 || was != rows[gone] && l.current() != was || l.current() == nil {
				t.Fatalf("%d goes, %d is selected: %d rows, %v", gone, chosen, len(l.rows), l.current())
			}
			for i := range 5 { // the gateway's take the places of those that stay
				if i != gone {
					l.add([]*row{newRow(paid(i, nil), nil, time.Now())})
				}
			}
			for i, n := range l.view {
				if l.rows[n].kept || i > 0 && l.rows[n].record.TransactionStarted > l.rows[l.view[i-1]].record.TransactionStarted {
					t.Fatalf("%d goes: row %d is %+v", gone, i, l.rows[n].record)
				}
			}
			if len(l.rows) != 4 {
				t.Fatalf("%d rows", len(l.rows))
			}
		}
	}
}

// However rows arrive, they stand as if they had been sorted at once.
func TestListOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test's
	for range 200 {
		var all []*row
		for i := range random.IntN(60) {
			all = append(all, newRow(paid(random.IntN(12), func(r *gateway.Record) {
				r.TransactionReference = fmt.Sprint(i)
				r.BaseAmount = fmt.Sprint(100 * random.IntN(4))
				r.SettleStatus = fmt.Sprint(random.IntN(4))
			}), nil, time.Now()))
		}
		whole := foundList{order: sortOrder(random.IntN(int(sortOrders)))}
		parts := foundList{order: whole.order}
		if random.IntN(2) == 0 {
			whole.needle, parts.needle = "a2", "a2"
		}
		whole.add(all)
		chosen := -1
		for at := 0; at < len(all); {
			n := min(1+random.IntN(9), len(all)-at)
			parts.add(all[at : at+n])
			at += n
			if chosen >= 0 && parts.selected() != chosen {
				t.Fatalf("row %d was selected, now %d", chosen, parts.selected())
			}
			if random.IntN(3) == 0 {
				parts.move(random.IntN(7) - 3)
				chosen = parts.selected()
			}
		}
		if !slices.Equal(whole.view, parts.view) || len(parts.rows) != len(all) {
			t.Fatalf("%v:\n%v\n%v", whole.order, whole.view, parts.view)
		}
		if !slices.IsSortedFunc(whole.view, whole.before) {
			t.Fatalf("%v is not sorted: %v", whole.order, whole.view)
		}
	}
}

// TestLateRowsAreDropped: what a search brings after it was stopped, or after the
// next one has begun, is not of this list.
func TestLateRowsAreDropped(t *testing.T) {
	l := newPage(t, records{paid(0, nil)})
	l.search("today")
	late := foundMsg{search: l.run.number, rows: []*row{newRow(paid(20, nil), nil, time.Now())}}
	l.Update(late)
	if len(l.list.rows) != 1 {
		t.Errorf("%d rows after the end of the search", len(l.list.rows))
	}
	l.search("yesterday 1111")
	l.Update(late)
	if len(l.list.rows) != 1 {
		t.Errorf("%d rows after the next search", len(l.list.rows))
	}
}

// TestUnknownIsNoFailure: what is unknown must not be taken again, which a list of failures
// would invite; what was not accepted may be.
func TestUnknownIsNoFailure(t *testing.T) {
	coded := func(code string, changes ...func(*gateway.Record)) func(*gateway.Record) {
		return func(r *gateway.Record) {
			r.ErrorCode, r.SettleStatus = code, ""
			for _, change := range changes {
				change(r)
			}
		}
	}
	refund := func(r *gateway.Record) { r.RequestType = gateway.TypeRefund }
	check := func(r *gateway.Record) { r.RequestType = gateway.TypeAccountCheck }
	for want, all := range map[string]records{
		"": {paid(0, nil), paid(1, coded("70000"))},
		"? 1 unknown, do not take it again: A18-7K3M2P.":                                {paid(0, nil), paid(1, coded("60010"))},
		"? 1 unknown, do not send it again: A18-7K3M2P.":                                {paid(0, nil), paid(1, coded("60010", refund))},
		"? 1 unknown: A18-7K3M2P.":                                                      {paid(0, nil), paid(1, coded("60010", check))},
		"! 1 not accepted: A18-7K3M2P.":                                                 {paid(0, nil), paid(1, coded("30000"))},
		"? 1 unknown, do not take it again: A17-7K3M2P.\n! 1 not accepted: A18-7K3M2P.": {paid(0, coded("60010")), paid(1, coded("30000"))},
		"? 2 unknown, do not take them again: A17-7K3M2P, A18-7K3M2P.":                  {paid(0, coded("60010", refund)), paid(1, coded("60010"))},
		"! 4 not accepted: A17-7K3M2P, A18-7K3M2P, A19-7K3M2P, and 1 more.":             {paid(0, coded("30000")), paid(1, coded("30000")), paid(2, coded("30000")), paid(3, coded("30000"))},
	} {
		l := newPage(t, all)
		l.search("today")
		if got := l.note(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// TestListHoldsSoMany: what does not go into the list any more is said.
func TestListHoldsSoMany(t *testing.T) {
	var all records
	for n := range 9 {
		all = append(all, paid(n, nil))
	}
	for most, says := range map[int]string{9: "", 8: "Incomplete: only the oldest 8 are listed"} {
		l := newPage(t, all)
		if l.most != 50_000 {
			t.Errorf("the list holds %d", l.most)
		}
		l.most = most
		l.search("today")
		if note := l.note(); len(l.list.rows) != most || (note == "") != (says == "") || !strings.Contains(note, says) {
			t.Errorf("%d rows: %q", len(l.list.rows), note)
		}
	}
}

// TestReservedRows: a pre-authorisation that the journal knows as reserved stays so in
// the gateway's row, as long as it is held.
func TestReservedRows(t *testing.T) {
	held := func(status, method string) gateway.Record {
		return paid(1, func(r *gateway.Record) { r.SettleStatus, r.AuthMethod = status, method })
	}
	for _, tc := range []struct {
		known          bool
		status, method string
		want           string
	}{
		{true, "2", "PRE", "✔ Reserved"}, {false, "2", "PRE", "! Held"}, {true, "2", "", "! Held"}, {true, "1", "PRE", "✔ Captured"},
	} {
		l := foundList{}
		l.add([]*row{keptRow(lookup.Attempt{Record: held("2", "PRE"), Outcome: gateway.OutcomeHeld, Reserved: tc.known}, nil, time.Now())})
		l.add([]*row{newRow(held(tc.status, tc.method), nil, time.Now())})
		if got := statusWord(l.current()); len(l.rows) != 1 || got != tc.want {
			t.Errorf("%+v: %d rows, %s", tc, len(l.rows), got)
		}
	}
}

// TestTheListCapturesWhatIsReserved: the key that gives back is called capture or cancel
// where the journal knows that the payment waits only for that.
func TestTheListCapturesWhatIsReserved(t *testing.T) {
	for known, want := range map[bool]string{true: "capture or cancel", false: "give back"} {
		r := paid(1, func(r *gateway.Record) { r.SettleStatus, r.AuthMethod, r.TransactionReference = "2", "PRE", "23-9-1" })
		l := newPage(t, records{r})
		l.shell.Console.Reserved = func(context.Context, string) (bool, error) { return known, nil }
		l.search("today")
		var labels []string
		for _, k := range l.listKeys() {
			labels = append(labels, k.Help().Desc)
		}
		if !slices.Contains(labels, want) {
			t.Errorf("reserved %v: %q", known, labels)
		}
	}
}

// answer is a gateway with one record.
type answer struct {
	lookup.Gateway

	record gateway.Record
}

func (a answer) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{Records: []gateway.Record{a.record}}, nil
}

// A row that is read again is reserved if the journal says so now: a supervisor may have
// held it since.
func TestReservedIsAskedAgain(t *testing.T) {
	for _, was := range []bool{false, true} {
		for _, is := range []bool{false, true} {
			r := paid(1, func(r *gateway.Record) { r.SettleStatus, r.AuthMethod, r.TransactionReference = "2", "PRE", "23-9-1" })
			old := newRow(r, nil, time.Now())
			old.reserve(was)
			session := &kit.Console{Now: time.Now, Searches: kit.Searches{Search: answer{record: r}, Reserved: func(context.Context, string) (bool, error) { return is, nil }}}
			p := &Page{shell: kit.Shell{Console: session}, shown: old}
			to, _ := p.reread()().(kit.To)
			msg, _ := to.Msg.(foundMsg)
			l := foundList{}
			l.add([]*row{old})
			l.replace(old, msg.reread[1])
			if now := l.current(); now == old || now.reserved != is {
				t.Errorf("was %v, is %v: %+v", was, is, now)
			}
		}
	}
}

// TestReservedByTheJournal: a row of the gateway's is reserved if the journal says
// so, however the search found it.
func TestReservedByTheJournal(t *testing.T) {
	asked := 0
	session := &kit.Console{Now: time.Now, Searches: kit.Searches{Reserved: func(_ context.Context, reference string) (bool, error) { asked++; return reference == "23-9-1", nil }}}
	j := searchJob{ctx: t.Context(), session: session, most: 10}
	for _, tc := range []struct {
		reference, status, method string
		want                      bool
	}{
		{"23-9-1", "2", "PRE", true}, {"23-9-2", "2", "PRE", false}, {"23-9-1", "2", "", false}, {"23-9-1", "1", "PRE", false},
	} {
		j.take(gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: tc.reference, ErrorCode: "0", SettleStatus: tc.status, AuthMethod: tc.method})
		if w := j.rows[len(j.rows)-1]; w.reserved != tc.want {
			t.Errorf("%+v: %v", tc, w.reserved)
		}
	}
	if asked != 2 || j.known.Missing() != "" {
		t.Errorf("the journal was asked %d times: %s", asked, j.known.Missing())
	}
	session.Reserved = func(context.Context, string) (bool, error) { return true, errors.New("unreadable") }
	unread := searchJob{ctx: t.Context(), session: session, most: 10}
	unread.take(gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: "23-9-1", ErrorCode: "0", SettleStatus: "2", AuthMethod: "PRE"})
	if w := unread.rows[0]; w.reserved || unread.known.Missing() == "" {
		t.Errorf("of a journal that cannot be read: %v, %q", w.reserved, unread.known.Missing())
	}
}
