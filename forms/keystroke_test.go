package forms

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// TestABackspaceTakesBackOneKey: some keys, any further key and a backspace leave the
// field as the first keys left it.
func TestABackspaceTakesBackOneKey(t *testing.T) {
	for field, typed := range map[string][]string{
		"pan":          {"", "4", "4111", "4111 ", "4111 - 1", "4111x", visa[:15], "5000 0000 0000 0611", "0"},
		"expirydate":   {"", "1", "5", "12", "1/", "12/", "12/ ", "12/3", "7 2", "12x", "122", "12/20", "m", "march 2", "oh three", "12/2012"},
		"securitycode": {"", "1", "1 ", "12-", "12"},
	} {
		for _, before := range typed {
			for _, key := range "0123456789 /-.xot" {
				p, _ := payment(t)
				p.FocusField(field)
				say(p, before)
				want, at := show(p.Focused(), true), p.focus
				say(p, string(key))
				p.Update(bksp)
				if p.focus != at {
					t.Errorf("%s %q, %q: the backspace went elsewhere", field, before, key)
				} else if got := show(p.Focused(), true); got != want {
					t.Errorf("%s %q, %q and a backspace: %q, want %q", field, before, key, got, want)
				}
			}
		}
	}
}

// TestABackspaceThroughBlanks deletes blanks one by one, and then the digit before
// them.
func TestABackspaceThroughBlanks(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("pan")
	say(p, "4111 1")
	for i, want := range []int{4, 4, 3} {
		if p.Update(bksp); p.Card().Number.Len() != want {
			t.Fatalf("after %d: %d digits, want %d", i+1, p.Card().Number.Len(), want)
		}
	}
	p.Update(ctrl('u'))
	say(p, "4 ")
	p.Update(ctrl('u'))
	if say(p, "5"); !strings.HasPrefix(show(p.Focused(), true), hidden+missing) {
		t.Error("ctrl+u keeps what it should clear")
	}
	say(p, "100000000000511")
	wantFocus(t, p.Form, "expirydate")
	say(p, " ")
	p.Update(bksp) // the blank
	wantFocus(t, p.Form, "expirydate")
	p.Update(bksp) // the last digit of the card
	wantFocus(t, p.Form, "pan")
}

// TestAPasteThatReplacesMovesOn as typing does.
func TestAPasteThatReplacesMovesOn(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("expirydate")
	say(p, "0018")
	if p.Update(tea.PasteMsg{Content: "12/30"}) != Moved {
		t.Error("a whole date that replaces another does not move on")
	}
	wantFocus(t, p.Form, "securitycode")
}

// TestTypingAfterARefusedPaste: an agent who does not look at the screen may mean the
// keys after a refused paste for the next field.
func TestTypingAfterARefusedPaste(t *testing.T) {
	for field, c := range map[string]struct{ refused, typed string }{
		"orderreference":      {"a\nb", "4999.99"},
		"baseamount":          {"ten", "10"},
		"expirydate":          {"soon", "1230"},
		"securitycode":        {"12345", "123"},
		"billinglastname":     {"Ann\nSmith", "No 7"},
		"billingcountryiso2a": {"Xx", "fr"},
		"billingpostcode":     {"a\nb", "TE456ST"},
	} {
		p, _ := payment(t)
		p.FocusField(field)
		p.Update(tea.PasteMsg{Content: c.refused})
		say(p, c.typed)
		if p.Update(enter) != Refused {
			t.Errorf("%s was left with what was typed after a refused paste", field)
		}
		wantFocus(t, p.Form, field)
		wantShown(t, p.Form, "the earlier paste was not accepted")
		p.Update(ctrl('u'))
		if say(p, c.typed); p.Focused().Name() == field && p.Update(enter) == Refused && field != "billingpostcode" {
			t.Errorf("%s is not right once it was typed again\n%s", field, screen(p.Form))
		}
		if p.Field(field).Check() != nil || p.Field(field).Empty() {
			t.Errorf("%s is lost", field)
		}
	}
}
