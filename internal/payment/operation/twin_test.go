package operation

import (
	"maps"
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// TestTheReleaseOfATwin: a refund or payout that is held gives the money back
// when it is released. If the same money was given back in its place meanwhile,
// in any way and however long ago, the release is asked about; while that is
// unknown, the release is barred.
func TestTheReleaseOfATwin(t *testing.T) {
	effort.Whole(t)
	again := func(kind option.Kind, minor int64) func(*counter, string) {
		return func(c *counter, ref string) {
			c.attemptOf(c.desk, c.reasoned(c.desk, Request{Kind: kind, Snapshot: c.see(ref), Amount: paymenttest.Pounds(minor), Reason: "x"}))
		}
	}
	fault := func(name string, do func(*counter, string)) func(*counter, string) {
		return func(c *counter, ref string) { c.Fault(name, "REFUND"); do(c, ref) }
	}
	readOut := func(last4 string) func(*counter, string) {
		return func(c *counter, _ string) {
			v := c.begin(Request{Kind: option.Payout, Amount: paymenttest.Pounds(4000), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: last4})
			<-c.CarryWithCard(v, paymenttest.Card())
		}
	}
	cases := map[string]struct {
		held      option.Kind
		meanwhile func(c *counter, ref string)
		want      []payment.WarningKind
	}{
		"nothing":                {option.RefundPart, func(*counter, string) {}, nil},
		"refunded":               {option.RefundPart, again(option.RefundPart, 4000), []payment.WarningKind{payment.BackMade}},
		"refunded another part":  {option.RefundPart, again(option.RefundPart, 3999), nil},
		"refund unknown":         {option.RefundPart, fault("lost", again(option.RefundPart, 4000)), []payment.WarningKind{payment.BackInDoubt}},
		"paid out":               {option.RefundPart, again(option.Payout, 4000), []payment.WarningKind{payment.BackMade}},
		"refunded in the portal": {option.RefundPart, func(c *counter, ref string) { c.PortalRefund(ref, 4000, "webuser") }, []payment.WarningKind{payment.BackMade}},
		"refunded and stopped": {option.RefundPart, func(c *counter, ref string) {
			again(option.RefundPart, 4000)(c, ref)
			for _, child := range c.see(ref).Related {
				if child.SettleStatus == string(gateway.SettlePending) {
					c.do(child.TransactionReference, option.Cancel)
				}
			}
		}, nil},
		"called not made": {option.RefundPart, func(c *counter, ref string) {
			c.Fault("close", "REFUND")
			c.settleDoubt(c.do(ref, option.RefundPart, amount(4000)).ID)
		}, []payment.WarningKind{payment.BackNotMade}},
		"another payment":       {option.RefundPart, func(c *counter, _ string) { again(option.RefundPart, 4000)(c, c.PaySettled(9000)) }, nil},
		"a payout, refunded":    {option.Payout, again(option.RefundPart, 4000), []payment.WarningKind{payment.BackMade}},
		"a payout to the card":  {option.Payout, readOut("1111"), []payment.WarningKind{payment.BackMade}},
		"a payout to another":   {option.Payout, readOut("0002"), nil},
		"refund, to the card":   {option.RefundPart, readOut("1111"), []payment.WarningKind{payment.BackMade}},
		"a second that is held": {option.RefundPart, fault("suspend", again(option.RefundPart, 4000)), []payment.WarningKind{payment.BackMade}},
	}
	every := effort.Every(5)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		tc := cases[name]
		for _, later := range []time.Duration{0, payment.DefaultWindow + time.Minute, 26 * time.Hour} {
			if !every() {
				continue
			}
			if later > 24*time.Hour && len(tc.want) > 0 && tc.want[0] == payment.BackNotMade {
				continue
			}
			c := newCounter(t)
			ref := c.PaySettled(10000)
			c.Fault("suspend", "REFUND")
			held := c.do(ref, tc.held, amount(4000)).Result.Record.TransactionReference
			c.Clock.Wait(payment.DefaultWindow + time.Minute)
			tc.meanwhile(c, ref)
			c.Clock.Wait(later)
			ben := c.newService("ben", c.Journal.Reopen())
			a := Request{Kind: option.Release, Snapshot: c.at(ben, held), Reason: "it is right"}
			if got := c.warned(ben, a); len(got) != len(tc.want) || len(got) > 0 && got[0] != tc.want[0] {
				t.Errorf("%s, %v later: warned of %v, want %v", name, later, got, tc.want)
			}
			if v := c.attemptOf(ben, a); (v.Outcome == gateway.OutcomeApproved) != (tc.want == nil) {
				t.Errorf("%s, %v later: released %v %q", name, later, v.Outcome, v.Problem)
			}
			if tc.want == nil {
				continue
			}
			barred := tc.want[0] == payment.BackInDoubt
			if v := c.attemptOf(ben, c.reasoned(ben, a)); (v.Outcome == gateway.OutcomeApproved) == barred {
				t.Errorf("%s, %v later: released with a reason %v %q", name, later, v.Outcome, v.Problem)
			}
		}
	}
}

// A released refund is asked about when the same is given back again, just as a
// refund is; releasing a payment gives nothing back.
func TestTheTwinOfARelease(t *testing.T) {
	effort.Whole(t)
	for name, portal := range map[string]bool{"our refund": false, "the portal's": true} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		c.Fault("suspend", "REFUND")
		var held string
		if portal {
			result, err := c.Wire.Client.Refund(t.Context(), gateway.RefundRequest{
				Site: "test_site12345", Parent: ref, Amount: paymenttest.Pounds(4000), OrderReference: "webuser", OperatorName: "webuser",
			})
			if err != nil {
				t.Fatal(err)
			}
			held = result.Record.TransactionReference
		} else {
			held = c.do(ref, option.RefundPart, amount(4000)).Result.Record.TransactionReference
		}
		c.Clock.Wait(payment.DefaultWindow + time.Minute)
		if v := c.do(held, option.Release); v.Outcome != gateway.OutcomeApproved {
			t.Fatal(v.Outcome, v.Problem)
		}
		c.Clock.Wait(time.Minute)
		a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
		if got := c.warned(c.desk, a); len(got) != 1 || got[0] != payment.BackMade {
			t.Errorf("%s: warned of %v", name, got)
		}
		if v := c.attemptOf(c.desk, a); v.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%s: %v", name, v.Outcome)
		}
	}
	c := newCounter(t)
	ref := c.startHeldOf(4000)
	c.do(ref, option.Release)
	c.Bank.Settle()
	if got := c.warned(c.desk, Request{Kind: option.RefundWhole, Snapshot: c.see(ref)}); len(got) != 0 {
		t.Errorf("a payment that was released: warned of %v", got)
	}
}
