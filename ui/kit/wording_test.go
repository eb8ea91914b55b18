package kit

import (
	"reflect"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// TestEveryKindHasItsWords: no operation lacks a word that a screen shows.
func TestEveryKindHasItsWords(t *testing.T) {
	all := map[string]Wording{"capture": capture}
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
			if text := v.Field(i).String(); text == "" || strings.Contains(text, "%") {
				t.Errorf("%s: %s is %q", name, field, text)
			}
		}
	}
	if len(wordings) != int(option.Correct-option.Cancel)+1 {
		t.Errorf("%d kinds have words", len(wordings))
	}
}

// TestAFaultOfTheBankIsNotTheCardsFault: a payment whose outcome the bank could not tell,
// and that turned out not to have been taken, says nothing against the card.
func TestAFaultOfTheBankIsNotTheCardsFault(t *testing.T) {
	for code, want := range map[string]string{"70000": "another one?", "60010": "I have checked: nothing was taken", "60034": "I have checked: nothing was taken", "99999": "I have checked: nothing was taken"} {
		info, known := gateway.LookupCode(code)
		a := payment.Attempt{State: payment.Done, Outcome: gateway.OutcomeDeclined, Result: gateway.AuthResult{Code: info}}
		if v := VerdictOf(a); !known || v.Word != "DECLINED" || !strings.Contains(v.Say, want) {
			t.Errorf("%s: %+v", code, v)
		}
	}
}
