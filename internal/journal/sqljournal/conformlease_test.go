package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

func conformsLeases(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	intend(t, s, anAuth(t, "one", c.now()))
	claim(t, s, "one", "desk", c.now(), true)
	claim(t, s, "one", "resolver", c.now(), false)
	claim(t, s, "one", "desk", c.now(), true) // its own
	if err := s.Release(ctx, "one", "resolver"); err != nil {
		t.Error(err)
	}
	claim(t, s, "one", "resolver", c.now(), false) // another's release is none
	if err := s.Release(ctx, "one", "desk"); err != nil {
		t.Error(err)
	}
	claim(t, s, "one", "resolver", c.now(), true)
	claim(t, s, "one", "other", c.now().Add(59*time.Second), false)
	claim(t, s, "one", "other", c.now().Add(time.Minute), true)       // it has run out
	note(t, s, "one", journal.StepResolved, become(gateway.Approved)) // known: nobody needs one
	claim(t, s, "one", "third", c.now(), true)
	note(t, s, "one", journal.StepChecked, nil) // it is still watched, and still the third's
	claim(t, s, "one", "fourth", c.now(), false)
	if _, _, err := s.Claim(ctx, "none", "x", c.now(), c.now()); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("no entry: %v", err)
	}
	for owner, want := range map[string]error{"": journal.ErrInvalid, "a\nb": journal.ErrInvalid, "4111111111111111": journal.ErrCardNumber} {
		if _, _, err := s.Claim(ctx, "one", owner, c.now(), c.now()); !errors.Is(err, want) {
			t.Errorf("owner %q: %v", owner, err)
		}
	}
	if err := s.Intent(ctx, anAuth(t, "two", c.now()), "4111111111111111", c.now()); !errors.Is(err, journal.ErrCardNumber) {
		t.Errorf("an intent of such an owner: %v", err)
	}
}

// What is open and may be being sent is checked by no process, its own included.
// What is in doubt is checked while it may still be being sent.
func conformsPurposes(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	send(t, s, "one", "desk", c.now())
	claim(t, s, "one", "resolver", c.now(), false)
	claim(t, s, "one", "desk", c.now(), false)
	got, err := s.Due(ctx, c.now(), 5)
	check(t, "due while open", "", got, err)
	note(t, s, "one", journal.StepInDoubt, doubt)
	got, err = s.Due(ctx, c.now(), 5)
	check(t, "due in doubt", "one", got, err)
	claim(t, s, "one", "resolver", c.now(), true)
	claim(t, s, "one", "desk", c.now(), false)
	got, err = s.Due(ctx, c.now(), 5)
	check(t, "due while checked", "", got, err)
	// Each ends its own lease and not the other.
	if err := s.EndSending(ctx, "one", "resolver"); err != nil {
		t.Error(err)
	}
	if err := s.Release(ctx, "one", "desk"); err != nil {
		t.Error(err)
	}
	if e, err := s.Get(ctx, "one"); err != nil || !e.BeingSent {
		t.Errorf("another's end of sending counted: %v, %v", e.BeingSent, err)
	}
	claim(t, s, "one", "other", c.now(), false)
	if err := s.EndSending(ctx, "one", "desk"); err != nil {
		t.Error(err)
	}
	if e, err := s.Get(ctx, "one"); err != nil || e.BeingSent || e.State != journal.InDoubt {
		t.Errorf("after the end of sending: %+v, %v", e, err)
	}
	claim(t, s, "one", "other", c.now(), false)
}

func conformsSendingEnds(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	sends := func(what, id string, want bool) {
		t.Helper()
		if e, err := s.Get(ctx, id); err != nil || e.BeingSent != want {
			t.Errorf("%s: being sent %v, %v", what, e.BeingSent, err)
		}
	}
	for _, id := range []string{"doubt", "answered", "known", "expired"} {
		send(t, s, id, "desk", c.now())
		sends("at first", id, true)
	}
	note(t, s, "doubt", journal.StepInDoubt, doubt)
	sends("in doubt", "doubt", true)
	note(t, s, "answered", journal.StepInDoubt, func(e *journal.Entry) { doubt(e); e.AnsweredAt = c.now() })
	sends("answered", "answered", false)
	note(t, s, "known", journal.StepAnswered, become(gateway.Approved))
	sends("known", "known", false)
	c.add(time.Minute)
	sends("expired", "expired", false)
	claim(t, s, "expired", "resolver", c.now(), true)
}

