package forms

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestEnterAfterAnAutomaticMove(t *testing.T) {
	start := func() (*Payment, *clock) {
		p, c := payment(t)
		p.FocusField("expirydate")
		if say(p, "12/30") != Moved {
			t.Fatal("a whole date does not move on")
		}
		return p, c
	}
	for _, k := range []tea.KeyPressMsg{enter, tab} {
		p, c := start()
		c.advance(499 * time.Millisecond)
		if p.Update(k) != None {
			t.Errorf("%s after 499 ms is not swallowed", k)
		}
		wantFocus(t, p.Form, "securitycode")
		if p.Update(k) != Refused {
			t.Errorf("the second %s is swallowed too", k)
		}
		p, c = start()
		c.advance(500 * time.Millisecond)
		if p.Update(k) != Refused {
			t.Errorf("%s after 500 ms is swallowed", k)
		}
	}
	p, _ := start()
	if p.Update(shiftTab) != Moved {
		t.Error("shift+tab is swallowed")
	}
	p, _ = start()
	say(p, "1")
	if p.Update(enter) != Refused {
		t.Error("an Enter after typing in the new field is swallowed")
	}
	p, _ = start()
	p.Update(stroke(tea.KeyEscape)) // not the form's: an Enter may still be in flight
	if p.Update(enter) != None {
		t.Error("a key that is not the form's ends the wait for a stray Enter")
	}
	p, _ = payment(t) // a move by hand swallows nothing
	say(p, "X1")
	p.Update(enter)
	if p.Update(enter) != Refused {
		t.Error("an Enter after a move by hand is swallowed")
	}
}

func TestMovingOnNeedsARightAnswer(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{enter, tab, down, stroke(tea.KeyKpEnter)} {
		p, _ := payment(t)
		if p.Update(k) != Refused {
			t.Errorf("%s left an empty order reference", k)
		}
		wantFocus(t, p.Form, "orderreference")
		wantShown(t, p.Form, "✖ enter the order reference")
		say(p, "X")
		if strings.Contains(screen(p.Form), "✖") {
			t.Errorf("the error outlived the edit")
		}
		if p.Update(k) != Moved {
			t.Errorf("%s does not move on", k)
		}
		wantFocus(t, p.Form, "baseamount")
	}
}

func TestMovingBackIsAlwaysAllowed(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{up, shiftTab} {
		p, _ := payment(t)
		if p.Update(k) != None {
			t.Errorf("%s moved before the first field", k)
		}
		p.FocusField("expirydate")
		say(p, "1220")
		if p.Update(k) != Moved {
			t.Errorf("%s was refused", k)
		}
		wantFocus(t, p.Form, "pan")
		wantShown(t, p.Form, "✖ the card has expired")
		p.Update(k)
		if strings.Contains(screen(p.Form), "enter the card number") {
			t.Error("going back complains of a field nothing was typed in")
		}
	}
}

func TestTheConfiguredCountryIsPassedOver(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	c.advance(time.Second)
	if p.Update(enter) != Left { // no postcode
		t.Fatalf("Enter stops at the country\n%s", screen(p.Form))
	}
	p.Update(down)
	wantFocus(t, p.Form, "billingcountryiso2a")
	p.Update(shiftTab)
	wantFocus(t, p.Form, "billingpostcode")
	p.Update(down)
	say(p, "fr")
	p.Update(up)
	p.Update(enter)
	wantFocus(t, p.Form, "billingcountryiso2a") // it is no longer the configured one
	if p.Update(enter) != Left {
		t.Error("Enter does not leave the last field")
	}
}

func TestLeavingWithAnotherFieldWrong(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("billingpostcode")
	if event := say(p, "te456st"); event != Refused {
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
	say(p, "1.50")
	wantFocus(t, p.Form, "pan")
	p.Update(up)
	p.Update(stroke(tea.KeyHome))
	say(p, "1")
	wantFocus(t, p.Form, "baseamount") // 11.50, but the cursor is inside
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
	wantShown(t, p.Form, "✖ the expiry date has digits only")
	say(p, "1")
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

func TestKeypad(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("baseamount")
	p.Update(stroke(tea.KeyKp1)) // in application mode a keypad sends no text
	p.Update(stroke(tea.KeyKpDecimal))
	p.Update(stroke(tea.KeyKp5))
	p.Update(stroke(tea.KeyKp0))
	if p.Amount().Minor != 150 {
		t.Errorf("amount %v", p.Amount())
	}
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
	say(p, "1.5")
	p.Update(left)
	say(p, "2") // 1.25 is whole, but the cursor stands inside
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
	c.advance(time.Second)
	if event := p.Update(enter); event != Moved {
		t.Errorf("event %v", event)
	}
	wantFocus(t, p.Form, "billingcountryiso2a")
}
