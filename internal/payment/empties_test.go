package payment

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
)

// machine is a resolver of a machine whose time of day is wrong.
func (b *bench) machine(name string, wrong time.Duration) *resolve.Resolver {
	return resolve.New(resolve.Options{
		Gateway: b.bank, Store: b.store, Rule: DefaultRule(), Owner: name,
		Clocks: clock.Clocks{
			Now:    func() time.Time { return b.clock.Now().Add(wrong) },
			Steady: func() clock.Reading { return clock.Reading{Boot: name, At: b.clock.Steady().At} },
		},
	})
}

// TestMachinesLookInTurn has machines whose clocks say different hours, so that
// none can vouch for the time since another's answer. In any order of their
// checks, a payment is called not taken as soon as one of them has heard two
// empty answers that are far enough apart, and not before.
func TestMachinesLookInTurn(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 12)) //nolint:gosec // repeatable
		b := newBench(t, paymenttest.Lost)
		b.bank.Found = func(gateway.Query) (gateway.QueryResult, error) {
			return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now()}, nil
		}
		a := b.take(charge())
		first := map[int]time.Time{}
		var machines []*resolve.Resolver
		for i := range 3 {
			machines = append(machines, b.machine(fmt.Sprint("machine", i), time.Duration(i-1)*5*time.Hour))
		}
		for story := ""; ; {
			b.clock.Wait(time.Duration(1+r.IntN(5)) * time.Minute)
			i, now := r.IntN(len(machines)), b.clock.Now()
			if r.IntN(20) == 0 { // its console is started again, and remembers nothing
				machines[i] = b.machine(fmt.Sprint("machine", i), time.Duration(i-1)*5*time.Hour)
				delete(first, i)
				continue
			}
			if first[i].IsZero() {
				first[i] = now
			}
			e, err := machines[i].Check(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			story += fmt.Sprintf(" %d at %s", i, now.Format("15:04"))
			over := now.Sub(first[i]) >= DefaultRule().Absent
			if over && e.State != journal.Known {
				t.Fatalf("seed %d:%s: %v", seed, story, e.State)
			}
			if !over && e.State == journal.Known && e.FirstEmptySteady.Boot != fmt.Sprint("machine", i) {
				t.Fatalf("seed %d:%s: %v too soon", seed, story, e.Outcome)
			}
			if e.State == journal.Known {
				break
			}
		}
	}
}

// TestAnEmptyAnswerBeforeTheSendingEnded: such an answer proves nothing afterwards.
// An empty answer about a known attempt is forgotten.
func TestAnEmptyAnswerBeforeTheSendingEnded(t *testing.T) {
	at := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	empty := doubt.Finding{Answered: true, At: at, Heard: clock.Moment{Here: at}}
	for _, row := range []struct {
		name  string
		then  func(*journal.Entry)
		next  doubt.Finding
		keeps bool
	}{
		{"the same", func(*journal.Entry) {}, empty, true},
		{"no answer", func(*journal.Entry) {}, doubt.Finding{}, true},
		{"a record", func(*journal.Entry) {}, doubt.Finding{Answered: true, At: at, Records: make([]gateway.Record, 1)}, false},
		{"the sending ended since", func(e *journal.Entry) { e.AnsweredAt = at }, doubt.Finding{}, false},
		{"known", func(e *journal.Entry) { e.State = journal.Known }, doubt.Finding{}, false},
	} {
		var o doubt.EmptyAnswers
		e := journal.Entry{ID: "x", State: journal.InDoubt}
		o.Note(e, empty)
		row.then(&e)
		o.Note(e, row.next)
		if kept := !o.Earlier(e).At.IsZero(); kept != row.keeps {
			t.Errorf("%s: kept %v", row.name, kept)
		}
	}
	var o doubt.EmptyAnswers
	o.Note(journal.Entry{ID: "x", State: journal.InDoubt, BeingSent: true}, empty)
	if !o.Earlier(journal.Entry{ID: "x"}).At.IsZero() {
		t.Error("an answer from while it was being sent is kept")
	}
}
