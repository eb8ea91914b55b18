package journaltest

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

func refused(t *testing.T, s journal.Store, what, id string, want error, apply func(*journal.Entry)) {
	t.Helper()
	before, err := s.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(context.Background(), id, Step(journal.StepResolved, apply)); !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
	if after, err := s.Get(context.Background(), id); err != nil || after != before {
		t.Errorf("%s: refused, and yet changed to %+v, %v", what, after, err)
	}
}

func conformsSettled(t *testing.T, s journal.Store, c *Clock) {
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Note(t, s, "one", journal.StepAnswered, Become(gateway.OutcomeApproved))
	for _, o := range []gateway.Outcome{gateway.OutcomeHeld, gateway.OutcomeCancelled, gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent} {
		refused(t, s, "approved to "+o.String(), "one", journal.ErrResolved, Become(o))
	}
	refused(t, s, "in doubt again", "one", journal.ErrResolved, func(e *journal.Entry) { e.State, e.Outcome = journal.InDoubt, gateway.OutcomeUnknown })
	refused(t, s, "open again", "one", journal.ErrResolved, func(e *journal.Entry) { e.State, e.Outcome = journal.Open, gateway.OutcomeUnknown })
	// A store accepts the same answer again, and keeps the fields that it leaves open.
	got := Note(t, s, "one", journal.StepResolved, func(e *journal.Entry) {
		Become(gateway.OutcomeApproved)(e)
		e.AuthCode = "TEST72"
	})
	if got.AuthCode != "TEST72" || got.Alarm != "" {
		t.Errorf("got %+v", got)
	}
	// Never sent, which is more than not found: that outcome does not change either.
	Intend(t, s, AnAuth(t, "two", c.Now()))
	Note(t, s, "two", journal.StepAnswered, Become(gateway.OutcomeNotSent))
	refused(t, s, "not sent to approved", "two", journal.ErrResolved, Become(gateway.OutcomeApproved))
	if _, err := s.Record(context.Background(), "two", journal.Change{Step: journal.StepChecked, Apply: func(e *journal.Entry) error { e.Checks = 9; return ErrStop }}); !errors.Is(err, ErrStop) {
		t.Errorf("a change that fails: %v", err)
	}
	if e, err := s.Get(context.Background(), "two"); err != nil || e.Checks != 0 {
		t.Errorf("a change that failed was kept: %+v, %v", e, err)
	}
	if _, err := s.Record(context.Background(), "none", Step(journal.StepResolved, nil)); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("no entry: %v", err)
	}
}

func conformsLateHit(t *testing.T, s journal.Store, c *Clock) {
	for _, test := range []struct {
		id    string
		found gateway.Outcome
		alarm bool
	}{
		{"approved", gateway.OutcomeApproved, true},
		{"held", gateway.OutcomeHeld, true},
		{"declined", gateway.OutcomeDeclined, false},
		{"cancelled", gateway.OutcomeCancelled, false},
	} {
		Intend(t, s, AnAuth(t, test.id, c.Now()))
		Note(t, s, test.id, journal.StepInDoubt, Doubt)
		Note(t, s, test.id, journal.StepResolved, func(e *journal.Entry) {
			Become(gateway.OutcomeNotSent)(e)
			e.Resolution, e.NextCheckAt = journal.ResolvedNotFound, c.Now().Add(time.Hour)
		})
		refused(t, s, "not found to in doubt", test.id, journal.ErrResolved, func(e *journal.Entry) { e.State, e.Outcome = journal.InDoubt, gateway.OutcomeUnknown })
		got := Note(t, s, test.id, journal.StepResolved, func(e *journal.Entry) {
			Become(test.found)(e)
			e.Resolution = journal.ResolvedQuery
		})
		if got.Outcome != test.found || (got.Alarm == journal.AlarmsOf(got).Contradicted) != test.alarm {
			t.Errorf("%s: got %v with alarm %q", test.id, got.Outcome, got.Alarm)
		}
		refused(t, s, "found to not sent", test.id, journal.ErrResolved, Become(gateway.OutcomeNotSent))
	}
	// A card check took no money, whatever was recorded of it.
	check := AnAuth(t, "check", c.Now())
	check.Operation = journal.OpCheck
	Intend(t, s, check)
	Note(t, s, "check", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.Resolution = journal.ResolvedNotFound })
	if got := Note(t, s, "check", journal.StepResolved, Become(gateway.OutcomeApproved)); got.Alarm != "" || got.Outcome != gateway.OutcomeApproved {
		t.Errorf("a card check found late: %+v", got)
	}
	// The contradicting change may word the alarm itself.
	Intend(t, s, AnAuth(t, "worded", c.Now()))
	Note(t, s, "worded", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeNotSent)(e); e.Resolution = journal.ResolvedNotFound })
	got := Note(t, s, "worded", journal.StepAlarm, func(e *journal.Entry) { Become(gateway.OutcomeApproved)(e); e.Alarm = "charged after all" })
	if got.Alarm != "charged after all" {
		t.Errorf("got alarm %q", got.Alarm)
	}
}

func conformsSupervisor(t *testing.T, s journal.Store, c *Clock) {
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Note(t, s, "one", journal.StepInDoubt, Doubt)
	Note(t, s, "one", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeApproved)(e); e.Resolution = journal.ResolvedSupervisor })
	refused(t, s, "to not sent", "one", journal.ErrResolved, Become(gateway.OutcomeNotSent))
	got := Note(t, s, "one", journal.StepResolved, func(e *journal.Entry) { Become(gateway.OutcomeDeclined)(e); e.Resolution = journal.ResolvedQuery })
	if got.Alarm != journal.AlarmsOf(got).Contradicted {
		t.Errorf("a payment that was said to be taken was not, and the alarm is %q", got.Alarm)
	}
}

