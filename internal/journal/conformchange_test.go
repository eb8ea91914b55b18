package journal

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
)

func refused(t *testing.T, s Store, what, id string, want error, apply func(*Entry)) {
	t.Helper()
	before, err := s.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(context.Background(), id, change(StepResolved, apply)); !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
	if after, err := s.Get(context.Background(), id); err != nil || after != before {
		t.Errorf("%s: refused, and yet changed to %+v, %v", what, after, err)
	}
}

func conformsSettled(t *testing.T, s Store, c *fakeClock) {
	intend(t, s, anAuth(t, "one", c.now()))
	note(t, s, "one", StepAnswered, become(gateway.Approved))
	for _, o := range []gateway.Outcome{gateway.Held, gateway.Cancelled, gateway.Declined, gateway.Rejected, gateway.NotSent} {
		refused(t, s, "approved to "+o.String(), "one", ErrSettled, become(o))
	}
	refused(t, s, "in doubt again", "one", ErrSettled, func(e *Entry) { e.State, e.Outcome = InDoubt, gateway.Unknown })
	refused(t, s, "open again", "one", ErrSettled, func(e *Entry) { e.State, e.Outcome = Open, gateway.Unknown })
	// The same answer a second time, and what it leaves open, are welcome.
	got := note(t, s, "one", StepResolved, func(e *Entry) {
		become(gateway.Approved)(e)
		e.AuthCode = "TEST72"
	})
	if got.AuthCode != "TEST72" || got.Alarm != "" {
		t.Errorf("got %+v", got)
	}
	// Never sent, and not merely not found: that does not change either.
	intend(t, s, anAuth(t, "two", c.now()))
	note(t, s, "two", StepAnswered, become(gateway.NotSent))
	refused(t, s, "not sent to approved", "two", ErrSettled, become(gateway.Approved))
	if _, err := s.Record(context.Background(), "two", Change{Step: StepChecked, Apply: func(e *Entry) error { e.Checks = 9; return errStop }}); !errors.Is(err, errStop) {
		t.Errorf("a change that fails: %v", err)
	}
	if e, err := s.Get(context.Background(), "two"); err != nil || e.Checks != 0 {
		t.Errorf("a change that failed was kept: %+v, %v", e, err)
	}
	if _, err := s.Record(context.Background(), "none", change(StepResolved, nil)); !errors.Is(err, ErrNotFound) {
		t.Errorf("no entry: %v", err)
	}
}

func conformsLateHit(t *testing.T, s Store, c *fakeClock) {
	for _, test := range []struct {
		id    string
		found gateway.Outcome
		alarm bool
	}{
		{"approved", gateway.Approved, true},
		{"held", gateway.Held, true},
		{"declined", gateway.Declined, false},
		{"cancelled", gateway.Cancelled, false},
	} {
		intend(t, s, anAuth(t, test.id, c.now()))
		note(t, s, test.id, StepInDoubt, doubt)
		note(t, s, test.id, StepResolved, func(e *Entry) {
			become(gateway.NotSent)(e)
			e.Resolution, e.NextCheckAt = ResolvedNotFound, c.now().Add(time.Hour)
		})
		refused(t, s, "not found to in doubt", test.id, ErrSettled, func(e *Entry) { e.State, e.Outcome = InDoubt, gateway.Unknown })
		got := note(t, s, test.id, StepResolved, func(e *Entry) {
			become(test.found)(e)
			e.Resolution = ResolvedQuery
		})
		if got.Outcome != test.found || (got.Alarm == AlarmNotTaken) != test.alarm {
			t.Errorf("%s: got %v with alarm %q", test.id, got.Outcome, got.Alarm)
		}
		refused(t, s, "found to not sent", test.id, ErrSettled, become(gateway.NotSent))
	}
	// Whoever finds it may word the alarm.
	intend(t, s, anAuth(t, "worded", c.now()))
	note(t, s, "worded", StepResolved, func(e *Entry) { become(gateway.NotSent)(e); e.Resolution = ResolvedNotFound })
	got := note(t, s, "worded", StepAlarm, func(e *Entry) { become(gateway.Approved)(e); e.Alarm = "charged after all" })
	if got.Alarm != "charged after all" {
		t.Errorf("got alarm %q", got.Alarm)
	}
}

