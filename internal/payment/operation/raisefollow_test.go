package operation

import (
	"context"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// A raise follows a reduction before the resolver has seen the reduction: that raises no
// alarm, and the payment can be changed as before, whether the amount is now as it
// was at first or another.
func TestRaiseAfterAReduction(t *testing.T) {
	for _, by := range []int64{500, 1200} {
		c := newCounter(t)
		ref := c.reserve()
		reduced := c.do(ref, option.Reduce, amount(500))
		raised := c.do(ref, option.Raise, amount(by))
		if raised.Outcome != gateway.OutcomeHeld {
			t.Fatalf("%v %q", raised.Outcome, raised.Problem)
		}
		c.watchFor(20*time.Minute, reduced.ID, raised.ID)
		for _, e := range []journal.Entry{c.Entry(reduced.ID), c.Entry(raised.ID)} {
			if e.Alarm != "" || e.Watched() {
				t.Errorf("by %d: %s: alarm %q, watched %v", by, e.Operation, e.Alarm, e.Watched())
			}
		}
		for _, kind := range []option.Kind{option.Reduce, option.Raise, option.Release} {
			if o := c.see(ref).Option(kind); !o.Legal() {
				t.Errorf("by %d: %q: %q", by, o.Title, o.Refusal)
			}
		}
	}
}

// What was raised counts as given back once the pre-authorisation is cancelled: the
// raise is cancelled with it, and the limit of a payment counts all of it.
func TestCancelGivesBackWhatWasRaised(t *testing.T) {
	c := newCounter(t)
	c.Limits.MaxRefund = paymenttest.Pounds(6000)
	ref := c.reserve()
	c.do(ref, option.Raise, amount(1200))
	if v := c.do(ref, option.Cancel); v.Outcome != gateway.OutcomeApproved {
		t.Fatal(v.Outcome, v.Problem)
	}
	seen := c.see(ref)
	if seen.given != paymenttest.Pounds(6000) || seen.Related[0].SettleStatus != string(gateway.SettleCancelled) {
		t.Errorf("%s counts as given back, the raise is %+v", seen.given, seen.Related)
	}
	_, err := c.Begin(t.Context(), Request{Kind: option.Payout, Snapshot: seen, Amount: paymenttest.Pounds(1200), Reason: "x"})
	if err == nil || !strings.Contains(err.Error(), "£60.00") {
		t.Errorf("a payout beyond the limit: %v", err)
	}
}

// A raise that was called not taken may turn up, so another one by another amount
// needs a reason. The reason that the form asks for does not count, even if the agent
// was warned.
func TestRaiseByAnotherAmountAfterOneNotTaken(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	c.Fault("close", gateway.TypeAuth)
	lost := c.do(ref, option.Raise, amount(700))
	if e := c.settleDoubt(lost.ID); e.Outcome != gateway.OutcomeNotSent || !e.CalledNotMade() {
		t.Fatalf("%+v", e)
	}
	again := Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(800), Reason: "x"}
	warnings, err := c.Guard(t.Context(), c.begin(again))
	if err != nil || len(warnings) != 1 || warnings[0].Kind != payment.SameNotTaken || warnings[0].Earlier.ID != lost.ID {
		t.Fatalf("%+v, %v", warnings, err)
	}
	if v := <-c.Carry(c.begin(again)); v.Outcome != gateway.OutcomeNotSent || v.GaveWay() != payment.SameNotMade {
		t.Errorf("without a reason: %v %v", v.Outcome, v.GaveWay())
	}
	told := again
	told.Warned = warnings
	if v := <-c.Carry(c.begin(told)); v.Outcome != gateway.OutcomeNotSent {
		t.Errorf("warned, and no reason why again: %v", v.Outcome)
	}
	if v := <-c.Carry(c.begin(c.reasoned(c.desk, again))); v.Outcome != gateway.OutcomeHeld {
		t.Errorf("with a reason: %v %q", v.Outcome, v.Problem)
	}
	// After a day it cannot turn up any more.
	c.Pass(doubt.WatchTime + time.Minute)
	if warnings, err := c.Guard(t.Context(), c.begin(Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(900), Reason: "x"})); err != nil || len(warnings) != 0 {
		t.Errorf("a day later: %+v, %v", warnings, err)
	}
}

