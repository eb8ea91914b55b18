package resolve

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

// heardNews are the entries that a listener was told of. Like the console's it drops what it
// has heard already.
type heardNews []journal.Entry

func (h *heardNews) Hear(e journal.Entry) {
	if n := len(*h); n == 0 || journal.SayingOf(e).Adds(journal.SayingOf((*h)[n-1])) {
		*h = append(*h, e)
	}
}

// TestWhatWasToldIsTakenIn: an outcome that could not be recorded becomes the journal's if
// it has none, whatever has become of the attempt since, and is an alarm if it has another.
// Taking it in again changes nothing. The gateway is not asked.
func TestWhatWasToldIsTakenIn(t *testing.T) {
	t.Parallel()
	by := func(o gateway.Outcome, how, reference string) func(*journal.Entry) {
		return func(e *journal.Entry) {
			doubt.Resolve(e, o, how, e.IntentAt.Add(time.Minute))
			e.TransactionReference = reference
		}
	}
	for name, row := range map[string]struct {
		since      func(*journal.Entry) // what the journal learnt meanwhile; nil for nothing
		told       gateway.Outcome
		want       gateway.Outcome
		resolution string
		alarm      bool
		events     int // more than before
	}{
		"its process died":                 {nil, gateway.OutcomeApproved, gateway.OutcomeApproved, "", false, 1},
		"and it was declined":              {nil, gateway.OutcomeDeclined, gateway.OutcomeDeclined, "", false, 1},
		"and it was not sent":              {nil, gateway.OutcomeNotSent, gateway.OutcomeNotSent, "", false, 1},
		"in doubt":                         {journaltest.Doubt, gateway.OutcomeApproved, gateway.OutcomeApproved, journal.ResolvedLateAnswer, false, 1},
		"found out":                        {by(gateway.OutcomeApproved, journal.ResolvedQuery, "1-2-3"), gateway.OutcomeApproved, gateway.OutcomeApproved, journal.ResolvedQuery, false, 0},
		"ruled to be so":                   {by(gateway.OutcomeApproved, journal.ResolvedSupervisor, ""), gateway.OutcomeApproved, gateway.OutcomeApproved, journal.ResolvedSupervisor, false, 1},
		"ruled to be so, of a transaction": {by(gateway.OutcomeApproved, journal.ResolvedSupervisor, "1-2-3"), gateway.OutcomeApproved, gateway.OutcomeApproved, journal.ResolvedSupervisor, false, 0},
		"cancelled in the portal since":    {by(gateway.OutcomeCancelled, journal.ResolvedQuery, "1-2-3"), gateway.OutcomeApproved, gateway.OutcomeCancelled, journal.ResolvedQuery, false, 0},
		"held, and released since":         {by(gateway.OutcomeApproved, journal.ResolvedQuery, "1-2-3"), gateway.OutcomeHeld, gateway.OutcomeApproved, journal.ResolvedQuery, false, 0},
		"another one was cancelled":        {by(gateway.OutcomeCancelled, journal.ResolvedQuery, "9-9-9"), gateway.OutcomeApproved, gateway.OutcomeCancelled, journal.ResolvedQuery, true, 1},
		"found to be another transaction":  {by(gateway.OutcomeApproved, journal.ResolvedQuery, "9-9-9"), gateway.OutcomeApproved, gateway.OutcomeApproved, journal.ResolvedQuery, true, 1},
		"found to be declined":             {by(gateway.OutcomeDeclined, journal.ResolvedQuery, "1-2-3"), gateway.OutcomeApproved, gateway.OutcomeDeclined, journal.ResolvedQuery, true, 1},
		"found to be taken":                {by(gateway.OutcomeApproved, journal.ResolvedQuery, "1-2-3"), gateway.OutcomeNotSent, gateway.OutcomeApproved, journal.ResolvedQuery, true, 1},
		"called not taken":                 {by(gateway.OutcomeNotSent, journal.ResolvedNotFound, ""), gateway.OutcomeApproved, gateway.OutcomeApproved, journal.ResolvedLateAnswer, true, 1},
		"ruled not to be taken":            {by(gateway.OutcomeNotSent, journal.ResolvedSupervisor, ""), gateway.OutcomeHeld, gateway.OutcomeHeld, journal.ResolvedLateAnswer, true, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			store := journaltest.NewMemory(c.Now)
			journaltest.Intend(t, store, journaltest.AnAuth(t, "one", c.Now()))
			if row.since != nil {
				journaltest.Note(t, store, "one", journal.StepChecked, row.since)
			}
			told := toldOf(t, store, "one", row.told, c.Now())
			var news heardNews
			r := New(Options{Store: store, Clocks: clock.Clocks{Now: c.Now, Steady: clock.Real().Steady}, News: &news}) // without a gateway
			before := eventsOf(t, store)
			for range 3 {
				if err := r.TakeIn(t.Context(), told); err != nil {
					t.Fatal(err)
				}
			}
			e, err := store.Get(t.Context(), "one")
			if err != nil || e.State != journal.Known || e.Outcome != row.want || e.Resolution != row.resolution || (e.Alarm != "") != row.alarm {
				t.Errorf("the journal has %v %v by %q, alarm %q, %v", e.State, e.Outcome, e.Resolution, e.Alarm, err)
			}
			wantNews := row.events
			if row.told == row.want { // another process may have recorded it without an answer
				wantNews = 1
			}
			if n := eventsOf(t, store) - before; n != row.events || len(news) != wantNews {
				t.Errorf("%d events and %d news, want %d and %d", n, len(news), row.events, wantNews)
			}
			if row.events > 0 && !row.alarm && e.TransactionReference != "1-2-3" {
				t.Errorf("it lacks the transaction: %+v", e)
			}
			if row.events > 0 && !row.alarm && row.resolution != journal.ResolvedSupervisor && (e.Problem != "said" || !e.AnsweredAt.Equal(told.Answer.At)) {
				t.Errorf("it lacks what was told: %+v", e)
			}
			if said := "said " + row.told.String() + ", transaction 1-2-3"; row.alarm && row.resolution != journal.ResolvedLateAnswer &&
				(!strings.Contains(e.Alarm, said) || !strings.Contains(e.Evidence, said) || e.EvidenceReference != "1-2-3") {
				t.Errorf("the alarm does not name what was told: %q, %q of %q", e.Alarm, e.Evidence, e.EvidenceReference)
			}
		})
	}
}

