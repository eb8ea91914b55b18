package forms

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// TestEmptyFieldsMayBeLeft: callers give details in their own order, and the form asks
// for the missing ones at the end.
func TestEmptyFieldsMayBeLeft(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{enter, tab, down, stroke(tea.KeyKpEnter), ctrl('j')} {
		p, _ := payment(t)
		for _, name := range []string{"orderreference", "baseamount", "pan", "expirydate", "securitycode", "billinglastname", "billingpremise"} {
			wantFocus(t, p.Form, name)
			if p.Update(k) != Moved {
				t.Errorf("%s does not leave the empty %s", k, name)
			}
		}
		if strings.Contains(screen(p.Form), "✖") {
			t.Errorf("%s: it is complained of before the end\n%s", k, screen(p.Form))
		}
		for p.Update(k) == Moved { // the country, if the key stops at it
		}
		wantFocus(t, p.Form, "orderreference")
		for _, part := range []string{"enter the order reference", "enter an amount", "enter the card number", "enter the expiry date", "enter the security code"} {
			wantShown(t, p.Form, part)
		}
	}
}

// TestTheCardFirst: the form asks for the fields that were passed over, until it has
// all answers.
func TestTheCardFirst(t *testing.T) {
	p, _ := payment(t)
	p.Update(enter)
	p.Update(enter)
	say(p, visa)
	p.Update(enter)
	say(p, "1230"+"123"+"Ann Smith")
	p.Update(enter)
	p.Update(enter)
	say(p, "te456st")
	if event := p.Update(enter); event != Refused {
		t.Fatalf("event %v with two fields empty", event)
	}
	wantFocus(t, p.Form, "orderreference")
	wantShown(t, p.Form, "enter the order reference")
	wantShown(t, p.Form, "enter an amount")
	say(p, "X1")
	p.Update(enter)
	say(p, "10.50")
	p.Update(enter)
	wantFocus(t, p.Form, "pan")
	if !p.CheckAll() {
		t.Errorf("something is missing\n%s", screen(p.Form))
	}
}

// TestWhatIsNotAcceptedIsNotLeft: no key leaves a field with a wrong answer, forwards
// or backwards.
func TestWhatIsNotAcceptedIsNotLeft(t *testing.T) {
	keys := []tea.KeyPressMsg{enter, tab, down, up, shiftTab, stroke(tea.KeyKpEnter), stroke(tea.KeyKpDown), ctrl('j')}
	for _, c := range []struct{ field, text, says string }{
		{"orderreference", strings.Repeat("x", 26), "at most 25 characters"},
		{"orderreference", "a\u202eb", "invisible"},
		{"baseamount", "10 50", "in figures"},
		{"baseamount", "1e3", "in figures"},
		{"baseamount", "-1", "more than zero"},
		{"baseamount", "10.505", "2 decimals"},
		{"baseamount", "1.050,00", "in figures"},
		{"baseamount", "1'050.00", "in figures"},
		{"baseamount", "10,50", "in figures"},
		{"baseamount", "10\u202f500", "in figures"},
		{"baseamount", "€10.50", "in figures"},
		{"baseamount", "5000.01", "the most this console takes"},
		{"baseamount", "ten", "in figures"},
		{"pan", "4111", "has 4 digits"},
		{"pan", "4111x1111", "digits only"},
		{"pan", "0004111111111111111", "no card number begins with 0"},
		{"pan", "4111111111111112", "one digit is wrong"},
		{"pan", "51000000000005120", "too long"},
		{"expirydate", "12", "MM/YY"},
		{"expirydate", "1320", "01 to 12"},
		{"expirydate", "1225", "expired"},
		{"expirydate", "12/3X", "as on the card, MM/YY"},
		{"expirydate", "march", "not clear yet"},
		{"expirydate", "march 25", "expired"},
		{"securitycode", "12", "3 or 4 digits"},
		{"securitycode", "12345", "at most 4"},
		{"billinglastname", strings.Repeat("n", 128), "at most 127 characters"},
		{"billingpremise", "The Old Rectory at the End of the Lane", "at most 25 characters"},
		{"billingcountryiso2a", "Engerland", "not in the list"},
		{"billingcountryiso2a", "united", "the country may be United Arab Emirates, United Kingdom or United"},
		{"billingpostcode", "TE45 6S", "UK postcode"},
	} {
		for _, k := range keys {
			if c.field == "billingpostcode" && commandOf(k) == back {
				continue // the country may be to blame
			}
			if c.says == "one digit is wrong" && Plain(k).Code == tea.KeyEnter {
				continue // Enter begins the groups: TestTheFormWaitsForTheGroups
			}
			if c.says == "no card number begins with 0" && Plain(k).Code == tea.KeyEnter {
				continue // Enter clears it: TestAWrongBeginningIsTypedWhole
			}
			p, _ := payment(t)
			p.FocusField(c.field)
			say(p, c.text)
			before := screen(p.Form)
			event := p.Update(k)
			if event != Refused || p.Focused().Name() != c.field {
				t.Fatalf("%s leaves %q in %s: event %v\n%s", k, c.text, c.field, event, screen(p.Form))
			}
			wantShown(t, p.Form, c.says)
			if p.CheckAll() {
				t.Errorf("%q in %s is taken", c.text, c.field)
			}
			wantFocus(t, p.Form, c.field)
			if line := strings.Split(before, "\n")[p.focus]; c.field != "billinglastname" && !strings.Contains(screen(p.Form), strings.TrimRight(line, " ")) {
				t.Errorf("%q in %s does not stay as it was typed:\n%s\n%s", c.text, c.field, before, screen(p.Form))
			}
			p.Update(ctrl('u'))
			if event := p.Update(enter); event != Moved && p.Focused().Name() == c.field {
				t.Errorf("%s cannot be left once it is empty: %v", c.field, event)
			}
		}
	}
}

