package home

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
)

// TestOneWordOnDoingItAgain: the strip, the row and the result say the same of whether an
// unknown attempt may be made again. Only a card check may: it moves no money.
func TestOneWordOnDoingItAgain(t *testing.T) {
	now := time.Date(2026, 11, 21, 13, 5, 0, 0, time.Local)
	of := func(operation journal.Operation, kind terms.Kind) payment.Attempt {
		return attempt("A17", func(a *payment.Attempt) {
			unknown(a)
			a.Operation, a.Charge.Kind = operation, kind
			if operation != journal.OpCharge && operation != journal.OpCheck {
				a.Parent = "23-9-1"
			}
		})
	}
	payment17, check := of(journal.OpCharge, terms.Payment), of(journal.OpCheck, terms.CardCheck)
	refund := of(journal.OpRefund, terms.Payment)
	for _, c := range []struct {
		name  string
		open  []payment.Attempt
		strip string
	}{
		{"payment", []payment.Attempt{payment17}, "? 1 unknown payment: do not take it again"},
		{"pre-authorisation", []payment.Attempt{of(journal.OpCharge, terms.Preauthorisation)}, "? 1 unknown pre-authorisation: do not take it again"},
		{"repeat", []payment.Attempt{of(journal.OpRepeat, terms.Payment)}, "? 1 unknown repeat payment: do not take it again"},
		{"card check", []payment.Attempt{check}, "? 1 unknown card check: it may be checked again"},
		{"refund", []payment.Attempt{refund}, "? 1 unknown refund: do not send it again"},
		{"payout", []payment.Attempt{of(journal.OpPayout, terms.Payment)}, "? 1 unknown payout: do not send it again"},
		{"raise", []payment.Attempt{of(journal.OpRaise, terms.Payment)}, "? 1 unknown raise: do not send it again"},
		{"cancel", []payment.Attempt{of(journal.OpCancel, terms.Payment)}, "? 1 unknown cancellation: do not send it again"},
		{"hold", []payment.Attempt{of(journal.OpHold, terms.Payment)}, "? 1 unknown hold: do not send it again"},
		{"two payments", []payment.Attempt{payment17, payment17}, "? 2 unknown payments: do not take them again"},
		{"two checks", []payment.Attempt{check, check}, "? 2 unknown card checks: they may be checked again"},
		{"payment and refund", []payment.Attempt{payment17, refund}, "? 2 unknown outcomes: do not send them again"},
		{"payment and check", []payment.Attempt{payment17, check}, "? 2 unknown outcomes: do not repeat what moves money"},
	} {
		msg := kit.JournalMsg{Today: c.open, Unresolved: c.open}
		got := concernsOf(msg, now)
		if len(got) != 1 || got[0].what != c.strip {
			t.Errorf("%s: %+v", c.name, got)
		}
		for _, a := range c.open {
			row, result := rowOf(a, now).next, kit.VerdictOf(a, now).Means
			sentences := []string{kit.Capital(kit.CheckAgain) + ".", "Do not take it again, on any card.", "Do not send it again."}
			for _, sentence := range sentences {
				if says, told := strings.Contains(row, sentence), strings.Contains(result, sentence); says != told || says != (sentence == kit.AgainWhileUnknown(a)) {
					t.Errorf("%s: home says %q, the result %q", c.name, row, result)
				}
			}
		}
	}
	if check.Outcome != gateway.OutcomeUnknown {
		t.Error("the check is not unknown")
	}
}
