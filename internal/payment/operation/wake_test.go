package operation

import (
	"context"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// A refund that was refused for its sign-in, and was made all the same, is asked
// about like one that was called not made, whether it shows or not.
func TestARefundRefusedForItsSignIn(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		ben := c.newService("ben", c.Journal.Reopen())
		c.change(func(o *payment.Options) {
			o.SignIn = &payment.SignIn{Gateway: c.Wire, Site: "test_site12345", Clocks: c.Clock.Clocks()}
		})
		if err := c.Processor.SignIn.Prove(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.Processor.SignIn.Gateway = signInRefuser{}
		c.Fault("401paid", "REFUND")
		if hidden {
			if err := c.Bank.SetFault(sandbox.Fault{Name: "hide", Arg: 5 * time.Minute, Types: []string{"REFUND"}}); err != nil {
				t.Fatal(err)
			}
		}
		v := c.do(ref, option.RefundPart, amount(2000))
		if e := c.Entry(v.ID); e.Resolution != journal.ResolvedSignIn {
			t.Fatal(v.Outcome, e.Resolution)
		}
		two, kinds := c.tried(ben, Request{Kind: option.RefundPart, Snapshot: c.at(ben, ref), Amount: paymenttest.Pounds(2000), Reason: "asked for"})
		c.stopped(payment.BackNotMade, two, kinds, 1)
		if e := c.Entry(v.ID); (e.Alarm == "") != hidden {
			t.Errorf("hidden %v: alarm %q", hidden, e.Alarm)
		}
	}
}

type signInRefuser struct{}

func (signInRefuser) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindSignIn, Written: true, Status: 401}
}

// behind is a host of the gateway's that shows nothing yet.
type behind struct{ payment.Querier }

func (b behind) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, err := b.Querier.Query(ctx, q)
	result.Records, result.Found = nil, 0
	return result, err
}

// What a look has shown of an unknown refund is kept, because the resolver's host
// may not show it.
func TestWhatALookShowsIsKept(t *testing.T) {
	for _, order := range []string{"", "renamed"} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		c.Fault("lost", "REFUND")
		resolverOf(c.Processor.Resolver).Gateway = behind{c.Wire}
		v := c.do(ref, option.RefundPart, amount(4000))
		if order != "" {
			_, related, _ := c.read(t.Context(), ref)
			c.Portal(gateway.UpdateRequest{TransactionReference: related[0].TransactionReference, OrderReference: order})
		}
		child := c.see(ref).Related[0].TransactionReference
		if e := c.settleDoubt(v.ID); e.State == journal.Known || e.EvidenceReference != child || e.Alarm != journal.AlarmsOf(e).Evidence {
			t.Errorf("%q: %v %v, evidence %q, alarm %q", order, e.State, e.Outcome, e.Evidence, e.Alarm)
		}
	}
}

// TestEveryPageWakes: an attempt that was called not made and shows on a page
// wakes at once and has its alarm, though the resolver's host does not show it:
// on the payment's page and on its own.
func TestEveryPageWakes(t *testing.T) {
	effort.Whole(t)
	for name, tc := range map[string]struct {
		kind string
		make func(*counter, string) Operation
		own  bool
	}{
		"a refund on the payment's page": {"REFUND", func(c *counter, ref string) Operation { return c.do(ref, option.RefundPart, amount(4000)) }, false},
		"a refund on its own":            {"REFUND", func(c *counter, ref string) Operation { return c.do(ref, option.RefundPart, amount(4000)) }, true},
		"a repeat on the payment's page": {"AUTH", func(c *counter, ref string) Operation {
			return c.do(ref, option.Repeat, amount(4000), func(a *Request) { a.OrderReference = "R-1" })
		}, false},
		"a repeat on its own": {"AUTH", func(c *counter, ref string) Operation {
			return c.do(ref, option.Repeat, amount(4000), func(a *Request) { a.OrderReference = "R-1" })
		}, true},
		"a payout on its own": {"REFUND", func(c *counter, _ string) Operation {
			a := Request{Kind: option.Payout, Amount: paymenttest.Pounds(1500), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111"}
			return <-c.CarryWithCard(c.begin(a), paymenttest.Card())
		}, true},
	} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		if err := c.Bank.SetFault(sandbox.Fault{Name: "lost", Arg: 15 * time.Minute, Types: []string{tc.kind}}); err != nil {
			t.Fatal(err)
		}
		v := tc.make(c, ref)
		if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent {
			t.Fatal(name, e.State, e.Outcome)
		}
		c.check(v.ID) // the next one is minutes away
		c.Clock.Wait(10 * time.Minute)
		resolverOf(c.Processor.Resolver).Gateway = behind{c.Wire}
		c.check(v.ID)
		found, err := c.Wire.Client.Query(t.Context(), gateway.Query{Sites: []string{"test_site12345"}, OrderReferences: []string{v.SentReference}})
		if err != nil || len(found.Records) != 1 {
			t.Fatal(name, err, len(found.Records))
		}
		page := ref
		if tc.own {
			page = found.Records[0].TransactionReference
		}
		c.see(page)
		e := c.Entry(v.ID)
		if e.NextCheckAt.After(c.Clock.Now()) || e.Alarm == "" || e.EvidenceReference != found.Records[0].TransactionReference {
			t.Errorf("%s: next check in %v, alarm %q, evidence %q", name, e.NextCheckAt.Sub(c.Clock.Now()), e.Alarm, e.Evidence)
		}
		resolverOf(c.Processor.Resolver).Gateway = c.Wire
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm == "" {
			t.Errorf("%s: %v %q", name, e.Outcome, e.Alarm)
		}
	}
}

