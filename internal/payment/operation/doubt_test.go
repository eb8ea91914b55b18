package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
	"motoconsole/internal/sandbox"
)

// A refund whose answer was lost: made at the bank, sent once, settled by a
// query, and no second one meanwhile.
func TestRefundInDoubt(t *testing.T) {
	for _, fault := range []string{"lost", "garble", "truncate", "wrongref", "502paid"} {
		c := newCounter(t)
		ref := c.PaySettled(4800)
		c.Fault(fault, "REFUND")
		v := c.do(ref, option.RefundPart, amount(4000))
		if v.State != payment.InDoubt || v.Reread || c.Entry(v.ID).State != journal.InDoubt {
			t.Fatalf("%s: %v %v", fault, v.State, v.Outcome)
		}
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery || e.TransactionReference == "" {
			t.Errorf("%s: %+v", fault, e)
		}
		if n := c.Bank.Arrived("REFUND"); n != 1 {
			t.Errorf("%s: %d refunds arrived", fault, n)
		}
		if left := c.see(ref).Left; left != paymenttest.Pounds(800) {
			t.Errorf("%s: %v left", fault, left)
		}
	}
}

// A refund that never arrived is called not made by the rule, and counts as
// made until then.
func TestRefundNotMade(t *testing.T) {
	for _, fault := range []string{"close", "502"} {
		c := newCounter(t)
		ref := c.PaySettled(4800)
		c.Fault(fault, "REFUND")
		v := c.do(ref, option.RefundWhole)
		seen := c.see(ref)
		want := "It is not known yet whether £48.00 of this payment was given back (" + v.SentReference + ", by priya). Wait until that is known."
		if !seen.Left.IsZero() || len(seen.Unresolved) != 1 || seen.Option(option.RefundPart).Refusal != want || seen.Options[0].Says != want {
			t.Errorf("%s: %v left, %q, %q", fault, seen.Left, seen.Options[0].Says, seen.Option(option.RefundPart).Refusal)
		}
		for range 3 { // queries alone prove nothing
			if e := c.check(v.ID); e.State != journal.InDoubt {
				t.Fatalf("%s: %+v", fault, e)
			}
		}
		c.Clock.Wait(payment.DefaultRule().Absent)
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound || !e.Watched() {
			t.Errorf("%s: %+v", fault, e)
		}
		if seen := c.see(ref); seen.Left != paymenttest.Pounds(4800) || !seen.Option(option.RefundWhole).Legal() {
			t.Errorf("%s: %v left after that", fault, seen.Left)
		}
	}
}

// A refund that was called not made and turns up raises an alarm of its own.
func TestRefundTurnsUpLate(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	c.Fault("close", "REFUND")
	v := c.do(ref, option.RefundWhole)
	c.check(v.ID)
	c.Clock.Wait(payment.DefaultRule().Absent)
	if e := c.check(v.ID); e.Outcome != gateway.OutcomeNotSent {
		t.Fatalf("%+v", e)
	}
	_, err := c.Wire.Client.Refund(t.Context(), gateway.RefundRequest{
		Site: "test_site12345", Parent: ref, Amount: paymenttest.Pounds(4800), OrderReference: v.SentReference,
	})
	if err != nil {
		t.Fatal(err)
	}
	if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmsOf(e).Late {
		t.Errorf("%v %q", e.Outcome, e.Alarm)
	}

	// A supervisor sees to it. What is known stays as it is.
	resolver := resolverOf(c.Processor.Resolver)
	if _, err := resolver.RuleOn(t.Context(), rights.Everything(), v.SentReference, gateway.OutcomeNotSent, "J. Doe", "seen to"); err == nil || !strings.Contains(err.Error(), "--as taken") {
		t.Errorf("called not taken: %v", err)
	}
	a, err := resolver.RuleOn(t.Context(), rights.Everything(), v.SentReference, gateway.OutcomeApproved, "J. Doe", "the caller was told")
	if err != nil || a.Outcome != gateway.OutcomeApproved || a.Resolution == journal.ResolvedSupervisor {
		t.Errorf("%v %q, %v", a.Outcome, a.Resolution, err)
	}
	if e := c.Entry(v.ID); e.AcknowledgedBy != "J. Doe" || e.Reason != "the caller was told" || e.Alarm != journal.AlarmsOf(e).Late {
		t.Errorf("%+v", e)
	}
	if open, err := c.Processor.Unresolved(t.Context(), 10); err != nil || len(open) > 0 {
		t.Errorf("still to be seen to: %v %v", open, err)
	}
}

