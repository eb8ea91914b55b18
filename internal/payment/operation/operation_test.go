package operation

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// Every operation against the test bank, with what the bank has afterwards.
func TestOperations(t *testing.T) {
	t.Run("cancel", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(4800)
		v := c.do(ref, option.Cancel)
		c.wantRecord(ref, "3", "4800")
		if v.Outcome != gateway.OutcomeApproved || v.Note != "" || !v.Reread || v.After.Record.SettleStatus != "3" || v.After.Options[0].Kind != option.Nothing {
			t.Errorf("%v %q %+v", v.Outcome, v.Note, v.After.Options)
		}
		e := c.Entry(v.ID)
		if e.RequestType() != journal.TypeUpdate || e.Parent != ref || e.Outcome != gateway.OutcomeApproved || e.OverrideReason != "wrong size" ||
			e.Amount != paymenttest.Pounds(4800) || e.Agent != "priya" || e.Last4 != "1111" || !strings.HasPrefix(e.SentReference, "CANCEL-OF-"+ref+"-") {
			t.Errorf("%+v", e)
		}
	})
	t.Run("reduce", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(4800)
		if v := c.do(ref, option.Reduce, amount(1000)); v.Outcome != gateway.OutcomeApproved || v.After.Left != paymenttest.Pounds(3800) {
			t.Errorf("%v %q, left %v, %q", v.Outcome, v.Problem, v.After.Left, v.After.Options[0].Says)
		}
		c.wantRecord(ref, "0", "3800")
		c.Bank.Settle()
		if left := c.see(ref).Left; left != paymenttest.Pounds(3800) {
			t.Errorf("%v of what settled can be refunded", left)
		}
	})
	t.Run("refund", func(t *testing.T) {
		c := newCounter(t)
		ref := c.PaySettled(4800)
		v := c.do(ref, option.RefundPart, amount(1000))
		e := c.Entry(v.ID)
		if v.Outcome != gateway.OutcomeApproved || v.After.Left != paymenttest.Pounds(3800) || e.RequestType() != journal.TypeRefund || e.Parent != ref ||
			e.Amount != paymenttest.Pounds(1000) || e.TransactionReference == "" || !strings.HasPrefix(e.SentReference, "ORDER-1-") {
			t.Errorf("%v %q %+v", v.Outcome, v.Problem, e)
		}
		v = c.do(ref, option.RefundWhole)
		if v.Outcome != gateway.OutcomeApproved || v.Charge.Amount != paymenttest.Pounds(3800) || !v.After.Left.IsZero() || v.After.Options[0].Says != "All of this payment is on its way back already." {
			t.Errorf("%v %q, left %v, %q", v.Outcome, v.Problem, v.After.Left, v.After.Options[0].Says)
		}
		if refunds := v.After.Related; len(refunds) != 2 || refunds[0].OrderReference == refunds[1].OrderReference || refunds[0].OperatorName != "priya" {
			t.Errorf("%+v", refunds)
		}
		v = c.do(refundOf(v.After, "3800"), option.Cancel) // a refund is stopped, and leaves more to be refunded
		if v.Outcome != gateway.OutcomeApproved || c.see(ref).Left != paymenttest.Pounds(3800) {
			t.Errorf("%v %q, left %v", v.Outcome, v.Problem, c.see(ref).Left)
		}
	})
	t.Run("expired card", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(4800, func(r *gateway.AuthRequest) { r.Card.Expiry = gateway.Expiry{Month: 12, Year: 2026} })
		c.Bank.Settle()
		c.Clock.Wait(60 * 24 * time.Hour)
		a := Request{Kind: option.RefundWhole, Snapshot: c.see(ref)}
		if _, err := c.Begin(t.Context(), a); !strings.Contains(paymenttest.ErrText(err), "the card has expired") || !c.see(ref).Option(option.RefundWhole).NeedsExpiry {
			t.Errorf("%v", err)
		}
		a.Expiry = gateway.Expiry{Month: 12, Year: 2029}
		if v := <-c.Carry(c.begin(a)); v.Outcome != gateway.OutcomeApproved {
			t.Errorf("%v %q", v.Outcome, v.Problem)
		}
	})
	t.Run("hold and release", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(4800)
		v := c.do(ref, option.Hold)
		c.wantRecord(ref, "2", "4800")
		if v.Outcome != gateway.OutcomeApproved || !v.After.Option(option.Release).Legal() {
			t.Errorf("%v %q", v.Outcome, v.Problem)
		}
		c.do(ref, option.Release)
		c.wantRecord(ref, "1", "4800")
	})
	t.Run("order and due date", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(4800)
		v := c.do(ref, option.Order, func(a *Request) { a.OrderReference = "B-99" })
		if r := c.see(ref).Record; v.Outcome != gateway.OutcomeApproved || r.OrderReference != "B-99" || v.Note != "" {
			t.Errorf("%v %q: order %s", v.Outcome, v.Note, r.OrderReference)
		}
		v = c.do(ref, option.Due, func(a *Request) { a.DueDate = "2026-11-25" })
		if r := c.see(ref).Record; v.Outcome != gateway.OutcomeApproved || r.SettleDueDate != "2026-11-25" || v.Note != "" {
			t.Errorf("%v %q: due %s", v.Outcome, v.Note, r.SettleDueDate)
		}
	})
	t.Run("repeat", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(4800)
		v := c.do(ref, option.Repeat, amount(1500), func(a *Request) { a.OrderReference = "C-1" })
		child := c.see(v.Result.Record.TransactionReference).Record
		e := c.Entry(v.ID)
		if v.Outcome != gateway.OutcomeApproved || child.BaseAmount != "1500" || child.CredentialsOnFile != "2" || child.ParentTransaction != ref ||
			child.MaskedPAN != "411111######1111" || !strings.HasPrefix(child.OrderReference, "C-1-") || e.RequestType() != journal.TypeAuth || e.OwnReference != "C-1" {
			t.Errorf("%v %q\n%+v\n%+v", v.Outcome, v.Problem, child, e)
		}
		w, err := c.Processor.Guard(t.Context(), payment.Charge{OrderReference: "C-2", Amount: paymenttest.Pounds(1500), First6: "411111", Last4: "1111"})
		if err != nil || len(w) != 1 || w[0].Kind != payment.SameTaken {
			t.Errorf("the guard does not see a repeat: %v %v", w, err)
		}
	})
	t.Run("payout", func(t *testing.T) {
		c := newCounter(t)
		ref := c.Pay(1000)
		v := c.do(ref, option.Payout, amount(2000)) // more than was taken
		if v.Outcome != gateway.OutcomeApproved || len(v.After.Related) != 1 || v.After.Related[0].AccountType != "CFT" || v.After.Left != paymenttest.Pounds(1000) {
			t.Errorf("%v %q, %+v", v.Outcome, v.Problem, v.After)
		}
		a := Request{Kind: option.Payout, Amount: paymenttest.Pounds(500), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111"}
		plastic := paymenttest.Card()
		v = <-c.CarryWithCard(c.begin(a), plastic)
		if v.Outcome != gateway.OutcomeApproved || v.Parent != "" || plastic.Number.Len() != 0 || c.Entry(v.ID).Last4 != "1111" {
			t.Errorf("%v %q, %d digits left", v.Outcome, v.Problem, plastic.Number.Len())
		}
	})
}

