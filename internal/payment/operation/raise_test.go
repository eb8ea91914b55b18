package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
)

// reserve is a pre-authorisation of £48.00 that waits to be captured.
func (c *counter) reserve(change ...func(*gateway.AuthRequest)) string {
	return c.Pay(4800, append([]func(*gateway.AuthRequest){func(r *gateway.AuthRequest) {
		r.AuthMethod, r.SettleStatus = gateway.AuthPre, gateway.SettleSuspended
	}}, change...)...)
}

// TestRaise: what is reserved rises by the amount, once, and is then reduced, captured
// and given back like any payment.
func TestRaise(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	if o := c.see(ref).Option(option.Raise); !o.Legal() || o.Left != paymenttest.Pounds(4800) {
		t.Fatalf("%+v", o)
	}
	v := c.do(ref, option.Raise, amount(1200))
	if v.Outcome != gateway.OutcomeHeld || !v.Reread || v.Note != "" || v.Noun() != "raise" {
		t.Fatalf("%v %q %q", v.Outcome, v.Problem, v.Note)
	}
	c.wantRecord(ref, "2", "6000")
	e := c.Entry(v.ID)
	if e.Operation != journal.OpRaise || e.AuthMethod != "INCREMENTAL" || e.Parent != ref || e.Amount != paymenttest.Pounds(1200) || e.Before.SettleAmount != 4800 {
		t.Errorf("%+v", e)
	}
	seen := c.see(ref)
	if len(seen.Related) != 1 || seen.Related[0].AuthMethod != "INCREMENTAL" || seen.Left != paymenttest.Pounds(6000) || seen.given != paymenttest.Pounds(6000) { // all of it is held
		t.Errorf("%+v, %s left, %s given", seen.Related, seen.Left, seen.given)
	}
	own := c.see(v.Result.Record.TransactionReference)
	for _, o := range own.Options {
		if o.Legal() {
			t.Errorf("the raise itself allows %q", o.Title)
		}
	}
	holds, err := c.Processor.Holds(t.Context())
	if err != nil || len(holds.List) != 0 { // the reservation is the portal's, and the raise is a part of it
		t.Errorf("held: %+v, %v", holds.List, err)
	}

	c.do(ref, option.Reduce, amount(500))
	c.wantRecord(ref, "2", "5500")
	if given := c.see(ref).given; given != paymenttest.Pounds(6000) { // £5.00 back, £55.00 held
		t.Errorf("%s counts as given back or held", given)
	}
	if v := c.do(ref, option.Release); v.Outcome != gateway.OutcomeApproved {
		t.Fatalf("%v %q", v.Outcome, v.Problem)
	}
	if o := c.see(ref).Option(option.Raise); o.Refusal != "This pre-authorisation is captured: take a new payment for the rest." {
		t.Errorf("%q", o.Refusal)
	}
	if given := c.see(ref).given; given != paymenttest.Pounds(500) {
		t.Errorf("%s counts as given back", given)
	}
	c.Bank.Settle()
	if seen := c.see(ref); seen.Left != paymenttest.Pounds(5500) || seen.Option(option.Raise).Legal() {
		t.Errorf("%s left, %+v", seen.Left, seen.Option(option.Raise))
	}
}

// TestRaiseIsRefused: what cannot be raised says so, and nothing is sent.
func TestRaiseIsRefused(t *testing.T) {
	c := newCounter(t)
	master := c.reserve(func(r *gateway.AuthRequest) {
		r.Card.Wipe()
		r.Card = gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
		for _, d := range []byte("5100000000000511") {
			r.Card.Number.Push(d)
		}
	})
	gone := c.reserve()
	c.Portal(gateway.UpdateRequest{TransactionReference: gone, SettleStatus: gateway.SettleCancelled})
	for ref, want := range map[string]string{
		master: "Only a pre-authorisation of a Visa card can be raised: take a new payment for the rest.",
		gone:   "This payment was cancelled: no money moves, so there is nothing to give back.",
		c.Pay(1000, func(r *gateway.AuthRequest) { r.OrderReference = "final" }): "This cannot be done with this payment.",
	} {
		seen := c.see(ref)
		if got := seen.Option(option.Raise).Refusal; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if _, err := c.Begin(t.Context(), Request{Kind: option.Raise, Snapshot: seen, Amount: paymenttest.Pounds(100), Reason: "x"}); err == nil {
			t.Errorf("%s: it begins", ref)
		}
	}
	ref := c.reserve()
	for minor, want := range map[int64]string{0: "more than zero", -5: "more than zero"} {
		_, err := c.Begin(t.Context(), Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(minor), Reason: "x"})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v", minor, err)
		}
	}
	if v := c.do(ref, option.Raise, amount(70000)); v.Outcome != gateway.OutcomeDeclined || v.Changed || !strings.Contains(v.Note, "declined") {
		t.Errorf("%v %v %q", v.Outcome, v.Changed, v.Note)
	}
	c.wantRecord(ref, "2", "4800")
	if o := c.see(ref).Option(option.Raise); !o.Legal() { // less may go through
		t.Errorf("%+v", o)
	}

	// The gateway refuses a merchant whose category has no raises.
	c.Wire.Before = func(kind string) {
		if kind == gateway.TypeAuth {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleCancelled})
		}
	}
	v := c.do(ref, option.Raise, amount(100))
	if v.Outcome != gateway.OutcomeRejected || v.Result.Code.Code != "20035" || !strings.Contains(v.Note, "does not raise") {
		t.Errorf("%v %q %q", v.Outcome, v.Result.Code.Code, v.Note)
	}
}

