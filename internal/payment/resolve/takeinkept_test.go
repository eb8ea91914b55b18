package resolve

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/spool"
	"motoconsole/internal/trust"
)

// kept is an outcome that waits beside a journal.
type kept struct {
	*journaltest.Memory
	*Resolver
	*spool.Folder

	told answer.Told
	path string
	log  bytes.Buffer
}

// keptFor is an approval that waits for a journal, which has learnt something since.
func keptFor(t *testing.T, since func(*journal.Entry)) *kept {
	t.Helper()
	c := journaltest.NewClock()
	k := &kept{Memory: journaltest.NewMemory(c.Now), path: filepath.Join(t.TempDir(), "journal.db")}
	log := slog.New(slog.NewTextHandler(&k.log, nil))
	journaltest.Intend(t, k.Memory, journaltest.AnAuth(t, "one", c.Now()))
	journaltest.Note(t, k.Memory, "one", journal.StepChecked, since)
	k.Resolver = New(Options{Store: k.Memory, Clocks: clock.Clocks{Now: c.Now, Steady: clock.Real().Steady}, Log: log})
	k.told = toldOf(t, k.Memory, "one", gateway.OutcomeApproved, c.Now())
	k.Folder = spool.Beside(k.path, trust.Group{}, log)
	k.keep(t)
	return k
}

func (k *kept) keep(t *testing.T) {
	t.Helper()
	if err := k.Keep(k.told); err != nil {
		t.Fatal(err)
	}
}

// drained is the attempt after a look at what is kept, and how many outcomes wait still.
func (k *kept) drained(t *testing.T) (e journal.Entry, files int) {
	t.Helper()
	k.Drain(t.Context(), k.TakeIn)
	left, err := os.ReadDir(k.path + beside.Spool)
	if err != nil {
		t.Fatal(err)
	}
	if e, err = k.Get(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	return e, len(left)
}

// found is an outcome that a query has found.
func found(o gateway.Outcome, reference string) func(*journal.Entry) {
	return func(e *journal.Entry) {
		doubt.Resolve(e, o, journal.ResolvedQuery, e.IntentAt.Add(time.Minute))
		e.TransactionReference = reference
	}
}

// TestADifferenceWaitsForAnotherAlarm: while another alarm waits, the outcome stays where it
// is kept. Its own alarm follows, and is told once, also to a process that finds it again.
func TestADifferenceWaitsForAnotherAlarm(t *testing.T) {
	t.Parallel()
	k := keptFor(t, func(e *journal.Entry) {
		found(gateway.OutcomeDeclined, "9-9-9")(e)
		e.Alarm = journal.AlarmsOf(*e).Twice
	})
	for range 2 {
		if e, files := k.drained(t); files != 1 || e.Alarm != journal.AlarmsOf(e).Twice {
			t.Fatalf("while another alarm waits: %d files, alarm %q", files, e.Alarm)
		}
	}
	if n := strings.Count(k.log.String(), "\n"); n != 1 || !strings.Contains(k.log.String(), "another alarm") {
		t.Errorf("the log says:\n%s", k.log.String())
	}
	journaltest.Note(t, k.Memory, "one", journal.StepAcknowledged, func(*journal.Entry) {})
	e, files := k.drained(t)
	if alarm := journal.AlarmsOf(e).Contradicted; files != 0 || !strings.HasPrefix(e.Alarm, alarm) || !e.AlarmWaits() {
		t.Fatalf("once it is acknowledged: %d files, alarm %q, waits: %v", files, e.Alarm, e.AlarmWaits())
	}
	if said := k.log.String(); !strings.Contains(said, "1-2-3") || !strings.Contains(said, "9-9-9") {
		t.Errorf("the log does not name both transactions:\n%s", said)
	}
	journaltest.Note(t, k.Memory, "one", journal.StepAcknowledged, func(*journal.Entry) {})
	before := eventsOf(t, k.Memory)
	k.keep(t)
	if e, files := k.drained(t); files != 0 || e.AlarmWaits() || eventsOf(t, k.Memory) != before {
		t.Errorf("seen to: %d files, waits: %v, %d events", files, e.AlarmWaits(), eventsOf(t, k.Memory)-before)
	}
}

// TestWhatAJournalShowsIsConfirmed: that a journal shows an outcome, or its alarm, is not
// enough: the write may have failed. The outcome is kept until another one is confirmed.
func TestWhatAJournalShowsIsConfirmed(t *testing.T) {
	t.Parallel()
	for name, since := range map[string]func(*journal.Entry){
		"the outcome":           found(gateway.OutcomeApproved, "1-2-3"),
		"another, as cancelled": found(gateway.OutcomeCancelled, "1-2-3"),
		"the alarm":             found(gateway.OutcomeDeclined, "9-9-9"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := keptFor(t, since)
			if name == "the alarm" {
				k.drained(t)
				k.keep(t)
			}
			k.BeforeSync = func(string) error { return journal.NewError(journal.FaultAway, "x", nil) }
			before := eventsOf(t, k.Memory)
			if _, files := k.drained(t); files != 1 {
				t.Error("the file is gone before the journal is sure")
			}
			k.BeforeSync = nil
			if _, files := k.drained(t); files != 0 {
				t.Error("the file stays")
			}
			if n := eventsOf(t, k.Memory) - before; n != 0 {
				t.Errorf("%d events", n)
			}
		})
	}
}

