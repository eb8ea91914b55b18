package operation

import (
	"testing"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
)

// A refusal because there is nothing to change says that the same change was
// made, though it was called not made. It says nothing of another change.
func TestNothingToChangeSaysWhatWasDone(t *testing.T) {
	effort.Whole(t)
	every := effort.Every(5)
	for _, code := range []string{"60024", "60013", "60033", "90007"} {
		for _, first := range allUpdates() {
			for _, second := range append(allUpdates(), oneUpdate{kind: option.Reduce, change: amount(500)}) {
				if !every() {
					continue
				}
				c := newCounter(t)
				ref := c.startHeld(first.kind == option.Release || second.kind == option.Release)
				c.Fault("close", "TRANSACTIONUPDATE")
				a := Request{Kind: first.kind, Snapshot: c.see(ref), Reason: "asked for"}
				if first.change(&a); !a.Snapshot.Option(first.kind).Legal() {
					continue
				}
				v := c.attemptOf(c.desk, a)
				c.settleDoubt(v.ID)
				ben := c.newService("ben", c.Journal.Reopen())
				ben.Gateway = refuses{c.Wire, code}
				b := Request{Kind: second.kind, Snapshot: c.at(ben, ref), Reason: "asked for"}
				if second.change(&b); !b.Snapshot.Option(second.kind).Legal() {
					continue
				}
				w := c.attemptOf(ben, c.reasoned(ben, b))
				if w.Result.Code.Code != code {
					t.Fatalf("%s, operation %d, then %d: %v %q", code, first.kind, second.kind, w.Outcome, w.Problem)
				}
				same := v.Operation == w.Operation && v.Target == w.Target && code != "90007"
				if e := c.Entry(v.ID); (e.Alarm == journal.AlarmAsIf) != same || (e.Alarm != "") != same {
					t.Errorf("%s, operation %d, then %d: alarm %q", code, first.kind, second.kind, e.Alarm)
				}
			}
		}
	}
}
