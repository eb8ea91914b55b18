package kit

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/script"
)

// TestEveryKindHasItsWords: no operation lacks a word that a screen shows.
func TestEveryKindHasItsWords(t *testing.T) {
	all := map[string]Wording{"capture": capture}
	guarded := map[string]bool{} // those that the guard may warn of; it asks of the release of a refund
	for _, kind := range []option.Kind{
		option.Cancel, option.Reduce, option.RefundWhole, option.RefundPart, option.Payout, option.Release, option.Raise, option.Repeat,
	} {
		guarded[wordings[kind].Short] = true
	}
	for kind := option.Cancel; kind <= option.Correct; kind++ {
		w, ok := wordings[kind]
		if !ok {
			t.Errorf("kind %d has no words", kind)
		}
		all[w.Short] = w
		if (w.Step == "") != kind.MakesRecord() {
			t.Errorf("%s: a step of its own %q, though it makes a record: %v", w.Short, w.Step, kind.MakesRecord())
		}
		if kind.GivesBack() && w.Reasons != nil {
			t.Errorf("%s gives money back, and has reasons of its own", w.Short)
		}
	}
	for name, w := range all {
		v := reflect.ValueOf(w.of("£1.00"))
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			if v.Field(i).Kind() != reflect.String || field == "Step" {
				continue
			}
			asked := w.Yet != ""
			if field == "Yet" || field == "Barred" || field == "Already" {
				if (v.Field(i).String() != "") != asked || asked != guarded[name] {
					t.Errorf("%s: %s is %q, and the guard asks: %v", name, field, v.Field(i).String(), guarded[name])
				}
				continue
			}
			if text := v.Field(i).String(); text == "" || strings.Contains(text, "%") {
				t.Errorf("%s: %s is %q", name, field, text)
			}
		}
	}
	if len(wordings) != int(option.Correct-option.Cancel)+1 {
		t.Errorf("%d kinds have words", len(wordings))
	}
}

// What the agent says while an outcome is unknown promises nothing that may not come: money
// is not promised, and a cancelled or reduced payment is no refund.
func TestUnknownPromisesNothing(t *testing.T) {
	said := map[option.Kind]string{
		option.Cancel:      "I am checking whether it is cancelled.",
		option.Reduce:      "it will be reduced once only.",
		option.RefundWhole: "you will not be refunded twice. May I call you back?",
		option.RefundPart:  "you will not be refunded twice. May I call you back?",
		option.Payout:      "it will be paid once only.",
		option.Release:     "it will be done once only.",
		option.Hold:        "it will be done once only.",
		option.Order:       "it will be done once only.",
		option.Due:         "it will be done once only.",
		option.Correct:     "I am checking whether your details are corrected.",
		option.Raise:       "it will be reserved once only.",
		option.Repeat:      "you will not be charged twice. May I call you back?",
	}
	for kind := option.Cancel; kind <= option.Correct; kind++ {
		v := VerdictOfOperation(kind, payment.Attempt{Operation: kind.Operation(), Parent: "23-9-1", State: payment.InDoubt}, time.Now())
		if want := said[kind]; want == "" || !strings.HasSuffix(script.Lines(nil).Say(v.Say), want+"”") {
			t.Errorf("%v: %s, want %s", kind, script.Lines(nil).Say(v.Say), want)
		}
	}
}

// TestAFaultOfTheBankIsNotTheCardsFault: a payment whose outcome the bank could not tell,
// and that turned out not to have been taken, says nothing against the card.
func TestAFaultOfTheBankIsNotTheCardsFault(t *testing.T) {
	for code, want := range map[string]string{"70000": "another one?", "60010": "I have checked: nothing was taken", "60034": "I have checked: nothing was taken", "99999": "I have checked: nothing was taken"} {
		info, known := gateway.LookupCode(code)
		a := payment.Attempt{Operation: journal.OpCharge, State: payment.Known, Outcome: gateway.OutcomeDeclined, Result: gateway.AuthResult{Code: info}}
		if v := VerdictOf(a, time.Now()); !known || v.Word != "DECLINED" || !strings.Contains(script.Lines{}.Say(v.Say), want) {
			t.Errorf("%s: %+v", code, v)
		}
	}
}

// TestOnlyAPaymentIsSaidToBeTaken: what was done under a name that says nothing of
// money, or that only a newer moto knows, is no payment.
func TestOnlyAPaymentIsSaidToBeTaken(t *testing.T) {
	names := []journal.Operation{journal.OpCharge, journal.OpUpdate, "of a newer moto"}
	for kind := option.Cancel; kind <= option.Correct; kind++ {
		names = append(names, kind.Operation())
	}
	for _, name := range names {
		for _, parent := range []string{"", "23-9-1"} {
			a := payment.Attempt{Operation: name, Parent: parent, State: payment.Known, Outcome: gateway.OutcomeApproved}
			is := name == journal.OpCharge || name == journal.OpRepeat
			if v := VerdictOf(a, time.Now()); (v.Word == "APPROVED") != is || takings.IsPayment(a) != is || v.Say.Line == "" {
				t.Errorf("%s: %v, %+v", name, takings.IsPayment(a), v)
			}
			if what, _ := WhatNeeds([]payment.Attempt{a}, false); (OrderOf(a) == "") != is || what != "1 unknown "+a.Noun() {
				t.Errorf("%s is called %q, and unknown %q", name, OrderOf(a), what)
			}
		}
	}
}
