package operation

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// An agent has one budget of a day, however the name is spelt, and two agents
// have two.
func TestOneBudgetForAnAgent(t *testing.T) {
	effort.Whole(t)
	for _, tc := range []struct {
		name, other string
		same        bool
	}{
		{"priya", "Priya", true},
		{"priya k", "Priya  K", true},
		{"priya k", "priya\u00a0k", true},
		{"Zo\u00eb", "ZOE\u0308", true},
		{"DOMAIN\\priya", "domain\\Priya", true},
		{"priya", "\uff30\uff32\uff29\uff39\uff21", true},
		{"priya", "priyanka", false},
		{"priya", "ben", false},
	} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		for i, agent := range []string{tc.name, tc.other} {
			service := c.newService(agent, c.Journal.Reopen())
			service.Limits = option.Limits{Refunds: true, MaxAgentDay: paymenttest.Pounds(5000)}
			made := c.tryAt(service, ref, option.RefundPart, []int64{5000, 4900}[i])
			if want := i == 0 || !tc.same; made != want {
				t.Errorf("%q, then %q: attempt %d made %v", tc.name, tc.other, i, made)
			}
		}
	}
}

// The day is found behind any number of attempts of others.
func TestBudgetBehindManyAttempts(t *testing.T) {
	effort.Whole(t)
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, MaxAgentDay: paymenttest.Pounds(5000)}
	ref := c.PaySettled(10000)
	c.do(ref, option.RefundPart, amount(5000))
	for i := range 1500 {
		e := journal.Entry{
			ID: fmt.Sprint("x", i), Operation: journal.OpCharge, SentReference: fmt.Sprint("X-", i), Agent: "ben", Site: "test_site12345",
			Amount: paymenttest.Pounds(1), State: journal.Open, IntentAt: c.Clock.Now(),
		}
		if err := c.Journal.Intent(t.Context(), e, "o", c.Clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if c.tryAt(c.desk, ref, option.RefundPart, 1) {
		t.Error("a second budget")
	}
}

// Midnight is that of the machine's zone, not of the zone that the environment names.
func TestMidnightIsTheMachines(t *testing.T) {
	tokyo := time.FixedZone("Tokyo", 9*60*60)
	for _, zone := range []*time.Location{nil, tokyo} {
		c := newCounter(t)
		c.Limits = option.Limits{Refunds: true, MaxAgentDay: paymenttest.Pounds(5000)}
		c.change(func(o *payment.Options) { o.Zone = zone })
		ref := c.PaySettled(20000)
		c.do(ref, option.RefundPart, amount(5000)) // at 12:00 UTC, 21:00 in Tokyo
		c.Clock.Wait(4 * time.Hour)
		c.change(func(o *payment.Options) { o.Now = func() time.Time { return c.Clock.Now().In(tokyo) } })
		if made, next := c.tryAt(c.desk, ref, option.RefundPart, 4900), zone != nil; made != next {
			t.Errorf("midnight in %v: %v at 16:00 UTC", zone, made)
		}
	}
}

// An attempt that was begun before midnight and sent after counts on the day
// that it is sent, as one that was answered after midnight does.
func TestSentAfterMidnight(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, MaxAgentDay: paymenttest.Pounds(5000)}
	one, two, three := c.PaySettled(10000), c.PaySettled(10000), c.PaySettled(10000)
	c.Clock.Wait(11*time.Hour + 59*time.Minute + 50*time.Second)
	part := func(ref string) Operation {
		return c.begin(Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000), Reason: "x"})
	}
	a, b := part(one), part(two)
	c.Clock.Wait(10 * time.Second)
	if a = <-c.Carry(a); a.Outcome != gateway.OutcomeApproved {
		t.Fatal(a.Outcome, a.Problem)
	}
	if b = <-c.Carry(b); b.Outcome != gateway.OutcomeNotSent {
		t.Errorf("40.00 after 40.00, of 50.00: %v", b.Outcome)
	}
	if c.tryAt(c.desk, three, option.RefundPart, 1001) || !c.tryAt(c.desk, three, option.RefundPart, 1000) {
		t.Error("what was sent today is not counted today")
	}
	c.Clock.Wait(24 * time.Hour)
	if !c.tryAt(c.desk, three, option.RefundPart, 5000) {
		t.Error("it counts on the next day too")
	}
}
