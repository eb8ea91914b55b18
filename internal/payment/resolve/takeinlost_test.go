package resolve

import (
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

// lostCommit records what was told by a commit that is made and whose answer is lost.
func lostCommit(t *testing.T, store *journaltest.Memory, told answer.Told, apply func(*journal.Entry) error) {
	t.Helper()
	store.AfterSync = func(string) error { return journal.NewError(journal.FaultAway, "x", nil) }
	defer func() { store.AfterSync = nil }()
	if _, err := store.Record(t.Context(), told.ID, journal.Change{Step: journal.StepAnswered, At: told.Answer.At, By: "priya", Apply: apply}); err == nil {
		t.Fatal("the commit has its answer: this tests nothing")
	}
}

// TestACommitWhoseAnswerWasLostIsTold: the journal has the outcome, or its alarm, and the
// processor does not know it. Once the outcome is taken in, the consoles are told, the payment
// has the order reference that it was changed to, and a change that a late one has undone is
// checked again.
func TestACommitWhoseAnswerWasLostIsTold(t *testing.T) {
	t.Parallel()
	const parent = "23-9-1"
	renames := func(id, to string) func(*testing.T, *journaltest.Memory, time.Time) {
		return func(t *testing.T, s *journaltest.Memory, at time.Time) {
			t.Helper()
			e := journaltest.AnAuth(t, id, at)
			e.Operation, e.Parent, e.Target.OrderReference = journal.OpOrder, parent, to
			journaltest.Intend(t, s, e)
		}
	}
	charge := func(t *testing.T, s *journaltest.Memory, at time.Time) {
		t.Helper()
		journaltest.Intend(t, s, journaltest.AnAuth(t, "one", at))
	}
	note := func(t *testing.T, s *journaltest.Memory, id string, apply func(*journal.Entry)) {
		t.Helper()
		journaltest.Note(t, s, id, journal.StepChecked, apply)
	}
	approved := func(e *journal.Entry) {
		doubt.Resolve(e, gateway.OutcomeApproved, journal.ResolvedQuery, e.IntentAt.Add(time.Minute))
	}
	type since func(*testing.T, *journaltest.Memory, time.Time)
	for name, row := range map[string]struct {
		begin, since since // before the commit, and after it
		differs      bool
		order        string // the payment's, in the end
		watched      bool   // the later change
	}{
		"a payment": {begin: charge},
		"a late answer": {begin: func(t *testing.T, s *journaltest.Memory, at time.Time) {
			t.Helper()
			charge(t, s, at)
			note(t, s, "one", func(e *journal.Entry) {
				doubt.Resolve(e, gateway.OutcomeNotSent, journal.ResolvedNotFound, at)
			})
		}},
		"an alarm": {begin: func(t *testing.T, s *journaltest.Memory, at time.Time) {
			t.Helper()
			charge(t, s, at)
			note(t, s, "one", found(gateway.OutcomeDeclined, "9-9-9"))
		}, differs: true},
		"an order reference": {begin: renames("one", "B18"), order: "B18"},
		"an order reference, changed again since": {begin: renames("one", "B18"), since: func(t *testing.T, s *journaltest.Memory, at time.Time) {
			t.Helper()
			renames("two", "C19")(t, s, at)
			note(t, s, "two", approved)
			note(t, s, "payment", func(e *journal.Entry) { e.CurrentReference = "C19" })
		}, order: "C19"},
		"an order reference that arrived late": {begin: func(t *testing.T, s *journaltest.Memory, at time.Time) {
			t.Helper()
			renames("one", "B18")(t, s, at)
			note(t, s, "one", func(e *journal.Entry) {
				doubt.Resolve(e, gateway.OutcomeNotSent, journal.ResolvedNotFound, at)
			})
			renames("two", "C19")(t, s, at)
			note(t, s, "two", func(e *journal.Entry) { approved(e); e.NextCheckAt = time.Time{} })
		}, order: "B18", watched: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			store := journaltest.NewMemory(c.Now)
			journaltest.Intend(t, store, journaltest.AnAuth(t, "payment", c.Now()))
			journaltest.Note(t, store, "payment", journal.StepAnswered, func(e *journal.Entry) {
				approved(e)
				e.TransactionReference = parent
			})
			row.begin(t, store, c.Now())
			told := toldOf(t, store, "one", gateway.OutcomeApproved, c.Now())
			if e, err := store.Get(t.Context(), "one"); err == nil && e.Operation == journal.OpOrder {
				told.Answer.TransactionReference = parent
			}
			if row.differs {
				lostCommit(t, store, told, told.Differs)
			} else {
				lostCommit(t, store, told, told.Apply)
			}
			if row.since != nil {
				row.since(t, store, c.Now())
			}
			var news heardNews
			r := New(Options{Store: store, Clocks: clock.Clocks{Now: c.Now, Steady: clock.Real().Steady}, News: &news})
			for range 2 {
				if err := r.TakeIn(t.Context(), told); err != nil {
					t.Fatal(err)
				}
			}
			if len(news) != 1 || news[0].ID != "one" || news[0].State != journal.Known {
				t.Errorf("the consoles heard %+v", news)
			}
			payment, err := store.Get(t.Context(), "payment")
			if err != nil || payment.CurrentReference != row.order {
				t.Errorf("the payment is %q, want %q, %v", payment.CurrentReference, row.order, err)
			}
			later, err := store.Get(t.Context(), "two")
			if err != nil && !errors.Is(err, journal.ErrNotFound) || row.watched != (later.ID != "" && !later.NextCheckAt.IsZero()) {
				t.Errorf("the later change is checked at %v, %v", later.NextCheckAt, err)
			}
		})
	}
}
