package forms

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
)

func operationForm(t *testing.T, change func(*OperationOptions)) *Operation {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	o := OperationOptions{Now: func() time.Time { return now }, Currency: gbp, Reason: true, Reasons: []string{"Faulty goods", "Not delivered"}}
	change(&o)
	return NewOperation(o)
}

// named is a key by its name, or the character itself.
func named(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "tab": tea.KeyTab, "left": tea.KeyLeft, "backspace": tea.KeyBackspace}
	if code, ok := codes[name]; ok {
		return stroke(code)
	}
	return char([]rune(name)[0])
}

func typeInto(f *Operation, keys ...string) Event {
	event := None
	for _, k := range keys {
		event = f.Update(named(k))
	}
	return event
}

// The reason is one of the list, with words or without, or only words.
func TestReason(t *testing.T) {
	for _, tc := range []struct {
		keys []string
		want string
		left bool
	}{
		{[]string{"n", "enter"}, "Not delivered", true},
		{[]string{"f", "tab", "b", "o", "x", "enter"}, "Faulty goods: box", true},
		{[]string{"o", "enter"}, "", false}, // another reason, in words
		{[]string{"o", "enter", "a", "b", "enter"}, "ab", true},
		{[]string{"enter"}, "", false},
	} {
		f := operationForm(t, func(*OperationOptions) {})
		if event := typeInto(f, tc.keys...); (event == Left) != tc.left || f.Reason() != tc.want {
			t.Errorf("%v: event %v, reason %q", tc.keys, event, f.Reason())
		}
	}
	f := operationForm(t, func(o *OperationOptions) { o.Reasons = nil })
	if event := typeInto(f, "a", "enter"); event != Left || f.Reason() != "a" {
		t.Errorf("without a list: %v %q", event, f.Reason())
	}
}

// A form asks only what its options say, and without questions there is no form.
func TestOperationAsksWhatIsNeeded(t *testing.T) {
	if f := operationForm(t, func(o *OperationOptions) { o.Reason = false }); f != nil {
		t.Error("a form that asks nothing")
	}
	f := operationForm(t, func(o *OperationOptions) {
		o.Amount, o.NewExpiry = true, true
		o.CheckAmount = func(m gateway.Money) error {
			if m.Minor > 4800 {
				return broken("baseamount", "too much")
			}
			return nil
		}
	})
	if event := typeInto(f, "4", "8", ".", "0", "1", "enter"); event != Refused {
		t.Errorf("%v", event)
	}
	if event := typeInto(f, "backspace", "0", "enter"); event != Moved || f.Amount().Minor != 4800 {
		t.Errorf("%v %v", event, f.Amount())
	}
	if label := f.Focused().Label(); label != "New expiry date" {
		t.Errorf("focus on %q", label)
	}
	if typeInto(f, "1", "2", "3", "0"); f.Expiry() != (gateway.Expiry{Month: 12, Year: 2030}) {
		t.Errorf("%v", f.Expiry())
	}
	if f.OrderReference() != "" || f.DueDate() != "" || f.Number().Len() != 0 || f.Take().Number.Len() != 0 {
		t.Error("something that was not asked has an answer")
	}
}

// The agent chooses a due date from the days offered and cannot enter another.
func TestDueDateIsChosen(t *testing.T) {
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	f := operationForm(t, func(o *OperationOptions) { o.Days = []time.Time{day, day.AddDate(0, 0, 1), day.AddDate(0, 0, 2)} })
	if typeInto(f, "m", "o", "n"); f.DueDate() != "2026-11-23" {
		t.Errorf("%q", f.DueDate())
	}
	if typeInto(f, "left"); f.DueDate() == "" {
		t.Error("no date")
	}
}

