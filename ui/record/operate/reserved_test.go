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
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement/statementtest"
	"motoconsole/ui/kit"
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
// to undo a mistake, and where anything but the agent who took it may hold it.
func TestCaptureStandsFirst(t *testing.T) {
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	later := func(r *gateway.Record) { r.SettleDueDate = paymenttest.Noon().AddDate(0, 0, 5).Format(time.DateOnly) }
	waits := paymenttest.Paid(paymenttest.InStatus("2"), pre)
	asked := operation.Snapshot{Made: payment.Attempt{Outcome: gateway.OutcomeHeld, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}}
	since := asked
	since.Acts = []payment.Attempt{{Operation: journal.OpHold}}
	for name, tc := range map[string]struct {
		record gateway.Record
		seen   operation.Snapshot
		undo   bool
		first  option.Kind
		marks  option.Kind
		title  string
	}{
		"reserved":            {waits, asked, false, option.Release, option.Release, "Capture or cancel"},
		"reserved by mistake": {waits, asked, true, option.Release, option.Cancel, "Capture or cancel"},
		"held by the checks":  {waits, operation.Snapshot{}, false, option.Release, option.Cancel, kit.GiveKeys},
		"held by an agent":    {waits, since, false, option.Release, option.Cancel, kit.GiveKeys},
		"for a later day":     {paymenttest.Paid(paymenttest.InStatus("0"), pre, later), asked, false, option.Cancel, option.Cancel, kit.GiveKeys},
		"held":                {paymenttest.Paid(paymenttest.InStatus("2")), operation.Snapshot{}, false, option.Cancel, option.Cancel, kit.GiveKeys},
		"taken by mistake":    {paymenttest.Paid(), operation.Snapshot{}, true, option.Cancel, option.Cancel, kit.GiveKeys},
	} {
		tc.seen.Record, tc.seen.Options = tc.record, option.All(tc.record, nil, paymenttest.Noon(), option.Limits{Refunds: true})
		s := New(newShell(t), page{}, tc.seen, tc.undo)
		if first := s.entries[0].first().Kind; first != tc.first {
			t.Errorf("%s: %v stands first", name, first)
		}
		if kind := s.entries[s.at].first().Kind; kind != tc.marks {
			t.Errorf("%s: %v is marked", name, kind)
		}
		if title := s.Heading().Title; title != tc.title {
			t.Errorf("%s: the page is called %q", name, title)
		}
	}
}
