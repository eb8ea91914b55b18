package journaltest

import (
	"context"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// A caller who rings days later knows the end of the card, an amount, a day.
func conformsFind(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	begins := c.Now()
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		e := AnAuth(t, id, begins.Add(time.Duration(i)*24*time.Hour))
		switch id {
		case "b":
			e.Last4 = "0511"
		case "c":
			e.Amount = Pounds(t, 105000)
		case "d":
			e.Operation, e.Parent = journal.OpRefund, "57-9-1"
		case "e":
			e.Site = "another"
		}
		Intend(t, s, e)
	}
	update := AnAuth(t, "u", begins)
	update.Operation, update.Parent = journal.OpCancel, "57-9-1"
	Intend(t, s, update)
	for i, id := range []string{"r", "s"} {
		reduction := AnAuth(t, id, begins.Add(time.Duration(i)*24*time.Hour))
		reduction.Operation, reduction.Parent, reduction.Target = journal.OpReduce, "57-9-1", journal.Target{SettleAmount: int64(3000 + i)}
		Intend(t, s, reduction)
	}
	c.Add(100 * 24 * time.Hour)

	all := journal.Search{Site: "test_site1"}
	find := func(what, want string, q journal.Search, limit int) journal.Found {
		t.Helper()
		f, err := s.Find(ctx, q, limit)
		Check(t, what, want, f.Entries, err)
		return f
	}
	find("everything", "d c b a", all, 9)
	find("a card", "d c a", journal.Search{Site: "test_site1", Last4: []string{"1111"}}, 9)
	find("two cards", "d c b a", journal.Search{Site: "test_site1", Last4: []string{"1111", "0511"}}, 9)
	find("an amount", "d b a", journal.Search{Site: "test_site1", Minors: []int64{4800, 48}}, 9)
	find("a card and an amount", "c", journal.Search{Site: "test_site1", Last4: []string{"1111"}, Minors: []int64{105000}}, 9)
	find("an agent", "", journal.Search{Site: "test_site1", Match: func(e journal.Entry) bool { return e.Agent == "sam" }}, 9)
	find("elsewhere", "e", journal.Search{Site: "another", Last4: []string{"1111"}}, 9)
	find("a time", "c b", journal.Search{Site: "test_site1", From: begins.Add(24 * time.Hour), To: begins.Add(3 * 24 * time.Hour)}, 9)
	find("reductions", "s r", journal.Search{Site: "test_site1", Minors: []int64{3000, 3001, 4800}, Reductions: true}, 9)
	find("a reduction", "r", journal.Search{Site: "test_site1", Minors: []int64{3000}, Reductions: true}, 9)
	find("a reduction since", "", journal.Search{Site: "test_site1", Minors: []int64{3000}, Reductions: true, From: begins.Add(time.Hour)}, 9)
	find("reductions to nothing", "", journal.Search{Site: "test_site1", Reductions: true}, 9)
	find("what was reduced to it", "", journal.Search{Site: "test_site1", Minors: []int64{3000}}, 9)
	find("nothing", "", journal.Search{Site: "test_site1", Last4: []string{"9999"}}, 9)

	// How far back: to the time asked for, to the journal's beginning, or to where the
	// search stopped.
	if f := find("from before it began", "d c b a", journal.Search{Site: "test_site1", From: begins.Add(-time.Hour)}, 9); f.More || !f.Back.Equal(begins) {
		t.Errorf("back to %v, more: %v", f.Back, f.More)
	}
	from := begins.Add(36 * time.Hour)
	if f := find("from a time", "d c", journal.Search{Site: "test_site1", From: from}, 9); f.More || !f.Back.Equal(from) {
		t.Errorf("back to %v, more: %v", f.Back, f.More)
	}
	if f := find("two of them", "d c", all, 2); !f.More || !f.Back.Equal(begins.Add(24*time.Hour)) {
		t.Errorf("back to %v, more: %v", f.Back, f.More)
	}
	if f := find("just as many", "d c b a", all, 4); f.More {
		t.Error("there are no more")
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if f, err := s.Find(ended, all, 9); err == nil {
		t.Errorf("a search that was ended found %+v", f)
	}
}

func conformsLookUps(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	for i, id := range []string{"a", "b", "c", "d"} {
		e := AnAuth(t, id, c.Now().Add(-time.Duration(i)*time.Minute)) // the clock goes back: the order is that of writing
		if i%2 == 1 {
			e.Agent, e.OwnReference = "sam", "B2"
		}
		Intend(t, s, e)
	}
	refund := AnAuth(t, "r", c.Now())
	refund.Operation, refund.Parent = journal.OpRefund, "57-9-1"
	Intend(t, s, refund)
	Note(t, s, "a", journal.StepAnswered, func(e *journal.Entry) { Become(gateway.OutcomeApproved)(e); e.TransactionReference = "57-9-1" })

	got, err := s.Recent(ctx, "", 3)
	Check(t, "recent", "r d c", got, err)
	got, err = s.Recent(ctx, "sam", 3)
	Check(t, "recent of one agent", "d b", got, err)
	got, err = s.Recent(ctx, "", 0)
	Check(t, "recent none", "", got, err)
	got, err = s.Since(ctx, c.Now().Add(-2*time.Minute))
	Check(t, "since a time", "r c b a", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "A17", 2)
	Check(t, "order", "r c", got, err)
	got, err = s.ByOrder(ctx, "another", "A17", 2)
	Check(t, "order elsewhere", "", got, err)
	got, err = s.ByTransaction(ctx, "57-9-1")
	Check(t, "transaction", "r a", got, err)
	got, err = s.ByTransaction(ctx, "")
	Check(t, "no transaction", "", got, err)
	got, err = s.Holdings(ctx, c.Now().Add(-time.Hour))
	Check(t, "holdings, of none", "", got, err)
	for _, o := range []journal.Operation{journal.OpHold, journal.OpRelease, journal.OpCancel, journal.OpReduce, journal.OpDueDate, journal.OpRaise, "reduce PRE"} {
		u := AnAuth(t, strings.ReplaceAll(string(o), " ", "-"), c.Now())
		u.Operation, u.Parent, u.SentReference = o, "57-9-1", u.ID
		if o == "reduce PRE" {
			u.Operation, u.AuthMethod = journal.OpReduce, string(gateway.AuthPre)
		}
		Intend(t, s, u)
	}
	Note(t, s, "c", journal.StepAnswered, Become(gateway.OutcomeHeld))
	got, err = s.Holdings(ctx, c.Now().Add(-time.Hour))
	Check(t, "holdings", "reduce-PRE raise due-date cancel release hold c", got, err)
	got, err = s.Holdings(ctx, c.Now().Add(-time.Minute))
	Check(t, "holdings since a time", "reduce-PRE raise due-date cancel release hold", got, err)
}