// While it is not known whether a payment of the same order was taken, nothing more is
// reserved for it.
func TestRaiseWaitsForAnUnknownPaymentOfItsOrder(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	request := Request{Kind: option.Raise, Snapshot: c.see(ref), Amount: paymenttest.Pounds(800), Reason: "x"}
	v := c.begin(request)
	other := journal.Entry{
		ID: "other", Operation: journal.OpCharge, State: journal.Open, SentReference: "other-1", OwnReference: v.Charge.OrderReference,
		Amount: paymenttest.Pounds(3300), Site: c.Processor.Site, First6: "555555", Last4: "4444", Agent: "ben", IntentAt: c.Clock.Now().UTC(),
	}
	if err := c.Journal.Intent(t.Context(), other, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	warnings, err := c.Guard(t.Context(), v)
	if err != nil || len(warnings) != 1 || warnings[0].Kind != payment.OrderInDoubt || !warnings[0].Bars() {
		t.Errorf("%+v, %v", warnings, err)
	}
	if v := <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || v.GaveWay() != payment.SameUnknown {
		t.Errorf("%v %v", v.Outcome, v.GaveWay())
	}
}

// A raise that another journal made bars no change, because it is not known what it
// leaves.
func TestAnAdoptedRaiseBarsNothing(t *testing.T) {
	e := journal.Entry{
		Operation: journal.OpRaise, Parent: "1-2-3", State: journal.Known, Outcome: gateway.OutcomeHeld, Agent: "ben",
		TransactionReference: "1-2-4", Amount: paymenttest.Pounds(1200), AnsweredAt: paymenttest.Noon(), Resolution: journal.ResolvedReconciled,
	}
	record := gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: "1-2-3", BaseAmount: "4800", SettleBaseAmount: "6000", CurrencyISO3A: "GBP"}
	raise := gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: "1-2-4", ParentTransaction: "1-2-3", AuthMethod: "INCREMENTAL",
		BaseAmount: "1200", CurrencyISO3A: "GBP", ErrorCode: "0", SettleStatus: "2",
	}
	just := func(time.Time, time.Duration) bool { return true }
	if why := unshownRaise(record, []gateway.Record{raise}, []journal.Entry{e}, just); why != "" {
		t.Errorf("%q", why)
	}
	e.Before.SettleAmount, e.Before.SettleStatus = 4800, "2"
	record.SettleBaseAmount = "4800"
	if why := unshownRaise(record, []gateway.Record{raise}, []journal.Entry{e}, just); why == "" {
		t.Error("one of this journal that does not show yet")
	}
}

// A raise has the state of its payment: it is captured or cancelled with it.
func TestRaiseStandsAsItsPayment(t *testing.T) {
	for kind, want := range map[option.Kind]gateway.Outcome{option.Release: gateway.OutcomeApproved, option.Cancel: gateway.OutcomeCancelled} {
		c := newCounter(t)
		ref := c.reserve()
		raised := c.do(ref, option.Raise, amount(1200))
		if got := c.holdsOf(c.desk).Outcome(raised.Attempt); got != gateway.OutcomeHeld {
			t.Errorf("at first: %v", got)
		}
		c.do(ref, kind)
		if got := c.holdsOf(c.desk).Outcome(raised.Attempt); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

// An alarm about a raise leads to a reduction: to cancel would end all that is reserved.
func TestAlarmOfALateRaise(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	c.Strike("hide", 20*time.Minute, gateway.TypeAuth)
	c.Fault("lost", gateway.TypeAuth)
	v := c.do(ref, option.Raise, amount(700))
	if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent {
		t.Fatalf("%+v", e)
	}
	c.Pass(time.Hour)
	e := c.check(v.ID)
	if !e.Outcome.MovesMoney() || !strings.HasSuffix(e.Alarm, "Reduce the pre-authorisation by £7.00 if it was raised again") {
		t.Errorf("%v %q", e.Outcome, e.Alarm)
	}
}

// A raise that was answered as approved is watched until the pre-authorisation shows
// it. One that never does is an alarm: the caller was told that it is reserved.
func TestRaiseThatNeverShows(t *testing.T) {
	c := newCounter(t)
	ref := c.reserve()
	made := c.do(ref, option.Raise, amount(1200))
	if e := c.Entry(made.ID); !e.Watched() {
		t.Error("it is not watched")
	}
	if e := c.check(made.ID); e.Watched() || e.Alarm != "" || e.Outcome != gateway.OutcomeHeld {
		t.Errorf("shown: %v, alarm %q, watched %v", e.Outcome, e.Alarm, e.Watched())
	}
	never := c.do(ref, option.Raise, amount(700))
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(6000)}) // as if it never rose
	if e := c.check(never.ID); !e.Watched() || e.Alarm != "" {
		t.Errorf("too early: alarm %q, watched %v", e.Alarm, e.Watched())
	}
	c.watchFor(20*time.Minute, never.ID)
	if e := c.Entry(never.ID); e.Watched() || !strings.HasPrefix(e.Alarm, journal.AlarmPromise) || e.Outcome != gateway.OutcomeHeld {
		t.Errorf("never: %v, alarm %q, watched %v", e.Outcome, e.Alarm, e.Watched())
	}
	if e := c.Entry(made.ID); e.Alarm != "" {
		t.Errorf("the one before it: alarm %q", e.Alarm)
	}
}

