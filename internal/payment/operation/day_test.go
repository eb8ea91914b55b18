package operation

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// What a day adds up to: all that the caller gets or is spared if held payments are
// cancelled in the end, with each pound counted once.
func TestDaySum(t *testing.T) {
	type act struct {
		operation journal.Operation
		parent    string
		minor     int64
	}
	hold, release := journal.OpHold, journal.OpRelease
	reduce, cancel := journal.OpReduce, journal.OpCancel
	notMade := act{reduce, "lost", 900}
	for name, tc := range map[string]struct {
		acts []act
		want int64
	}{
		"nothing":                         {nil, 0},
		"what was not made":               {[]act{notMade}, 0},
		"reduced twice":                   {[]act{{reduce, "1", 100}, {reduce, "1", 200}}, 300},
		"reduced and cancelled":           {[]act{{reduce, "1", 100}, {cancel, "1", 900}}, 1000},
		"held":                            {[]act{{hold, "1", 1000}}, 1000},
		"held and cancelled":              {[]act{{hold, "1", 1000}, {cancel, "1", 1000}}, 1000},
		"held and reduced":                {[]act{{hold, "1", 1000}, {reduce, "1", 300}}, 1000},
		"held, reduced, cancelled":        {[]act{{hold, "1", 1000}, {reduce, "1", 300}, {cancel, "1", 700}}, 1000},
		"reduced and held":                {[]act{{reduce, "1", 300}, {hold, "1", 700}}, 1000},
		"reduced, held, reduced":          {[]act{{reduce, "1", 300}, {hold, "1", 700}, {reduce, "1", 100}}, 1000},
		"held and released":               {[]act{{hold, "1", 1000}, {release, "1", 1000}}, 0},
		"held, reduced, released":         {[]act{{hold, "1", 1000}, {reduce, "1", 300}, {release, "1", 700}}, 300},
		"held, released, held":            {[]act{{hold, "1", 1000}, {release, "1", 1000}, {hold, "1", 1000}}, 1000},
		"held, released, reduced, held":   {[]act{{hold, "1", 1000}, {release, "1", 1000}, {reduce, "1", 300}, {hold, "1", 700}}, 1000},
		"two payments":                    {[]act{{reduce, "1", 300}, {hold, "2", 700}}, 1000},
		"held, and money paid out for it": {[]act{{hold, "1", 700}, {journal.OpPayout, "1", 200}}, 900},
	} {
		var entries []journal.Entry // the newest first
		acts := map[string][]journal.Entry{"1": {}, "2": {}, "lost": {}}
		for i, a := range slices.Backward(tc.acts) {
			e := journal.Entry{
				ID: strconv.Itoa(i), Operation: a.operation, Parent: a.parent, Amount: paymenttest.Pounds(a.minor), IntentAt: paymenttest.Noon(),
				State: journal.Known, Outcome: gateway.OutcomeApproved,
			}
			if a == notMade {
				e.Outcome = gateway.OutcomeNotSent
			}
			entries = append(entries, e)
			acts[a.parent] = append(acts[a.parent], e)
		}
		kinds := map[string]journal.RequestType{"1": journal.TypeAuth, "2": journal.TypeAuth, "lost": journal.TypeAuth}
		day := tally{since: paymenttest.Noon().Add(-time.Hour), currency: paymenttest.Pounds(1).Currency, kinds: kinds, acts: acts}
		if got, err := day.sum(t.Context(), entries); err != nil || got != paymenttest.Pounds(tc.want) {
			t.Errorf("%s: %s, want %d (%v)", name, got, tc.want, err)
		}
	}
}

// A payment that is held is not charged when the gateway cancels it, so what is
// paid out for it comes on top.
func TestPayoutForAHeldPayment(t *testing.T) {
	for name, tc := range map[string]struct {
		held   bool
		payout int64
		may    bool
	}{
		"held, the rest of the limit":     {true, 1200, true},
		"held, more than that":            {true, 1201, false},
		"not held":                        {false, 6000, true},
		"not held, more than the maximum": {false, 6001, false},
	} {
		c := newCounter(t)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(6000)}
		v := c.attemptOf(c.desk, Request{Kind: option.Payout, Snapshot: c.see(c.startHeld(tc.held)), Amount: paymenttest.Pounds(tc.payout)})
		if got := v.Outcome == gateway.OutcomeApproved; got != tc.may {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
	// Held after the agent looked.
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(6000)}
	ref := c.startHeld(false)
	v := c.begin(Request{Kind: option.Payout, Snapshot: c.see(ref), Amount: paymenttest.Pounds(2000)})
	c.do(ref, option.Hold)
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent {
		t.Errorf("held meanwhile: %v %q", v.Outcome, v.Problem)
	}
}
