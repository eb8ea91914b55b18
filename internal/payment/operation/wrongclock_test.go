package operation

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// TestNothingIsGivenBackByAWrongClock: while our clock is wrong, no money is
// given back in any way, and a sentence says by how much the clock is wrong and
// what to do. Operations that give nothing back go on.
func TestNothingIsGivenBackByAWrongClock(t *testing.T) {
	readOut := func(*counter) Request {
		return Request{Kind: option.Payout, Amount: paymenttest.Pounds(1000), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111"}
	}
	held := func(c *counter) string {
		ref := c.PaySettled(9000)
		c.Fault("suspend", "REFUND")
		return c.do(ref, option.RefundPart, amount(1000)).Result.Record.TransactionReference
	}
	on := func(kind option.Kind, ref func(*counter) string) func(*counter) Request {
		return func(c *counter) Request {
			return Request{Kind: kind, Snapshot: c.see(ref(c)), Amount: paymenttest.Pounds(1000), OrderReference: "NEW-1", DueDate: "2026-11-24", Reason: "x"}
		}
	}
	settled := func(c *counter) string { return c.PaySettled(9000) }
	pending := func(c *counter) string { return c.Pay(9000) }
	refund := func(c *counter) string { return refundOf(c.see(c.refunded(9000)), "9000") }
	cases := map[string]struct {
		action func(*counter) Request
		gives  bool
	}{
		"refund of a part":      {on(option.RefundPart, settled), true},
		"refund of the whole":   {on(option.RefundWhole, settled), true},
		"payout":                {on(option.Payout, settled), true},
		"payout to a card":      {readOut, true},
		"cancel":                {on(option.Cancel, pending), true},
		"reduce":                {on(option.Reduce, pending), true},
		"hold":                  {on(option.Hold, pending), true},
		"release of a refund":   {on(option.Release, held), true},
		"release of a payment":  {on(option.Release, func(c *counter) string { return c.startHeldOf(9000) }), false},
		"cancelling a refund":   {on(option.Cancel, refund), false},
		"another order":         {on(option.Order, pending), false},
		"another due date":      {on(option.Due, pending), false},
		"a repeat of a payment": {on(option.Repeat, pending), false},
	}
	clocks := map[time.Duration]string{
		-400 * 24 * time.Hour: "400 days behind", -48 * time.Hour: "2 days behind", -24 * time.Hour: "24 hours behind",
		-6 * time.Minute: "6 minutes behind", -4 * time.Minute: "", 0: "", 4 * time.Minute: "", time.Hour: "1 hour ahead of", 72 * time.Hour: "3 days ahead of",
	}
	every := effort.Every(5)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		for _, ahead := range slices.Sorted(maps.Keys(clocks)) {
			tc, wrong := cases[name], clocks[ahead]
			for _, since := range []string{"look", "begin"} {
				if !every() {
					continue
				}
				c := newCounter(t)
				c.setClock(0)
				a := tc.action(c)
				if since == "look" {
					c.setClock(ahead)
				}
				a.Again = "x"
				v, err := c.Begin(t.Context(), a)
				if since == "begin" {
					c.setClock(ahead)
				}
				said := ""
				if err != nil {
					said = err.Error()
				} else {
					a.Warned, _ = c.Guard(t.Context(), v)
					v.warned = a.Warned
					if v.Parent == "" {
						v = <-c.CarryWithCard(v, paymenttest.Card())
					} else {
						v = <-c.Carry(v)
					}
					said = v.Problem
				}
				stopped := tc.gives && wrong != ""
				if (said != "") != stopped || stopped && !strings.Contains(said, "clock of this machine is "+wrong+" the gateway's") || !stopped && v.Outcome != gateway.OutcomeApproved {
					t.Errorf("%s, %v ahead since the %s: %v %q", name, ahead, since, v.Outcome, said)
				}
			}
		}
	}
}

// setClock sets the desk's time of day; the gateway has told the right one.
func (c *counter) setClock(ahead time.Duration) {
	if ahead == 0 {
		c.wrongClock(c.desk, 0)
	}
	now := func() time.Time { return c.Clock.Now().Add(ahead) }
	c.Processor.Now, resolverOf(c.Processor.Resolver).Now, c.Processor.SignIn.Now = now, now, now
}

// refunded is a payment that was refunded whole.
func (c *counter) refunded(minor int64) string {
	c.T.Helper()
	ref := c.PaySettled(minor)
	c.do(ref, option.RefundWhole)
	return ref
}

// The maximum of one day cannot be used twice with a clock that is put right in
// between, and the page says why nothing is offered.
func TestAClockPutRightBeginsNoDay(t *testing.T) {
	effort.Whole(t)
	for _, was := range []time.Duration{-24 * time.Hour, -48 * time.Hour, -400 * 24 * time.Hour, 24 * time.Hour, -time.Hour} {
		c := newCounter(t)
		c.setClock(0)
		ref := c.PaySettled(20000)
		c.Limits = option.Limits{Refunds: true, MaxAgentDay: paymenttest.Pounds(10000)}
		c.setClock(was)
		if o := c.see(ref).Option(option.RefundPart); o.Legal() || !strings.Contains(o.Refusal, "Nothing is given back until the clock is set") {
			t.Errorf("%v: offered, %q", was, o.Refusal)
		}
		one := c.tryAt(c.desk, ref, option.RefundPart, 9000)
		c.setClock(0)
		if two := c.tryAt(c.desk, ref, option.RefundPart, 8000); one || !two {
			t.Errorf("%v: 90.00 given back %v, then 80.00 %v", was, one, two)
		}
	}
}

// If only one host of the gateway had a wrong clock at the sign-in, nothing is
// stopped: the gateway is asked once more.
func TestAWrongClockOfTheGatewayIsAskedAgain(t *testing.T) {
	c := newCounter(t)
	c.setClock(0)
	asked := c.Processor.SignIn.Gateway
	c.Processor.SignIn.Gateway = anHourBehind{asked}
	if !c.Processor.SignIn.AskAgain(t.Context()) {
		t.Fatal("the gateway does not answer")
	}
	c.Processor.SignIn.Gateway = asked
	if ahead, told := c.Processor.SignIn.Clock(); !told || ahead > -59*time.Minute {
		t.Fatal(ahead, told)
	}
	if !c.tryAt(c.desk, c.PaySettled(20000), option.RefundPart, 9000) {
		t.Error("refused")
	}
}

// anHourBehind is a host of the gateway's with a wrong clock.
type anHourBehind struct{ payment.Querier }

func (b anHourBehind) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, err := b.Querier.Query(ctx, q)
	result.At = result.At.Add(-time.Hour)
	return result, err
}
