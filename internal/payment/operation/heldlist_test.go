package operation

import (
	"cmp"
	"context"
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/sandbox"
)

// holdsOf is what the home page knows after the gateway was asked.
func (c *counter) holdsOf(r *desk) payment.Holds {
	c.T.Helper()
	if _, err := c.askHeld(r); err != nil {
		c.T.Fatal(err)
	}
	return c.holds(r)
}

func (c *counter) holds(r *desk) payment.Holds {
	c.T.Helper()
	holds, err := r.Processor.Holds(c.T.Context())
	if err != nil {
		c.T.Fatal(err)
	}
	return holds
}

func (c *counter) askHeld(r *desk) (bool, error) {
	c.T.Helper()
	return r.Processor.AskHeld(c.T.Context(), c.holds(r))
}

// The home page of every desk shows held money from the moment it is held, with
// the agent who held it and until when, until it is released, cancelled, or the
// gateway has cancelled it. A row of its payment says the same.
func TestHeldIsTold(t *testing.T) {
	const day = 24 * time.Hour
	settle := func(c *counter, _ string) { c.Bank.Settle() }
	portal := func(status gateway.SettleStatus) func(c *counter, ref string) {
		return func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: status})
			c.Clock.Wait(doubt.PromiseTime + askedAgain)
		}
	}
	for name, end := range map[string]struct {
		by   func(c *counter, ref string)
		want gateway.Outcome
	}{
		"released":                {func(c *counter, ref string) { c.do(ref, option.Release) }, gateway.OutcomeApproved},
		"cancelled":               {func(c *counter, ref string) { c.do(ref, option.Cancel) }, gateway.OutcomeCancelled},
		"released in the portal":  {portal(gateway.SettleOverride), gateway.OutcomeApproved},
		"cancelled in the portal": {portal(gateway.SettleCancelled), gateway.OutcomeCancelled},
		"released and settled":    {func(c *counter, ref string) { portal(gateway.SettleOverride)(c, ref); settle(c, ref) }, gateway.OutcomeApproved},
		"too late":                {func(c *counter, ref string) { c.Clock.Wait(33 * day); settle(c, ref) }, gateway.OutcomeCancelled},
	} {
		for _, by := range []string{"", "priya"} {
			for _, method := range []gateway.AuthMethod{"", gateway.AuthPre} {
				c := newCounter(t)
				if by == "" {
					if err := c.Bank.SetFault(sandbox.Fault{Name: "suspend", Types: []string{"AUTH"}}); err != nil {
						t.Fatal(err)
					}
				}
				c.Wire.Change = func(q *gateway.AuthRequest) { q.AuthMethod = method }
				a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(4800), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
				ref := a.Result.Record.TransactionReference
				since := a.Began
				c.Clock.Wait(time.Hour)
				if by != "" {
					c.do(ref, option.Hold)
					since = since.Add(time.Hour)
				}
				days := 7
				if method == gateway.AuthPre {
					days = 31
				}
				want := payment.Held{TransactionReference: ref, What: "payment", FromCaller: true, Order: "A17", Amount: paymenttest.Pounds(4800), By: cmp.Or(by, "the gateway's checks"), Agent: "priya", Since: since, Brand: gateway.Visa, Last4: "1111", Until: a.Began.AddDate(0, 0, days)}
				for _, service := range []*desk{c.desk, c.newService("ben", c.Journal.Reopen())} {
					holds := c.holdsOf(service)
					if len(holds.List) != 1 || !alike(holds.List[0], want) || holds.Outcome(a) != gateway.OutcomeHeld {
						t.Errorf("%s, by %q, %q: %+v, not %+v, %v", name, by, method, holds.List, want, holds.Outcome(a))
					}
				}
				end.by(c, ref)
				if holds := c.holdsOf(c.desk); len(holds.List) != 0 || holds.Outcome(a) != end.want {
					t.Errorf("%s, by %q, %q: at the end %+v, %v", name, by, method, holds.List, holds.Outcome(a))
				}
			}
		}
	}
}