// TestARefusedPasteIsNotForgotten: the field keeps its old text, and the form does not
// leave it as if nothing had been pasted.
func TestARefusedPasteIsNotForgotten(t *testing.T) {
	p, _ := everything(t)
	last := fields(p)[len(fields(p))-1]
	for _, name := range fields(p) {
		p.FocusField(name)
		if p.Update(tea.PasteMsg{Content: "x\ny"}) != Refused || p.Update(enter) != Refused {
			t.Errorf("%s was left after a paste that was refused", name)
		}
		wantFocus(t, p.Form, name)
		wantShown(t, p.Form, "several lines")
		p.Update(bksp)
		p.Update(enter)
		if p.Focused().Name() == name && name != last {
			t.Errorf("%s cannot be left any more", name)
		}
	}
}

func TestTheConfiguredCountryIsPassedOver(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	if p.Update(enter) != Left { // no postcode
		t.Fatal("Enter does not leave the last field")
	}
	p.Update(up)
	wantFocus(t, p.Form, "billingcountryiso2a")
	p.Update(shiftTab)
	wantFocus(t, p.Form, "billingpremise")
	p.Update(enter)
	wantFocus(t, p.Form, "billingpostcode")
	p.Update(up)
	say(p, "fr")
	p.Update(up)
	p.Update(enter)
	wantFocus(t, p.Form, "billingcountryiso2a") // it is no longer the configured one
	p.Update(enter)
	wantFocus(t, p.Form, "billingpostcode")
}

func TestLeavingWithAnotherFieldWrong(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("billingpostcode")
	say(p, "te456st")
	if event := p.Update(enter); event != Refused {
		t.Fatalf("event %v with six fields empty", event)
	}
	wantFocus(t, p.Form, "orderreference")
	for _, part := range []string{"enter the order reference", "enter an amount", "enter the card number", "enter the expiry date", "enter the security code"} {
		wantShown(t, p.Form, part)
	}
}

