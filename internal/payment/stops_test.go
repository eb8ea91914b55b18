package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// TestACancellationKnowsWhatItStops: each reading names the refund or payout that a
// cancellation stopped, also one of an earlier day, and no payment. What another journal made
// is not known.
func TestACancellationKnowsWhatItStops(t *testing.T) {
	f := newFloor(t)
	now := f.Now()
	add := func(operation journal.Operation, reference, parent string, began time.Time) string {
		id := string(operation) + reference + parent
		e := journal.Entry{
			ID: id, Operation: operation, Parent: parent, SentReference: id, OwnReference: "A17", Site: f.Site, Agent: "priya", IntentAt: began,
		}
		err := f.Store.Intent(t.Context(), e, "", time.Time{})
		if err == nil {
			_, err = f.Store.Record(t.Context(), id, journal.Change{Step: journal.StepAnswered, At: began, Apply: func(e *journal.Entry) error {
				e.State, e.Outcome, e.AnsweredAt, e.TransactionReference = journal.Known, gateway.OutcomeApproved, began, reference
				return nil
			}})
		}
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	want := map[string]string{}
	nouns := map[journal.Operation]string{journal.OpCharge: "", journal.OpRefund: "refund", journal.OpPayout: "payout"}
	made := map[string]string{}
	for _, ago := range []time.Duration{48 * time.Hour, time.Minute} { // in the order of the journal
		for operation, noun := range nouns {
			parent, reference := "", "23-9-"+ago.String()+string(operation)
			if operation == journal.OpRefund {
				parent = "23-9-7"
			}
			add(operation, reference, parent, now.Add(-ago))
			made[reference] = noun
		}
	}
	for reference, noun := range made {
		want[add(journal.OpCancel, reference, reference, now)] = noun
	}
	want[add(journal.OpCancel, "23-9-8", "23-9-8", now)] = ""
	readings := map[string]func() ([]Attempt, error){
		"own":    func() ([]Attempt, error) { return f.Since(t.Context(), now.Add(-time.Hour)) },
		"of all": func() ([]Attempt, error) { return f.SinceByAll(t.Context(), now.Add(-time.Hour)) },
	}
	for id := range want {
		readings[id] = func() ([]Attempt, error) {
			a, err := f.Attempt(t.Context(), id)
			return []Attempt{a}, err
		}
	}
	for name, read := range readings {
		all, err := read()
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, a := range all {
			noun, is := want[a.ID]
			if !is {
				continue
			}
			found++
			if a.Stops != noun {
				t.Errorf("%s: %s stops %q", name, a.ID, a.Stops)
			}
			if named := a.Noun() == "stop of a "+noun; named != (noun != "") {
				t.Errorf("%s: %s is a %s", name, a.ID, a.Noun())
			}
		}
		if found != len(want) && found != 1 {
			t.Errorf("%s: %d cancellations", name, found)
		}
	}
}