// refundOf is the reference of the refund of so much.
func refundOf(c Snapshot, minor string) string {
	for _, r := range c.Related {
		if r.BaseAmount == minor {
			return r.TransactionReference
		}
	}
	return ""
}

// What Begin refuses sends nothing; what a limit refuses is in the journal.
func TestBeginRefuses(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	seen := c.see(ref)
	for _, tc := range []struct {
		action Request
		limits option.Limits
		want   string
		kept   bool
	}{
		{Request{Kind: option.RefundPart, Snapshot: seen}, allLimits(), "the amount must be more than zero", false},
		{Request{Kind: option.RefundPart, Snapshot: seen, Amount: paymenttest.Pounds(4801)}, allLimits(), "more than the £48.00 that is left", false},
		{Request{Kind: option.Cancel, Snapshot: seen}, allLimits(), "It has settled", false},
		{Request{Kind: option.Wait, Snapshot: seen}, allLimits(), "cannot be done", false},
		{Request{Kind: option.RefundWhole}, allLimits(), "look the payment up first", false},
		{Request{Kind: option.Repeat, Snapshot: seen, Amount: paymenttest.Pounds(100)}, allLimits(), "enter an order reference", false},
		{Request{Kind: option.Repeat, Snapshot: seen, OrderReference: "C-1"}, allLimits(), "more than zero", false},
		{Request{Kind: option.Payout, Snapshot: seen, Amount: paymenttest.Pounds(100)}, option.Limits{Refunds: true}, "Payouts are switched off here.", true},
		{Request{Kind: option.Payout, Snapshot: seen, Amount: paymenttest.Pounds(200)}, option.Limits{Payouts: true, MaxRefund: paymenttest.Pounds(100)}, "A payout may be at most £1.00 here.", true},
		{Request{Kind: option.RefundWhole, Snapshot: seen}, option.Limits{}, "Giving money back is switched off here.", true},
		{Request{Kind: option.RefundPart, Snapshot: seen, Amount: paymenttest.Pounds(2001)}, option.Limits{Refunds: true, MaxRefund: paymenttest.Pounds(2000)}, "At most £20.00 of one payment", true},
	} {
		c.Limits = tc.limits
		if tc.action.Snapshot.Record.TransactionReference != "" {
			tc.action.Snapshot = c.see(ref)
		}
		before, _ := c.Journal.Recent(t.Context(), "", 100)
		v, err := c.Begin(t.Context(), tc.action)
		limit := (*rights.LimitError)(nil)
		if !strings.Contains(paymenttest.ErrText(err), tc.want) || errors.As(err, &limit) != tc.kept {
			t.Errorf("%v: %v, want %s", tc.action.Kind, err, tc.want)
		}
		if _, sent := <-c.Carry(v); sent {
			t.Errorf("%v: what was refused could be carried out", tc.action.Kind)
		}
		after, _ := c.Journal.Recent(t.Context(), "", 100)
		if kept := len(after) - len(before); (kept == 1) != tc.kept || kept > 1 {
			t.Errorf("%v: %d journal entries", tc.action.Kind, kept)
		} else if kept == 1 && (after[0].Outcome != gateway.OutcomeNotSent || !strings.Contains(after[0].Problem, tc.want)) {
			t.Errorf("%v: %+v", tc.action.Kind, after[0])
		}
	}
	if len(c.Wire.Sent) != 0 {
		t.Errorf("sent: %v", c.Wire.Sent)
	}
}