// alike compares with times to the minute: the gateway's have no fractions, and to
// look takes a moment.
func alike(got, want payment.Held) bool {
	near := got.Until.Sub(want.Until).Abs() < time.Minute && got.Since.Sub(want.Since).Abs() < time.Minute
	got.Until, got.Since = want.Until, want.Since
	return got == want && near
}

// Money that the journal has not made is held too: a pre-authorisation of
// another system, for as long as the gateway holds that, and a refund.
func TestHeldOfAnotherSystem(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800, func(q *gateway.AuthRequest) { q.AuthMethod = gateway.AuthPre })
	c.Clock.Wait(10 * 24 * time.Hour)
	c.do(ref, option.Hold)
	settled := c.PaySettled(4000)
	c.Fault("suspend", "REFUND")
	refund := c.do(settled, option.RefundPart, amount(1000))
	list := c.holdsOf(c.newService("ben", c.Journal.Reopen())).List
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	if m := list[0]; m.What != "refund" || m.By != "the gateway's checks" || m.Amount != paymenttest.Pounds(1000) || m.TransactionReference != refund.Result.Record.TransactionReference {
		t.Errorf("%+v", m)
	}
	if m, days := list[1], list[1].Until.Sub(c.Clock.Now()).Hours()/24; m.What != "pre-authorisation" || !m.FromCaller || m.By != "priya" || days < 20 || days > 22 {
		t.Errorf("%+v for %v days", m, days)
	}
}

// While the gateway does not answer, the page does not say until when money is
// held. The gateway is asked again after a while and not at once.
func TestHeldWhileTheGatewayIsSilent(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.do(ref, option.Hold)
	ben := c.newService("ben", c.Journal.Reopen())
	c.Fault("502", "TRANSACTIONQUERY")
	if asked, err := c.askHeld(ben); asked || err == nil {
		t.Fatalf("%v %v", asked, err)
	}
	if list := c.holds(ben).List; len(list) != 1 || !list[0].Until.IsZero() {
		t.Fatalf("%+v", list)
	}
	c.Clock.Wait(failedAgain / 2)
	if asked, err := c.askHeld(ben); asked || err != nil {
		t.Errorf("asked again too early: %v %v", asked, err)
	}
	c.Clock.Wait(failedAgain)
	if list := c.holdsOf(ben).List; len(list) != 1 || list[0].Until.IsZero() {
		t.Errorf("%+v", list)
	}
	if asked, err := c.askHeld(ben); asked || err != nil {
		t.Errorf("asked again at once: %v %v", asked, err)
	}
}

// The gateway shows a hold late, and money whose hold does not show yet is not
// released.
func TestHeldIsShownLate(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.ShowLate(10 * time.Minute)
	c.do(ref, option.Hold)
	for range 3 {
		if list := c.holdsOf(c.desk).List; len(list) != 1 || list[0].Until.IsZero() {
			t.Fatalf("%+v", list)
		}
		c.Clock.Wait(askedAgain)
	}
}

