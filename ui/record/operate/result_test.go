package operate

import (
	"strings"
	"testing"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/ui/kit/flow"
)

// TestTheFirstKeyIsWhatComesNext: where the caller is told that the agent looks at the
// payment, the first key opens it.
func TestTheFirstKeyIsWhatComesNext(t *testing.T) {
	settled := paymenttest.Paid(paymenttest.InStatus("100"))
	after := operation.Snapshot{Record: settled, Options: option.All(settled, nil, paymenttest.Noon(), option.Limits{Refunds: true})}
	made := func(kind option.Kind, outcome gateway.Outcome, change func(*operation.Operation)) operation.Operation {
		v := operation.Operation{Kind: kind, Reread: true, After: after}
		v.State, v.Outcome = payment.Known, outcome
		if change != nil {
			change(&v)
		}
		return v
	}
	for name, tc := range map[string]struct {
		made operation.Operation
		want string
	}{
		"refunded":               {made(option.RefundPart, gateway.OutcomeApproved, nil), "next payment"},
		"corrected":              {made(option.Correct, gateway.OutcomeApproved, nil), "next payment"},
		"refused":                {made(option.RefundPart, gateway.OutcomeRejected, nil), "correct it"},
		"refused and changed":    {made(option.RefundPart, gateway.OutcomeRejected, func(v *operation.Operation) { v.Changed = true }), "open"},
		"done, and changed":      {made(option.RefundPart, gateway.OutcomeApproved, func(v *operation.Operation) { v.Changed = true }), "next payment"},
		"impossible now":         {made(option.Cancel, gateway.OutcomeRejected, nil), "open"},
		"refused by the gateway": {made(option.RefundPart, gateway.OutcomeRejected, func(v *operation.Operation) { v.Result.Code.Class = gateway.ClassState }), "open"},
		"perhaps not corrected":  {made(option.Correct, gateway.OutcomeNotSent, func(v *operation.Operation) { v.Resolution = journal.ResolvedNotFound }), "open"},
	} {
		s := New(newShell(t), page{}, operation.Snapshot{Record: settled}, false)
		s.option.Kind, s.attempt = tc.made.Kind, tc.made
		s.form = &forms.Operation{} // which may be sent once more where nothing was done and nothing has changed
		keys := s.resultKeys()
		if got := keys[0].Help().Desc; got != tc.want {
			t.Errorf("%s: %s", name, got)
		}
		if last := keys[len(keys)-1].Help().Desc; last != "home" {
			t.Errorf("%s: the last key is %s", name, last)
		}
	}
}

// TestEveryResultHasOneHead: what moto itself refuses is a result too.
func TestEveryResultHasOneHead(t *testing.T) {
	s := New(newShell(t), page{}, operation.Snapshot{Record: paymenttest.Paid(paymenttest.InStatus("100"))}, false)
	s.option.Kind = option.RefundWhole
	s.Stage = flow.Finished
	want := s.Heading()
	s.Stage = flow.Refused
	if got := s.Heading(); want.Title != "Result" || got.Title != want.Title || got.About != want.About {
		t.Errorf("%q %q, not %q %q", got.Title, got.About, want.Title, want.About)
	}
}

// TestACancelledPaymentIsNoTakenOne: under the green bar no amount in words stands, which is
// the shape of an approved payment.
func TestACancelledPaymentIsNoTakenOne(t *testing.T) {
	record := paymenttest.Paid()
	for kind, want := range map[option.Kind]string{option.Cancel: "no money moves", option.RefundWhole: "forty-eight pounds"} {
		s := New(newShell(t), page{}, operation.Snapshot{Record: record}, false)
		s.option.Kind, s.attempt = kind, operation.Operation{Kind: kind}
		s.attempt.State, s.attempt.Outcome, s.attempt.Kind = payment.Known, gateway.OutcomeApproved, kind
		s.attempt.Attempt.Operation = kind.Operation()
		s.attempt.Charge.Amount = gateway.Money{Minor: 4800, Currency: s.Shell.Console.Form.Currency}
		bar, _, _ := strings.Cut(s.resultPage(80, 20), "▀")
		if !strings.Contains(bar, want) {
			t.Errorf("%v: %s", kind, bar)
		}
	}
}

// TestTheHeadlineStandsFree: on the small confirm page a free row parts the headline from the
// title, in place of the amount in words, which the caller is told above.
func TestTheHeadlineStandsFree(t *testing.T) {
	s := New(newShell(t), page{}, operation.Snapshot{Record: paymenttest.Paid()}, false)
	for _, kind := range []option.Kind{option.Cancel, option.RefundWhole} {
		s.option.Kind, s.plan = kind, operation.Operation{Kind: kind}
		s.plan.Charge.Amount = gateway.Money{Minor: 4800, Currency: s.Shell.Console.Form.Currency}
		rows := s.check(76, whole, false).Rows
		if rows[0] != "" || rows[1] == "" || rows[2] != "" || strings.Contains(strings.Join(rows, "\n"), "forty-eight") {
			t.Errorf("%v: %q", kind, rows[:4])
		}
		if rows := s.check(76, shortest, false).Rows; rows[0] == "" {
			t.Errorf("%v: a page without room has a free row", kind)
		}
	}
}
