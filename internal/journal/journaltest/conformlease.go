package journaltest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

func conformsLeases(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Claim(t, s, "one", "desk", c.Now(), true)
	Claim(t, s, "one", "resolver", c.Now(), false)
	Claim(t, s, "one", "desk", c.Now(), true) // its own
	if err := s.Release(ctx, "one", "resolver"); err != nil {
		t.Error(err)
	}
	Claim(t, s, "one", "resolver", c.Now(), false) // another owner's release does not count
	if err := s.Release(ctx, "one", "desk"); err != nil {
		t.Error(err)
	}
	Claim(t, s, "one", "resolver", c.Now(), true)
	Claim(t, s, "one", "other", c.Now().Add(59*time.Second), false)
	Claim(t, s, "one", "other", c.Now().Add(time.Minute), true)              // the lease has run out
	Note(t, s, "one", journal.StepResolved, Become(gateway.OutcomeApproved)) // known: it needs no lease
	Claim(t, s, "one", "third", c.Now(), true)
	Note(t, s, "one", journal.StepChecked, nil) // the entry is still watched, and the third still has its lease
	Claim(t, s, "one", "fourth", c.Now(), false)
	if _, _, err := s.Claim(ctx, "none", "x", c.Now(), c.Now()); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("no entry: %v", err)
	}
	for owner, want := range map[string]error{"": journal.ErrInvalid, "a\nb": journal.ErrInvalid, "4111111111111111": journal.ErrCardNumber} {
		if _, _, err := s.Claim(ctx, "one", owner, c.Now(), c.Now()); !errors.Is(err, want) {
			t.Errorf("owner %q: %v", owner, err)
		}
	}
	if err := s.Intent(ctx, AnAuth(t, "two", c.Now()), "4111111111111111", c.Now()); !errors.Is(err, journal.ErrCardNumber) {
		t.Errorf("an intent of such an owner: %v", err)
	}
}

// No process, not even the owner's, checks an open attempt that may still be on its
// way. It checks an attempt in doubt even then.
func conformsPurposes(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Send(t, s, "one", "desk", c.Now())
	Claim(t, s, "one", "resolver", c.Now(), false)
	Claim(t, s, "one", "desk", c.Now(), false)
	got, err := s.Due(ctx, c.Now(), 5)
	Check(t, "due while open", "", got, err)
	Note(t, s, "one", journal.StepInDoubt, Doubt)
	got, err = s.Due(ctx, c.Now(), 5)
	Check(t, "due in doubt", "one", got, err)
	Claim(t, s, "one", "resolver", c.Now(), true)
	Claim(t, s, "one", "desk", c.Now(), false)
	got, err = s.Due(ctx, c.Now(), 5)
	Check(t, "due while checked", "", got, err)
	// Each ends its own lease only.
	if err := s.EndSending(ctx, "one", "resolver"); err != nil {
		t.Error(err)
	}
	if err := s.Release(ctx, "one", "desk"); err != nil {
		t.Error(err)
	}
	if e, err := s.Get(ctx, "one"); err != nil || !e.BeingSent {
		t.Errorf("another's end of sending counted: %v, %v", e.BeingSent, err)
	}
	Claim(t, s, "one", "other", c.Now(), false)
	if err := s.EndSending(ctx, "one", "desk"); err != nil {
		t.Error(err)
	}
	if e, err := s.Get(ctx, "one"); err != nil || e.BeingSent || e.State != journal.InDoubt {
		t.Errorf("after the end of sending: %+v, %v", e, err)
	}
	Claim(t, s, "one", "other", c.Now(), false)
}

