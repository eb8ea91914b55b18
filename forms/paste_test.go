package forms

import (
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestPaste(t *testing.T) {
	for _, c := range []struct {
		field, text string
		event       Event
		value       string // what is sent or, for a secret, how many digits
	}{
		{"orderreference", "X-1", Edited, "X-1"},
		{"orderreference", "\r\n X-1\t\n", Edited, "X-1"},
		{"orderreference", "a\nb", Refused, ""},
		{"orderreference", strings.Repeat("x", 26), Refused, ""},
		{"baseamount", "£1,050.00", Moved, "105000"},
		{"baseamount", "10.50\n", Edited, "1050"},
		{"baseamount", "10 50", Refused, "0"},
		{"baseamount", "10.505", Refused, "0"},
		{"baseamount", "10", Edited, "1000"},
		{"baseamount", "ten", Refused, "0"},
		{"baseamount", "10\n20", Refused, "0"},
		{"pan", visa, Edited, "16"}, // Visa may have 19
		{"pan", mastercard, Moved, "16"},
		{"pan", "0004" + visa[1:], Refused, "0"},
		{"pan", " 4111 1111 1111 1111\r\n", Edited, "16"},
		{"pan", "4111-1111-1111-1111", Edited, "16"},
		{"pan", "4111\u00a01111\u20111111\u20091111", Edited, "16"},
		{"pan", "４１１１１１１１１１１１１１１１", Edited, "16"},
		{"pan", "4111111111111112", Edited, "16"}, // the check comes when the field is left
		{"pan", "41111111111", Refused, "0"},
		{"pan", strings.Repeat("4", 20), Refused, "0"},
		{"pan", amex + "1", Refused, "0"},
		{"pan", "4111 1111\n1111 1111", Refused, "0"},
		{"pan", "card: " + visa, Refused, "0"},
		{"pan", "0510000000000511", Refused, "0"},
		{"pan", "-0510000000000511", Refused, "0"},
		{"pan", "０510000000000511", Refused, "0"},
		{"pan", visa + "\u202e", Refused, "0"},
		{"pan", "   ", Refused, "0"},
		{"expirydate", "12/30", Moved, "12/2030"},
		{"expirydate", "12 / 2030", Moved, "12/2030"},
		{"expirydate", "1-30", Moved, "01/2030"},
		{"expirydate", "12/20", Edited, "00/0000"},
		{"expirydate", "Dec 30", Moved, "12/2030"},
		{"expirydate", "Dec", Refused, "00/0000"},
		{"expirydate", " 1/1/30\n", Refused, "00/0000"}, // a day, or November
		{"securitycode", "1234", Moved, "4"},
		{"securitycode", "123", Edited, "3"}, // no brand yet: there may be a fourth
		{"securitycode", "12345", Refused, "0"},
		{"securitycode", " \n", Refused, "0"},
		{"securitycode", "12a", Refused, "0"},
		{"billingpremise", "No 789", Edited, "No 789"},
		{"billingpostcode", "te456st", Edited, "TE45 6ST"},
		{"billingcountryiso2a", "France", Edited, "FR"},
		{"billingcountryiso2a", "uk", Edited, "GB"},
		{"billingcountryiso2a", "nowhere", Refused, "GB"},
	} {
		p, _ := payment(t)
		p.FocusField(c.field)
		if event := p.Update(tea.PasteMsg{Content: c.text}); event != c.event {
			t.Errorf("%s %q: event %v, want %v\n%s", c.field, c.text, event, c.event, screen(p.Form))
		}
		card := p.Card()
		got := map[string]string{
			"orderreference": p.OrderReference(), "baseamount": p.Amount().BaseAmount(),
			"pan": strconv.Itoa(card.Number.Len()), "expirydate": card.Expiry.String(), "securitycode": strconv.Itoa(card.Code.Len()),
			"billingpremise": p.Premise(), "billingpostcode": p.Postcode(), "billingcountryiso2a": p.Country(),
		}[c.field]
		if got != c.value {
			t.Errorf("%s %q: %s, want %s", c.field, c.text, got, c.value)
		}
	}
}

func TestRefusedPasteChangesNothing(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("pan")
	say(p, "4111")
	p.Update(tea.PasteMsg{Content: "x" + visa})
	if p.Card().Number.Len() != 4 {
		t.Error("a refused paste changed the number")
	}
	p.Update(tea.PasteMsg{Content: visa})
	if p.Card().Number.Len() != 16 || p.Card().Number.Check() != nil {
		t.Error("a paste does not replace what was there")
	}
	p.FocusField("orderreference")
	say(p, "AB")
	p.Update(left)
	p.Update(tea.PasteMsg{Content: strings.Repeat("z", 24)})
	if p.OrderReference() != "AB" {
		t.Errorf("a refused paste left %q", p.OrderReference())
	}
	p.Update(tea.PasteMsg{Content: "12"})
	if p.OrderReference() != "A12B" {
		t.Errorf("a paste at the cursor gave %q", p.OrderReference())
	}
}

func TestHugePaste(t *testing.T) {
	for what, unit := range map[string]string{"word": "a", "digits": "4", "lines": "\n", "blanks": " ", "wide": "田", "bidi": "\u202e", "broken": "\xff"} {
		// A paste so long that reading it all would outlast any wait on a busy machine.
		text := strings.Repeat(unit, (1<<26)/len(unit))
		p, _ := payment(t)
		for i := range p.slots {
			p.focus = i
			start := time.Now()
			event := p.Update(tea.PasteMsg{Content: text})
			if took := time.Since(start); took > time.Minute {
				t.Errorf("64 MB of %s into %s took %v: it is read through", what, p.Focused().Name(), took)
			}
			if event != Refused || p.slots[i].note == nil {
				t.Errorf("64 MB of %s into %s: event %v", what, p.Focused().Name(), event)
			}
		}
		wantShown(t, p.Form, "far too long")
	}
	// the longest paste that is looked at must be quick too
	for _, unit := range []string{"4", "411", "田"} {
		f := order(0)
		start := time.Now()
		err := f.Paste(strings.Repeat(unit, maxPaste/len(unit)))
		if took := time.Since(start); err == nil || took > time.Minute {
			t.Errorf("1 kB of %s: %v in %v", unit, err, took)
		}
	}
}
