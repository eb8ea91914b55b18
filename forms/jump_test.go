package forms

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

const mastercard = "5100000000000511"

// TestOneEnterAfterAnAutomaticMove: an agent who has not seen that the form moved on
// ends the field with Enter or Tab. The form ignores that key, once, however late it
// comes.
func TestOneEnterAfterAnAutomaticMove(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{enter, tab, stroke(tea.KeyKpEnter), ctrl('j')} {
		for _, late := range []time.Duration{0, 499 * time.Millisecond, 750 * time.Millisecond, time.Hour} {
			p, c := payment(t)
			p.FocusField("pan")
			say(p, visa)
			p.FocusField("securitycode")
			say(p, "123")
			wantFocus(t, p.Form, "billinglastname")
			c.advance(late)
			if p.Update(k) != None {
				t.Errorf("%s after %v is not swallowed", k, late)
			}
			wantFocus(t, p.Form, "billinglastname")
			wantShown(t, p.Form, "already moved on: press again to skip Name")
			if p.Update(k) != Moved {
				t.Errorf("the second %s is swallowed too", k)
			}
			wantFocus(t, p.Form, "billingpremise")
			if strings.Contains(screen(p.Form), "already moved on") {
				t.Error("the hint outlived the next key")
			}
		}
	}
}

// TestNoEnterIsSwallowed: the form obeys an Enter after another key, and one without an
// automatic move before it.
func TestNoEnterIsSwallowed(t *testing.T) {
	for what, between := range map[string]func(*Payment){
		"typing":           func(p *Payment) { say(p, "123") },
		"shift+tab":        func(p *Payment) { p.Update(shiftTab); p.Update(shiftTab) },
		"down":             func(p *Payment) { p.Update(down) },
		"ctrl+r":           func(p *Payment) { p.CheckAll(); p.FocusField("billinglastname") },
		"a paste":          func(p *Payment) { p.Update(tea.PasteMsg{Content: "123"}) },
		"another Enter":    func(p *Payment) { p.Update(enter) },
		"a move by others": func(p *Payment) { p.FocusField("billinglastname") },
		"the card is gone": func(p *Payment) { p.ClearCard() },
	} {
		p, _ := payment(t)
		p.FocusField("expirydate")
		if say(p, "12/30") != Moved {
			t.Fatal("a whole date does not move on")
		}
		between(p)
		at := p.focus
		if event := p.Update(enter); event == None || event == Moved && p.focus == at {
			t.Errorf("%s: Enter is swallowed: %v at %s", what, event, p.Focused().Name())
		}
	}
	p, _ := payment(t)
	say(p, "X1")
	p.Update(enter)
	if p.Update(enter) != Moved {
		t.Error("an Enter after a move by hand is swallowed")
	}
}

// TestKeysThatDoNothingChangeNothing: after a key that does nothing the form still
// ignores one Enter.
func TestKeysThatDoNothingChangeNothing(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{stroke(tea.KeyEscape), stroke(tea.KeyF1), left, stroke(tea.KeyEnd), char(' '), char('-')} {
		p, _ := payment(t)
		p.FocusField("expirydate")
		say(p, "12/30")
		p.Update(k)
		if p.Update(enter) != None {
			t.Errorf("after %s the Enter is not swallowed", k)
		}
	}
}

// TestWhatBelongsBefore: a key for the field before goes back into it and shows there.
func TestWhatBelongsBefore(t *testing.T) {
	for _, c := range []struct{ field, typed, then, back, shown string }{
		{"baseamount", "1050.00", "0", "baseamount", "£1050.000"},
		{"baseamount", "1,050.00", ".", "baseamount", "£1,050.00."},
		{"baseamount", "1050.00", ",", "baseamount", "£1050.00,"},
		{"baseamount", "1050.00", "4", "pan", ""},
		{"pan", mastercard, ".", "pan", "•••• •••• •••• ••••."},
		{"pan", mastercard, "0", "expirydate", ""}, // a date may begin with 0
		{"expirydate", "12/30", ",", "expirydate", "12/30,"},
		{"expirydate", "12/30", ".", "expirydate", "12/30."},
		{"expirydate", "12/30", "1", "securitycode", ""},
		{"securitycode", "1234", "5", "securitycode", "•••••"},
		{"securitycode", "1234", ".", "securitycode", "••••."},
		{"securitycode", "1234", "A", "billinglastname", ""},
		{"securitycode", "1234", "é", "billinglastname", ""},
	} {
		p, _ := payment(t)
		p.FocusField(c.field)
		if say(p, c.typed) != Moved {
			t.Fatalf("%s does not move on from %q", c.field, c.typed)
		}
		event := say(p, c.then)
		wantFocus(t, p.Form, c.back)
		if c.back != c.field {
			continue
		}
		if event != Refused || p.CheckAll() {
			t.Errorf("%s %q and %q: event %v", c.field, c.typed, c.then, event)
		}
		p.slots[p.focus].err = nil
		if got := show(p.Focused(), true); got != c.shown {
			t.Errorf("%s shows %q, want %q", c.field, got, c.shown)
		}
	}
	p, _ := payment(t)
	p.FocusField("baseamount")
	say(p, "1050.000")
	wantShown(t, p.Form, "Amount had moved on by itself, and the last key went back into it: check it")
	if p.Update(enter) != Refused {
		t.Error("an amount with three decimals was left")
	}
	wantShown(t, p.Form, "GBP has 2 decimals")
}

