package ui

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// What was reduced before the send is not released for the amount that was read
// out, and what is reduced while a release is sent is told as it settles.
func TestReleaseOfWhatWasReduced(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for name, tc := range map[string]struct {
			before bool
			want   []string
		}{
			"before the send":        {true, []string{"NOT SENT £48.00", "The payment has changed since you opened it. Nothing was sent."}},
			"while it is on its way": {false, []string{"RELEASED £38.00", "£38.00 settles"}},
		} {
			b := &till{records: []gateway.Record{paidRecord("2")}}
			c := newCounter(t, b)
			c.Press("g")
			if tc.before {
				b.records[0].SettleBaseAmount = "3800"
			}
			b.done = func(b *till) { b.records[0].SettleStatus, b.records[0].SettleBaseAmount = "1", "3800" }
			c.pick(t, "Release the held payment")
			c.Type("goo")
			c.Press("enter")
			c.clock.wait(2 * time.Second)
			c.Press("y")
			c.Drain()
			t.Log(name)
			for _, want := range tc.want {
				c.mustShow(t, want)
			}
		}
	})
}

// A lost change that a page has shown as made is still asked about, and nothing says
// that the payment was changed by others. Once it was undone a supervisor is called.
func TestVerdictOfALostChangeThatAPageHasShown(t *testing.T) {
	shown := payment.Attempt{State: payment.InDoubt, Evidence: "the gateway has shown the payment as this change was to make it"}
	undone := shown
	undone.Alarm = "the payment was changed"
	for a, want := range map[*payment.Attempt]string{&shown: "moto tells you as soon as it knows", &undone: "ask a supervisor"} {
		if v := kit.VerdictOfOperation(option.Hold, *a, time.Now()); !strings.Contains(v.Means, want) {
			t.Errorf("alarm %q: %s", a.Alarm, v.Means)
		}
	}
}
