package operate

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
)

// The agent asks the caller before less is taken, or stays reserved, and promises nothing.
func TestReductionIsAsked(t *testing.T) {
	asked := payment.Attempt{Outcome: gateway.OutcomeHeld, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	for name, tc := range map[string]struct {
		record gateway.Record
		want   string
	}{
		"pending":  {paymenttest.Paid(), "I am about to take ten pounds less from your Visa ending 1111, thirty-eight pounds in all. Is that all right?"},
		"held":     {paymenttest.Paid(paymenttest.InStatus("2")), "I am about to take ten pounds less from your Visa ending 1111, thirty-eight pounds in all, once we have looked into this. Is that all right?"},
		"reserved": {paymenttest.Paid(paymenttest.InStatus("2"), pre), "I am about to keep thirty-eight pounds reserved on your Visa ending 1111, and let go of ten pounds. Is that all right?"},
	} {
		s := New(newShell(t), page{}, operation.Snapshot{Record: tc.record, Made: asked}, false)
		s.option = option.Pick(option.All(tc.record, nil, paymenttest.Noon(), option.Limits{}), option.Reduce)
		s.plan = operation.Operation{Kind: option.Reduce, Leaves: paymenttest.Pounds(3800), Attempt: payment.Attempt{
			ID: "one", Charge: payment.Charge{Amount: paymenttest.Pounds(1000), Brand: gateway.Visa, Last4: "1111"},
		}}
		if got := s.asks(); got != tc.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Money that is on its way out is stopped: the caller is asked first, the key names what is
// cancelled, and while that is unknown the agent does not speak of a payment.
func TestStoppingARefundIsAsked(t *testing.T) {
	refund := func(r *gateway.Record) { r.RequestType, r.ParentTransaction = gateway.TypeRefund, "23-9-1" }
	payout := func(r *gateway.Record) { refund(r); r.AccountType = string(gateway.AccountPayout) }
	for noun, as := range map[string]func(*gateway.Record){"refund": refund, "payout": payout} {
		s := New(newShell(t), page{}, operation.Snapshot{Record: paymenttest.Paid(as)}, false)
		s.option.Kind = option.Cancel
		s.plan = operation.Operation{Kind: option.Cancel, Attempt: payment.Attempt{
			ID: "one", Charge: payment.Charge{Amount: paymenttest.Pounds(750), Brand: gateway.Visa, Last4: "1111"},
		}}
		want := "I am about to stop the " + noun + " of seven pounds and fifty pence to your Visa ending 1111, so that it is not paid. Is that all right?"
		if got := s.asks(); got != want {
			t.Errorf("asked: %q, want %q", got, want)
		}
		if got := s.does(); got != "Stop the "+noun+" of £7.50" {
			t.Errorf("the key: %q", got)
		}
		s.attempt = s.plan
		s.attempt.State = payment.InDoubt
		if got := script.Lines(nil).Say(s.sorry(kit.VerdictOn(s.record, option.Cancel, s.attempt.Attempt, time.Time{}).Say)); !strings.HasSuffix(got, "I am checking whether the "+noun+" was stopped.”") {
			t.Errorf("while it is unknown: %q", got)
		}
	}
}

// What must not be done again while it is unknown: a payment is taken, and the rest is sent.
func TestUnknownSaysWhatNotToDoAgain(t *testing.T) {
	for kind, want := range map[option.Kind]string{option.Repeat: "take it again", option.RefundPart: "send it again"} {
		s := New(newShell(t), page{}, operation.Snapshot{Record: paymenttest.Paid()}, false)
		s.option.Kind, s.attempt.Kind = kind, kind
		if ends := s.ends(); !strings.HasSuffix(ends[2].Says, "do not "+want) || !strings.HasSuffix(ends[1].Says, "you may "+want) || !strings.HasSuffix(ends[0].Says, "you will be told") {
			t.Errorf("%v: %+v", kind, ends)
		}
	}
}

// The agent asks the caller before more is reserved, and tells the caller afterwards
// what is reserved.
func TestRaiseIsAsked(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	pounds := func(minor int64) gateway.Money { return gateway.Money{Minor: minor, Currency: gbp} }
	reserved := paymenttest.Paid(paymenttest.InStatus("2"), func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) })
	s := &Page{option: option.Pick(option.All(reserved, nil, paymenttest.Noon(), option.Limits{}), option.Raise)}
	s.plan = operation.Operation{Kind: option.Raise, Leaves: pounds(6000), Attempt: payment.Attempt{
		ID: "one", Charge: payment.Charge{Amount: pounds(1200), Brand: gateway.Visa, Last4: "1111"},
	}}
	if got := s.asks(); got != "I am about to reserve twelve pounds more on your Visa ending 1111, sixty pounds in all. Is that all right?" {
		t.Errorf("before: %q", got)
	}
	if got := s.caller(); got != "£12.00 more is reserved on your card: £60.00 instead of £48.00." {
		t.Errorf("afterwards: %q", got)
	}
}
