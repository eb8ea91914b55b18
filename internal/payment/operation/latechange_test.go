package operation

import (
	"context"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// heldBack makes a change only when the test lets it, whatever its console waits for.
type heldBack struct {
	*paymenttest.Wire

	let chan struct{}
}

func (h heldBack) Update(_ context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	<-h.let
	return h.Wire.Update(context.Background(), r)
}

// hearing is a listener that calls a function at once.
type hearing func(journal.Entry)

func (f hearing) Hear(e journal.Entry) { f(e) }

// A change that was called not made is answered late, after another has followed it: it has
// undone that one, whose caller was promised something else. So the later change is checked
// again at once, and both are alarms, while no query has found out anything.
func TestALateAnswerHasTheNextChangeCheckedAgain(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(10000)
	let := make(chan struct{})
	c.Gateway = heldBack{c.Wire, let}
	c.change(func(o *payment.Options) { o.Patience = brief })
	a := c.do(ref, option.Reduce, amount(2000))
	c.settleDoubt(a.ID) // and once more: the request may be on its way for long
	if e := c.settleDoubt(a.ID); a.State != payment.InDoubt || e.Outcome != gateway.OutcomeNotSent {
		t.Fatalf("%v, then %v", a.State, e.Outcome)
	}
	ben := c.newService("ben", c.Journal.Reopen())
	b := c.attemptOf(ben, Request{Kind: option.Reduce, Snapshot: c.at(ben, ref), Amount: paymenttest.Pounds(500), Reason: "asked for"})
	if e := c.check(b.ID); e.Outcome != gateway.OutcomeApproved || e.Watched() {
		t.Fatalf("the next change: %v, watched %v", e.Outcome, e.Watched())
	}
	told := make(chan journal.Entry, 1)
	resolverOf(c.Processor.Resolver).News = hearing(func(e journal.Entry) { told <- e }) // the last that follows from the answer
	close(let)
	select {
	case late := <-told:
		if late.ID != a.ID || late.Outcome != gateway.OutcomeApproved || late.Alarm == "" {
			t.Errorf("told: %v, alarm %q", late.Outcome, late.Alarm)
		}
	case <-time.After(2 * time.Minute):
		t.Fatal("nothing follows from the late answer")
	}
	if e := c.Entry(a.ID); e.Resolution != journal.ResolvedLateAnswer || !e.Attention() {
		t.Errorf("the change: %q, attention %v", e.Resolution, e.Attention())
	}
	if e := c.Entry(b.ID); !e.Watched() || e.NextCheckAt.After(c.Clock.Now()) {
		t.Fatalf("the next change is not checked again: %v", e.NextCheckAt)
	}
	if e := c.check(b.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise) {
		t.Errorf("the next change: alarm %q", e.Alarm)
	}
}