// BeingSent is told where a decision hangs on it, and is never kept.
func conformsBeingSent(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	send(t, s, "one", "desk", c.now())
	e, won, err := s.Claim(ctx, "one", "resolver", c.now(), c.now().Add(time.Minute))
	if err != nil || won || !e.BeingSent {
		t.Errorf("claimed: %v, %v, being sent %v", won, err, e.BeingSent)
	}
	told := false
	e = note(t, s, "one", journal.StepInDoubt, func(e *journal.Entry) { told = e.BeingSent; e.BeingSent = false; doubt(e) })
	if !told || !e.BeingSent {
		t.Errorf("being sent: %v in the change, %v after it", told, e.BeingSent)
	}
	e, won, err = s.Claim(ctx, "one", "resolver", c.now(), c.now().Add(time.Minute))
	if err != nil || !won || !e.BeingSent {
		t.Errorf("claimed in doubt: %v, %v, being sent %v", won, err, e.BeingSent)
	}
	events, err := s.History(ctx, "one")
	if err != nil || events[1].Entry.BeingSent {
		t.Errorf("it was kept: %v", err)
	}
	e = note(t, s, "one", journal.StepResolved, func(e *journal.Entry) { become(gateway.Approved)(e); e.BeingSent = true })
	if e.BeingSent {
		t.Error("what is known is being sent")
	}
	note(t, s, "one", journal.StepChecked, func(e *journal.Entry) { e.BeingSent = true })
	if e, err := s.Get(ctx, "one"); err != nil || e.BeingSent {
		t.Errorf("a change made it so: %v", err)
	}
}

func conformsClockStep(t *testing.T, s journal.Store, c *fakeClock) {
	intend(t, s, anAuth(t, "one", c.now()))
	claim(t, s, "one", "ahead", c.now().Add(time.Hour), true)
	got, err := s.Due(context.Background(), c.now(), 5)
	check(t, "due after the clock was put back", "one", got, err)
	claim(t, s, "one", "right", c.now(), true)
	claim(t, s, "one", "behind", c.now().Add(-30*time.Second), false) // clocks may differ a little
}

func conformsDue(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	at := c.now()
	for _, id := range []string{"open", "later", "doubt", "known", "watched", "notyet", "checked"} {
		intend(t, s, anAuth(t, id, at))
	}
	send(t, s, "sending", "desk", at)
	claim(t, s, "checked", "resolver", at, true)
	note(t, s, "later", journal.StepInDoubt, func(e *journal.Entry) { doubt(e); e.NextCheckAt = at.Add(2 * time.Second) })
	note(t, s, "doubt", journal.StepInDoubt, func(e *journal.Entry) { doubt(e); e.NextCheckAt = at.Add(time.Second) })
	note(t, s, "known", journal.StepAnswered, become(gateway.Approved))
	note(t, s, "watched", journal.StepResolved, func(e *journal.Entry) { become(gateway.NotSent)(e); e.NextCheckAt = at.Add(-time.Second) })
	note(t, s, "notyet", journal.StepResolved, func(e *journal.Entry) { become(gateway.NotSent)(e); e.NextCheckAt = at.Add(time.Hour) })

	got, err := s.Due(ctx, at, 10)
	check(t, "now", "open watched", got, err)
	got, err = s.Due(ctx, at.Add(2*time.Second), 10)
	check(t, "in two seconds", "open watched doubt later", got, err)
	got, err = s.Due(ctx, at.Add(2*time.Second), 3)
	check(t, "the first three", "open watched doubt", got, err)
	got, err = s.Due(ctx, at.Add(time.Minute), 10)
	check(t, "when the lease has run out", "open checked sending watched doubt later", got, err)
	note(t, s, "watched", journal.StepChecked, func(e *journal.Entry) { e.NextCheckAt = time.Time{} })
	got, err = s.Due(ctx, at, 10)
	check(t, "watched no longer", "open", got, err)
}

func conformsUnresolved(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	send(t, s, "sending", "desk", c.now())
	for _, id := range []string{"doubt", "known", "alarm", "open"} {
		intend(t, s, anAuth(t, id, c.now()))
	}
	claim(t, s, "open", "resolver", c.now(), true) // its process died, whoever checks it
	note(t, s, "doubt", journal.StepInDoubt, doubt)
	claim(t, s, "doubt", "resolver", c.now(), true) // being checked, and in doubt all the same
	note(t, s, "known", journal.StepAnswered, become(gateway.Approved))
	note(t, s, "alarm", journal.StepAnswered, become(gateway.Approved))
	note(t, s, "alarm", journal.StepAlarm, func(e *journal.Entry) { e.Alarm = "two charges" })
	got, err := s.Unresolved(ctx, 10)
	check(t, "now", "doubt alarm open", got, err)
	got, err = s.Unresolved(ctx, 1)
	check(t, "the oldest", "doubt", got, err)
	c.add(time.Minute)
	got, err = s.Unresolved(ctx, 10)
	check(t, "when the desk has died", "sending doubt alarm open", got, err)
}

