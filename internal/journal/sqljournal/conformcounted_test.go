package sqljournal

import (
	"context"
	"fmt"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// What guards and limits read is all that moved money or may have, however much
// was tried since; an order is the same in other capitals.
func conformsCounted(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	add := func(id string, change func(*journal.Entry), steps ...func(*journal.Entry)) {
		e := anAuth(t, id, c.now())
		e.Operation, e.Parent = journal.OpRefund, "57-9-1"
		if change != nil {
			change(&e)
		}
		intend(t, s, e)
		for _, step := range steps {
			note(t, s, id, journal.StepAnswered, step)
		}
	}
	steady := func(boot string, at time.Duration) func(*journal.Entry) {
		return func(e *journal.Entry) {
			e.IntentAt, e.SendBySteady = c.now().Add(-400*24*time.Hour), clock.Reading{Boot: boot, At: at}
		}
	}
	called := func(e *journal.Entry) { become(gateway.NotSent)(e); e.Resolution = journal.ResolvedNotFound }
	alarmed := func(e *journal.Entry) { become(gateway.Rejected)(e); e.Alarm = "look at it" }
	add("made", nil, become(gateway.Approved))
	add("held", func(e *journal.Entry) { e.OwnReference = "a17" }, become(gateway.Held))
	add("old", steady("boota", time.Hour), become(gateway.Approved))
	add("behind", steady("boota", 3*time.Hour), become(gateway.Approved))
	add("rebooted", steady("bootb", 3*time.Hour), become(gateway.Approved))
	add("called", nil, called)
	add("alarm", nil, alarmed)
	add("open", steady("", 0))
	add("more", func(e *journal.Entry) { e.Amount.Minor++ }, become(gateway.Approved))
	add("released", func(e *journal.Entry) { e.Operation, e.SentReference = journal.OpRelease, "r" }, become(gateway.Approved))
	add("on hold", func(e *journal.Entry) { e.Operation, e.SentReference = journal.OpHold, "h" }, become(gateway.Approved))
	for i := range 150 {
		add(fmt.Sprint("refused", i), nil, become(gateway.NotSent))
		add(fmt.Sprint("declined", i), nil, become(gateway.Declined))
	}
	since, now := c.now().Add(-time.Hour), clock.Reading{Boot: "boota", At: 2 * time.Hour}
	amount := anAuth(t, "x", c.now()).Amount
	got, err := s.GivenBack(ctx, amount, since, now)
	check(t, "given back", "released open alarm called behind held made", got, err)
	got, err = s.GivenBack(ctx, amount, since, clock.Reading{})
	check(t, "given back, without a steady clock", "released open alarm called held made", got, err)
	got, err = s.OfOrder(ctx, "test_site1", []string{"A17"})
	check(t, "of the order", "on hold released more open called rebooted behind old held made", got, err)
	got, err = s.OfOrder(ctx, "test_site1", []string{"none", "", "a17"})
	check(t, "of the order in other capitals", "on hold released more open called rebooted behind old held made", got, err)
	for _, none := range [][]string{nil, {""}, {"A1"}, {"A17 "}} {
		got, err = s.OfOrder(ctx, "test_site1", none)
		check(t, fmt.Sprintf("of %q", none), "", got, err)
	}
	got, err = s.OfOrder(ctx, "another", []string{"A17"})
	check(t, "elsewhere", "", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "a17", 9)
	check(t, "to the letter", "held", got, err)
}

// A renamed order counts by each of its names.
func conformsCountedRenamed(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	intend(t, s, anAuth(t, "one", c.now()))
	note(t, s, "one", journal.StepAnswered, func(e *journal.Entry) { become(gateway.Approved)(e); e.TransactionReference = "57-9-1" })
	rename := anAuth(t, "rename", c.now())
	rename.Operation, rename.Parent, rename.Target = journal.OpOrder, "57-9-1", journal.Target{OrderReference: "B18"}
	intend(t, s, rename)
	note(t, s, "rename", journal.StepAnswered, become(gateway.Approved))
	note(t, s, "one", journal.StepRenamed, func(e *journal.Entry) { e.CurrentReference = "B18" })
	for _, name := range []string{"A17", "b18"} {
		got, err := s.OfOrder(ctx, "test_site1", []string{name})
		check(t, name, "rename one", got, err)
	}
	refund := anAuth(t, "refund", c.now()) // which found that the portal had renamed it
	refund.Operation, refund.Parent, refund.Before = journal.OpRefund, "57-9-1", journal.Target{OrderReference: "C19"}
	intend(t, s, refund)
	for _, name := range []string{"C19", "c19"} {
		got, err := s.OfOrder(ctx, "test_site1", []string{name})
		check(t, name, "refund", got, err)
	}
}