func conformsSendingEnds(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	sends := func(what, id string, want bool) {
		t.Helper()
		if e, err := s.Get(ctx, id); err != nil || e.BeingSent != want {
			t.Errorf("%s: being sent %v, %v", what, e.BeingSent, err)
		}
	}
	for _, id := range []string{"doubt", "answered", "known", "expired"} {
		Send(t, s, id, "desk", c.Now())
		sends("at first", id, true)
	}
	Note(t, s, "doubt", journal.StepInDoubt, Doubt)
	sends("in doubt", "doubt", true)
	Note(t, s, "answered", journal.StepInDoubt, func(e *journal.Entry) { Doubt(e); e.AnsweredAt = c.Now() })
	sends("answered", "answered", false)
	Note(t, s, "known", journal.StepAnswered, Become(gateway.OutcomeApproved))
	sends("known", "known", false)
	c.Add(time.Minute)
	sends("expired", "expired", false)
	Claim(t, s, "expired", "resolver", c.Now(), true)
}

// A store fills in BeingSent where a decision depends on it, and never stores it.
func conformsBeingSent(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Send(t, s, "one", "desk", c.Now())
	e, won, err := s.Claim(ctx, "one", "resolver", c.Now(), c.Now().Add(time.Minute))
	if err != nil || won || !e.BeingSent {
		t.Errorf("claimed: %v, %v, being sent %v", won, err, e.BeingSent)
	}
	told := false
	e = Note(t, s, "one", journal.StepInDoubt, func(e *journal.Entry) { told = e.BeingSent; e.BeingSent = false; Doubt(e) })
	if !told || !e.BeingSent {
		t.Errorf("being sent: %v in the change, %v after it", told, e.BeingSent)
	}
	e, won, err = s.Claim(ctx, "one", "resolver", c.Now(), c.Now().Add(time.Minute))
	if err != nil || !won || !e.BeingSent {
		t.Errorf("claimed in doubt: %v, %v, being sent %v", won, err, e.BeingSent)
	}
	events, err := s.History(ctx, "one")
	if err != nil || events[1].Entry.BeingSent {
		t.Errorf("it was kept: %v", err)
	}
	e = Note(t, s, "one", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeApproved)(e); e.BeingSent = true })
	if e.BeingSent {
		t.Error("what is known is being sent")
	}
	Note(t, s, "one", journal.StepChecked, func(e *journal.Entry) { e.BeingSent = true })
	if e, err := s.Get(ctx, "one"); err != nil || e.BeingSent {
		t.Errorf("a change made it so: %v", err)
	}
}

func conformsClockStep(t *testing.T, s journal.Store, c *Clock) {
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Claim(t, s, "one", "ahead", c.Now().Add(time.Hour), true)
	got, err := s.Due(context.Background(), c.Now(), 5)
	Check(t, "due after the clock was put back", "one", got, err)
	Claim(t, s, "one", "right", c.Now(), true)
	Claim(t, s, "one", "behind", c.Now().Add(-30*time.Second), false) // clocks may differ a little
}

func conformsDue(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	at := c.Now()
	for _, id := range []string{"open", "later", "doubt", "known", "watched", "notyet", "checked"} {
		Intend(t, s, AnAuth(t, id, at))
	}
	Send(t, s, "sending", "desk", at)
	Claim(t, s, "checked", "resolver", at, true)
	Note(t, s, "later", journal.StepInDoubt, func(e *journal.Entry) { Doubt(e); e.NextCheckAt = at.Add(2 * time.Second) })
	Note(t, s, "doubt", journal.StepInDoubt, func(e *journal.Entry) { Doubt(e); e.NextCheckAt = at.Add(time.Second) })
	Note(t, s, "known", journal.StepAnswered, Become(gateway.OutcomeApproved))
	Note(t, s, "watched", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.NextCheckAt = at.Add(-time.Second) })
	Note(t, s, "notyet", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.NextCheckAt = at.Add(time.Hour) })

	got, err := s.Due(ctx, at, 10)
	Check(t, "now", "open watched", got, err)
	got, err = s.Due(ctx, at.Add(2*time.Second), 10)
	Check(t, "in two seconds", "open watched doubt later", got, err)
	got, err = s.Due(ctx, at.Add(2*time.Second), 3)
	Check(t, "the first three", "open watched doubt", got, err)
	got, err = s.Due(ctx, at.Add(time.Minute), 10)
	Check(t, "when the lease has run out", "open checked sending watched doubt later", got, err)
	Note(t, s, "watched", journal.StepChecked, func(e *journal.Entry) { e.NextCheckAt = time.Time{} })
	got, err = s.Due(ctx, at, 10)
	Check(t, "watched no longer", "open", got, err)
}

