package operate

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
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

// The capture stands first where it can be made, and is marked, but for an agent who comes
// to undo a mistake.
func TestCaptureStandsFirst(t *testing.T) {
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	later := func(r *gateway.Record) { r.SettleDueDate = paymenttest.Noon().AddDate(0, 0, 5).Format(time.DateOnly) }
	for name, tc := range map[string]struct {
		record gateway.Record
		undo   bool
		first  option.Kind
		marks  option.Kind
	}{
		"reserved":            {paymenttest.Paid(paymenttest.InStatus("2"), pre), false, option.Release, option.Release},
		"reserved by mistake": {paymenttest.Paid(paymenttest.InStatus("2"), pre), true, option.Release, option.Cancel},
		"for a later day":     {paymenttest.Paid(paymenttest.InStatus("0"), pre, later), false, option.Cancel, option.Cancel},
		"held":                {paymenttest.Paid(paymenttest.InStatus("2")), false, option.Cancel, option.Cancel},
		"taken by mistake":    {paymenttest.Paid(), true, option.Cancel, option.Cancel},
	} {
		seen := operation.Snapshot{Record: tc.record, Options: option.All(tc.record, nil, paymenttest.Noon(), option.Limits{Refunds: true})}
		s := New(newShell(t), page{}, seen, tc.undo)
		if first := s.entries[0].first().Kind; first != tc.first {
			t.Errorf("%s: %v stands first", name, first)
		}
		if kind := s.entries[s.at].first().Kind; kind != tc.marks {
			t.Errorf("%s: %v is marked", name, kind)
		}
	}
}