func conformsSimilar(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	now := c.now()
	add := func(id string, change func(*journal.Entry), o gateway.Outcome) {
		e := anAuth(t, id, now)
		if change != nil {
			change(&e)
		}
		intend(t, s, e)
		if o != gateway.Unknown {
			note(t, s, id, journal.StepAnswered, become(o))
		}
	}
	add("old", func(e *journal.Entry) { e.IntentAt = now.Add(-time.Hour) }, gateway.Approved)
	add("approved", nil, gateway.Approved)
	add("held", nil, gateway.Held)
	add("open", nil, gateway.Unknown)
	add("declined", nil, gateway.Declined)
	add("cancelled", nil, gateway.Cancelled)
	add("rejected", nil, gateway.Rejected)
	add("notsent", nil, gateway.NotSent)
	add("doubt", nil, gateway.Unknown)
	note(t, s, "doubt", journal.StepInDoubt, doubt)
	add("nottaken", nil, gateway.Unknown)
	note(t, s, "nottaken", journal.StepResolved, func(e *journal.Entry) { become(gateway.NotSent)(e); e.Resolution = journal.ResolvedNotFound })
	add("declared", nil, gateway.Unknown)
	note(t, s, "declared", journal.StepResolved, func(e *journal.Entry) { become(gateway.NotSent)(e); e.Resolution = journal.ResolvedSupervisor })
	add("late", nil, gateway.Unknown)
	note(t, s, "late", journal.StepResolved, func(e *journal.Entry) { become(gateway.NotSent)(e); e.Resolution = journal.ResolvedLateAnswer })
	add("refund", func(e *journal.Entry) { e.Operation, e.Parent = journal.OpRefund, "57-9-1" }, gateway.Approved)
	add("amount", func(e *journal.Entry) { e.Amount.Minor = 4801 }, gateway.Approved)
	add("site", func(e *journal.Entry) { e.Site = "other" }, gateway.Approved)
	add("card", func(e *journal.Entry) { e.Last4 = "1112" }, gateway.Approved)
	add("bin", func(e *journal.Entry) { e.First6 = "411112" }, gateway.Approved)
	add("euro", func(e *journal.Entry) { e.Amount.Currency, _ = gateway.ParseCurrency("EUR") }, gateway.Approved)
	add("edge", func(e *journal.Entry) { e.IntentAt = now.Add(-15 * time.Minute) }, gateway.Approved)

	got, err := s.Similar(ctx, "test_site1", "411111", "1111", pounds(t, 4800), now.Add(-15*time.Minute))
	check(t, "similar", "edge declared nottaken doubt open held approved", got, err)
	got, err = s.Similar(ctx, "test_site1", "411111", "1111", pounds(t, 1), now.Add(-15*time.Minute))
	check(t, "another amount", "", got, err)
}

func conformsDeclines(t *testing.T, s journal.Store, c *fakeClock) {
	ctx := context.Background()
	for i := range journal.DeclinesKept + 5 {
		id := fmt.Sprint("d", i)
		intend(t, s, anAuth(t, id, c.now()))
		note(t, s, id, journal.StepAnswered, func(e *journal.Entry) { become(gateway.Declined)(e); e.AdviceCode = "4" })
		c.add(time.Second)
	}
	intend(t, s, anAuth(t, "ok", c.now()))
	note(t, s, "ok", journal.StepAnswered, become(gateway.Approved))
	n, got, err := s.Declines(ctx, "test_site1", "411111", "1111", c.now().Add(-time.Hour))
	if err != nil || n != journal.DeclinesKept+5 || len(got) != journal.DeclinesKept || got[0].ID != fmt.Sprint("d", journal.DeclinesKept+4) || got[0].AdviceCode != "4" {
		t.Errorf("got %d, %s, %v", n, ids(got), err)
	}
	n, got, err = s.Declines(ctx, "test_site1", "411111", "1111", c.now().Add(-3*time.Second))
	if err != nil || n != 3 || len(got) != 3 {
		t.Errorf("since three seconds: %d, %s, %v", n, ids(got), err)
	}
	n, got, err = s.Declines(ctx, "test_site1", "555555", "1111", time.Time{})
	if err != nil || n != 0 || len(got) != 0 {
		t.Errorf("another card: %d, %s, %v", n, ids(got), err)
	}
}
