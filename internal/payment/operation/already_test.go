package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
)

// The portal makes the change between the agent's last look and the request. The
// gateway refuses the request, and shows the payment as it was wanted. That is no
// alarm: the agent is told that it was so already. The same goes for a change that
// the gateway shows only later.
func TestDoneInThePortalBefore(t *testing.T) {
	for name, tc := range map[string]struct {
		kind   option.Kind
		refund bool
		late   time.Duration
		first  func(c *counter, ref string)
		note   string
	}{
		"cancelled": {option.Cancel, false, 0, (*counter).portalCancel, "The payment was cancelled already. Nothing was changed."},
		"cancelled, shown late": {
			option.Cancel, false, 5 * time.Minute, (*counter).portalCancel,
			"The gateway says that the payment can no longer be changed: it has begun to settle, or was cancelled. Nothing was changed.",
		},
		"a refund, stopped": {option.Cancel, true, 0, (*counter).portalCancel, "The refund was cancelled already. Nothing was changed."},
		"released, and it settles": {option.Release, false, 0, func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleOverride})
			c.Bank.Settle()
		}, "The payment was released already, and has begun to settle. Nothing was changed."},
	} {
		c := newCounter(t)
		ref := c.startHeld(tc.kind == option.Release)
		if tc.refund {
			c.Bank.Settle()
			ref = c.PortalRefund(ref, 1000, "portal")
		}
		if tc.late > 0 {
			c.ShowLate(tc.late)
		}
		v := c.begin(Request{Kind: tc.kind, Snapshot: c.see(ref), Reason: "asked for"})
		first := true
		c.Wire.Before = func(kind string) {
			if kind == gateway.TypeUpdate && first {
				first = false
				tc.first(c, ref)
			}
		}
		v = <-c.Carry(v)
		if v.Outcome != gateway.OutcomeRejected || !v.Changed || v.Note != tc.note {
			t.Errorf("%s: %v, changed %v: %q", name, v.Outcome, v.Changed, v.Note)
		}
		c.watchFor(30*time.Minute, v.ID)
		c.see(ref)
		if e := c.Entry(v.ID); e.Alarm != "" || e.Watched() {
			t.Errorf("%s: alarm %q, watched %v", name, e.Alarm, e.Watched())
		}
	}
}

func (c *counter) portalCancel(ref string) {
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleCancelled})
}

// It stays an alarm if the payment could still be changed, or if the refusal for
// its state does not explain that it is as wanted.
func TestRefusedForItsStateAndDone(t *testing.T) {
	for _, u := range allUpdates() {
		if u.kind == option.Cancel {
			continue
		}
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		c.Gateway = &liar{c.Wire, "60017"}
		v := c.do(ref, u.kind, u.change)
		if e := c.Entry(v.ID); e.Alarm != journal.AlarmRefused || !strings.HasPrefix(v.Note, refusedAndDone) {
			t.Errorf("operation %d: %q, alarm %q", u.kind, v.Note, e.Alarm)
		}
	}
}