// Updates in doubt are settled by the transaction itself.
func TestUpdateInDoubt(t *testing.T) {
	type row struct {
		kind   option.Kind
		change func(*Request)
	}
	rows := []row{
		{option.Cancel, func(*Request) {}},
		{option.Reduce, amount(1000)},
		{option.Hold, func(*Request) {}},
		{option.Release, func(*Request) {}},
		{option.Order, func(a *Request) { a.OrderReference = "B-99" }},
		{option.Due, func(a *Request) { a.DueDate = "2026-11-25" }},
	}
	begin := func(t *testing.T, r row, fault string) (*counter, string, Operation) {
		c := newCounter(t)
		ref := c.Pay(4800, func(q *gateway.AuthRequest) {
			if r.kind == option.Release {
				q.SettleStatus = gateway.SettleSuspended
			}
		})
		c.Fault(fault, "TRANSACTIONUPDATE")
		v := c.do(ref, r.kind, r.change)
		if v.State != payment.InDoubt || c.Bank.Arrived("TRANSACTIONUPDATE") != 1 {
			t.Fatalf("operation %d, %s: %v %v %q", r.kind, fault, v.State, v.Outcome, v.Problem)
		}
		if seen := c.see(ref); seen.Option(r.kind).Legal() || len(seen.Unresolved) != 1 || seen.Unresolved[0].Kind != r.kind {
			t.Errorf("operation %d can be made again while it is in doubt", r.kind)
		}
		return c, ref, v
	}
	for _, r := range rows {
		c, _, v := begin(t, r, "lost")
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery {
			t.Errorf("operation %d, made: %+v", r.kind, e)
		}

		c, ref, v := begin(t, r, "close")
		if e := c.check(v.ID); e.State != journal.InDoubt {
			t.Errorf("operation %d: called %v by one look", r.kind, e.Outcome)
		}
		c.Clock.Wait(payment.DefaultRule().Absent)
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound {
			t.Errorf("operation %d, not made: %+v", r.kind, e)
		}
		// The update that is made again is no late arrival of the first.
		again := c.do(ref, r.kind, r.change, func(a *Request) { *a = c.reasoned(c.desk, *a) })
		if again.Outcome != gateway.OutcomeApproved {
			t.Errorf("operation %d, again: %v %q", r.kind, again.Outcome, again.Problem)
		}
		c.check(again.ID)
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Alarm != "" || !e.Watched() { // it may still arrive, after another one
			t.Errorf("operation %d, made again: %+v", r.kind, e)
		}

		if r.kind == option.Release || r.kind == option.Due {
			continue // a held payment does not settle, and one that is due later neither
		}
		c, _, v = begin(t, r, "close")
		c.Bank.Settle()
		e := c.check(v.ID)
		if !doubt.SetsStatus(v.Operation) { // what settled may show another amount yet
			if e.State != journal.InDoubt {
				t.Errorf("operation %d, settled: called %v by one look", r.kind, e.Outcome)
			}
			c.Clock.Wait(payment.DefaultRule().Absent)
			if e = c.check(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound || !e.Watched() {
				t.Errorf("operation %d, settled long ago: %+v", r.kind, e)
			}
			continue
		}
		if r.kind == option.Hold { // it may have been held and released in between
			if e.State != journal.InDoubt || e.Evidence == "" {
				t.Errorf("operation %d, settled: %+v", r.kind, e)
			}
			continue
		}
		if e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedQuery || e.Watched() {
			t.Errorf("operation %d, too late: %+v", r.kind, e)
		}
	}
}

// An update that was called not made shows later.
func TestUpdateTurnsUpLate(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.Fault("close", "TRANSACTIONUPDATE")
	v := c.do(ref, option.Hold)
	c.check(v.ID)
	c.Clock.Wait(payment.DefaultRule().Absent)
	if e := c.check(v.ID); e.Outcome != gateway.OutcomeNotSent {
		t.Fatalf("%+v", e)
	}
	if _, err := c.Wire.Client.Update(t.Context(), gateway.Suspend("test_site12345", ref)); err != nil {
		t.Fatal(err)
	}
	if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmsOf(e).Late {
		t.Errorf("%v %q", e.Outcome, e.Alarm)
	}
}

// A transaction that is not found, or does not tell, proves nothing.
func TestUnreadableTransactionLeavesUpdateInDoubt(t *testing.T) {
	e := journal.Entry{Operation: journal.OpReduce, Target: journal.Target{SettleAmount: 3800}, Parent: "23-9-80001", SentReference: "REDUCE-TO3800-OF-23-9-80001-AAAAAA"}
	for name, tc := range map[string]struct {
		record gateway.Record
		want   doubt.Progress
	}{
		"reduced":            {paymenttest.Paid(func(r *gateway.Record) { r.SettleBaseAmount = "3800" }), doubt.IsDone},
		"reduced, settled":   {paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.SettleBaseAmount = "3800" }), doubt.IsDone},
		"as before":          {paymenttest.Paid(), doubt.NotYet},
		"settled as before":  {paymenttest.Paid(paymenttest.InStatus("100")), doubt.NotYet},
		"cancelled":          {paymenttest.Paid(paymenttest.InStatus("3"), func(r *gateway.Record) { r.SettleBaseAmount = "3800" }), doubt.IsDone},
		"no amount":          {paymenttest.Paid(func(r *gateway.Record) { r.SettleBaseAmount = "" }), doubt.Unheard},
		"odd settle status":  {paymenttest.Paid(paymenttest.InStatus("7")), doubt.Unheard},
		"another one's":      {paymenttest.Paid(func(r *gateway.Record) { r.TransactionReference = "23-9-80002" }), doubt.Unheard},
		"no settle status":   {paymenttest.Paid(paymenttest.InStatus("")), doubt.Unheard},
		"released by itself": {paymenttest.Paid(paymenttest.InStatus("1")), doubt.NotYet},
	} {
		if got := doubt.ProgressOf(e, tc.record); got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
	}
	c := newCounter(t)
	ref := c.Pay(4800)
	c.Fault("close", "TRANSACTIONUPDATE")
	c.do(ref, option.Cancel)
	c.change(func(o *payment.Options) { o.Site = "test_elsewhere" })
	if _, err := c.Look(t.Context(), ref); err == nil {
		t.Error("a payment of another site is found")
	}
}

