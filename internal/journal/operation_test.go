package journal

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// operations are all that an attempt may be.
var operations = []Operation{
	OpCharge, OpCheck, OpRepeat, OpRaise, OpRefund, OpPayout, OpCancel, OpReduce, OpHold, OpRelease, OpDueDate, OpOrder, OpCorrect, OpUpdate,
}

// TestNounOfEveryOperation: each has a noun of its own, and what this moto does not know
// is no payment.
func TestNounOfEveryOperation(t *testing.T) {
	seen := map[string]Operation{}
	for _, o := range append(operations, "of a newer moto") {
		noun := o.Noun(false)
		if earlier, taken := seen[noun]; taken || noun == "" {
			t.Errorf("%s and %s are both called %q", o, earlier, noun)
		}
		seen[noun] = o
		reserved := o.Noun(true)
		if changes := reserved != noun; changes != (o == OpCharge || o == OpRelease) {
			t.Errorf("%s of a reservation is called %q", o, reserved)
		}
	}
	for noun, o := range map[string]Operation{"payment": OpCharge, "change": OpUpdate} {
		if seen[noun] != o {
			t.Errorf("%q is %q", noun, seen[noun])
		}
	}
}

// TestAlarmOfEveryContradiction: a record that contradicts what was said raises an alarm
// that is true of what was attempted, whichever of the two moved money.
func TestAlarmOfEveryContradiction(t *testing.T) {
	for _, o := range operations {
		for _, pair := range [][2]gateway.Outcome{
			{gateway.OutcomeNotSent, gateway.OutcomeApproved}, {gateway.OutcomeApproved, gateway.OutcomeDeclined},
		} {
			old := Entry{ID: "one", Operation: o, Agent: "priya", State: Known, Outcome: pair[0], Resolution: ResolvedSupervisor}
			got, err := Apply(old, &Change{Step: StepResolved, Apply: func(e *Entry) error {
				e.Outcome, e.Resolution = pair[1], ResolvedLateAnswer
				return nil
			}}, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			must, mustNot := []string{"charged twice", "cancel it"}, []string{"refund", "give"}
			switch o.RequestType() {
			case TypeRefund:
				must, mustNot = []string{"this " + o.Noun(false), "get the money twice, or not at all"}, []string{"charged", "cancel", "taken"}
			case TypeUpdate:
				must, mustNot = []string{"this " + o.Noun(false), "Look at the payment"}, []string{"charged", "cancel it", "taken", "twice"}
			case TypeCheck:
				must, mustNot = nil, []string{"contradicts"} // it moved no money, so there is no alarm
			case TypeAuth:
				if o == OpRaise {
					must, mustNot = []string{"more may be reserved", "or less"}, []string{"charged", "cancel", "taken"}
				}
			}
			for _, text := range must {
				if !strings.Contains(got.Alarm, text) {
					t.Errorf("%s, %v to %v: the alarm lacks %q: %q", o, pair[0], pair[1], text, got.Alarm)
				}
			}
			for _, text := range mustNot {
				if strings.Contains(got.Alarm, text) {
					t.Errorf("%s, %v to %v: the alarm says %q: %q", o, pair[0], pair[1], text, got.Alarm)
				}
			}
		}
	}
}