// TestRaiseWhoseAnswerIsLost: moto finds out whether the raise was made, and nothing
// else is done meanwhile. A raise that was not made can be made again only with a
// reason.
func TestRaiseWhoseAnswerIsLost(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	c.Fault("lost", gateway.TypeAuth)
	v := c.do(ref, option.Raise, amount(1200))
	if v.State != payment.InDoubt {
		t.Fatalf("%v %v", v.State, v.Outcome)
	}
	for _, o := range c.see(ref).Options {
		if o.Legal() && o.Kind != option.Repeat {
			t.Errorf("%q is possible meanwhile", o.Title)
		}
	}
	if e := c.check(v.ID); e.State != journal.Known || e.Outcome != gateway.OutcomeHeld || e.Alarm != "" {
		t.Errorf("%+v", e)
	}
	c.wantRecord(ref, "2", "6000")

	c.Pass(time.Hour)
	c.Fault("close", gateway.TypeAuth)
	v = c.do(ref, option.Raise, amount(700))
	if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound {
		t.Errorf("%+v", e)
	}
	again := Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(700), Reason: "x"}
	warnings, err := c.Guard(t.Context(), c.begin(again))
	if err != nil || len(warnings) != 1 || warnings[0].Kind != payment.SameNotTaken {
		t.Fatalf("%+v, %v", warnings, err)
	}
	if v := <-c.Carry(c.begin(again)); v.Outcome != gateway.OutcomeNotSent {
		t.Errorf("without a reason: %v", v.Outcome)
	}
	if v := <-c.Carry(c.begin(c.reasoned(c.desk, again))); v.Outcome != gateway.OutcomeHeld {
		t.Errorf("with one: %v %q", v.Outcome, v.Problem)
	}
	c.wantRecord(ref, "2", "6700")
}

// TestRaiseByTwoAgents: of two raises of one payment at once the later gives way, and
// a raise of a payment that has changed meanwhile is not sent.
func TestRaiseByTwoAgents(t *testing.T) {
	for name, minor := range map[string]int64{"the same amount": 1200, "another": 900} {
		c := newCounter(t)
		ref := c.reserve()
		ben := c.newService("ben", c.Journal.Reopen())
		if err := c.Bank.SetFault(sandbox.Fault{Name: "late", Arg: 50 * time.Millisecond, Rate: 1, Types: []string{"AUTH"}}); err != nil {
			t.Fatal(err)
		}
		one := c.Carry(c.begin(Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1200), Reason: "x"}))
		w, err := ben.Begin(t.Context(), Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(minor), Reason: "x"})
		if err != nil { // he sees it under way already
			<-one
			continue
		}
		two := ben.Carry(w)
		first, second := <-one, <-two
		if done := first.Outcome.MovesMoney(); done == second.Outcome.MovesMoney() {
			t.Errorf("%s: %v %q and %v %q", name, first.Outcome, first.Problem, second.Outcome, second.Problem)
		}
	}
	c := newCounter(t)
	ref := c.reserve()
	v := c.begin(Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1200), Reason: "x"})
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(4000)})
	if done := <-c.Carry(v); done.Outcome != gateway.OutcomeNotSent || !done.Changed {
		t.Errorf("%v %v", done.Outcome, done.Changed)
	}
	c.wantRecord(ref, "2", "4000")
}

// TestRaiseIsLimited: the limit of a payment counts what is reserved already, the
// limit of a day counts what is added, and a raise that a limit forbids is kept as
// not sent.
func TestRaiseIsLimited(t *testing.T) {
	for name, limits := range map[string]rights.Limits{
		"£59.99 in one payment": {Payment: paymenttest.Pounds(5999)},
		"£11.99 in one day":     {PaymentDay: paymenttest.Pounds(1199)},
	} {
		c := newCounter(t)
		ref := c.reserve()
		c.change(func(o *payment.Options) { o.Grant = grant(limits, rights.Preauthorise, rights.ViewAll) })
		_, err := c.Begin(t.Context(), Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1200), Reason: "x"})
		if _, is := err.(*rights.LimitError); !is || !strings.Contains(err.Error(), name) { //nolint:errorlint // as it comes
			t.Errorf("%s: %v", name, err)
		}
		if all, _ := c.Processor.Recent(t.Context(), 5); len(all) != 1 || all[0].Outcome != gateway.OutcomeNotSent || all[0].Operation != journal.OpRaise {
			t.Errorf("%s: the journal has %+v", name, all)
		}
		if v := c.do(ref, option.Raise, amount(1199)); v.Outcome != gateway.OutcomeHeld {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
}

// TestNoChangeUndoesARaise: until the gateway shows a raise, nothing sets an amount.
func TestNoChangeUndoesARaise(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	c.Strike("hide", 2*time.Minute, gateway.TypeAuth)
	v := c.do(ref, option.Raise, amount(1200))
	if v.Outcome != gateway.OutcomeHeld || !strings.Contains(v.Note, "does not show it yet") {
		t.Fatalf("%v %q", v.Outcome, v.Note)
	}
	if why := c.see(ref).Option(option.Reduce).Refusal; why != "The gateway does not show the raise of priya yet. Look again in a minute." {
		t.Errorf("%q", why)
	}
	c.Pass(3 * time.Minute)
	if o := c.see(ref).Option(option.Reduce); !o.Legal() || o.Left != paymenttest.Pounds(6000) {
		t.Errorf("%+v", o)
	}
}
