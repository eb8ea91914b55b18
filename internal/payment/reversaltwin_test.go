package payment

import (
	"maps"
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment/option"
)

// TestTheReleaseOfATwin: a refund or payout that is held gives the money back
// when it is released. If the same money was given back in its place meanwhile,
// in any way and however long ago, the release is asked about; while that is
// unknown, the release is barred.
func TestTheReleaseOfATwin(t *testing.T) {
	again := func(m option.Move, minor int64) func(*counter, string) {
		return func(c *counter, ref string) {
			c.attemptOf(c.Reversals, c.reasoned(c.Reversals, Action{Move: m, Case: c.see(ref), Amount: pounds(minor), Reason: "x"}))
		}
	}
	fault := func(name string, do func(*counter, string)) func(*counter, string) {
		return func(c *counter, ref string) { c.fault(name, "REFUND"); do(c, ref) }
	}
	readOut := func(last4 string) func(*counter, string) {
		return func(c *counter, _ string) {
			v := c.begin(Action{Move: option.MovePayout, Amount: pounds(4000), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: last4})
			<-c.PayOut(v, card())
		}
	}
	cases := map[string]struct {
		held      option.Move
		meanwhile func(c *counter, ref string)
		want      []WarningKind
	}{
		"nothing":                {option.MoveRefundPart, func(*counter, string) {}, nil},
		"refunded":               {option.MoveRefundPart, again(option.MoveRefundPart, 4000), []WarningKind{BackMade}},
		"refunded another part":  {option.MoveRefundPart, again(option.MoveRefundPart, 3999), nil},
		"refund unknown":         {option.MoveRefundPart, fault("lost", again(option.MoveRefundPart, 4000)), []WarningKind{BackInDoubt}},
		"paid out":               {option.MoveRefundPart, again(option.MovePayout, 4000), []WarningKind{BackMade}},
		"refunded in the portal": {option.MoveRefundPart, func(c *counter, ref string) { c.portalRefund(ref, 4000, "webuser") }, []WarningKind{BackMade}},
		"refunded and stopped": {option.MoveRefundPart, func(c *counter, ref string) {
			again(option.MoveRefundPart, 4000)(c, ref)
			for _, child := range c.see(ref).Related {
				if child.SettleStatus == string(gateway.SettlePending) {
					c.do(child.TransactionReference, option.MoveCancel)
				}
			}
		}, nil},
		"called not made": {option.MoveRefundPart, func(c *counter, ref string) {
			c.fault("close", "REFUND")
			c.settleDoubt(c.do(ref, option.MoveRefundPart, amount(4000)).ID)
		}, []WarningKind{BackNotMade}},
		"another payment":       {option.MoveRefundPart, func(c *counter, _ string) { again(option.MoveRefundPart, 4000)(c, c.paySettled(9000)) }, nil},
		"a payout, refunded":    {option.MovePayout, again(option.MoveRefundPart, 4000), []WarningKind{BackMade}},
		"a payout to the card":  {option.MovePayout, readOut("1111"), []WarningKind{BackMade}},
		"a payout to another":   {option.MovePayout, readOut("0002"), nil},
		"refund, to the card":   {option.MoveRefundPart, readOut("1111"), []WarningKind{BackMade}},
		"a second that is held": {option.MoveRefundPart, fault("suspend", again(option.MoveRefundPart, 4000)), []WarningKind{BackMade}},
	}
	every := effort.Every(5)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		tc := cases[name]
		for _, later := range []time.Duration{0, DefaultWindow + time.Minute, 26 * time.Hour} {
			if !every() {
				continue
			}
			if later > 24*time.Hour && len(tc.want) > 0 && tc.want[0] == BackNotMade {
				continue
			}
			c := newCounter(t)
			ref := c.paySettled(10000)
			c.fault("suspend", "REFUND")
			held := c.do(ref, tc.held, amount(4000)).Result.Record.TransactionReference
			c.clock.wait(DefaultWindow + time.Minute)
			tc.meanwhile(c, ref)
			c.clock.wait(later)
			ben := c.desk("ben", c.store.Reopen())
			a := Action{Move: option.MoveRelease, Case: c.at(ben, held), Reason: "it is right"}
			if got := c.warned(ben, a); len(got) != len(tc.want) || len(got) > 0 && got[0] != tc.want[0] {
				t.Errorf("%s, %v later: warned of %v, want %v", name, later, got, tc.want)
			}
			if v := c.attemptOf(ben, a); (v.Outcome == gateway.Approved) != (tc.want == nil) {
				t.Errorf("%s, %v later: released %v %q", name, later, v.Outcome, v.Problem)
			}
			if tc.want == nil {
				continue
			}
			barred := tc.want[0] == BackInDoubt
			if v := c.attemptOf(ben, c.reasoned(ben, a)); (v.Outcome == gateway.Approved) == barred {
				t.Errorf("%s, %v later: released with a reason %v %q", name, later, v.Outcome, v.Problem)
			}
		}
	}
}

// A released refund is asked about when the same is given back again, just as a
// refund is; releasing a payment gives nothing back.
func TestTheTwinOfARelease(t *testing.T) {
	for name, portal := range map[string]bool{"our refund": false, "the portal's": true} {
		c := newCounter(t)
		ref := c.paySettled(10000)
		c.fault("suspend", "REFUND")
		var held string
		if portal {
			result, err := c.wire.Client.Refund(t.Context(), gateway.RefundRequest{
				Site: "test_site12345", Parent: ref, Amount: pounds(4000), OrderReference: "webuser", OperatorName: "webuser",
			})
			if err != nil {
				t.Fatal(err)
			}
			held = result.Record.TransactionReference
		} else {
			held = c.do(ref, option.MoveRefundPart, amount(4000)).Result.Record.TransactionReference
		}
		c.clock.wait(DefaultWindow + time.Minute)
		if v := c.do(held, option.MoveRelease); v.Outcome != gateway.Approved {
			t.Fatal(v.Outcome, v.Problem)
		}
		c.clock.wait(time.Minute)
		a := Action{Move: option.MoveRefundPart, Case: c.see(ref), Amount: pounds(4000)}
		if got := c.warned(c.Reversals, a); len(got) != 1 || got[0] != BackMade {
			t.Errorf("%s: warned of %v", name, got)
		}
		if v := c.attemptOf(c.Reversals, a); v.Outcome != gateway.NotSent {
			t.Errorf("%s: %v", name, v.Outcome)
		}
	}
	c := newCounter(t)
	ref := c.startHeldOf(4000)
	c.do(ref, option.MoveRelease)
	c.bank.Settle()
	if got := c.warned(c.Reversals, Action{Move: option.MoveRefundWhole, Case: c.see(ref)}); len(got) != 0 {
		t.Errorf("a payment that was released: warned of %v", got)
	}
}