// TestAnOrderReferenceOfKnownLength: a key that no amount begins with goes back into
// the order reference.
func TestAnOrderReferenceOfKnownLength(t *testing.T) {
	for then, field := range map[string]string{"X": "orderreference", "-": "orderreference", ".": "orderreference", "1": "baseamount", "£": "baseamount"} {
		p := NewPayment(PaymentOptions{Currency: pounds(t), OrderLength: 4, Now: newClock().now})
		say(p, "AB12"+then)
		wantFocus(t, p.Form, field)
	}
}

// TestBackspaceAfterAnAutomaticMove deletes the last key in the field that it was typed
// into.
func TestBackspaceAfterAnAutomaticMove(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("baseamount")
	say(p, "1050.00")
	p.Update(bksp)
	wantFocus(t, p.Form, "baseamount")
	wantShown(t, p.Form, "back in Amount")
	say(p, "5")
	if wantFocus(t, p.Form, "pan"); p.Amount().Minor != 105005 {
		t.Errorf("amount %v", p.Amount())
	}
	say(p, mastercard)
	say(p, "1")
	p.Update(bksp)
	p.Update(bksp)
	wantFocus(t, p.Form, "expirydate") // of the new field, once something was typed there
}

// TestClearingAfterAnAutomaticMove wipes nothing: the field before has lost the focus
// and keeps its answer.
func TestClearingAfterAnAutomaticMove(t *testing.T) {
	for _, c := range []struct{ field, typed, next string }{
		{"baseamount", "1050.00", "pan"},
		{"pan", mastercard, "expirydate"},
		{"expirydate", "12/30", "securitycode"},
		{"securitycode", "1234", "billinglastname"},
	} {
		for _, k := range []tea.KeyPressMsg{ctrl('u'), ctrl('w'), {Code: tea.KeyBackspace, Mod: tea.ModCtrl}} {
			p, _ := payment(t)
			p.FocusField(c.field)
			say(p, c.typed)
			was := show(p.Field(c.field), false)
			p.Update(char(' '))
			p.Update(bksp)
			p.Update(tea.PasteMsg{Content: "x\ny"})
			p.Update(k)
			wantFocus(t, p.Form, c.next)
			if got := show(p.Field(c.field), false); got != was || p.Field(c.field).Empty() {
				t.Errorf("%s and %s: %q, was %q", c.typed, k, got, was)
			}
			if !p.Focused().Empty() || p.current().shown() != nil {
				t.Errorf("%s and %s: %v", c.typed, k, p.current().shown())
			}
			if c.field == "securitycode" { // a blank is text in this field, so it is a key in between
				continue
			}
			wantShown(t, p.Form, "nothing typed here: backspace for "+p.Field(c.field).Label())
			p.Update(k)
			wantFocus(t, p.Form, c.next)
			if p.Update(enter) != None {
				t.Errorf("%s and %s: the Enter is not swallowed any more", c.typed, k)
			}
		}
	}
}

