package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
)

// TestARepeatGivesWay to a payment by the same card that was taken, or is not
// known, at another desk since the agent looked: the reason that the agent gave
// for the repeat was given without knowing of it.
func TestARepeatGivesWay(t *testing.T) {
	for name, rival := range map[string]func(*floor, Charge){
		"taken":              func(f *floor, c Charge) { f.take(c) },
		"unknown":            func(f *floor, c Charge) { f.lose(c, 10*time.Minute) },
		"called not taken":   func(f *floor, c Charge) { f.watch(f.unbooked(c).ID, time.Hour) },
		"of the same order":  func(f *floor, c Charge) { c.OrderReference, c.Amount = "C-1", pounds(77); f.take(c) },
		"order, not known":   func(f *floor, c Charge) { c.OrderReference, c.Amount = "C-1", pounds(77); f.lose(c, 10*time.Minute) },
		"order, another one": nil,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFloor(t)
			ref := f.pay(4800)
			v := f.begin(Action{Move: option.MoveRepeat, Case: f.see(ref), Amount: pounds(1500), OrderReference: "C-1", Reason: "a second ticket"})
			if rival == nil {
				f.take(priced("C-2", 77))
			} else {
				rival(f, priced("C-2", 1500))
			}
			arrived := f.bank.Arrived(gateway.TypeAuth)
			v = <-f.Carry(v)
			sent := f.bank.Arrived(gateway.TypeAuth) - arrived
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
	again := func(f *floor, c Charge) Charge {
		warnings, err := f.Guard(f.t.Context(), c)
		if err != nil || len(warnings) == 0 {
			f.t.Fatal("not warned", err)
		}
		c.Reason = "a second ticket"
		c.TellOf(warnings)
		return c
	}
	for name, c := range map[string]Charge{"the same order": charge(), "another order": ordered("B18")} {
		t.Run(name, func(t *testing.T) {
			f := newFloor(t)
			f.take(charge())
			first, second := again(f, c), again(f, c)
			if a := f.take(first); a.Outcome != gateway.Approved {
				t.Fatalf("told: %v %q", a.Outcome, a.Problem)
			}
			if a := f.take(second); a.Outcome != gateway.NotSent {
				t.Errorf("not told: %v %q", a.Outcome, a.Problem)
			}
			if a := f.take(again(f, c)); a.Outcome != gateway.Approved { // of an order the guard names one
				t.Errorf("told by now: %v %q", a.Outcome, a.Problem)
			}
		})
	}
}
