package operate

import (
	"slices"
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
		clock := *s.Shell.Console
		clock.Now = func() time.Time { return c.Now }
		s.Shell.Console = &clock
		reserved := c.Counts == "reserved" || c.Counts == "held" && c.Record.AuthMethod == string(gateway.AuthPre)
		words := s.headline(operation.Operation{Kind: option.Reduce})
		if strings.Contains(words, "stays reserved") != reserved || strings.Contains(words, "will be taken") == reserved {
			t.Errorf("%s: %s", c.Name, words)
		}
	}
}

// The capture stands first where it can be made, and is marked, except for an agent who comes
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

// The reasons fit what is given back: what only waits to be captured has its own, and what
// the checks hold has the shop's, and theirs. Undoing says that it was reserved, and not
// charged, by mistake, as long as nothing is taken.
func TestReasonsFitWhatIsReserved(t *testing.T) {
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	later := func(r *gateway.Record) { r.SettleDueDate = "2099-12-07" }
	waits := paymenttest.Paid(paymenttest.InStatus("2"), pre)
	asked := payment.Attempt{Outcome: gateway.OutcomeHeld, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}
	var none payment.Attempt
	shop := []string{"Not delivered", payment.Mistake}
	for name, tc := range map[string]struct {
		record gateway.Record
		made   payment.Attempt
		kind   option.Kind
		undo   bool
		want   []string
	}{
		"reserved":               {waits, asked, option.Cancel, false, []string{"No longer needed", "Customer asked for it"}},
		"reserved, a part":       {waits, asked, option.Reduce, false, []string{"Only a part is needed", "Customer asked for it"}},
		"for a later day":        {paymenttest.Paid(pre, later), none, option.Cancel, false, []string{"No longer needed", "Customer asked for it"}},
		"held by the checks":     {waits, none, option.Cancel, false, []string{kit.LooksLikeFraud, "Not delivered", payment.MistakenReservation}},
		"held, a part":           {waits, none, option.Reduce, false, []string{"Not delivered", payment.MistakenReservation}},
		"a payment that is held": {paymenttest.Paid(paymenttest.InStatus("2")), none, option.Cancel, false, []string{kit.LooksLikeFraud, "Not delivered", payment.Mistake}},
		"a payment":              {paymenttest.Paid(), none, option.Cancel, false, shop},
		"reserved by mistake":    {waits, asked, option.Cancel, true, []string{payment.MistakenReservation, "No longer needed", "Customer asked for it"}},
		"held, by mistake":       {waits, none, option.Cancel, true, []string{payment.MistakenReservation, kit.LooksLikeFraud, "Not delivered"}},
		"taken by mistake":       {paymenttest.Paid(), none, option.Cancel, true, []string{payment.Mistake, "Not delivered"}},
	} {
		shell := newShell(t)
		shell.Console.Reasons = shop
		s := New(shell, mistaken{undo: tc.undo}, operation.Snapshot{Record: tc.record, Made: tc.made}, tc.undo)
		s.option = option.Option{Kind: tc.kind}
		form := s.newForm()
		form.FocusField("reasonchoice")
		got, chosen := form.Reasons()
		if len(got) == 0 || !slices.Equal(got[:len(got)-1], tc.want) || (chosen == 0) != tc.undo { // the last is "other"
			t.Errorf("%s: %d of %q", name, chosen, got)
		}
	}
}

// TestLessOfWhatIsReservedIsNoMistake: a reduction has no reason that the agent did not choose.
func TestLessOfWhatIsReservedIsNoMistake(t *testing.T) {
	shell := newShell(t)
	shell.Console.Reasons = []string{"Not delivered", payment.Mistake}
	record := paymenttest.Paid(paymenttest.InStatus("2"), func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) })
	asked := payment.Attempt{Outcome: gateway.OutcomeHeld, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}
	s := New(shell, mistaken{undo: true}, operation.Snapshot{Record: record, Made: asked}, true)
	s.option = option.Option{Kind: option.Reduce}
	form := s.newForm()
	form.FocusField("reasonchoice")
	if got, chosen := form.Reasons(); chosen == 0 || slices.Contains(got, payment.MistakenReservation) || got[0] != "Only a part is needed" {
		t.Errorf("%d of %q", chosen, got)
	}
}

// TestNothingToChoose: where nothing is possible no row is marked, and no arrows are offered.
func TestNothingToChoose(t *testing.T) {
	for kind, chooses := range map[option.Kind]bool{option.Nothing: false, option.Cancel: true} {
		s := New(newShell(t), page{}, operation.Snapshot{Record: paymenttest.Paid(), Options: []option.Option{{Kind: kind, Title: "Nothing"}}}, false)
		if marked := strings.Contains(s.optionsPage(80, 21), "▸"); marked != chooses || len(s.Keys()) > 1 != chooses {
			t.Errorf("%v: marked %v, %d keys", kind, marked, len(s.Keys()))
		}
	}
}

// mistaken is the page of a record that may just have been made by mistake.
type mistaken struct {
	Record

	undo bool
}

func (m mistaken) Mistake() bool { return m.undo }