// saysCancelled shows every raise as approved and cancelled, and may not tell what
// settles of anything else.
type saysCancelled struct {
	*paymenttest.Wire
	untold bool
}

func (g *saysCancelled) Auth(ctx context.Context, q gateway.AuthRequest) (gateway.AuthResult, error) {
	r, err := g.Wire.Auth(ctx, q)
	if q.AuthMethod == gateway.AuthIncremental {
		r.Outcome, r.Record.SettleStatus = gateway.OutcomeCancelled, string(gateway.SettleCancelled)
	}
	return r, err
}

func (g *saysCancelled) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	r, err := g.Wire.Query(ctx, q)
	for i := range r.Records {
		if r.Records[i].AuthMethod == string(gateway.AuthIncremental) {
			r.Records[i].SettleStatus = string(gateway.SettleCancelled)
		} else if g.untold {
			r.Records[i].SettleBaseAmount = ""
		}
	}
	return r, err
}

// If a raise shows as approved and cancelled, the pre-authorisation decides. The
// raise was made if that has risen, was not made if it has not risen in its time, and
// goes to a supervisor if another amount hides it.
func TestRaiseThatShowsAsCancelled(t *testing.T) {
	for name, tc := range map[string]struct {
		portal  int64 // what it is set to then; 0 leaves it, and less is not told any more
		before  bool  // it is known at once
		outcome gateway.Outcome
		unclear bool
	}{
		"it has risen":      {0, true, gateway.OutcomeHeld, false},
		"it has not":        {4800, false, gateway.OutcomeCancelled, false},
		"another amount is": {4000, false, gateway.OutcomeUnknown, true},
		"it does not tell":  {-1, false, gateway.OutcomeUnknown, true},
	} {
		c := newCounter(t)
		ref := c.reserve()
		g := &saysCancelled{Wire: c.Wire}
		c.Service.Gateway, resolverOf(c.Processor.Resolver).Gateway = g, g
		v := c.do(ref, option.Raise, amount(1200))
		if v.State != payment.InDoubt {
			t.Fatalf("%s: %v %v", name, v.State, v.Outcome)
		}
		g.untold = tc.portal < 0
		if tc.portal > 0 {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(tc.portal)})
		}
		if e := c.check(v.ID); (e.State == journal.Known) != tc.before || e.Alarm != "" {
			t.Errorf("%s, at once: %v %v %q", name, e.State, e.Outcome, e.Alarm)
		}
		c.see(ref) // an agent opens the page, which shows the raise: that is no evidence of more
		c.watchFor(20*time.Minute, v.ID)
		if e := c.Entry(v.ID); e.Outcome != tc.outcome || (e.Alarm == journal.AlarmsOf(e).Evidence) != tc.unclear || (e.Alarm != "") != tc.unclear || e.State == journal.Known && e.Watched() {
			t.Errorf("%s: %v %v, alarm %q, watched %v", name, e.State, e.Outcome, e.Alarm, e.Watched())
		}
	}
}
