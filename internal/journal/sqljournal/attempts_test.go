package sqljournal

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// errStop is the failure of a step that is to fail.
var errStop = errors.New("stop")

// pounds are an amount in pence.
func pounds(t testing.TB, minor int64) gateway.Money {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	return gateway.Money{Minor: minor, Currency: gbp}
}

// anAuth is an attempt as a desk would make it.
func anAuth(t testing.TB, id string, at time.Time) journal.Entry {
	t.Helper()
	return journal.Entry{
		ID: id, Operation: journal.OpCharge, SentReference: "A17-" + id, OwnReference: "A17", Amount: pounds(t, 4800),
		Site: "test_site1", First6: "411111", Last4: "1111", Brand: "VISA", Agent: "priya", Host: "desk-4", IntentAt: at,
	}
}

// intend makes an attempt durable that nobody is going to send.
func intend(t testing.TB, s journal.Store, e journal.Entry) {
	t.Helper()
	if err := s.Intent(context.Background(), e, "", time.Time{}); err != nil {
		t.Fatalf("intent of %s: %v", e.ID, err)
	}
}

// note records one step of an attempt.
func note(t testing.TB, s journal.Store, id, step string, apply func(*journal.Entry)) journal.Entry {
	t.Helper()
	e, err := s.Record(context.Background(), id, change(step, apply))
	if err != nil {
		t.Fatalf("%s of %s: %v", step, id, err)
	}
	return e
}

// change is a step that apply makes; nil changes nothing else.
func change(step string, apply func(*journal.Entry)) journal.Change {
	return journal.Change{Step: step, Apply: func(e *journal.Entry) error {
		if apply != nil {
			apply(e)
		}
		return nil
	}}
}

// become makes the outcome known.
func become(o gateway.Outcome) func(*journal.Entry) {
	return func(e *journal.Entry) { e.State, e.Outcome = journal.Known, o }
}

// doubt leaves the outcome open.
func doubt(e *journal.Entry) { e.State = journal.InDoubt }

// ids are the ids of entries, in their order.
func ids(entries []journal.Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

// check fails unless a look-up finds the ids, in order.
func check(t testing.TB, what, want string, got []journal.Entry, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if ids(got) != want {
		t.Errorf("%s: got %q, want %q", what, ids(got), want)
	}
}

// claim fails unless an owner gets the checking lease for a minute, or does not, as
// wanted.
func claim(t *testing.T, s journal.Store, id, owner string, now time.Time, want bool) {
	t.Helper()
	e, won, err := s.Claim(context.Background(), id, owner, now, now.Add(time.Minute))
	if err != nil || won != want || e.ID != id {
		t.Errorf("%s claims %s: %v, %v (got %s), want %v", owner, id, won, err, e.ID, want)
	}
}

// send makes an attempt whose owner may be sending it for a minute.
func send(t *testing.T, s journal.Store, id, owner string, now time.Time) {
	t.Helper()
	if err := s.Intent(context.Background(), anAuth(t, id, now), owner, now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
}

// refusesIntents fails unless a journal says that it is behind, and takes no
// intent, but everything else.
func refusesIntents(t *testing.T, s journal.Store, behind int64, known string, at time.Time) {
	t.Helper()
	ctx := context.Background()
	if got := s.Behind(); got != behind {
		t.Errorf("behind by %d, want %d", got, behind)
	}
	err := s.Intent(ctx, anAuth(t, "refused", at), "desk", at.Add(time.Minute))
	var fault *journal.Error
	if !errors.As(err, &fault) || fault.Fault != journal.FaultOlder || !strings.Contains(fault.Hint, "moto reconcile") {
		t.Errorf("an intent: %v", err)
	}
	t.Log(err)
	if known != "" {
		note(t, s, known, journal.StepAnswered, become(gateway.Approved))
	}
}
