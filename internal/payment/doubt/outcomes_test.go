package doubt

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement/statementtest"
)

// The resolver decides what every page and list says of the record that it found.
func TestFoundOutcomes(t *testing.T) {
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	rule := Rule{Absent: DefaultAbsent, Sending: time.Minute, Watch: 24 * time.Hour}
	operations := map[string]journal.Operation{
		gateway.TypeAuth: journal.OpCharge, gateway.TypeRefund: journal.OpRefund, gateway.TypeAccountCheck: journal.OpCheck,
	}
	for _, o := range statementtest.Outcomes(t) {
		operation, sends := operations[o.Record.RequestType]
		if !sends {
			continue
		}
		amount, _ := o.Record.Amount()
		e := journal.Entry{Operation: operation, SentReference: "A17", State: journal.InDoubt, IntentAt: at, AnsweredAt: at, Amount: amount}
		rule.Judge(&e, Finding{Answered: true, Records: []gateway.Record{o.Record}, At: at, Heard: clock.Moment{Here: at}})
		if e.Outcome != o.Want || (e.State == journal.Known) != (o.Want != gateway.OutcomeUnknown) {
			t.Errorf("%s: %s, %s", o.Name(), e.State, e.Outcome)
		}
	}
}
