package operation

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

func correcting(c Correction) func(*Request) {
	return func(a *Request) { a.Correction = c }
}

// TestCorrection: the gateway has what was typed from then on, and the journal has the
// names of the fields and no more.
func TestCorrection(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	what := Correction{Billing: gateway.Billing{FirstName: "Zebedee", Premise: "No 123", Postcode: "TE12 3ST", Country: "GB"}, Expiry: gateway.Expiry{Month: 11, Year: 2031}}
	v := c.do(ref, option.Correct, correcting(what))
	if v.Outcome != gateway.OutcomeApproved || v.Note != "" || v.correction != (Correction{}) {
		t.Fatalf("%v %q %q %+v", v.Outcome, v.Problem, v.Note, v.correction)
	}
	r := c.wantRecord(ref, "0", "4800")
	if r.Billing.FirstName != "Zebedee" || r.Billing.Premise != "No 123" || r.Billing.Postcode != "TE12 3ST" || r.ExpiryDate != "11/2031" {
		t.Errorf("%+v, %s", r.Billing, r.ExpiryDate)
	}
	e := c.Entry(v.ID)
	if e.Operation != journal.OpCorrect || e.OverrideReason != "first name, house no. or name, postcode, country, expiry date: wrong size" || !e.NextCheckAt.IsZero() {
		t.Errorf("%+v", e)
	}
	history, err := c.Journal.History(t.Context(), v.ID)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := json.Marshal(history)
	for _, secret := range []string{"Zebedee", "No 123", "TE12", "2031"} {
		if err != nil || strings.Contains(string(kept), secret) {
			t.Errorf("the journal has %s, %v", secret, err)
		}
	}
	if o := c.see(ref).Option(option.Cancel); !o.Legal() { // nothing waits for it
		t.Errorf("%+v", o)
	}
}

func TestCorrectionIsRefused(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	for want, what := range map[string]Correction{
		"nothing is corrected": {},
		"expire":               {Expiry: gateway.Expiry{Month: 1, Year: 2020}},
	} {
		_, err := c.Begin(t.Context(), Request{Kind: option.Correct, Snapshot: c.see(ref), Correction: what, Reason: "x"})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	settled := c.PaySettled(1200)
	if o := c.see(settled).Option(option.Correct); o.Legal() {
		t.Errorf("%+v", o)
	}
	refund := c.do(settled, option.RefundWhole)
	if o := c.see(refund.Result.Record.TransactionReference).Option(option.Correct); o.Refusal != "This is a refund: correct the payment it belongs to." {
		t.Errorf("%+v", o)
	}
}

// TestCorrectionWhoseAnswerIsLost: moto looks at the record while it still has what
// was typed. If the record does not show that, the attempt ends as not confirmed,
// without an alarm, and may be made once more.
func TestCorrectionWhoseAnswerIsLost(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	what := Correction{Billing: gateway.Billing{Town: "Testtown"}}
	c.Fault("lost", gateway.TypeUpdate)
	if v := c.do(ref, option.Correct, correcting(what)); v.Outcome != gateway.OutcomeApproved || v.State != payment.Known {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
	c.Fault("close", gateway.TypeUpdate)
	what.Billing.Town = "Othertown"
	v := c.do(ref, option.Correct, correcting(what))
	if v.State != payment.InDoubt {
		t.Fatalf("%v %v", v.State, v.Outcome)
	}
	e := c.settleDoubt(v.ID)
	if e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound || e.Alarm != "" {
		t.Errorf("%+v", e)
	}
	c.Pass(time.Hour)
	if v := c.do(ref, option.Correct, correcting(what)); v.Outcome != gateway.OutcomeApproved || c.see(ref).Record.Billing.Town != "Othertown" {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
	c.Pass(time.Hour)
	if e := c.check(v.ID); e.Alarm != "" || e.Outcome != gateway.OutcomeNotSent {
		t.Errorf("%+v", e)
	}
}

// breaksLate makes every update. When the test lets it go, it says that the answer
// broke off.
type breaksLate struct {
	Gateway
	let chan struct{}
}

func (g breaksLate) Update(ctx context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	if _, err := g.Gateway.Update(ctx, r); err != nil {
		return gateway.UpdateResult{}, err
	}
	<-g.let
	return gateway.UpdateResult{Outcome: gateway.OutcomeUnknown}, errors.New("the answer broke off")
}

// TestCorrectionWhoseAnswerIsLate: the agent has been told by then that the outcome
// is not known, and the look still finds it. No byte of the attempt's own request may
// leave any more, so the look has another gate.
func TestCorrectionWhoseAnswerIsLate(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	settled := make(chan payment.Attempt, 1)
	c.change(func(o *payment.Options) {
		o.Patience = brief
		o.News = telling(func(a payment.Attempt) { settled <- a })
	})
	late := breaksLate{c.Service.Gateway, make(chan struct{})}
	c.Service.Gateway = late
	v := c.do(ref, option.Correct, correcting(Correction{Billing: gateway.Billing{Town: "Testtown"}}))
	if v.State != payment.InDoubt {
		t.Fatalf("%v %v", v.State, v.Outcome)
	}
	close(late.let)
	if a := <-settled; a.Outcome != gateway.OutcomeApproved || a.ID != v.ID {
		t.Errorf("%v %q", a.Outcome, a.Problem)
	}
}
