package journaltest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// ErrStop is the error of a step that a test makes fail.
var ErrStop = errors.New("stop")

// Pounds are an amount in pence.
func Pounds(t testing.TB, minor int64) gateway.Money {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	return gateway.Money{Minor: minor, Currency: gbp}
}

// AnAuth is an attempt as a console would make it.
func AnAuth(t testing.TB, id string, at time.Time) journal.Entry {
	t.Helper()
	return journal.Entry{
		ID: id, Operation: journal.OpCharge, SentReference: "A17-" + id, OwnReference: "A17", Amount: Pounds(t, 4800),
		Site: "test_site1", First6: "411111", Last4: "1111", Brand: "VISA", Agent: "priya", Host: "desk-4", IntentAt: at,
	}
}

// Intend makes an attempt durable without an owner, so no console sends it.
func Intend(t testing.TB, s journal.Store, e journal.Entry) {
	t.Helper()
	if err := s.Intent(context.Background(), e, "", time.Time{}); err != nil {
		t.Fatalf("intent of %s: %v", e.ID, err)
	}
}

// Note records one step of an attempt.
func Note(t testing.TB, s journal.Store, id, step string, apply func(*journal.Entry)) journal.Entry {
	t.Helper()
	e, err := s.Record(context.Background(), id, Step(step, apply))
	if err != nil {
		t.Fatalf("%s of %s: %v", step, id, err)
	}
	return e
}

// Step is a change that apply makes; nil changes only what the step implies.
func Step(step string, apply func(*journal.Entry)) journal.Change {
	return journal.Change{Step: step, Apply: func(e *journal.Entry) error {
		if apply != nil {
			apply(e)
		}
		return nil
	}}
}

// Become is a change that makes the outcome known.
func Become(o gateway.Outcome) func(*journal.Entry) {
	return func(e *journal.Entry) { e.State, e.Outcome = journal.Known, o }
}

// Doubt is a change that leaves the outcome open.
func Doubt(e *journal.Entry) { e.State = journal.InDoubt }

// ids are the ids of entries, in their order.
func ids(entries []journal.Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

// Check fails unless a query of the journal finds the ids, in order.
func Check(t testing.TB, what, want string, got []journal.Entry, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if ids(got) != want {
		t.Errorf("%s: got %q, want %q", what, ids(got), want)
	}
}

// Claim claims the checking lease for a minute, and fails unless the owner gets it or
// not, as wanted.
func Claim(t *testing.T, s journal.Store, id, owner string, now time.Time, want bool) {
	t.Helper()
	e, won, err := s.Claim(context.Background(), id, owner, now, now.Add(time.Minute))
	if err != nil || won != want || e.ID != id {
		t.Errorf("%s claims %s: %v, %v (got %s), want %v", owner, id, won, err, e.ID, want)
	}
}

// Send makes an attempt that its owner may be sending for a minute.
func Send(t *testing.T, s journal.Store, id, owner string, now time.Time) {
	t.Helper()
	if err := s.Intent(context.Background(), AnAuth(t, id, now), owner, now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
}

// RefusesIntents fails unless a journal says that it is behind, and refuses intents
// but nothing else.
func RefusesIntents(t *testing.T, s journal.Store, behind int64, known string, at time.Time) {
	t.Helper()
	ctx := context.Background()
	if got := s.Behind(); got != behind {
		t.Errorf("behind by %d, want %d", got, behind)
	}
	err := s.Intent(ctx, AnAuth(t, "refused", at), "desk", at.Add(time.Minute))
	var fault *journal.Error
	if !errors.As(err, &fault) || fault.Fault != journal.FaultOlder || !strings.Contains(fault.Hint, "moto reconcile") {
		t.Errorf("an intent: %v", err)
	}
	t.Log(err)
	if known != "" {
		Note(t, s, known, journal.StepAnswered, Become(gateway.OutcomeApproved))
	}
}