// TestWhereAJumpIsCertain: a field that moves on by itself could take no further key.
func TestWhereAJumpIsCertain(t *testing.T) {
	for text, whole := range map[string]bool{
		"10.50": false, "1.05": false, "100.00": false, "999.99": false, "10,50": false, "1,050": false, "1050": false, "10": false,
		"0.50": true, "00.50": false, "1050.00": true, "1,050.00": true, "12,345,678.90": true, "0,050.00": false, "1050.0": false,
		"1.050,00": false, "1.050": false, "10.505": false, "1'050.00": false, ".50": false, "1050.": false,
	} {
		if got := splitAmount(text).whole(2); got != whole {
			t.Errorf("%q of a currency with two decimals: whole %v", text, got)
		}
	}
	for text, whole := range map[string]bool{"10.500": true, "10.50": false, "1050.000": true, "1,050.000": true, "10.5000": false} {
		if got := splitAmount(text).whole(3); got != whole {
			t.Errorf("%q of a currency with three decimals: whole %v", text, got)
		}
	}
	for _, text := range []string{"10", "1050", "1,050", "10.5"} {
		if splitAmount(text).whole(0) {
			t.Errorf("%q of a currency without decimals is whole", text)
		}
	}
	for digits, jumps := range map[string]bool{
		visa: false, withCheckDigit(visa + "00"): true, mastercard: true, "5100000000000512": false, amex: true,
		"6221260000000000": false, withCheckDigit("622126000000000000"): true, // UnionPay
		withCheckDigit("601100000000000"): false, withCheckDigit("352800000000000"): false, withCheckDigit("352800000000000000"): true,
		"5000000000000611": false, "5000000000000000001": true, "9000000000000001": false, withCheckDigit("308950000000000000"): true,
	} {
		p, _ := payment(t)
		p.FocusField("pan")
		if event := say(p, digits); (event == Moved) != jumps {
			t.Errorf("%d digits from %s: event %v", len(digits), digits[:6], event)
		}
		if !jumps && p.Field("pan").Check() == nil {
			if p.Update(enter) != Moved {
				t.Errorf("Enter does not leave %s…", digits[:6])
			}
		}
	}
}

// TestTheFormIsNotLeftByItself: keys typed after the last field is complete, however
// late, are for the field and never for the next page.
func TestTheFormIsNotLeftByItself(t *testing.T) {
	for country, postcode := range map[string]string{"GB": "TE456ST", "CA": "k1a 0b1", "US": "12345-6789"} {
		p := NewPayment(PaymentOptions{Currency: pounds(t), Country: country, Now: newClock().now})
		for field, answer := range map[string]string{"orderreference": "X1", "baseamount": "10", "pan": visa, "expirydate": "1230", "securitycode": "123"} {
			p.FocusField(field)
			say(p, answer)
		}
		for name, last := range map[string]func() Event{
			"typed":  func() Event { return say(p, postcode) },
			"pasted": func() Event { return p.Update(tea.PasteMsg{Content: postcode}) },
		} {
			p.FocusField("billingpostcode")
			p.Update(ctrl('u'))
			if event := last(); event != Edited {
				t.Errorf("%s %s: event %v", postcode, name, event)
			}
			wantFocus(t, p.Form, "billingpostcode")
			wantShown(t, p.Form, "enter goes on")
			if event := p.Update(enter); event != Left {
				t.Errorf("%s %s and Enter: event %v", postcode, name, event)
			}
			if event := say(p, "yew tree cottage"); event == Left {
				t.Errorf("%s %s and more: event %v", postcode, name, event)
			}
		}
	}
	for name, o := range map[string]OperationOptions{
		"1050.00": {Amount: true, Currency: pounds(t)},
		"AB12":    {Order: true, OrderLength: 4},
		"1230":    {NewExpiry: true},
	} {
		o.Now = newClock().now
		r := NewOperation(o)
		if event := say(r, name); event != Edited {
			t.Errorf("%s: event %v", name, event)
		}
		if event := r.Update(enter); event != Left {
			t.Errorf("%s and Enter: event %v", name, event)
		}
	}
}

