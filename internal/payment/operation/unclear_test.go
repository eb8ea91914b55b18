package operation

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// The answer to an update was lost. When the rule looks, the gateway shows the
// payment as before, as wanted or neither, and open, settled or cancelled. The
// update is called not made only if the payment is as before.
func TestLostUpdateOutcomes(t *testing.T) {
	const unclearYet = gateway.OutcomeUnknown
	type states map[string]map[string]gateway.Outcome // by what stands there, and how
	amountStates := states{
		"before":  {"open": gateway.OutcomeNotSent, "settled": gateway.OutcomeNotSent, "cancelled": gateway.OutcomeNotSent},
		"wanted":  {"open": gateway.OutcomeApproved, "settled": gateway.OutcomeApproved, "cancelled": gateway.OutcomeApproved},
		"neither": {"open": unclearYet, "settled": unclearYet, "cancelled": unclearYet},
	}
	// Where the settle status itself was to change, settled and cancelled are
	// states of their own.
	statusStates := map[option.Kind]states{
		option.Cancel: {
			"before": {"open": gateway.OutcomeNotSent, "settled": gateway.OutcomeNotSent, "cancelled": gateway.OutcomeApproved},
			"wanted": {"open": gateway.OutcomeApproved},
		},
		option.Hold: {
			"before": {"open": gateway.OutcomeNotSent, "settled": unclearYet, "cancelled": unclearYet},
			"wanted": {"open": gateway.OutcomeApproved, "cancelled": unclearYet},
			"undone": {"open": unclearYet, "settled": unclearYet, "cancelled": unclearYet},
		},
		option.Release: {
			"before": {"open": gateway.OutcomeNotSent, "cancelled": unclearYet},
			"wanted": {"open": gateway.OutcomeApproved, "settled": gateway.OutcomeApproved, "cancelled": unclearYet},
		},
	}
	every := effort.Every(4)
	for _, u := range allUpdates() {
		table := statusStates[u.kind]
		if table == nil {
			table = amountStates
		}
		for what, outcomes := range table {
			for how, want := range outcomes {
				if !every() {
					continue
				}
				name := fmt.Sprintf("operation %d, %s, %s", u.kind, what, how)
				c := newCounter(t)
				ref := c.startHeld(u.kind == option.Release)
				fault := "close"
				if what == "wanted" || what == "undone" {
					fault = "lost"
				}
				c.Fault(fault, "TRANSACTIONUPDATE")
				v := c.do(ref, u.kind, u.change)
				if v.State != payment.InDoubt {
					t.Fatal(name, v.Outcome, v.Problem)
				}
				if what == "neither" {
					u.portal.TransactionReference = ref
					c.Portal(u.portal)
				}
				if what == "undone" {
					c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleOverride})
				}
				switch how {
				case "settled":
					if u.kind == option.Due && what != "before" { // it is due later
						c.Clock.Wait(4 * 24 * time.Hour)
					}
					c.Bank.Settle()
				case "cancelled":
					c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleCancelled})
				}
				e := c.settleDoubt(v.ID)
				if e.Outcome != want {
					t.Errorf("%s: %v, want %v (%s; %q)", name, e.Outcome, want, doubt.StateOf(c.see(ref).Record), e.Alarm)
				}
				if want == unclearYet && (e.State != journal.InDoubt || e.Alarm != journal.AlarmsOf(e).Evidence) {
					t.Errorf("%s: %v, alarm %q", name, e.State, e.Alarm)
				}
			}
		}
	}
}

// An order reference of the portal's that is shown cut or cleaned is still as
// before.
func TestOddOrderReferenceIsAsBefore(t *testing.T) {
	long := "a reference of another system that is much longer than what is shown of it here, by far"
	r := paymenttest.Paid(func(r *gateway.Record) { r.OrderReference = long })
	e := journal.Entry{Operation: journal.OpOrder, Parent: r.TransactionReference, Target: journal.Target{OrderReference: "B"}, Before: seen(r, paymenttest.Pounds(4800))}
	if got := doubt.ProgressOf(e, r); got != doubt.NotYet {
		t.Errorf("%d", got)
	}
}
