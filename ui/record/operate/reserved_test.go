package operate

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement/statementtest"
)

// page is that of a record.
type page struct{ Record }

// A reduction says that the rest stays reserved for as long as nothing of a
// pre-authorisation is taken, and that it will be taken otherwise.
func TestReducingSaysWhatIsReserved(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		s := New(newShell(t), page{}, operation.Snapshot{Record: c.Record}, false)
		clock := *s.Shell.Session
		clock.Now = func() time.Time { return c.Now }
		s.Shell.Session = &clock
		reserved := c.Counts == "reserved" || c.Counts == "held" && c.Record.AuthMethod == string(gateway.AuthPre)
		words := s.headline(operation.Operation{Kind: option.Reduce})
		if strings.Contains(words, "stays reserved") != reserved || strings.Contains(words, "will be taken") == reserved {
			t.Errorf("%s: %s", c.Name, words)
		}
	}
}

// The capture is marked for an agent who comes from the reduction before it, and for no
// other: not for one who opens the payment another day.
func TestCaptureIsMarkedAfterTheReduction(t *testing.T) {
	reduce := payment.Attempt{Operation: journal.OpReduce, State: payment.Known, Outcome: gateway.OutcomeApproved, Charge: payment.Charge{Kind: terms.Preauthorisation}}
	due := payment.Attempt{Operation: journal.OpDueDate, State: payment.Known, Outcome: gateway.OutcomeApproved}
	for name, tc := range map[string]struct {
		acts  []payment.Attempt
		next  bool
		marks option.Kind
	}{
		"from the reduction":   {[]payment.Attempt{reduce}, true, option.Release},
		"later":                {[]payment.Attempt{reduce}, false, option.Cancel},
		"from another change":  {[]payment.Attempt{due, reduce}, true, option.Cancel},
		"from nothing reduced": {nil, true, option.Cancel},
	} {
		seen := operation.Snapshot{
			Record:  gateway.Record{RequestType: gateway.TypeAuth, AuthMethod: "PRE", SettleStatus: "2", ErrorCode: "0"},
			Options: []option.Option{{Kind: option.Cancel, Title: "Cancel"}, {Kind: option.Release, Title: "Capture"}}, Acts: tc.acts,
		}
		s := New(newShell(t), page{}, seen, tc.next)
		if kind := s.entries[s.at].first().Kind; kind != tc.marks {
			t.Errorf("%s: %v is marked", name, kind)
		}
	}
}