func conformsSameAttempt(t *testing.T, s journal.Store, c *Clock) {
	Intend(t, s, AnAuth(t, "one", c.Now()))
	for what, apply := range map[string]func(*journal.Entry){
		"id":             func(e *journal.Entry) { e.ID = "two" },
		"operation":      func(e *journal.Entry) { e.Operation = journal.OpRefund },
		"target":         func(e *journal.Entry) { e.Target.SettleAmount = 1 },
		"due date":       func(e *journal.Entry) { e.Target.SettleDueDate = "2026-03-09" },
		"auth method":    func(e *journal.Entry) { e.AuthMethod = "PRE" },
		"initiation":     func(e *journal.Entry) { e.Initiation = "C" },
		"wording":        func(e *journal.Entry) { e.Consent.Wording = "2" },
		"purpose":        func(e *journal.Entry) { e.Consent.Purpose = "renewals" },
		"consent":        func(e *journal.Entry) { e.Consent.At = c.Now() },
		"before":         func(e *journal.Entry) { e.Before.OrderReference = "B" },
		"send by":        func(e *journal.Entry) { e.SendBy = c.Now() },
		"send by steady": func(e *journal.Entry) { e.SendBySteady.At = time.Second },
		"sent reference": func(e *journal.Entry) { e.SentReference = "B" },
		"own reference":  func(e *journal.Entry) { e.OwnReference = "B" },
		"parent":         func(e *journal.Entry) { e.Parent = "57-9-1" },
		"amount":         func(e *journal.Entry) { e.Amount.Minor++ },
		"site":           func(e *journal.Entry) { e.Site = "other" },
		"first six":      func(e *journal.Entry) { e.First6 = "555555" },
		"last four":      func(e *journal.Entry) { e.Last4 = "4444" },
		"agent":          func(e *journal.Entry) { e.Agent = "sam" },
		"host":           func(e *journal.Entry) { e.Host = "desk-5" },
		"time":           func(e *journal.Entry) { e.IntentAt = e.IntentAt.Add(1) },
	} {
		refused(t, s, what, "one", journal.ErrInvalid, apply)
	}
}

func conformsStates(t *testing.T, s journal.Store, c *Clock) {
	Intend(t, s, AnAuth(t, "one", c.Now()))
	refused(t, s, "known without outcome", "one", journal.ErrInvalid, func(e *journal.Entry) { e.State = journal.Known })
	refused(t, s, "outcome without known", "one", journal.ErrInvalid, func(e *journal.Entry) { e.Outcome = gateway.OutcomeApproved })
	refused(t, s, "no state", "one", journal.ErrInvalid, func(e *journal.Entry) { e.State = "LOST" })
	Note(t, s, "one", journal.StepInDoubt, Doubt)
	refused(t, s, "open after in doubt", "one", journal.ErrInvalid, func(e *journal.Entry) { e.State = journal.Open })
	if _, err := s.Record(context.Background(), "one", journal.Change{}); !errors.Is(err, journal.ErrInvalid) {
		t.Errorf("a change without a step: %v", err)
	}
	Note(t, s, "one", journal.StepChecked, func(e *journal.Entry) { e.Checks++ })
	Note(t, s, "one", journal.StepResolved, Become(gateway.OutcomeApproved))
}

func conformsAlarms(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	Note(t, s, "one", journal.StepAnswered, Become(gateway.OutcomeApproved))
	Note(t, s, "one", journal.StepAlarm, func(e *journal.Entry) { e.Alarm = "two charges" })
	got, err := s.Unresolved(ctx, 5)
	Check(t, "with an alarm", "one", got, err)
	e, err := s.Record(ctx, "one", journal.Change{Step: journal.StepAcknowledged, By: "sam"})
	if err != nil || e.AcknowledgedBy != "sam" || !e.AcknowledgedAt.Equal(c.Now()) {
		t.Fatalf("acknowledged: %+v, %v", e, err)
	}
	got, err = s.Unresolved(ctx, 5)
	Check(t, "acknowledged", "", got, err)
	e = Note(t, s, "one", journal.StepAlarm, func(e *journal.Entry) { e.Alarm = "three charges" })
	if e.AcknowledgedBy != "" || !e.AcknowledgedAt.IsZero() {
		t.Errorf("a new alarm is acknowledged already: %+v", e)
	}
	got, err = s.Unresolved(ctx, 5)
	Check(t, "with a new alarm", "one", got, err)
}

func conformsClosed(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	Intend(t, s, AnAuth(t, "one", c.Now()))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Intent(ctx, AnAuth(t, "two", c.Now()), "", time.Time{}); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("intent: %v", err)
	}
	if _, err := s.Record(ctx, "one", Step(journal.StepInDoubt, Doubt)); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("record: %v", err)
	}
	if err := s.Confirm(ctx); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("confirm: %v", err)
	}
	if _, err := s.Head(ctx); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("head: %v", err)
	}
	if _, err := s.Get(ctx, "one"); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("get: %v", err)
	}
	if _, _, err := s.Claim(ctx, "one", "x", c.Now(), c.Now()); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("claim: %v", err)
	}
}
