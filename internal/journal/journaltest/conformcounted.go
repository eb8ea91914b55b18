package journaltest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// Guards and limits read every attempt that moved money or may have, however many
// attempts came since. Capitals do not distinguish orders.
func conformsCounted(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	add := func(id string, change func(*journal.Entry), steps ...func(*journal.Entry)) {
		e := AnAuth(t, id, c.Now())
		e.Operation, e.Parent = journal.OpRefund, "57-9-1"
		if change != nil {
			change(&e)
		}
		Intend(t, s, e)
		for _, step := range steps {
			Note(t, s, id, journal.StepAnswered, step)
		}
	}
	steady := func(boot string, at time.Duration) func(*journal.Entry) {
		return func(e *journal.Entry) {
			e.IntentAt, e.SendBySteady = c.Now().Add(-400*24*time.Hour), clock.Reading{Boot: boot, At: at}
		}
	}
	called := func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.Resolution = journal.ResolvedNotFound }
	alarmed := func(e *journal.Entry) { Become(gateway.OutcomeRejected)(e); e.Alarm = "look at it" }
	add("made", nil, Become(gateway.OutcomeApproved))
	add("held", func(e *journal.Entry) { e.OwnReference = "a17" }, Become(gateway.OutcomeHeld))
	add("old", steady("boota", time.Hour), Become(gateway.OutcomeApproved))
	add("behind", steady("boota", 3*time.Hour), Become(gateway.OutcomeApproved))
	add("rebooted", steady("bootb", 3*time.Hour), Become(gateway.OutcomeApproved))
	add("called", nil, called)
	add("alarm", nil, alarmed)
	add("open", steady("", 0))
	add("more", func(e *journal.Entry) { e.Amount.Minor++ }, Become(gateway.OutcomeApproved))
	add("released", func(e *journal.Entry) { e.Operation, e.SentReference = journal.OpRelease, "r" }, Become(gateway.OutcomeApproved))
	add("on hold", func(e *journal.Entry) { e.Operation, e.SentReference = journal.OpHold, "h" }, Become(gateway.OutcomeApproved))
	for i := range 150 {
		add(fmt.Sprint("refused", i), nil, Become(gateway.OutcomeNotSent))
		add(fmt.Sprint("declined", i), nil, Become(gateway.OutcomeDeclined))
	}
	since, now := c.Now().Add(-time.Hour), clock.Reading{Boot: "boota", At: 2 * time.Hour}
	amount := AnAuth(t, "x", c.Now()).Amount
	got, err := s.GivenBack(ctx, amount, since, now)
	Check(t, "given back", "released open alarm called behind held made", got, err)
	got, err = s.GivenBack(ctx, amount, since, clock.Reading{})
	Check(t, "given back, without a steady clock", "released open alarm called held made", got, err)
	got, err = s.OfOrder(ctx, "test_site1", []string{"A17"})
	Check(t, "of the order", "on hold released more open called rebooted behind old held made", got, err)
	got, err = s.OfOrder(ctx, "test_site1", []string{"none", "", "a17"})
	Check(t, "of the order in other capitals", "on hold released more open called rebooted behind old held made", got, err)
	for _, none := range [][]string{nil, {""}, {"A1"}, {"A17 "}} {
		got, err = s.OfOrder(ctx, "test_site1", none)
		Check(t, fmt.Sprintf("of %q", none), "", got, err)
	}
	got, err = s.OfOrder(ctx, "another", []string{"A17"})
	Check(t, "elsewhere", "", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "a17", 9)
	Check(t, "to the letter", "held", got, err)
}

// Outcome and resolution together decide what counts: a store finds a pair of them
// exactly if Counted says so.
func conformsCountedAll(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	resolutions := []string{
		"", journal.ResolvedQuery, journal.ResolvedLateAnswer, journal.ResolvedNotFound,
		journal.ResolvedSupervisor, journal.ResolvedSignIn, journal.ResolvedReconciled,
	}
	counts := map[string]bool{}
	for o := gateway.OutcomeApproved; o <= gateway.OutcomeNotSent; o++ {
		for _, resolution := range resolutions {
			id := o.String() + ", " + resolution
			Intend(t, s, AnAuth(t, id, c.Now()))
			e := Note(t, s, id, journal.StepResolved, func(e *journal.Entry) { Become(o)(e); e.Resolution = resolution })
			counts[id] = Counted(e)
		}
	}
	order, err := s.OfOrder(ctx, "test_site1", []string{"A17"})
	if err != nil {
		t.Fatal(err)
	}
	similar, err := s.Similar(ctx, "test_site1", "411111", "1111", Pounds(t, 4800), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for id, should := range counts {
		is := func(e journal.Entry) bool { return e.ID == id }
		if ofOrder, ofCard := slices.ContainsFunc(order, is), slices.ContainsFunc(similar, is); ofOrder != should || ofCard != should {
			t.Errorf("%q: found by order %v, by card %v; it counts: %v", id, ofOrder, ofCard, should)
		}
	}
}

// A renamed order counts under each of its names.
func conformsCountedRenamed(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Note(t, s, "one", journal.StepAnswered, func(e *journal.Entry) { Become(gateway.OutcomeApproved)(e); e.TransactionReference = "57-9-1" })
	rename := AnAuth(t, "rename", c.Now())
	rename.Operation, rename.Parent, rename.Target = journal.OpOrder, "57-9-1", journal.Target{OrderReference: "B18"}
	Intend(t, s, rename)
	Note(t, s, "rename", journal.StepAnswered, Become(gateway.OutcomeApproved))
	Note(t, s, "one", journal.StepRenamed, func(e *journal.Entry) { e.CurrentReference = "B18" })
	for _, name := range []string{"A17", "b18"} {
		got, err := s.OfOrder(ctx, "test_site1", []string{name})
		Check(t, name, "rename one", got, err)
	}
	refund := AnAuth(t, "refund", c.Now()) // made after the portal had renamed the payment
	refund.Operation, refund.Parent, refund.Before = journal.OpRefund, "57-9-1", journal.Target{OrderReference: "C19"}
	Intend(t, s, refund)
	for _, name := range []string{"C19", "c19"} {
		got, err := s.OfOrder(ctx, "test_site1", []string{name})
		Check(t, name, "refund", got, err)
	}
}