// TestAnAdoptedAttemptIsCompared: the journal had forgotten the attempt, and the comparison with
// the gateway has put another in its place. What was told counts for that one, also where the
// journal itself is another than before.
func TestAnAdoptedAttemptIsCompared(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		since   func(*journal.Entry)
		told    gateway.Outcome
		want    gateway.Outcome
		differs bool
	}{
		"the same":             {found(gateway.OutcomeApproved, "1-2-3"), gateway.OutcomeApproved, gateway.OutcomeApproved, false},
		"in doubt":             {journaltest.Doubt, gateway.OutcomeApproved, gateway.OutcomeApproved, false},
		"declined":             {found(gateway.OutcomeDeclined, "9-9-9"), gateway.OutcomeApproved, gateway.OutcomeDeclined, true},
		"another transaction":  {found(gateway.OutcomeApproved, "9-9-9"), gateway.OutcomeApproved, gateway.OutcomeApproved, true},
		"declined to an agent": {found(gateway.OutcomeApproved, "1-2-3"), gateway.OutcomeDeclined, gateway.OutcomeApproved, true},
		"an intent's failure":  {found(gateway.OutcomeApproved, "1-2-3"), gateway.OutcomeNotSent, gateway.OutcomeApproved, false}, // another attempt has its reference
	} {
		for journals, former := range map[string]bool{"": false, ", and the journal is another": true} {
			t.Run(name+journals, func(t *testing.T) {
				t.Parallel()
				c := journaltest.NewClock()
				store := journaltest.NewMemory(c.Now)
				id := store.Identity()
				if former {
					store.Remove()
					store = store.Reopen()
				}
				journaltest.Intend(t, store, journaltest.AnAuth(t, "one", c.Now()))
				journaltest.Note(t, store, "one", journal.StepReconciled, row.since)
				told := toldOf(t, store, "one", row.told, c.Now())
				told.ID, told.Journal, told.JournalID = "two", id.Name, id.ID
				r := New(Options{Store: store, Clocks: clock.Clocks{Now: c.Now, Steady: clock.Real().Steady}})
				err := r.TakeIn(t.Context(), told)
				if missing := former && row.told == gateway.OutcomeNotSent; err != nil && (!missing || !errors.Is(err, answer.ErrForgotten)) {
					t.Error(err)
				}
				e, err := store.Get(t.Context(), "one")
				if err != nil || e.State != journal.Known || e.Outcome != row.want || e.AlarmWaits() != row.differs {
					t.Errorf("the journal has %v %v, alarm %q, %v", e.State, e.Outcome, e.Alarm, err)
				}
			})
		}
	}
}