// The intent is durable before anything is sent, and it is sent once.
func TestOperationsAreRecordedFirstAndSentOnce(t *testing.T) {
	for request, kind := range map[string]option.Kind{gateway.TypeRefund: option.RefundWhole, gateway.TypeUpdate: option.Cancel} {
		c := newCounter(t)
		ref := c.Pay(4800)
		if kind == option.RefundWhole {
			c.Bank.Settle()
		}
		recorded := false
		c.Wire.Before = func(string) {
			entries, err := c.Journal.ByTransaction(t.Context(), ref)
			recorded = err == nil && len(entries) == 1 && entries[0].State == journal.Open && entries[0].Amount == paymenttest.Pounds(4800)
		}
		v := c.begin(Request{Kind: kind, Snapshot: c.see(ref)})
		<-c.Carry(v)
		if _, again := <-c.Carry(v); again || !recorded || c.Bank.Arrived(request) != 1 {
			t.Errorf("%s: recorded %v, %d arrived", request, recorded, c.Bank.Arrived(request))
		}
		c.Journal.BeforeSync = func(string) error { return errors.New("disk full") }
		v, err := c.Begin(t.Context(), Request{Kind: option.Repeat, Snapshot: c.see(ref), Amount: paymenttest.Pounds(100), OrderReference: "X"})
		if err != nil {
			t.Fatal(err)
		}
		if done := <-c.Carry(v); done.Outcome != gateway.OutcomeNotSent || !strings.Contains(done.Problem, "could not be recorded") || slices.Contains(c.Wire.Sent, gateway.TypeAuth) {
			t.Errorf("%v %q, sent %v", done.Outcome, done.Problem, c.Wire.Sent)
		}
	}
}

