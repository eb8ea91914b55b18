package operation

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// wrongClock sets the time of day of a desk. Its sign-in has heard the gateway's
// clock, as it has before anything is sent.
func (c *counter) wrongClock(r *desk, ahead time.Duration) {
	c.T.Helper()
	now := func() time.Time { return c.Clock.Now().Add(ahead) }
	r.Processor.Now, resolverOf(r.Processor.Resolver).Now = now, now
	r.change(func(o *payment.Options) {
		o.SignIn = &payment.SignIn{Gateway: c.Wire, Site: "test_site12345", Clocks: clock.Clocks{Now: now, Steady: c.Clock.Steady}}
	})
	if err := r.Processor.SignIn.Prove(c.T.Context()); err != nil {
		c.T.Fatal(err)
	}
}

// untoldClock sets the time of day of a desk that learns no time from the
// gateway's answers.
func (c *counter) untoldClock(r *desk, ahead time.Duration) {
	now := func() time.Time { return c.Clock.Now().Add(ahead) }
	r.Processor.Now, resolverOf(r.Processor.Resolver).Now, r.Processor.SignIn = now, now, &payment.SignIn{Gateway: paymenttest.SignsIn{}}
}

// TestAWrongClockForgetsNothingGivenBack: money that was given back, or called not
// given back, a moment ago is asked about at any time of day that the desk's clock
// may show.
func TestAWrongClockForgetsNothingGivenBack(t *testing.T) {
	effort.Whole(t)
	const year = 365 * 24 * time.Hour
	for _, ahead := range []time.Duration{20 * time.Minute, 25 * time.Hour, 2 * year, -20 * time.Minute, -25 * time.Hour, -2 * year} {
		for name, row := range map[string]struct {
			fault string
			want  payment.WarningKind
		}{"made": {"", payment.BackMade}, "called not made": {"close", payment.BackNotMade}, "unknown": {"lost", payment.BackInDoubt}, "by the portal": {"portal", payment.BackMade}} {
			t.Run(fmt.Sprint(name, ahead), func(t *testing.T) {
				c := newCounter(t)
				ref := c.PaySettled(10000)
				ben := c.newService("ben", c.Journal.Reopen())
				switch row.fault {
				case "portal":
					c.PortalRefund(ref, 2000, "portal")
				case "":
					c.do(ref, option.RefundPart, amount(2000))
				default:
					c.Fault(row.fault, "REFUND")
					v := c.do(ref, option.RefundPart, amount(2000))
					if row.want == payment.BackNotMade {
						c.settleDoubt(v.ID)
					}
				}
				c.Clock.Wait(10 * time.Second)
				c.wrongClock(ben, ahead)
				if v := c.attemptOf(ben, Request{Kind: option.RefundPart, Snapshot: c.at(ben, ref), Amount: paymenttest.Pounds(2001)}); v.ID != "" {
					t.Errorf("another amount with a clock %v ahead: %v", ahead, v.Outcome)
				}
				c.untoldClock(ben, ahead)
				arrived := c.Bank.Arrived("REFUND")
				two, kinds := c.tried(ben, Request{Kind: option.RefundPart, Snapshot: c.at(ben, ref), Amount: paymenttest.Pounds(2000), Reason: "asked for"})
				c.stopped(row.want, two, kinds, arrived-c.Bank.Arrived("TRANSACTIONUPDATE"))
			})
		}
	}
}

// The window runs from when a refund became known as made: until then it barred.
func TestTheWindowBeginsWhenARefundIsKnown(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	ben := c.newService("ben", c.Journal.Reopen())
	if err := c.Bank.SetFault(sandbox.Fault{Name: "lost", Arg: 5 * time.Minute, Types: []string{"REFUND"}}); err != nil {
		t.Fatal(err)
	}
	v := c.do(ref, option.RefundPart, amount(2000))
	c.Clock.Wait(payment.DefaultWindow + time.Minute)
	a := Request{Kind: option.RefundPart, Snapshot: c.at(ben, ref), Amount: paymenttest.Pounds(2000), Reason: "asked for"}
	if got := c.warned(ben, a); len(got) != 1 || got[0] != payment.BackInDoubt {
		t.Errorf("while it is unknown: %v", got)
	}
	c.check(v.ID)
	if two, kinds := c.tried(ben, a); two.Outcome != gateway.OutcomeNotSent || len(kinds) != 1 || kinds[0] != payment.BackMade {
		t.Errorf("once it is known: %v, warned of %v", two.Outcome, kinds)
	}
	c.Clock.Wait(payment.DefaultWindow)
	if two, kinds := c.tried(ben, a); two.Outcome != gateway.OutcomeApproved || len(kinds) != 0 {
		t.Errorf("after the window: %v, warned of %v", two.Outcome, kinds)
	}
}