// Held money is shown however much was done since, with what the journal knows
// of it, and only once, however often it was held and released.
func TestHeldBehindManyAttempts(t *testing.T) {
	effort.Whole(t)
	c := newCounter(t)
	a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(4800), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
	ref, other := a.Result.Record.TransactionReference, c.Pay(2000)
	for _, kind := range []option.Kind{option.Hold, option.Release, option.Hold} {
		c.do(ref, kind)
		if kind == option.Hold {
			c.Clock.Wait(time.Minute)
		}
	}
	c.do(other, option.Hold)
	for i := range 3000 {
		e := journal.Entry{
			ID: fmt.Sprint("x", i), Operation: journal.OpCharge, SentReference: fmt.Sprint("X-", i), Agent: "ben", Site: "test_site12345",
			Amount: paymenttest.Pounds(1), State: journal.Open, IntentAt: c.Clock.Now(),
		}
		if err := c.Journal.Intent(t.Context(), e, "o", c.Clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	list := c.holdsOf(c.desk).List
	if len(list) != 2 || list[0].Order != "A17" && list[1].Order != "A17" {
		t.Errorf("%+v", list)
	}
}

// TestHeldIsAskedOnceForAll: what one desk of a process was told, all know.
func TestHeldIsAskedOnceForAll(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.do(ref, option.Hold)
	ben, kim := c.newService("ben", c.Journal.Reopen()), c.newService("kim", c.Journal.Reopen())
	ben.change(func(o *payment.Options) { o.Held = new(payment.HeldAnswers) })
	kim.change(func(o *payment.Options) { o.Held = ben.Processor.Held })
	if asked, err := c.askHeld(ben); !asked || err != nil {
		t.Fatalf("%v %v", asked, err)
	}
	if asked, err := c.askHeld(kim); asked || err != nil {
		t.Errorf("asked again for another desk: %v %v", asked, err)
	}
	if list := c.holds(kim).List; len(list) != 1 || list[0].Until.IsZero() {
		t.Errorf("%+v", list)
	}
}

// TestASessionThatEndsIsNoFailure: a desk that leaves in the middle of its question
// keeps no other desk from asking.
func TestASessionThatEndsIsNoFailure(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.do(ref, option.Hold)
	ben, kim := c.newService("ben", c.Journal.Reopen()), c.newService("kim", c.Journal.Reopen())
	ben.change(func(o *payment.Options) { o.Held = new(payment.HeldAnswers) })
	kim.change(func(o *payment.Options) { o.Held = ben.Processor.Held })
	holds := c.holds(ben)
	left, leave := context.WithCancel(t.Context())
	leave()
	if asked, err := ben.Processor.AskHeld(left, holds); asked || err == nil {
		t.Fatalf("%v %v", asked, err)
	}
	if asked, err := c.askHeld(kim); !asked || err != nil {
		t.Errorf("%v %v", asked, err)
	}
}

// When the gateway is asked again what is held: after an answer, and after none.
const (
	askedAgain  = 5 * time.Minute
	failedAgain = time.Minute
)

// TestReservedIsTold: a pre-authorisation that was to be held waits to be captured. One
// that the gateway holds by itself, or that an agent held later, is trouble, and so is
// a payment that was to be held.
func TestReservedIsTold(t *testing.T) {
	for _, row := range []struct {
		name     string
		kind     terms.Kind
		settles  terms.Settlement
		gateway  bool // which holds it
		byHand   bool
		reserved bool
	}{
		{"a pre-authorisation to be held", terms.Preauthorisation, terms.Hold(), false, false, true},
		{"held by hand later", terms.Preauthorisation, terms.Settlement{DueDate: "2026-12-01"}, false, true, false},
		{"held by the gateway", terms.Preauthorisation, terms.Settlement{DueDate: "2026-12-01"}, true, false, false},
		{"a payment to be held", terms.Payment, terms.Hold(), false, false, false},
	} {
		c := newCounter(t)
		c.change(func(o *payment.Options) { o.Offer = terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()} })
		if row.gateway {
			if err := c.Bank.SetFault(sandbox.Fault{Name: "suspend", Types: []string{"AUTH"}}); err != nil {
				t.Fatal(err)
			}
		}
		a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{
			OrderReference: "A17", Amount: paymenttest.Pounds(4800), Brand: gateway.Visa, First6: "411111", Last4: "1111", Kind: row.kind, Settlement: row.settles,
		}), paymenttest.Card())
		if row.byHand {
			c.do(a.Result.Record.TransactionReference, option.Hold)
		}
		list := c.holdsOf(c.desk).List
		if len(list) != 1 || list[0].Reserved != row.reserved {
			t.Errorf("%s: %+v", row.name, list)
		}
	}
}