// A refusal may say that something was done that was called not made. It raises
// the alarm, whether or not it comes within the agent's patience.
func TestARefusalSaysWhatWasDone(t *testing.T) {
	effort.Whole(t)
	for name, tc := range map[string]struct {
		first  option.Kind
		second Request
		code   string
		alarm  string
		late   bool
	}{
		"more than is left":           {option.RefundPart, Request{Kind: option.RefundPart, Amount: paymenttest.Pounds(6000)}, "20007", journal.AlarmMoreBack, false},
		"more than is left, late":     {option.RefundPart, Request{Kind: option.RefundPart, Amount: paymenttest.Pounds(6000)}, "20007", journal.AlarmMoreBack, true},
		"more than is left, reduced":  {option.Reduce, Request{Kind: option.RefundWhole}, "20007", journal.AlarmAsIf, false},
		"more than settles, reduced":  {option.Reduce, Request{Kind: option.Reduce, Amount: paymenttest.Pounds(100)}, "60016", journal.AlarmAsIf, false},
		"cannot be changed: reduced":  {option.Cancel, Request{Kind: option.Reduce, Amount: paymenttest.Pounds(100)}, "60017", journal.AlarmAsIf, false},
		"cannot be changed: held":     {option.Cancel, Request{Kind: option.Hold}, "60017", journal.AlarmAsIf, false},
		"cannot be changed: released": {option.Release, Request{Kind: option.Reduce, Amount: paymenttest.Pounds(100)}, "60017", journal.AlarmAsIf, false},
	} {
		c := newCounter(t)
		ref := c.Pay(10000, func(r *gateway.AuthRequest) {
			if tc.first == option.Release {
				r.SettleStatus = gateway.SettleSuspended
			}
		})
		if tc.first == option.RefundPart {
			c.Bank.Settle()
		}
		c.Fault("close", map[bool]string{true: "REFUND", false: "TRANSACTIONUPDATE"}[tc.first == option.RefundPart])
		a := c.do(ref, tc.first, amount(7000))
		if e := c.settleDoubt(a.ID); e.Outcome != gateway.OutcomeNotSent {
			t.Fatal(name, e.State, e.Outcome)
		}
		if tc.second.Kind == option.RefundWhole {
			c.Bank.Settle()
		}
		ben := c.newService("ben", c.Journal.Reopen())
		told := make(chan payment.Attempt, 1)
		ben.change(func(o *payment.Options) { o.News = telling(func(a payment.Attempt) { told <- a }) })
		let := make(chan struct{})
		line := refuses{c.Wire, tc.code}
		ben.Gateway = line
		if tc.late {
			ben.Gateway = slowly{line, let}
			ben.change(func(o *payment.Options) { o.Patience = brief })
		}
		tc.second.Snapshot, tc.second.Reason = c.at(ben, ref), "asked for"
		b := c.attemptOf(ben, tc.second)
		if tc.late {
			close(let)
			<-told
		} else if b.Result.Code.Code != tc.code {
			t.Fatal(name, b.Outcome, b.Problem)
		}
		if e := c.Entry(a.ID); e.Alarm != tc.alarm || e.NextCheckAt.After(c.Clock.Now()) {
			t.Errorf("%s: alarm %q, next check in %v", name, e.Alarm, e.NextCheckAt.Sub(c.Clock.Now()))
		}
	}
	// A payment that is seen to settle is refused for that.
	c := newCounter(t)
	ref := c.Pay(10000)
	c.Fault("close", "TRANSACTIONUPDATE")
	a := c.do(ref, option.Cancel)
	c.settleDoubt(a.ID)
	c.Wire.Before = func(string) { c.Bank.Settle() }
	if b := c.do(ref, option.Hold); b.Result.Code.Code != "60017" {
		t.Fatal(b.Outcome, b.Problem)
	}
	if e := c.Entry(a.ID); e.Alarm != "" {
		t.Errorf("it settles: alarm %q", e.Alarm)
	}
}

// slowly answers a refund only when the test lets it.
type slowly struct {
	refuses

	let chan struct{}
}

func (s slowly) Refund(ctx context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	<-s.let
	return s.refuses.Refund(ctx, r)
}