func conformsSupervisor(t *testing.T, s Store, c *fakeClock) {
	intend(t, s, anAuth(t, "one", c.now()))
	note(t, s, "one", StepInDoubt, doubt)
	note(t, s, "one", StepResolved, func(e *Entry) { become(gateway.Approved)(e); e.Resolution = ResolvedSupervisor })
	refused(t, s, "to not sent", "one", ErrSettled, become(gateway.NotSent))
	got := note(t, s, "one", StepResolved, func(e *Entry) { become(gateway.Declined)(e); e.Resolution = ResolvedQuery })
	if got.Alarm != AlarmNotTaken {
		t.Errorf("a payment that was said to be taken was not, and the alarm is %q", got.Alarm)
	}
}

func conformsSameAttempt(t *testing.T, s Store, c *fakeClock) {
	intend(t, s, anAuth(t, "one", c.now()))
	for what, apply := range map[string]func(*Entry){
		"id":             func(e *Entry) { e.ID = "two" },
		"operation":      func(e *Entry) { e.Operation = OpRefund },
		"target":         func(e *Entry) { e.Target.SettleAmount = 1 },
		"before":         func(e *Entry) { e.Before.OrderReference = "B" },
		"send by":        func(e *Entry) { e.SendBy = c.now() },
		"send by steady": func(e *Entry) { e.SendBySteady.At = time.Second },
		"sent reference": func(e *Entry) { e.SentReference = "B" },
		"own reference":  func(e *Entry) { e.OwnReference = "B" },
		"parent":         func(e *Entry) { e.Parent = "57-9-1" },
		"amount":         func(e *Entry) { e.Amount.Minor++ },
		"site":           func(e *Entry) { e.Site = "other" },
		"first six":      func(e *Entry) { e.First6 = "555555" },
		"last four":      func(e *Entry) { e.Last4 = "4444" },
		"agent":          func(e *Entry) { e.Agent = "sam" },
		"host":           func(e *Entry) { e.Host = "desk-5" },
		"time":           func(e *Entry) { e.IntentAt = e.IntentAt.Add(1) },
	} {
		refused(t, s, what, "one", ErrInvalid, apply)
	}
}

func conformsStates(t *testing.T, s Store, c *fakeClock) {
	intend(t, s, anAuth(t, "one", c.now()))
	refused(t, s, "known without outcome", "one", ErrInvalid, func(e *Entry) { e.State = Known })
	refused(t, s, "outcome without known", "one", ErrInvalid, func(e *Entry) { e.Outcome = gateway.Approved })
	refused(t, s, "no state", "one", ErrInvalid, func(e *Entry) { e.State = "LOST" })
	note(t, s, "one", StepInDoubt, doubt)
	refused(t, s, "open after in doubt", "one", ErrInvalid, func(e *Entry) { e.State = Open })
	if _, err := s.Record(context.Background(), "one", Change{}); !errors.Is(err, ErrInvalid) {
		t.Errorf("a change without a step: %v", err)
	}
	note(t, s, "one", StepChecked, func(e *Entry) { e.Checks++ })
	note(t, s, "one", StepResolved, become(gateway.Approved))
}

func conformsAlarms(t *testing.T, s Store, c *fakeClock) {
	ctx := context.Background()
	intend(t, s, anAuth(t, "one", c.now()))
	note(t, s, "one", StepAnswered, become(gateway.Approved))
	note(t, s, "one", StepAlarm, func(e *Entry) { e.Alarm = "two charges" })
	got, err := s.Unresolved(ctx, 5)
	check(t, "with an alarm", "one", got, err)
	e, err := s.Record(ctx, "one", Change{Step: StepAcknowledged, By: "sam"})
	if err != nil || e.AcknowledgedBy != "sam" || !e.AcknowledgedAt.Equal(c.now()) {
		t.Fatalf("acknowledged: %+v, %v", e, err)
	}
	got, err = s.Unresolved(ctx, 5)
	check(t, "acknowledged", "", got, err)
	e = note(t, s, "one", StepAlarm, func(e *Entry) { e.Alarm = "three charges" })
	if e.AcknowledgedBy != "" || !e.AcknowledgedAt.IsZero() {
		t.Errorf("a new alarm is acknowledged already: %+v", e)
	}
	got, err = s.Unresolved(ctx, 5)
	check(t, "with a new alarm", "one", got, err)
}
