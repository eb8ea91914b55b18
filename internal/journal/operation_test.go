package journal

import (
	"reflect"
	"slices"
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
			if got.Alarm != AlarmsOf(got).Contradicted && o != OpCheck { // it moved no money, so there is no alarm
				t.Errorf("%s, %v to %v: %q", o, pair[0], pair[1], got.Alarm)
			}
		}
	}
}

// TestEveryAlarmIsTrueOfItsAttempt: every alarm of every operation names what was
// attempted, says what harm may come of that, and asks for nothing that would do more.
func TestEveryAlarmIsTrueOfItsAttempt(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	harms := map[string]string{ // by whose harm it is
		"payment": "charged twice", "refund": "get the money twice", "raise": "more may be reserved", "change": "told may be wrong", "check": "No money was taken",
	}
	for _, o := range append(operations, "of a newer moto") {
		harm, foreign := "change", []string{"cancel it", "taken", "refund", "raise", "charged", "twice"}
		switch o.RequestType() {
		case TypeAuth:
			harm, foreign = "payment", []string{"refund", "give", "given", "raise", "reduce"}
			if o == OpRaise {
				harm, foreign = "raise", []string{"cancel", "payment", "charged", "taken", "refund", "given"}
			}
		case TypeRefund:
			harm, foreign = "refund", []string{"charged", "cancel", "taken", "payment", "raise", "reserved"}
		case TypeCheck:
			harm, foreign = "check", []string{"twice", "charged", "cancel", "refund", "given"}
		case TypeUpdate:
		}
		for _, method := range []string{"", string(gateway.AuthPre)} {
			e := Entry{Operation: o, AuthMethod: method, Amount: gateway.Money{Minor: 700, Currency: gbp}}
			of := reflect.ValueOf(AlarmsOf(e))
			for i := range of.NumField() {
				field, text := of.Type().Field(i).Name, of.Field(i).String()
				if !strings.Contains(text, e.Noun()) {
					t.Errorf("%s of %s does not name it: %q", field, o, text)
				}
				if FitText(text) != text {
					t.Errorf("%s of %s does not fit the journal: %q", field, o, text)
				}
				if slices.Contains([]string{"Twice", "Late", "Maybe", "Differs", "Contradicted"}, field) && !strings.Contains(text, harms[harm]) &&
					(harm != "change" || !strings.Contains(text, "check that the payment is as it should be")) {
					t.Errorf("%s of %s lacks %q: %q", field, o, harms[harm], text)
				}
				rest := strings.ReplaceAll(text, e.Noun(), "")
				for _, word := range foreign {
					if strings.Contains(rest, word) {
						t.Errorf("%s of %s says %q: %q", field, o, word, text)
					}
				}
			}
		}
	}
}
