package operate

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// The agent asks the caller before more is reserved, and tells the caller afterwards
// what is reserved.
func TestRaiseIsAsked(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	pounds := func(minor int64) gateway.Money { return gateway.Money{Minor: minor, Currency: gbp} }
	reserved := paymenttest.Paid(paymenttest.InStatus("2"), func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) })
	s := &Flow{option: option.Pick(option.All(reserved, nil, paymenttest.Noon(), option.Limits{}), option.Raise)}
	s.plan = operation.Operation{Kind: option.Raise, Leaves: pounds(6000), Attempt: payment.Attempt{
		ID: "one", Charge: payment.Charge{Amount: pounds(1200), Brand: gateway.Visa, Last4: "1111"},
	}}
	if got := s.asks(); got != "I am about to reserve twelve pounds more on your Visa ending 1111, sixty pounds in all. Is that all right?" {
		t.Errorf("before: %q", got)
	}
	if got := s.caller(); got != "£60.00 is reserved on your card instead of £48.00." {
		t.Errorf("afterwards: %q", got)
	}
}
