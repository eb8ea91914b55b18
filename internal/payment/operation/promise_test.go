package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// A later change that was not made in the end does not end the watch over what
// was promised before.
func TestAPromiseIsWatchedPastAChangeThatIsNotKnown(t *testing.T) {
	c := newCounter(t)
	v := c.brokenPromise()
	c.unknownAfter(v.ID)
	if e := c.check(v.ID); !e.Watched() {
		t.Fatalf("it is watched no more: %+v", e)
	}
	_, err := c.Journal.Record(t.Context(), "later", journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
		e.State, e.Outcome = journal.Known, gateway.OutcomeNotSent
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.Clock.Wait(doubt.PromiseTime + time.Minute)
	if e := c.check(v.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise) {
		t.Errorf("there is no alarm: %+v", e)
	}
}

// A later change that stays unknown hides what was promised before, but not for
// good: a supervisor has to look at both.
func TestAPromiseHiddenByAnUnknownChange(t *testing.T) {
	c := newCounter(t)
	v := c.brokenPromise()
	c.unknownAfter(v.ID)
	if e := c.check(v.ID); e.Alarm != "" || !e.Watched() {
		t.Fatalf("before its time: %+v", e)
	}
	c.Clock.Wait(doubt.PromiseTime + time.Minute)
	if e := c.check(v.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise) {
		t.Errorf("there is no alarm: %+v", e)
	}
}

// What the payment shows may be the work of the change that is not known. Then it
// breaks no promise: the check of that change comes to know it.
func TestAPromiseHiddenByWhatAnUnknownChangeDid(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	v := c.do(ref, option.Reduce, amount(1000))
	later := c.unknownAfter(v.ID, func(e *journal.Entry) { e.Target.SettleAmount = 2800 })
	c.Portal(gateway.Reduce("test_site12345", ref, paymenttest.Pounds(2800)))
	c.Clock.Wait(doubt.PromiseTime + time.Minute)
	if e := c.check(v.ID); e.Alarm != "" || !e.Watched() {
		t.Errorf("before the later change is known: %+v", e)
	}
	if e := c.check(later); e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
		t.Fatalf("the later change: %+v", e)
	}
	if e := c.check(v.ID); e.Alarm != "" || e.Watched() {
		t.Errorf("after the later change is known: %+v", e)
	}
}

// A change that looks made, but that the payment alone does not prove, hides
// nothing: another one may have made the payment so.
func TestAPromiseNotHiddenByADoubtfulChange(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	first := c.do(ref, option.Reduce, amount(1000))
	c.check(first.ID)
	v := c.do(ref, option.Reduce, amount(1000), func(a *Request) { *a = c.reasoned(c.desk, *a) })
	later := c.unknownAfter(v.ID, func(e *journal.Entry) { e.Target = first.Target })
	c.Portal(gateway.Reduce("test_site12345", ref, paymenttest.Pounds(3800))) // the bank has lost the second
	if e := c.check(later); e.State == journal.Known || e.Evidence == "" {
		t.Fatalf("the later change: %+v", e)
	}
	c.Clock.Wait(doubt.PromiseTime + time.Minute)
	if e := c.check(v.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise) {
		t.Errorf("there is no alarm: %+v", e)
	}
}

// A promise that is not kept bars the next change until it has its alarm and a
// supervisor has seen to it: the next change would end the watch over it.
func TestABrokenPromiseBarsUntilItsAlarm(t *testing.T) {
	effort.Whole(t)
	for _, u := range allUpdates() {
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		c.ShowLate(20 * time.Minute)
		v := c.do(ref, u.kind, u.change)
		c.Clock.Wait(doubt.PromiseTime + time.Minute)
		mayChange := func() bool { return c.see(ref).Option(option.Order).Legal() }
		if mayChange() {
			t.Errorf("operation %d: it can be changed before a supervisor was told", u.kind)
		}
		if e := c.check(v.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise) || mayChange() {
			t.Errorf("operation %d: it can be changed before a supervisor has seen the alarm: %q", u.kind, e.Alarm)
		}
		if c.seenBySupervisor(v); !mayChange() {
			t.Errorf("operation %d: it cannot be changed after that: %s", u.kind, c.see(ref).Option(option.Order).Refusal)
		}
	}
}

// A supervisor who has seen to the alarm is not asked for once more, even if the
// promise is a moment old.
func TestABrokenPromiseThatASupervisorHasSeen(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	v := c.do(ref, option.Reduce, amount(1000))
	c.Portal(gateway.Reduce("test_site12345", ref, paymenttest.Pounds(4100)))
	if e := c.check(v.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise) || c.see(ref).Option(option.Reduce).Legal() {
		t.Errorf("it can be reduced, alarm %q", e.Alarm)
	}
	if c.seenBySupervisor(v); !c.see(ref).Option(option.Reduce).Legal() {
		t.Errorf("it cannot be reduced: %s", c.see(ref).Option(option.Reduce).Refusal)
	}
}

func (c *counter) seenBySupervisor(v Operation) {
	c.T.Helper()
	if _, err := resolverOf(c.Processor.Resolver).RuleOn(c.T.Context(), rights.Everything(), v.SentReference, gateway.OutcomeApproved, "J. Doe", "seen"); err != nil {
		c.T.Fatal(err)
	}
}

// brokenPromise is a reduction that the bank loses although it has answered it as
// done.
func (c *counter) brokenPromise() Operation {
	c.T.Helper()
	ref := c.Pay(4800)
	v := c.do(ref, option.Reduce, amount(1000))
	c.Portal(gateway.Reduce("test_site12345", ref, paymenttest.Pounds(4800)))
	return v
}

// unknownAfter is an update like another one, sent after it by another desk,
// whose outcome is not known.
func (c *counter) unknownAfter(id string, change ...func(*journal.Entry)) string {
	c.T.Helper()
	later := c.Entry(id)
	later.ID, later.SentReference, later.State, later.Outcome = "later", later.SentReference+"X", journal.Open, gateway.OutcomeUnknown
	later.AnsweredAt, later.TransactionReference = time.Time{}, ""
	for _, f := range change {
		f(&later)
	}
	if err := c.Journal.Intent(c.T.Context(), later, "other desk", c.Clock.Now()); err != nil {
		c.T.Fatal(err)
	}
	return later.ID
}
