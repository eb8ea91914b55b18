package forms

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestCountries(t *testing.T) {
	all := Countries()
	if len(all) != 249 {
		t.Errorf("%d countries, ISO 3166-1 has 249", len(all))
	}
	for _, c := range all {
		if len(c.Code) != 2 || c.Name == "" {
			t.Errorf("%+v", c)
		}
	}
	for _, code := range []string{"EU", "UN", "XK", "AN", "SU", "UK", "EZ", "AC"} {
		if slices.ContainsFunc(all, func(o Option) bool { return o.Code == code }) {
			t.Errorf("%s is no country of ISO 3166-1", code)
		}
	}
}

func TestCountrySearch(t *testing.T) {
	for typed, want := range map[string]string{
		"":            "United Kingdom (GB)",
		"fr":          "France (FR)",
		"FRA":         "France (FR)",
		"french g":    "French Guiana (GF)",
		"germ":        "Germany (DE)",
		"uk":          "United Kingdom (GB)",
		"united s":    "United States (US)",
		"usa":         "United States (US)",
		"curacao":     "Curaçao (CW)",
		"cote d'i":    "Côte d’Ivoire (CI)",
		"Åland":       "Åland Islands (AX)",
		"arabia":      "Saudi Arabia (SA)",
		"frx":         "France (FR)", // the x finds nothing and is refused
		"switzerland": "Switzerland (CH)",
	} {
		c := NewCountry("GB")
		into(c, typed)
		if got := show(c, false); got != want {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
	c := NewCountry("gb")
	into(c, "zzz")
	if rule(t, c.refusal()) == "" {
		t.Error("a search that finds nothing is not refused")
	}
}

func TestCountryWithoutDefault(t *testing.T) {
	for _, code := range []string{"", "QQ"} {
		c := NewCountry(code)
		if !c.Empty() || c.asBegun() || c.Code() != "" || c.Check() != nil || show(c, true) != "" {
			t.Errorf("%q gives %q", code, c.Code())
		}
		c.Press(left)
		if c.Code() == "" {
			t.Error("left chooses nothing")
		}
	}
}

func TestChoiceKeys(t *testing.T) {
	c := NewChoice(ChoiceOptions{
		Name: "colour", Label: "Colour", Meaning: "the colour", Default: "1a", Required: true,
		Options: []Option{{Code: "1A", Name: "Red"}, {Code: "B", Name: "Green"}, {Code: "C", Name: "Grey"}},
	})
	right := stroke(tea.KeyRight)
	for _, step := range []struct {
		key  tea.KeyPressMsg
		want string
	}{
		{right, "B"},
		{right, "C"},
		{right, "1A"},
		{left, "C"},
		{char('g'), "B"},
		{right, "C"},
		{right, "B"},
		{char('r'), "B"},
		{right, "C"},
		{char('e'), "B"},
		{char('y'), "C"},
		{right, "C"},
		{bksp, "B"},
		{ctrl('u'), "1A"},
		{char('1'), "1A"},
		{char('a'), "1A"},
		{bksp, "1A"}, // "1" alone finds nothing
	} {
		c.Press(step.key)
		if c.Code() != step.want {
			t.Fatalf("%s gives %s, want %s", step.key, c.Code(), step.want)
		}
	}
	if c.Press(up) || c.Complete() {
		t.Error("up belongs to the form, and a choice never moves on by itself")
	}
	none := NewChoice(ChoiceOptions{Name: "x", Meaning: "the x", Required: true})
	none.Press(right)
	if rule(t, none.Check()) == "" {
		t.Error("no answer passes where one is required")
	}
}

// TestListedChoice: the arrows go through a list that is shown, and past its
// ends to the fields around it.
func TestListedChoice(t *testing.T) {
	r := NewReason([]string{"Faulty", "Late"})
	order := NewText(TextOptions{Name: "orderreference", Label: "Order", Meaning: "the order", Max: 10})
	f := New(time.Now, append([]Field{order}, r.Fields()...)...)
	f.FocusField(reasonChoice)
	for i, want := range []string{"Faulty", "Late", otherReason} {
		f.Update(tea.KeyPressMsg{Code: tea.KeyDown})
		if got := r.choice.Code(); got != want || f.current().Field.Name() != reasonChoice {
			t.Fatalf("down %d times: %q on %s", i+1, got, f.current().Field.Name())
		}
	}
	f.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	if on := f.current().Field.Name(); on != "reason" {
		t.Errorf("below the list: on %s", on)
	}
	f.FocusField(reasonChoice)
	for range 3 {
		f.Update(tea.KeyPressMsg{Code: tea.KeyUp})
	}
	if on := f.current().Field.Name(); on != "orderreference" || r.choice.Code() != "Faulty" {
		t.Errorf("above the list: on %s with %q", on, r.choice.Code())
	}
}