func toldOf(t *testing.T, store journal.Store, id string, o gateway.Outcome, at time.Time) answer.Told {
	t.Helper()
	e, err := store.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Told{
		ID: id, SentReference: e.SentReference, Journal: store.Identity().Name, JournalID: store.Identity().ID, Agent: e.Agent,
		Answer: answer.Answer{Outcome: o, At: at, TransactionReference: "1-2-3", Problem: "said"},
	}
}

func eventsOf(t *testing.T, store journal.Store) int {
	t.Helper()
	events, err := store.History(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	return len(events)
}

// TestToldToAnotherJournal: the outcome of an attempt that this journal has not stays where
// it is kept, unless there is nothing to lose.
func TestToldToAnotherJournal(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*answer.Told)
		want   error
	}{
		"forgotten":                     {func(told *answer.Told) { told.ID, told.SentReference = "two", "A18-M0000000" }, answer.ErrForgotten},
		"a forgotten update":            {func(told *answer.Told) { told.ID, told.SentReference = "two", "" }, answer.ErrForgotten},
		"an intent that failed":         {func(told *answer.Told) { told.ID, told.Answer.Outcome = "two", gateway.OutcomeNotSent }, nil},
		"of another journal":            {func(told *answer.Told) { told.Journal = "ZZ" }, answer.ErrForgotten},
		"of another of its name":        {func(told *answer.Told) { told.JournalID = "abc" }, answer.ErrForgotten},
		"declined, by another's name":   {func(told *answer.Told) { told.JournalID, told.Answer.Outcome = "abc", gateway.OutcomeDeclined }, answer.ErrForgotten},
		"not sent, of another journal":  {func(told *answer.Told) { told.Journal, told.Answer.Outcome = "ZZ", gateway.OutcomeNotSent }, answer.ErrForgotten},
		"under another reference":       {func(told *answer.Told) { told.SentReference = "A18-M0000000" }, answer.ErrForgotten},
		"of a journal that was removed": {func(told *answer.Told) { told.ID, told.Journal = "two", "ZZ" }, answer.ErrForgotten},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			store := journaltest.NewMemory(c.Now)
			journaltest.Intend(t, store, journaltest.AnAuth(t, "one", c.Now()))
			told := toldOf(t, store, "one", gateway.OutcomeApproved, c.Now())
			row.change(&told)
			r := New(Options{Store: store, Clocks: clock.Clocks{Now: c.Now, Steady: clock.Real().Steady}})
			if err := r.TakeIn(t.Context(), told); !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
			if e, err := store.Get(context.WithoutCancel(t.Context()), "one"); err != nil || e.State != journal.Open {
				t.Errorf("the other attempt is %v, %v", e.State, err)
			}
		})
	}
}
