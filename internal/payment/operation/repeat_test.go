package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
)

// TestRepeatByTwoAgents: a card is charged once, from whichever screens two
// agents charge it. Each charge is a repeat or of a card that is read out. The
// two share a new order with different amounts, or an amount with different
// orders, and come one after the other or both at once.
func TestRepeatByTwoAgents(t *testing.T) {
	type payer func(c *counter, r *desk, ref, order string, minor int64) func() gateway.Outcome
	repeat := func(c *counter, r *desk, ref, order string, minor int64) func() gateway.Outcome {
		seen, err := r.Look(c.T.Context(), ref)
		if err != nil {
			c.T.Fatal(err)
		}
		v, err := r.Begin(c.T.Context(), Request{Kind: option.Repeat, Snapshot: seen, Amount: paymenttest.Pounds(minor), OrderReference: order})
		if err != nil {
			c.T.Fatal(err)
		}
		return func() gateway.Outcome { return (<-r.Carry(v)).Outcome }
	}
	keyed := func(_ *counter, r *desk, _, order string, minor int64) func() gateway.Outcome {
		a := r.Processor.Begin(payment.Charge{OrderReference: order, Amount: paymenttest.Pounds(minor), Brand: gateway.Visa, First6: "411111", Last4: "1111"})
		return func() gateway.Outcome { return (<-r.Processor.Charge(a, paymenttest.Card())).Outcome }
	}
	screens := map[string][2]payer{
		"two repeats": {repeat, repeat}, "a repeat and a card": {repeat, keyed}, "a card and a repeat": {keyed, repeat},
	}
	for name, pay := range screens {
		for _, same := range []string{"order", "amount"} {
			for _, atOnce := range []bool{false, true} {
				c := newCounter(t)
				ref := c.Pay(9900)
				if err := c.Bank.SetFault(sandbox.Fault{Name: "late", Arg: 50 * time.Millisecond, Rate: 1, Types: []string{"AUTH"}}); err != nil {
					t.Fatal(err)
				}
				orders, amounts := [2]string{"C-1", "C-1"}, [2]int64{1500, 2500}
				if same == "amount" {
					orders[1], amounts[1] = "C-2", 1500
				}
				first := pay[0](c, c.desk, ref, orders[0], amounts[0])
				second := pay[1](c, c.newService("ben", c.Journal.Reopen()), ref, orders[1], amounts[1])
				one := make(chan gateway.Outcome, 1)
				go func() { one <- first() }()
				var outcomes []gateway.Outcome
				if !atOnce {
					outcomes = append(outcomes, <-one)
				}
				outcomes = append(outcomes, second())
				if atOnce {
					outcomes = append(outcomes, <-one)
				}
				taken := 0
				for _, o := range outcomes {
					switch o {
					case gateway.OutcomeApproved:
						taken++
					case gateway.OutcomeNotSent:
					default:
						t.Errorf("%s, same %s: %v", name, same, o)
					}
				}
				if arrived := c.Bank.Arrived("AUTH"); taken != 1 || arrived != 2 {
					t.Errorf("%s, same %s, at once %v: %d taken, %d AUTHs at the bank", name, same, atOnce, taken, arrived-1)
				}
			}
		}
	}
}

// A repeat whose answer was lost and whose record was renamed in the portal is
// not called not taken: the payment it was made from shows it.
func TestRenamedRepeatIsEvidence(t *testing.T) {
	for _, renamed := range []string{"renamed", "ORDER-1"} {
		c := newCounter(t)
		ref := c.Pay(4800)
		c.Fault("lost", "AUTH")
		v := c.do(ref, option.Repeat, amount(1500), func(a *Request) { a.OrderReference = "C-1" })
		child := c.see(ref).Related[0].TransactionReference
		c.Portal(gateway.UpdateRequest{TransactionReference: child, OrderReference: renamed})
		if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeUnknown || e.Alarm == "" || e.EvidenceReference != child {
			t.Errorf("%s: %v %q %q", renamed, e.Outcome, e.Alarm, e.Evidence)
		}
	}
}

// TestRepeatOfAPreauthorisation: the repeat inherits nothing. It is a final payment,
// and settles in the next run. A repeat of a payment leaves the method to the
// account.
func TestRepeatOfAPreauthorisation(t *testing.T) {
	c := newCounter(t)
	for ref, want := range map[string]string{c.reserve(): "FINAL", c.Pay(2000): ""} {
		v := c.do(ref, option.Repeat, amount(1500), func(a *Request) { a.OrderReference = "R-" + ref })
		if v.Outcome != gateway.OutcomeApproved {
			t.Fatalf("%v %q", v.Outcome, v.Problem)
		}
		r := c.see(v.Result.Record.TransactionReference).Record
		if r.AuthMethod != want || r.SettleStatus != "0" {
			t.Errorf("%q in settle status %s, want %q", r.AuthMethod, r.SettleStatus, want)
		}
		c.Pass(time.Hour)
	}
}

// TestARepeatCorrectsNoNumber: where the bank knew no card of a number with the ends of a
// kept card, a repeat of that card cannot have been corrected.
func TestARepeatCorrectsNoNumber(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(9900)
	refused := c.charge(payment.Charge{OrderReference: "FAULT-deny.14-B1", Amount: paymenttest.Pounds(500), Brand: gateway.Visa, First6: "411111", Last4: "1111"})
	if refused.Outcome != gateway.OutcomeDeclined {
		t.Fatal(refused.Outcome)
	}
	v := c.begin(Request{Kind: option.Repeat, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1500), OrderReference: "C-1"})
	w, err := c.Guard(t.Context(), v)
	if err != nil || len(w) != 1 || w[0].Kind != payment.SameNumber || w[0].Bars() {
		t.Errorf("warned of %+v, %v", w, err)
	}
	c.Processor.Grant = rights.NewTable([]rights.Role{{Name: "clerk"}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", Role: "lead"}}, true).Grant("priya")
	c.desk = newDesk(c.Processor, c.Wire, allLimits())
	if w, err := c.Guard(t.Context(), v); err != nil || len(w) != 1 || !w[0].Bars() {
		t.Errorf("without the right: %+v, %v", w, err)
	}
}
