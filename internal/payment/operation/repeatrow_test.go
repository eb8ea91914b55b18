package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// TestARepeatGivesWay to a payment by the same card that was taken, or is not
// known, at another desk since the agent looked: the reason that the agent gave
// for the repeat was given without knowing of it.
func TestARepeatGivesWay(t *testing.T) {
	for name, rival := range map[string]func(*counter, payment.Charge){
		"taken":            func(f *counter, c payment.Charge) { f.charge(c) },
		"unknown":          func(f *counter, c payment.Charge) { f.lose(c, 10*time.Minute) },
		"called not taken": func(f *counter, c payment.Charge) { f.watch(f.unbooked(c).ID, time.Hour) },
		"of the same order": func(f *counter, c payment.Charge) {
			c.OrderReference, c.Amount = "C-1", paymenttest.Pounds(77)
			f.charge(c)
		},
		"order, not known": func(f *counter, c payment.Charge) {
			c.OrderReference, c.Amount = "C-1", paymenttest.Pounds(77)
			f.lose(c, 10*time.Minute)
		},
		"order, another one": nil,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFullCounter(t)
			ref := f.Pay(4800)
			v := f.begin(Request{Kind: option.Repeat, Snapshot: f.see(ref), Amount: paymenttest.Pounds(1500), OrderReference: "C-1", Reason: "a second ticket"})
			if rival == nil {
				f.charge(priced("C-2", 77))
			} else {
				rival(f, priced("C-2", 1500))
			}
			arrived := f.Bank.Arrived(gateway.TypeAuth)
			v = <-f.Carry(v)
			sent := f.Bank.Arrived(gateway.TypeAuth) - arrived
			if want := map[bool]int{true: 1, false: 0}[rival == nil]; sent != want {
				t.Errorf("%d sent: %v %q", sent, v.Outcome, v.Problem)
			}
		})
	}
}

// TestAReasonCoversWhatWasToldOf and nothing that came after: two agents were
// told of the same earlier payments and give a reason, and the second of them
// was not told of the first.
func TestAReasonCoversWhatWasToldOf(t *testing.T) {
	again := func(f *counter, c payment.Charge) payment.Charge {
		warnings, err := f.Processor.Guard(f.T.Context(), c)
		if err != nil || len(warnings) == 0 {
			f.T.Fatal("not warned", err)
		}
		c.Reason = "a second ticket"
		c.TellOf(warnings)
		return c
	}
	for name, c := range map[string]payment.Charge{"the same order": charge(), "another order": ordered("B18")} {
		t.Run(name, func(t *testing.T) {
			f := newFullCounter(t)
			f.charge(charge())
			first, second := again(f, c), again(f, c)
			if a := f.charge(first); a.Outcome != gateway.OutcomeApproved {
				t.Fatalf("told: %v %q", a.Outcome, a.Problem)
			}
			if a := f.charge(second); a.Outcome != gateway.OutcomeNotSent {
				t.Errorf("not told: %v %q", a.Outcome, a.Problem)
			}
			if a := f.charge(again(f, c)); a.Outcome != gateway.OutcomeApproved { // of an order the guard names one
				t.Errorf("told by now: %v %q", a.Outcome, a.Problem)
			}
		})
	}
}
