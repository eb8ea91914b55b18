package operation

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// The payment settles between the agent's look and the confirmation: nothing
// is sent, and the operation that is legal now is offered.
func TestStateChangedBeforeSending(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	v := c.begin(Request{Kind: option.Cancel, Snapshot: c.see(ref)})
	c.Bank.Settle()
	v = <-c.Carry(v)
	want := "It has settled and cannot be changed any more: refund it. Nothing was sent."
	if v.Outcome != gateway.OutcomeNotSent || !v.Changed || v.Note != want || !v.Reread || !v.After.Option(option.RefundWhole).Legal() || len(c.Wire.Sent) != 0 {
		t.Errorf("%v changed %v %q, sent %v", v.Outcome, v.Changed, v.Note, c.Wire.Sent)
	}

	v = c.begin(Request{Kind: option.RefundWhole, Snapshot: c.see(ref)})
	if done := c.do(ref, option.RefundPart, amount(100)); done.Outcome != gateway.OutcomeApproved {
		t.Fatal(done.Outcome, done.Problem)
	}
	v = <-c.Carry(v)
	if v.Outcome != gateway.OutcomeNotSent || !v.Changed || !strings.Contains(v.Note, "£48.00 is more than the £47.00 that is left") || v.After.Left != paymenttest.Pounds(4700) {
		t.Errorf("%v changed %v %q", v.Outcome, v.Changed, v.Note)
	}

	ref = c.Pay(4800)
	v = c.begin(Request{Kind: option.Reduce, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1000)})
	c.do(ref, option.Reduce, amount(300))
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || !v.Changed || v.After.Left != paymenttest.Pounds(4500) {
		t.Errorf("two reductions: %v changed %v, left %v", v.Outcome, v.Changed, v.After.Left)
	}
	c.wantRecord(ref, "0", "4500")
}

// The same, a moment later: the gateway refuses.
func TestStateChangedWhileSending(t *testing.T) {
	for name, tc := range map[string]struct {
		settled bool
		kind    option.Kind
		between func(*counter, string)
		note    string
		legal   option.Kind
		code    string
	}{
		"60017": {
			false, option.Cancel, func(c *counter, _ string) { c.Bank.Settle() },
			"The gateway says that the payment can no longer be changed: it has begun to settle, or was cancelled. Nothing was changed.",
			option.RefundWhole, "60017",
		},
		"20007": {true, option.RefundWhole, func(c *counter, ref string) {
			_, _ = c.Wire.Client.Refund(c.T.Context(), gateway.RefundRequest{Site: "test_site12345", Parent: ref, Amount: paymenttest.Pounds(100)})
		}, "The gateway says that this is more than is left of the payment. Nothing was given back.", option.RefundPart, "20007"},
		"20005": {
			true, option.RefundWhole, nil,
			"The gateway says that the payment has not settled, so it cannot be refunded yet. Nothing was given back.", option.Cancel, "20005",
		},
	} {
		c := newCounter(t)
		ref := c.Pay(4800)
		switch {
		case tc.between == nil: // the gateway's queries run ahead of its refunds
			c.Gateway = &ahead{Wire: c.Wire, until: gateway.TypeRefund}
		case tc.settled:
			c.Bank.Settle()
		}
		if tc.between != nil {
			c.Wire.Before = func(string) { tc.between(c, ref) }
		}
		v := c.do(ref, tc.kind)
		if v.Outcome != gateway.OutcomeRejected || v.Result.Code.Code != tc.code || !v.Changed || v.Note != tc.note || !v.Reread || !v.After.Option(tc.legal).Legal() {
			t.Errorf("%s: %v %s changed %v %q; now legal: %v", name, v.Outcome, v.Result.Code.Code, v.Changed, v.Note, optionTexts(v.After.Options))
		}
		if e := c.Entry(v.ID); e.State != journal.Known || e.Outcome != gateway.OutcomeRejected || e.ErrorCode != tc.code {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// ahead is a gateway whose queries call every payment settled until it has got
// a request of a kind.
type ahead struct {
	*paymenttest.Wire

	until string
}

func (a *ahead) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, err := a.Wire.Query(ctx, q)
	for i := range result.Records {
		if a.LastSent() != a.until {
			result.Records[i].SettleStatus = "100"
		}
	}
	return result, err
}

// Without a last look at the payment or the journal nothing is sent.
func TestNoLookNothingSent(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	v := c.begin(Request{Kind: option.RefundWhole, Snapshot: c.see(ref)})
	c.Gateway = blind{c.Wire}
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || !strings.Contains(v.Problem, "could not be looked at once more") || c.Bank.Arrived("REFUND") != 0 {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
	c.Gateway = c.Wire
	v = c.begin(Request{Kind: option.RefundWhole, Snapshot: c.see(ref)})
	c.change(func(o *payment.Options) { o.Store = unsearchable{c.Journal} })
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || !strings.Contains(v.Problem, "journal") || c.Bank.Arrived("REFUND") != 0 {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
	c.change(func(o *payment.Options) { o.Store = c.Journal })
	v = c.begin(Request{Kind: option.RefundWhole, Snapshot: c.see(ref)})
	c.Gateway = sleepy{c.Wire, c.Clock}
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || !strings.Contains(v.Problem, "too long") || c.Bank.Arrived("REFUND") != 0 {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}

// blind cannot query.
type blind struct{ *paymenttest.Wire }

func (blind) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{}, &gateway.Error{Kind: gateway.KindTimeout, Written: true}
}

// sleepy is a machine that sleeps for an hour in the middle of a query.
type sleepy struct {
	*paymenttest.Wire

	clock *paymenttest.Clock
}

func (s sleepy) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	s.clock.Wait(time.Hour)
	return s.Wire.Query(ctx, q)
}

// unsearchable is a journal that cannot tell what else was done to a payment.
type unsearchable struct{ journal.Store }

func (unsearchable) ByTransaction(context.Context, string) ([]journal.Entry, error) {
	return nil, errors.New("disk error")
}

// The bank holds or declines a refund, which then gives nothing back. The note does
// not repeat what the outcome says.
func TestRefundHeldOrDeclined(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	c.Fault("suspend", "REFUND")
	v := c.do(ref, option.RefundPart, amount(1000))
	if v.Outcome != gateway.OutcomeHeld || v.Note != "" || v.After.Left != paymenttest.Pounds(3800) {
		t.Errorf("%v %q, left %v", v.Outcome, v.Note, v.After.Left)
	}
	c2 := newCounter(t)
	ref = c2.PaySettled(90000)
	v = c2.do(ref, option.RefundPart, amount(70000)) // the test bank declines this amount
	if v.Outcome != gateway.OutcomeDeclined || v.Changed || v.Note != "The bank declined it. No money moved." || v.After.Left != paymenttest.Pounds(90000) {
		t.Errorf("%v %q, left %v", v.Outcome, v.Note, v.After.Left)
	}
}

// A refund that was done and does not show yet has a note that says so.
func TestDoneAndNotShown(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	c.Fault("hide", "REFUND")
	v := c.do(ref, option.RefundPart, amount(1000))
	if v.Outcome != gateway.OutcomeApproved || v.Note != "It is done; the gateway does not show it yet." || v.After.Left != paymenttest.Pounds(3800) {
		t.Errorf("%v %q, left %v", v.Outcome, v.Note, v.After.Left)
	}
	// It counts already: this gateway would refuse too much, but another may not.
	if seen := c.see(ref); seen.Option(option.RefundWhole).Most != paymenttest.Pounds(3800) {
		t.Errorf("%v may be refunded", seen.Option(option.RefundWhole).Most)
	}
}