func conformsUnresolved(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Send(t, s, "sending", "desk", c.Now())
	for _, id := range []string{"doubt", "known", "alarm", "open"} {
		Intend(t, s, AnAuth(t, id, c.Now()))
	}
	Claim(t, s, "open", "resolver", c.Now(), true) // its process died, and another process checks it
	Note(t, s, "doubt", journal.StepInDoubt, Doubt)
	Claim(t, s, "doubt", "resolver", c.Now(), true) // in doubt, even while a process checks it
	Note(t, s, "known", journal.StepAnswered, Become(gateway.OutcomeApproved))
	Note(t, s, "alarm", journal.StepAnswered, Become(gateway.OutcomeApproved))
	Note(t, s, "alarm", journal.StepAlarm, func(e *journal.Entry) { e.Alarm = "two charges" })
	got, err := s.Unresolved(ctx, 10)
	Check(t, "now", "alarm open doubt", got, err)
	got, err = s.Unresolved(ctx, 2)
	Check(t, "the alarm, and the newest", "alarm open", got, err)
	got, err = s.Unresolved(ctx, 0)
	Check(t, "none", "", got, err)
	c.Add(time.Minute)
	got, err = s.Unresolved(ctx, 10)
	Check(t, "when the desk has died", "alarm open doubt sending", got, err)
}

func conformsSimilar(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	now := c.Now()
	add := func(id string, change func(*journal.Entry), o gateway.Outcome) {
		e := AnAuth(t, id, now)
		if change != nil {
			change(&e)
		}
		Intend(t, s, e)
		if o != gateway.OutcomeUnknown {
			Note(t, s, id, journal.StepAnswered, Become(o))
		}
	}
	add("old", func(e *journal.Entry) { e.IntentAt = now.Add(-time.Hour) }, gateway.OutcomeApproved)
	add("approved", nil, gateway.OutcomeApproved)
	add("held", nil, gateway.OutcomeHeld)
	add("open", nil, gateway.OutcomeUnknown)
	add("declined", nil, gateway.OutcomeDeclined)
	add("cancelled", nil, gateway.OutcomeCancelled)
	add("rejected", nil, gateway.OutcomeRejected)
	add("notsent", nil, gateway.OutcomeNotSent)
	add("doubt", nil, gateway.OutcomeUnknown)
	Note(t, s, "doubt", journal.StepInDoubt, Doubt)
	add("nottaken", nil, gateway.OutcomeUnknown)
	Note(t, s, "nottaken", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.Resolution = journal.ResolvedNotFound })
	add("declared", nil, gateway.OutcomeUnknown)
	Note(t, s, "declared", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.Resolution = journal.ResolvedSupervisor })
	add("late", nil, gateway.OutcomeUnknown)
	Note(t, s, "late", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.Resolution = journal.ResolvedLateAnswer })
	add("refund", func(e *journal.Entry) { e.Operation, e.Parent = journal.OpRefund, "57-9-1" }, gateway.OutcomeApproved)
	add("amount", func(e *journal.Entry) { e.Amount.Minor = 4801 }, gateway.OutcomeApproved)
	add("live", func(e *journal.Entry) { e.Site = "other" }, gateway.OutcomeApproved)
	add("test", func(e *journal.Entry) { e.Site = "test_other" }, gateway.OutcomeApproved)
	add("tests", func(e *journal.Entry) { e.Site = "TEST_other" }, gateway.OutcomeApproved)
	add("card", func(e *journal.Entry) { e.Last4 = "1112" }, gateway.OutcomeApproved)
	add("bin", func(e *journal.Entry) { e.First6 = "411112" }, gateway.OutcomeApproved)
	add("euro", func(e *journal.Entry) { e.Amount.Currency, _ = gateway.ParseCurrency("EUR") }, gateway.OutcomeApproved)
	add("edge", func(e *journal.Entry) { e.IntentAt = now.Add(-15 * time.Minute) }, gateway.OutcomeApproved)

	got, err := s.Similar(ctx, "test_site1", "411111", "1111", Pounds(t, 4800), now.Add(-15*time.Minute))
	Check(t, "similar", "edge test declared nottaken doubt open held approved", got, err)
	got, err = s.Similar(ctx, "test_site1", "411111", "1111", Pounds(t, 1), now.Add(-15*time.Minute))
	Check(t, "another amount", "", got, err)
}