// A supervisor can settle an update by its name.
func TestOverrideOfAnUpdate(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.Fault("close", "TRANSACTIONUPDATE")
	v := c.do(ref, option.Cancel)
	if _, err := resolverOf(c.Processor.Resolver).RuleOn(t.Context(), rights.Everything(), v.SentReference, gateway.OutcomeApproved, "sam", "seen in the portal"); err != nil {
		t.Fatal(err)
	}
	if e := c.Entry(v.ID); e.Outcome != gateway.OutcomeApproved || e.ResolvedBy != "sam" {
		t.Errorf("%+v", e)
	}
}

// The agent is told after the patience; the answer that comes later counts.
func TestLateAnswerToARefund(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	c.change(func(o *payment.Options) { o.Patience = brief })
	settled := make(chan payment.Attempt, 1)
	c.change(func(o *payment.Options) { o.News = telling(func(a payment.Attempt) { settled <- a }) })
	if err := c.Bank.SetFault(sandbox.Fault{Name: "late", Arg: 10 * time.Minute, Types: []string{"REFUND"}}); err != nil {
		t.Fatal(err)
	}
	v := c.do(ref, option.RefundWhole)
	if v.State != payment.InDoubt || !strings.Contains(v.Problem, "no answer came in time") {
		t.Fatalf("%v %q", v.State, v.Problem)
	}
	for c.Bank.Arrived("REFUND") == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := c.Bank.Release(); err != nil {
		t.Fatal(err)
	}
	if a := <-settled; a.Outcome != gateway.OutcomeApproved || a.ID != v.ID {
		t.Errorf("%v", a.Outcome)
	}
	if e := c.Entry(v.ID); e.Resolution != journal.ResolvedLateAnswer || e.Outcome != gateway.OutcomeApproved {
		t.Errorf("%+v", e)
	}
}