// An intent that may or may not be durable is not sent either.
func TestOperationsAreNotSentAfterADoubtfulIntent(t *testing.T) {
	c := newCounter(t)
	v := c.begin(Request{Kind: option.RefundWhole, Snapshot: c.see(c.PaySettled(4800))})
	c.Journal.AfterSync = func(string) error { return errors.New("i/o error") }
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || !strings.Contains(v.Problem, "so it was not sent: i/o error") || len(c.Wire.Sent) != 0 {
		t.Errorf("%v %q, sent %v", v.Outcome, v.Problem, c.Wire.Sent)
	}
}

func TestDrainEndsOperations(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	a := Request{Kind: option.RefundWhole, Snapshot: c.see(ref)}
	v, next := c.begin(a), c.begin(a)
	c.Carry(v)
	c.Processor.Drain()
	if e := c.Entry(v.ID); e.Outcome != gateway.OutcomeApproved {
		t.Errorf("%+v", e)
	}
	if _, ok := <-c.Carry(next); ok {
		t.Error("a refund began after Drain")
	}
}

// A refund of a payment from this journal goes by the merchant's own order
// reference, not by one with two suffixes; one whose order reference cannot be
// used goes by the payment's transaction reference.
func TestRefundReferences(t *testing.T) {
	c := newCounter(t)
	taken := <-c.Processor.Charge(c.Processor.Begin(charge()), paymenttest.Card())
	for reference, want := range map[string]string{
		taken.Result.Record.TransactionReference:                                                     "A17-",
		c.Pay(4800, func(r *gateway.AuthRequest) { r.OrderReference = "A-LONG-REFERENCE-OF-25-CH" }): "A-LONG-REFERENCE-O-",
	} {
		c.Bank.Settle()
		v := c.do(reference, option.RefundPart, amount(100))
		if rest, ok := strings.CutPrefix(v.SentReference, want); !ok || len(rest) != orderref.EndingLength || v.Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: %s %v %q", reference, v.SentReference, v.Outcome, v.Problem)
		}
	}
	for own, want := range map[string]string{"": "23-9-80001-", "41111111-11111111": "23-9-80001-", " A17 ": "A17-"} {
		seen := Snapshot{Record: paymenttest.Paid(paymenttest.InStatus("100")), own: own}
		seen.Options = option.All(seen.Record, nil, paymenttest.Noon(), allLimits())
		if v := c.begin(Request{Kind: option.RefundWhole, Snapshot: seen}); !strings.HasPrefix(v.SentReference, want) {
			t.Errorf("%q: %s", own, v.SentReference)
		}
	}
}

// TestHostileOrderOfAPayment: the order reference of a payment that another
// system took may hold anything. It reaches no screen as it is, and does not
// keep the money from going back.
func TestHostileOrderOfAPayment(t *testing.T) {
	effort.Whole(t)
	for _, own := range []string{"\x1b]0;PAID\x07A17", "A\u202e17", "A\n17", strings.Repeat("A", 1<<20), "\xff\xfe"} {
		c := newCounter(t)
		ref := c.PaySettled(4800)
		seen := c.see(ref)
		seen.own, seen.Record.OrderReference = own, own
		v, err := c.Begin(t.Context(), Request{Kind: option.RefundWhole, Snapshot: seen, Reason: "wrong size"})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{v.Charge.OrderReference, v.SentReference} {
			if gateway.Clean(text, 64) != text || text == "" {
				t.Errorf("%.40q is kept as %.40q", own, text)
			}
		}
		if v = <-c.Carry(v); v.Outcome != gateway.OutcomeApproved {
			t.Errorf("%.40q: %v %s", own, v.Outcome, v.Problem)
		}
	}
}