// A reason covers what the agent was told, and not what has become of it since.
func TestAReasonIsForWhatWasTold(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	if err := c.Bank.SetFault(sandbox.Fault{Name: "lost", Arg: 15 * time.Minute, Types: []string{"REFUND"}}); err != nil {
		t.Fatal(err)
	}
	first := c.do(ref, option.RefundPart, amount(2000))
	if e := c.settleDoubt(first.ID); e.Outcome != gateway.OutcomeNotSent {
		t.Fatal(e.Outcome)
	}
	ben := c.newService("ben", c.Journal.Reopen())
	a := c.reasoned(ben, Request{Kind: option.RefundPart, Snapshot: c.at(ben, ref), Amount: paymenttest.Pounds(2000), Reason: "asked for"})
	if len(a.Warned) != 1 || a.Warned[0].Kind != payment.BackNotMade {
		t.Fatal(a.Warned)
	}
	v, err := ben.Begin(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	c.Clock.Wait(10 * time.Minute)
	if e := c.check(first.ID); e.Outcome != gateway.OutcomeApproved {
		t.Fatal(e.Outcome)
	}
	if v = <-ben.Carry(v); v.Outcome != gateway.OutcomeNotSent || v.Problem != payment.ErrAgain.Error() {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}

// What is unknown bars, and what was just made is asked about, however much was
// done at other desks since.
func TestTheGuardLooksPastOtherAttempts(t *testing.T) {
	for fault, want := range map[string]payment.WarningKind{"lost": payment.BackInDoubt, "": payment.BackMade} {
		c := newCounter(t)
		a := Request{Kind: option.Payout, Amount: paymenttest.Pounds(1500), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111"}
		if fault != "" {
			c.Fault(fault, "REFUND")
		}
		c.tried(c.desk, a)
		for range 300 {
			c.refusedTry(journal.Entry{Operation: journal.OpPayout, OwnReference: "P-1", Amount: paymenttest.Pounds(1500), Last4: "1111"})
		}
		c.Clock.Wait(payment.DefaultWindow - time.Minute)
		if want == payment.BackInDoubt {
			c.Clock.Wait(90 * 24 * time.Hour)
		}
		two, kinds := c.tried(c.newService("ben", c.Journal.Reopen()), a)
		c.stopped(want, two, kinds, 1)
	}
}

// A promise that does not show yet is not broken because the time of day was put
// forward.
func TestAWrongClockBreaksNoPromise(t *testing.T) {
	c := newCounter(t)
	c.ShowLate(5 * time.Minute)
	v := c.do(c.Pay(4800), option.Reduce, amount(1000))
	right := resolverOf(c.Processor.Resolver).Now
	resolverOf(c.Processor.Resolver).Now = func() time.Time { return c.Clock.Now().Add(25 * time.Hour) }
	c.Clock.Wait(time.Minute)
	if e := c.check(v.ID); e.Alarm != "" || !e.Watched() {
		t.Errorf("watched %v, alarm %q", e.Watched(), e.Alarm)
	}
	resolverOf(c.Processor.Resolver).Now = right
	c.Clock.Wait(5 * time.Minute)
	if e := c.check(v.ID); e.Alarm != "" || e.Watched() {
		t.Errorf("once it shows: watched %v, alarm %q", e.Watched(), e.Alarm)
	}
}

// A refund sent by a console whose time of day was wrong, and called not made, is
// known by a child that was made after it, on a machine whose time is right.
func TestAWrongClockHidesNoRefund(t *testing.T) {
	effort.Whole(t)
	for _, ahead := range []time.Duration{20 * time.Minute, 25 * time.Hour, -20 * time.Minute, -25 * time.Hour} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		c.untoldClock(c.desk, ahead)
		c.Fault("close", "REFUND")
		v := c.do(ref, option.RefundPart, amount(2000))
		if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent {
			t.Fatal(ahead, e.State, e.Outcome)
		}
		c.PortalRefund(ref, 2000, "portal")
		c.Clock.Wait(40 * time.Minute)
		ben := c.newService("ben", c.Journal.Reopen())
		ben.change(func(o *payment.Options) {
			o.Steady = func() clock.Reading { return clock.Reading{Boot: "another", At: time.Hour} }
		})
		c.at(ben, ref)
		if e := c.Entry(v.ID); e.Alarm != journal.AlarmsOf(e).Maybe {
			t.Errorf("%v ahead: alarm %q", ahead, e.Alarm)
		}
	}
}