// TestAmountSoFar: what the page draws beside an amount at every key copies nothing that
// may become a card number. Once the field is left it has an amount.
func TestAmountSoFar(t *testing.T) {
	f := operationForm(t, func(o *OperationOptions) { o.Amount = true })
	typeInto(f, "4", "1", "1", "1", "1", "1", "1")
	if m := f.AmountSoFar(); m.Minor != 411111100 {
		t.Errorf("seven digits: %v", m)
	}
	if typeInto(f, "1"); !f.AmountSoFar().IsZero() {
		t.Error("eight digits are read while they are typed")
	}
	if event := typeInto(f, "enter"); event != Moved || f.AmountSoFar().Minor != 4111111100 {
		t.Errorf("once left: %v %v", event, f.AmountSoFar())
	}
}

// A payment that can have no number in its series says why, and what to open instead,
// whatever number is typed.
func TestNoNumberInTheSeries(t *testing.T) {
	for _, refusal := range []string{"", "open 23-9-1"} {
		b := newBecause(OperationOptions{Series: true, NextInSeries: 3, NoSeries: refusal})
		for _, answer := range []string{"2", "3", "x"} {
			says := b.number.o.Rule(answer)
			if refusal == "" && (says == "") != (answer == "3") || refusal != "" && says != refusal {
				t.Errorf("%q, %q: %q", refusal, answer, says)
			}
		}
		if help := b.number.o.Help; refusal != "" && help != refusal || refusal == "" && help != "the next is 3" {
			t.Errorf("%q", help)
		}
	}
}

// A reason that the list does not have is not the caller's.
func TestAskedBy(t *testing.T) {
	recurring := gateway.Subscription{Type: gateway.SubscriptionRecurring, Number: 4}
	for want, says := range map[string]string{
		"The caller":                                 AskedBy("", gateway.Subscription{}),
		"Us: no-show":                                AskedBy(gateway.InitiationNoShow, gateway.Subscription{}),
		"Us: another reason":                         AskedBy("Q", gateway.Subscription{}),
		"Us: recurring, number 4 of the series":      AskedBy("", recurring),
		"Us: another reason, number 4 of the series": AskedBy("Q", recurring),
	} {
		if says != want {
			t.Errorf("%q, want %q", says, want)
		}
	}
}

// What the gateway has stands beside the field while it is corrected, and the country
// comes before the postcode, whose shape it decides.
func TestCorrectionShowsOldAndNew(t *testing.T) {
	f := operationForm(t, func(o *OperationOptions) {
		o.Correct = true
		o.Customer = gateway.Billing{
			FirstName: "Jane", LastName: "Dow", Postcode: "TE45 6ST", Country: "GB", Telephone: "0123", TelephoneType: "M",
		}
	})
	typeInto(f, "tab", "D", "o", "e", "tab")
	hints, labels := map[string]string{}, []string{}
	for _, s := range f.slots {
		hints[s.Label()] = s.Hint(false)
		labels = append(labels, s.Label())
	}
	for label, want := range map[string]string{
		"First name": "now Jane", "Last name": "now Dow", "Postcode": "now TE45 6ST", "Country": "now United Kingdom",
		"Telephone": "now 0123", "Telephone type": "now Mobile", "Street": "",
	} {
		if hints[label] != want {
			t.Errorf("%s: hint %q, want %q", label, hints[label], want)
		}
	}
	if slices.Index(labels, "Country") > slices.Index(labels, "Postcode") {
		t.Errorf("the postcode comes before its country: %q", labels)
	}
}

// Without a caller there is no one to read the security code out, and the field says so before a
// key is pressed in it.
func TestCodeWithoutCaller(t *testing.T) {
	f := operationForm(t, func(o *OperationOptions) {
		o.Code, o.CodeRequired, o.Brand, o.Uncalled = true, true, gateway.Visa, true
	})
	if hint := f.code.Hint(true); hint != "3 digits" {
		t.Errorf("the caller asks: hint %q", hint)
	}
	f.FocusField("initiationreason")
	typeInto(f, "left")
	for _, focused := range []bool{true, false} {
		if hint := f.code.Hint(focused); hint != "leave it empty" {
			t.Errorf("nobody calls, focused %v: hint %q", focused, hint)
		}
	}
}
