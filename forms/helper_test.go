package forms

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

const (
	visa = "4111111111111111"
	amex = "340000000000611"
)

// clock is a clock that a test moves.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time          { return c.at }
func (c *clock) advance(d time.Duration) { c.at = c.at.Add(d) }

func pounds(t testing.TB) gateway.Currency {
	t.Helper()
	c, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// payment is the form that most tests use: pounds, at most £5,000.00, GB.
func payment(t testing.TB) (*Payment, *clock) {
	t.Helper()
	c, gbp := newClock(), pounds(t)
	return NewPayment(PaymentOptions{
		Currency: gbp, MaxAmount: gateway.Money{Minor: 500000, Currency: gbp},
		Country: "GB", CodeRequired: true, Now: c.now,
	}), c
}

// everything is a form with every field, and with its drawer open.
func everything(t testing.TB) (*Payment, *clock) {
	t.Helper()
	c, gbp := newClock(), pounds(t)
	p := NewPayment(PaymentOptions{
		Currency: gbp, Country: "GB", CodeRequired: true, Now: c.now,
		Offer: terms.Offer{
			Kinds: terms.Kinds(), Ways: terms.Ways(), Fields: terms.Profile{"customerip": terms.Shown},
			Script: terms.Script{Version: "2026-11", Words: "May we keep the card?", Purposes: []string{"later orders", "a subscription"}},
		},
	})
	p.SetDrawer(true)
	return p, c
}

// fields are the names of the fields that the form asks for, in order. It leaves the
// drawer open.
func fields(p *Payment) (names []string) {
	p.SetDrawer(true)
	for i := range p.slots {
		if p.shows(i) {
			names = append(names, p.slots[i].Name())
		}
	}
	return names
}

func char(r rune) tea.KeyPressMsg      { return tea.KeyPressMsg{Code: r, Text: string(r)} }
func stroke(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code} }
func ctrl(code rune) tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: code, Mod: tea.ModCtrl}
}

var (
	enter    = stroke(tea.KeyEnter)
	tab      = stroke(tea.KeyTab)
	up       = stroke(tea.KeyUp)
	down     = stroke(tea.KeyDown)
	left     = stroke(tea.KeyLeft)
	bksp     = stroke(tea.KeyBackspace)
	shiftTab = tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
)

// updater is a Form or a Payment.
type updater interface{ Update(tea.Msg) Event }

// say types text and returns the last key's event.
func say(f updater, text string) (event Event) {
	for _, r := range text {
		event = f.Update(char(r))
	}
	return event
}

// into types text into a field without a form.
func into(f Field, text string) {
	for _, r := range text {
		f.Press(char(r))
	}
}

// show is a field's answer without colours.
func show(f Field, focused bool) string {
	text, _ := f.Render(focused, 40, Styles{})
	return ansi.Strip(text)
}

// screen is all that the form has to show, without colours: for each field a row, and its
// error below it.
func screen(f *Form) string {
	var all strings.Builder
	for _, r := range f.Rows(55, Styles{}) {
		mark := "  "
		if r.Focused {
			mark = "▸ "
		}
		note := r.Note
		if note == "" && r.Optional && r.Empty && !r.Focused {
			note = "optional"
		}
		row := mark + r.Label + strings.Repeat(" ", max(1, f.Labels()+1-cells(r.Label))) + ansi.Strip(r.Answer)
		if note != "" {
			row += "  " + note
		}
		all.WriteString(strings.TrimRight(row, " ") + "\n")
		if r.Error != "" {
			all.WriteString("  ✖ " + r.Error + "\n")
		}
	}
	return strings.TrimSuffix(all.String(), "\n")
}

// rule is the rule of a *gateway.FieldError, "" for nil.
func rule(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var broken *gateway.FieldError
	if !errors.As(err, &broken) {
		t.Fatalf("%T is not a *gateway.FieldError", err)
	}
	return broken.Rule
}

func wantFocus(t testing.TB, f *Form, name string) {
	t.Helper()
	if got := f.Focused().Name(); got != name {
		t.Fatalf("focus on %s, want %s\n%s", got, name, screen(f))
	}
}

func wantShown(t testing.TB, f *Form, part string) {
	t.Helper()
	// an error may be wrapped anywhere
	if flat := strings.Join(strings.Fields(screen(f)), " "); !strings.Contains(flat, part) {
		t.Fatalf("%q is not shown:\n%s", part, screen(f))
	}
}

// withCheckDigit is a number that passes Luhn.
func withCheckDigit(digits string) string {
	for d := range "0123456789" {
		number := digits + string(rune('0'+d))
		c := NewCardNumber(nil)
		into(c, number)
		if c.Check() == nil {
			return number
		}
	}
	panic("no check digit fits: wrong length for the brand")
}
