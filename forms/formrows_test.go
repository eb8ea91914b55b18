package forms

import (
	"strings"
	"testing"

	"motoconsole/internal/ink"
)

// wantFits fails unless every answer and its cursor lie within the room.
func wantFits(t testing.TB, f *Form, room int, st Styles) {
	t.Helper()
	for _, r := range f.Rows(room, st) {
		if w := ink.Width(r.Answer); w > max(1, room) {
			t.Fatalf("%s: %d cells in %d: %q", r.Name, w, room, r.Answer)
		}
		if r.Cursor >= max(1, room) || r.Cursor >= 0 != r.Focused {
			t.Fatalf("%s: the cursor is at %d in %d, focused %v", r.Name, r.Cursor, room, r.Focused)
		}
	}
}

func colours() Styles {
	c := func(s string) ink.Style { return ink.New(ink.Look{Fg: "38;5;" + s}) }
	return Styles{Value: c("15"), Placeholder: c("8")}
}

func TestRowsOfAPayment(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	want := strings.Trim(`
  Order reference   X1
  Amount            £10.50
  Card number       •••• •••• •••• 1111  Visa
  Expiry date       12/30
  Security code     •••
  Name              Ada King Lovelace
  House no. or name No 789
  Country           United Kingdom (GB)
▸ Postcode            optional`, "\n")
	if got := screen(p.Form); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	p.FocusField("pan")
	p.Update(bksp)
	wantShown(t, p.Form, "▸ Card number •••• •••• •••• •••· 12 of 16, Visa")
}

// TestRowsHaveOneFocus: one row has the focus, and an error has its way out.
func TestRowsHaveOneFocus(t *testing.T) {
	p, _ := payment(t)
	for i, name := range fields(p) {
		p.FocusField(name)
		for j, r := range p.Rows(60, Styles{}) {
			if r.Focused != (i == j) {
				t.Errorf("focus on %d: %q", i, r.Name)
			}
		}
	}
	p.FocusField("pan")
	say(p, "41111111111111")
	p.Update(up)
	wantShown(t, p.Form, "have 13, 16 or 19; ask for it again")
}

func TestRowsFitAnyRoom(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	p.FocusField("billinglastname")
	p.Update(ctrl('u'))
	say(p, "田中太郎 "+strings.Repeat("ä", 100))
	p.Fail("pan", strings.Repeat("very long words and a verylongwordwithoutanyblanksinit ", 9))
	for _, name := range fields(p) {
		p.FocusField(name)
		for room := 0; room < 90; room++ {
			wantFits(t, p.Form, room, Styles{})
		}
		wantFits(t, p.Form, 36, colours())
	}
}
