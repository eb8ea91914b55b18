package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
	"motoconsole/internal/statement"
)

// The gateway refused a refund as too much, though its records do not show why.
// After that, neither the whole nor the refused amount is offered again. Once the
// records show what was given back, what is left is offered.
func TestNotTheWholeAgain(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(4800)
	if err := c.Bank.SetFault(sandbox.Fault{Name: "hide", Arg: 10 * time.Minute, Types: []string{"REFUND"}}); err != nil {
		t.Fatal(err)
	}
	c.PortalRefund(ref, 4000, "portal")
	for _, try := range []struct {
		kind  option.Kind
		minor int64
	}{{option.RefundWhole, 0}, {option.RefundPart, 4700}} {
		v := c.do(ref, try.kind, amount(try.minor))
		if v.Outcome != gateway.OutcomeRejected || !v.Changed || v.After.Option(option.RefundWhole).Legal() || v.After.LeftProblem == "" {
			t.Errorf("%v changed %v: %q", v.Outcome, v.Changed, v.After.Option(option.RefundWhole).Refusal)
		}
	}
	part := c.see(ref).Option(option.RefundPart)
	if !part.Legal() || part.Most != paymenttest.Pounds(4699) || part.CheckAmount(paymenttest.Pounds(4700)) == nil {
		t.Errorf("a part: %q, most %v", part.Refusal, part.Most)
	}
	c.Clock.Wait(10 * time.Minute)
	seen := c.see(ref)
	if seen.LeftProblem != "" || seen.Left != paymenttest.Pounds(800) || !seen.Option(option.RefundWhole).Legal() {
		t.Errorf("once it shows: %q, %v left, %q", seen.LeftProblem, seen.Left, seen.Option(option.RefundWhole).Refusal)
	}
}

// After a 60017 no change is offered while the records still show a payment that
// can be changed.
func TestNoChangeAfterTooLate(t *testing.T) {
	for _, u := range allUpdates() {
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		if err := c.Bank.SetFault(sandbox.Fault{Name: "stale", Arg: time.Minute, Types: []string{"TRANSACTIONUPDATE"}}); err != nil {
			t.Fatal(err)
		}
		c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleCancelled})
		v := c.do(ref, u.kind, u.change)
		if v.Result.Code.Code != "60017" || !v.Changed {
			t.Fatalf("operation %d: %v %q", u.kind, v.Outcome, v.Problem)
		}
		for _, o := range v.After.Options {
			if o.Legal() && o.Kind != option.Repeat {
				t.Errorf("operation %d, refused: %q is offered", u.kind, o.Title)
			}
		}
		c.Clock.Wait(time.Minute)
		if says := c.see(ref).Options[0].Says; !strings.HasPrefix(says, "This payment was cancelled") {
			t.Errorf("operation %d, once it shows: %q", u.kind, says)
		}
	}
}

// The note of an attempt that was not sent says once that nothing was sent.
func TestNothingWasSentIsSaidOnce(t *testing.T) {
	for _, err := range []error{payment.ErrTwin, errLook, errChanged, errJournal, payment.ErrAgain, payment.ErrNotBack} {
		if text := statement.Sentence(err.Error()) + " Nothing was sent."; strings.Count(strings.ToLower(text), "sent") != 1 {
			t.Errorf("%s", text)
		}
	}
}

// An operation that the gateway refuses for a payment at all is not offered again while
// the refusal counts, at any desk. All other operations stay.
func TestNotOfferedAgainAfterARefusal(t *testing.T) {
	effort.Whole(t)
	const hour = time.Hour
	for code, tc := range map[string]struct {
		says    string
		long    time.Duration // how long it counts; 0 for a refusal of one request
		changed bool
	}{
		"20005": {"has not settled, although it shows it as settled", doubt.PromiseTime, false},
		"20012": {"has not settled, although it shows it as settled", doubt.PromiseTime, false},
		"20011": {"was declined", 24 * hour, false},
		"20006": {"“Refund requires authorisation parent” (code 20006)", 24 * hour, false},
		"20034": {"“Payment type does not support refunds” (code 20034)", 24 * hour, false},
		"40001": {"“Refund cannot be processed” (code 40001)", 24 * hour, false},
		"79001": {"", 0, false},
		"70000": {"", 0, false},
	} {
		for _, kind := range []option.Kind{option.RefundWhole, option.RefundPart, option.Payout} {
			c := newCounter(t)
			ref := c.PaySettled(4800)
			c.Wire.Refuse = code
			v := c.do(ref, kind, amount(1000))
			if v.Outcome != gateway.OutcomeRejected || v.Changed != tc.changed {
				t.Fatalf("%s, operation %d: %v, changed %v", code, kind, v.Outcome, v.Changed)
			}
			ben := c.newService("ben", c.Journal.Reopen())
			check := func(when string, legal bool) {
				t.Helper()
				seen, err := ben.Look(t.Context(), ref)
				if err != nil {
					t.Fatal(err)
				}
				for _, o := range seen.Options {
					same := o.Kind.Operation() == kind.Operation()
					if same && (o.Legal() != legal || !legal && !strings.Contains(o.Refusal, tc.says)) {
						t.Errorf("%s, operation %d, %s: %s: %q", code, kind, when, o.Title, o.Refusal)
					}
					if o.Kind == option.Repeat && !o.Legal() {
						t.Errorf("%s, operation %d, %s: %q", code, kind, when, o.Refusal)
					}
				}
			}
			check("at once", tc.long == 0)
			c.Clock.Wait(tc.long + time.Minute)
			check("later", true)
		}
	}
}

// An attempt that is stopped, but not by another attempt, is not called one that gave
// way.
func TestWhatStopsAnAttemptIsNoGivingWay(t *testing.T) {
	for _, err := range []error{errLook, errChanged, errJournal} {
		if a := payment.AttemptOf(journal.Entry{State: journal.Known, Outcome: gateway.OutcomeNotSent, Problem: err.Error()}); a.GaveWay() != payment.SameNone {
			t.Errorf("%q gave way", a.Problem)
		}
	}
}
