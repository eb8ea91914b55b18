package operation

import (
	"context"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// refusing answers every request with one errorcode, and does nothing.
type refusing struct {
	*paymenttest.Wire

	code string
}

func (l *refusing) result() gateway.AuthResult {
	code, _ := gateway.LookupCode(l.code)
	return gateway.AuthResult{Outcome: gateway.OutcomeRejected, Code: code, Record: gateway.Record{ErrorCode: l.code}}
}

func (l *refusing) Refund(context.Context, gateway.RefundRequest) (gateway.RefundResult, error) {
	return gateway.RefundResult(l.result()), nil
}

func (l *refusing) Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error) {
	return gateway.RefundResult(l.result()), nil
}

func (l *refusing) Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error) {
	return l.result(), nil
}

func (l *refusing) AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	return l.result(), nil
}

func (l *refusing) Update(context.Context, gateway.UpdateRequest) (gateway.UpdateResult, error) {
	return gateway.UpdateResult(l.result()), nil
}

// What is offered after a refusal follows from the refusal. The operations that it
// bars are not offered again at any desk, for a time or for good, and all others are.
// The note says that the payment has changed only if it has, or if the gateway says
// so.
func TestOfferedAfterARefusal(t *testing.T) {
	const day, forGood = 24 * time.Hour, 400 * 24 * time.Hour
	refund, payout := []option.Kind{option.RefundWhole, option.RefundPart}, []option.Kind{option.Payout}
	repeat, reduce := []option.Kind{option.Repeat}, []option.Kind{option.Reduce}
	updates := []option.Kind{option.Cancel, option.Reduce, option.Hold, option.Order, option.Due, option.Correct, option.Payout}
	for code, tc := range map[string]struct {
		kind    option.Kind
		bars    []option.Kind
		lasts   time.Duration
		changed bool
	}{
		"20004": {kind: option.RefundPart},
		"20005": {option.RefundPart, refund, doubt.PromiseTime, false},
		"20012": {option.RefundWhole, refund, doubt.PromiseTime, false},
		"20006": {option.RefundPart, refund, day, false},
		"20011": {option.RefundPart, refund, day, false},
		"20033": {option.RefundWhole, refund, day, false},
		"20034": {option.RefundPart, refund, day, false},
		"20014": {option.RefundPart, refund, day, false},
		"20007": {option.RefundWhole, []option.Kind{option.RefundWhole}, forGood, true},
		"21000": {kind: option.RefundPart},
		"20008": {kind: option.RefundPart}, // the set-up, which a supervisor mends
		"30000": {kind: option.RefundPart}, // a field, which is corrected
		"20028": {option.Repeat, repeat, day, false},
		"20018": {option.Payout, payout, day, false},
		"60013": {option.Reduce, reduce, doubt.PromiseTime, false},
		"60024": {option.Reduce, reduce, doubt.PromiseTime, false},
		"60033": {option.Reduce, reduce, doubt.PromiseTime, false},
		"60014": {option.Reduce, updates, doubt.PromiseTime, false},
		"60016": {option.Reduce, reduce, 24 * time.Hour, true},
		"60017": {option.Reduce, updates, doubt.PromiseTime, true},
		"60018": {kind: option.Reduce},
		"79001": {kind: option.Reduce},
		"90007": {kind: option.Reduce},
	} {
		c := newCounter(t)
		ref := c.Pay(10000)
		if tc.kind != option.Reduce {
			c.Bank.Settle()
		}
		before := c.see(ref)
		c.Gateway = &refusing{c.Wire, code}
		v := c.do(ref, tc.kind, amount(2000), func(a *Request) { a.OrderReference = "B-1" })
		if v.Outcome != gateway.OutcomeRejected || v.Changed != tc.changed || v.Note == "" || strings.Contains(v.Note, "%") {
			t.Errorf("%s: %v changed %v %q", code, v.Outcome, v.Changed, v.Note)
		}
		c.Gateway = c.Wire
		ben := c.newService("ben", c.Journal.Reopen())
		offered := func(when string, bars []option.Kind) {
			seen, err := ben.Look(t.Context(), ref)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range before.Options {
				barred := false
				for _, kind := range bars {
					barred = barred || o.Kind == kind
				}
				if now := seen.Option(o.Kind); o.Legal() && now.Legal() == barred {
					t.Errorf("%s, %s: %q is legal %v: %q", code, when, o.Title, now.Legal(), now.Refusal)
				}
			}
		}
		offered("at once", tc.bars)
		switch c.Clock.Wait(tc.lasts - time.Second); {
		case tc.bars == nil || tc.lasts == forGood: // settled by then, or too old
		default:
			offered("a while later", tc.bars)
			c.Clock.Wait(2 * time.Second)
			if tc.lasts == doubt.PromiseTime || tc.lasts == day && code != "60016" {
				offered("at last", nil)
			}
		}
		if tc.lasts == forGood && c.see(ref).Option(option.RefundWhole).Legal() {
			t.Errorf("%s: offered again after %v", code, tc.lasts)
		}
	}
}

// A reduction to more than settles is offered again once the gateway shows what
// settles.
func TestReductionAfterTooMuch(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(10000)
	c.Gateway = &refusing{c.Wire, "60016"}
	c.do(ref, option.Reduce, amount(2000))
	c.Gateway = c.Wire
	if c.see(ref).Option(option.Reduce).Legal() || !c.see(ref).Option(option.Cancel).Legal() {
		t.Error("what is offered is not what the refusal leaves")
	}
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(7000)})
	if o := c.see(ref).Option(option.Reduce); !o.Legal() {
		t.Errorf("%q", o.Refusal)
	}
}

// After a refusal as too little, more than that is offered.
func TestRefundAfterTooLittle(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	c.Gateway = &refusing{c.Wire, "20022"}
	c.do(ref, option.RefundPart, amount(50))
	c.Gateway = c.Wire
	part := c.see(ref).Option(option.RefundPart)
	if !part.Legal() || part.CheckAmount(paymenttest.Pounds(50)) == nil || part.CheckAmount(paymenttest.Pounds(51)) != nil || !c.see(ref).Option(option.RefundWhole).Legal() {
		t.Errorf("%+v", part)
	}
}

// What the gateway refused as too much is left again when the refund that took
// it is cancelled.
func TestTooMuchUntilItIsCancelled(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	if err := c.Bank.SetFault(sandbox.Fault{Name: "hide", Arg: 20 * time.Minute, Types: []string{"REFUND"}}); err != nil {
		t.Fatal(err)
	}
	portal := c.PortalRefund(ref, 4000, "portal")
	c.do(ref, option.RefundWhole)
	for range 2 {
		if seen := c.see(ref); seen.Option(option.RefundWhole).Legal() || seen.LeftProblem == "" {
			t.Errorf("at %v: the whole is offered", c.Clock.Now())
		}
		c.Clock.Wait(8 * time.Minute)
	}
	c.Clock.Wait(5 * time.Minute)
	c.Portal(gateway.UpdateRequest{TransactionReference: portal, SettleStatus: gateway.SettleCancelled})
	if seen := c.see(ref); !seen.Option(option.RefundWhole).Legal() || seen.Left != paymenttest.Pounds(4800) || seen.LeftProblem != "" {
		t.Errorf("cancelled: %q, %q, %v left of %d", seen.Option(option.RefundWhole).Refusal, seen.LeftProblem, seen.Left, len(seen.Related))
	}
	if v := c.do(ref, option.RefundWhole); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %q", v.Outcome, v.Note)
	}
}