// TestAHouseNumberIsNoName: after an ignored Enter the agent may type the next answer
// into the name. The field refuses a house number and a part of a card number, typed or
// pasted, and accepts a name that begins with a digit.
func TestAHouseNumberIsNoName(t *testing.T) {
	const noWord, tooMany = "the name has no word in it", "clear it, or put a word of the name first"
	for text, wrong := range map[string]string{
		"12": noWord, "1234567890123": tooMany, "٤": noWord, "221B": noWord, " 12 a": noWord, "12-14": noWord, "3M": noWord, "12 é": noWord, "7 e\u0301 b": noWord,
		"1486": noWord, "45395787": tooMany, "45395787 Smith": tooMany, "4539 5787 Smith": tooMany, "4539-578 Smith": tooMany, "1 2 3 4 5 6 7 Ltd": tooMany,
		"": "", "Smith": "", "Smith 3": "", "O'Neill": "", "'t Hooft": "", "山田": "", "3M UK": "", "2 Sisters Food Group": "", "4th Dimension Ltd": "", "1st Floor": "",
		"3M UK plc": "", "7-Eleven": "", "888 Holdings": "", "118118 Money": "", "23andMe": "", "7田": "", "3i": noWord, "3i Group": "", "99p Stores": "", "٤ شركة": "",
		// Numbered companies: of a province, of the federation, of Québec.
		"1234567 Ontario Inc": "", "2345678 Ontario Limited": "", "0123456 B.C. Ltd.": "", "1234567 Alberta ULC": "", "12345678 Canada Inc.": "", "9123-4567 Québec inc.": "", "Ontario 12345678": "",
		"O'Neill 3rd": "", "1234567 Smith": "",
		// An account or a card, typed one field too early, and dates.
		"1234567": noWord, "12345678": tooMany, "12345678 Smith": tooMany, "12-34-56 12345678 Smith": tooMany, "123456789 Canada Inc": tooMany, "1234 5678 Ltd": tooMany, "1234-567 Ontario Inc": tooMany,
		"4539 5787 6362 Inc": tooMany, "4539-5787-6362 Inc": tooMany, "340000 000000 Ltd": tooMany, "01/12/1980 Smith": tooMany, "1980-12-01": tooMany, "01.12.80": noWord,
	} {
		for how, enters := range map[string]func(p *Payment){
			"typed":  func(p *Payment) { say(p, text) },
			"pasted": func(p *Payment) { p.Update(tea.PasteMsg{Content: text}) },
		} {
			p, _ := payment(t)
			p.FocusField("securitycode")
			say(p, "1234")
			p.Update(enter) // swallowed
			wantFocus(t, p.Form, "billinglastname")
			enters(p)
			event := p.Update(enter)
			if (event == Refused) != (wrong != "") && !(text == "" && event == Moved) {
				t.Errorf("%q %s: event %v", text, how, event)
			}
			if wrong != "" {
				wantFocus(t, p.Form, "billinglastname")
				wantShown(t, p.Form, wrong)
			}
			if p.CheckAll(); (p.Field("billinglastname").Check() != nil) != (wrong != "") {
				t.Errorf("%q %s: %v", text, how, p.Field("billinglastname").Check())
			}
		}
	}
}

// TestWhatFollowsARefusedName: text after a refused name is part of it only after a
// blank.
func TestWhatFollowsARefusedName(t *testing.T) {
	for typed, name := range map[string]string{
		"12\rTE45 6ST": "", "12\rRose Cottage": "", "12\r\rRose": "", "221B\raker": "", "12\rR\rRose X": "", "12\rRose\b\b\b\bUK": "",
		"3M\r UK": "3M UK", "12\r\b\b3M UK": "3M UK", "12\rRose\b\b\b\b\b3M": "", "12\rRose\b\b\b\b\b3andMe": "13andMe", "12\rRose\x15Ann": "Ann", "12\r 4\r Ltd": "12 4 Ltd",
	} {
		p, _ := payment(t)
		p.FocusField("billinglastname")
		for _, r := range typed {
			switch r {
			case '\r':
				p.Update(enter)
			case '\b':
				p.Update(bksp)
			case '\x15':
				p.Update(ctrl('u'))
			default:
				p.Update(char(r))
			}
		}
		if event := p.Update(enter); (event == Refused) != (name == "") {
			t.Errorf("%q: event %v", typed, event)
		}
		if first, last := p.Name(); name != "" && strings.TrimSpace(first+" "+last) != name {
			t.Errorf("%q: %q %q", typed, first, last)
		}
	}
}

// TestAHouseMayBeginWithDigits: a house number may begin with digits and end with
// letters.
func TestAHouseMayBeginWithDigits(t *testing.T) {
	for _, text := range []string{"1st Floor", "221B", "12", "12-14", "3rd floor, 7", "4/2"} {
		p, _ := payment(t)
		p.FocusField("billingpremise")
		if say(p, text); p.Update(enter) != Moved || p.Premise() != text {
			t.Errorf("%q: %q, %v", text, p.Premise(), p.Field("billingpremise").Check())
		}
	}
}

// TestADigitAfterAMoveAndANameThatBeginsWithOne: right after the security code has
// moved on, a digit goes back into it, and the sentence says how to enter a name that
// begins with a digit.
func TestADigitAfterAMoveAndANameThatBeginsWithOne(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("securitycode")
	say(p, "1234")
	wantFocus(t, p.Form, "billinglastname")
	say(p, "3")
	wantFocus(t, p.Form, "securitycode")
	wantShown(t, p.Form, "Where a name begins with a digit, press Enter before it")
	p.Update(bksp)
	p.Update(enter)
	wantFocus(t, p.Form, "billinglastname")
	say(p, "3M UK")
	p.Update(enter)
	wantFocus(t, p.Form, "billingpremise")
	if first, last := p.Name(); first+" "+last != "3M UK" {
		t.Errorf("the name is %q %q", first, last)
	}
}