func TestMovesOnOnlyWhenTypedToTheEnd(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("baseamount")
	say(p, "1150.50")
	wantFocus(t, p.Form, "pan")
	p.Update(up)
	p.Update(stroke(tea.KeyHome))
	say(p, "2")
	wantFocus(t, p.Form, "baseamount") // 21150.50, but the cursor is inside
	p.Update(bksp)
	p.Update(stroke(tea.KeyEnd))
	say(p, "5")
	p.Update(bksp)
	wantFocus(t, p.Form, "baseamount") // complete again, but by deleting
	p.Update(bksp)
	say(p, "0")
	wantFocus(t, p.Form, "pan")
}

func TestRefusedKeyIsANoteNotAnError(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("expirydate")
	if say(p, "x") != Refused {
		t.Error("a letter in a date is not refused")
	}
	wantShown(t, p.Form, "✖ type the expiry date as on the card")
	p.Update(bksp)
	if strings.Contains(screen(p.Form), "✖") {
		t.Error("the note outlived the next key")
	}
}

func TestKeysThatAreNotTheForms(t *testing.T) {
	p, _ := payment(t)
	for i := range p.slots {
		p.focus = i
		for _, k := range []tea.KeyPressMsg{stroke(tea.KeyEscape), stroke(tea.KeyF1), ctrl('r'), ctrl('c'), ctrl('v'), stroke(tea.KeyPgDown)} {
			if event := p.Update(k); event != None {
				t.Errorf("%s at %s: %v", k, p.Focused().Name(), event)
			}
		}
	}
	if p.Update(tea.WindowSizeMsg{}) != None || p.Update(tea.PasteMsg{}) != None {
		t.Error("a message that says nothing did something")
	}
}

// TestKeypad: in application mode a keypad sends no text.
func TestKeypad(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("baseamount")
	for _, code := range []rune{tea.KeyKp1, tea.KeyKpComma, tea.KeyKp0, tea.KeyKp5, tea.KeyKp0, tea.KeyKpDecimal, tea.KeyKp0, tea.KeyKp0} {
		p.Update(stroke(code))
	}
	if p.Amount().Minor != 105000 {
		t.Errorf("amount %v", p.Amount())
	}
	wantFocus(t, p.Form, "pan")
	p.FocusField("billingpremise")
	for _, code := range []rune{tea.KeyKp1, tea.KeyKpDivide, tea.KeyKp2, tea.KeyKpMinus, tea.KeyKp3, tea.KeyKpPlus, tea.KeyKpMultiply, tea.KeyKpSep} {
		p.Update(tea.KeyPressMsg{Code: code, Mod: tea.ModNumLock})
	}
	if p.Premise() != "1/2-3+*," {
		t.Errorf("premise %q", p.Premise())
	}
	p.Update(tea.KeyPressMsg{Code: tea.KeyKpEnter, Mod: tea.ModNumLock})
	wantFocus(t, p.Form, "billingpostcode")
}

func TestOrderReferenceOfKnownLength(t *testing.T) {
	c := newClock()
	p := NewPayment(PaymentOptions{Currency: pounds(t), OrderLength: 6, Now: c.now})
	wantShown(t, p.Form, "6 characters")
	say(p, "AB123")
	wantFocus(t, p.Form, "orderreference")
	say(p, "4")
	wantFocus(t, p.Form, "baseamount")
}

func TestEditsThatDoNotMoveOn(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("baseamount")
	say(p, "1000.5")
	p.Update(left)
	say(p, "2") // 1000.25 is whole, but the cursor stands inside
	wantFocus(t, p.Form, "baseamount")

	p.FocusField("pan")
	p.Update(tea.PasteMsg{Content: amex})
	p.FocusField("pan")
	p.Update(tea.PasteMsg{Content: visa}) // it was whole before
	wantFocus(t, p.Form, "pan")
}

func TestARefusedCountryIsNotPassedOver(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	p.Fail("billingcountryiso2a", "not accepted")
	p.FocusField("billingpremise")
	if event := p.Update(enter); event != Moved {
		t.Errorf("event %v", event)
	}
	wantFocus(t, p.Form, "billingcountryiso2a")
}