func conformsDeclines(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	for i := range journal.DeclinesKept + 5 {
		id := fmt.Sprint("d", i)
		Intend(t, s, AnAuth(t, id, c.Now()))
		Note(t, s, id, journal.StepAnswered, func(e *journal.Entry) { Become(gateway.OutcomeDeclined)(e); e.AdviceCode = "4" })
		c.Add(time.Second)
	}
	Intend(t, s, AnAuth(t, "ok", c.Now()))
	Note(t, s, "ok", journal.StepAnswered, Become(gateway.OutcomeApproved))
	n, got, err := s.Declines(ctx, "test_site1", "411111", "1111", c.Now().Add(-time.Hour))
	if err != nil || n != journal.DeclinesKept+5 || len(got) != journal.DeclinesKept || got[0].ID != fmt.Sprint("d", journal.DeclinesKept+4) || got[0].AdviceCode != "4" {
		t.Errorf("got %d, %s, %v", n, ids(got), err)
	}
	n, got, err = s.Declines(ctx, "test_site1", "411111", "1111", c.Now().Add(-3*time.Second))
	if err != nil || n != 3 || len(got) != 3 {
		t.Errorf("since three seconds: %d, %s, %v", n, ids(got), err)
	}
	n, got, err = s.Declines(ctx, "test_site1", "555555", "1111", time.Time{})
	if err != nil || n != 0 || len(got) != 0 {
		t.Errorf("another card: %d, %s, %v", n, ids(got), err)
	}
}

// A card check moves no money: it bars no payment and counts for no order. But a
// declined card check counts as a decline of the card.
func conformsCardChecks(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	outcomes := map[string]gateway.Outcome{"open": gateway.OutcomeUnknown, "good": gateway.OutcomeApproved, "bad": gateway.OutcomeDeclined}
	for _, id := range []string{"open", "good", "bad"} {
		e := AnAuth(t, id, c.Now())
		e.Operation = journal.OpCheck
		Intend(t, s, e)
		if o := outcomes[id]; o != gateway.OutcomeUnknown {
			Note(t, s, id, journal.StepAnswered, Become(o))
		}
	}
	got, err := s.Similar(ctx, "test_site1", "411111", "1111", Pounds(t, 4800), time.Time{})
	Check(t, "similar", "", got, err)
	got, err = s.OfOrder(ctx, "test_site1", []string{"A17"})
	Check(t, "of the order", "", got, err)
	_, got, err = s.Declines(ctx, "test_site1", "411111", "1111", time.Time{})
	Check(t, "declined", "bad", got, err)
	got, err = s.ByOrder(ctx, "test_site1", "A17", 9)
	Check(t, "by order", "bad good open", got, err)
	got, err = s.Due(ctx, c.Now(), 9)
	Check(t, "due", "open", got, err)
	found, err := s.Find(ctx, journal.Search{Site: "test_site1", Last4: []string{"1111"}}, 9)
	Check(t, "found", "bad good open", found.Entries, err)
}
