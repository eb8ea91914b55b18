package forms

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/answers"
	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

func TestCountrySearch(t *testing.T) {
	for typed, want := range map[string]string{
		"":            "United Kingdom (GB)",
		"fr":          "France (FR)",
		"FRA":         "France (FR)",
		"french g":    "French Guiana (GF)",
		"germ":        "Germany (DE)",
		"uk":          "United Kingdom (GB)",
		"united st":   "United States (US)",
		"usa":         "United States (US)",
		"curacao":     "Curaçao (CW)",
		"cote d'i":    "Côte d’Ivoire (CI)",
		"Åland":       "Åland Islands (AX)",
		"switzerland": "Switzerland (CH)",
	} {
		c := NewCountry("GB")
		into(c, typed)
		if got := show(c, false); typed != "" && got != typed {
			t.Errorf("what was typed shows as %q", got)
		}
		if err := c.Check(); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		if c.leave(); show(c, false) != want {
			t.Errorf("%q finds %q, want %q", typed, show(c, false), want)
		}
	}
}

func TestCountryWithoutDefault(t *testing.T) {
	for _, code := range []string{"", "QQ"} {
		c := NewCountry(code)
		if !c.Empty() || c.asBegun() || c.Code() != "" || c.Check() != nil || show(c, true) != "" {
			t.Errorf("%q gives %q", code, c.Code())
		}
	}
}

// TestTheFirstArrowInAnEmptyChoice: in every choice, right begins the list and left
// does nothing.
func TestTheFirstArrowInAnEmptyChoice(t *testing.T) {
	few := []answers.Answer{{Code: "A", Name: "Red"}, {Code: "B", Name: "Green"}}
	for name, made := range map[string]func() *Choice{
		"country": func() *Choice { return NewCountry("") },
		"required": func() *Choice {
			return choiceFrom(ChoiceOptions{Name: "x", Meaning: "the x", Required: true, Options: few})
		},
		"listed": func() *Choice {
			return choiceFrom(ChoiceOptions{Name: "x", Meaning: "the x", Listed: true, Options: few})
		},
		"one": func() *Choice { return choiceFrom(ChoiceOptions{Name: "x", Meaning: "the x", Options: few[:1]}) },
		"cleared": func() *Choice {
			c := NewCountry("")
			into(c, "Korea")
			c.Press(ctrl('u'))
			return c
		},
		"taken back": func() *Choice {
			c := NewCountry("")
			into(c, "Fr")
			c.Press(bksp)
			c.Press(bksp)
			return c
		},
		"chosen and cleared": func() *Choice {
			c := NewCountry("")
			c.Press(stroke(tea.KeyRight))
			c.Press(ctrl('u'))
			return c
		},
	} {
		for _, key := range []tea.KeyPressMsg{left, stroke(tea.KeyKpLeft)} {
			c := made()
			if before := c.editions(); !c.Press(key) || !c.Empty() || c.editions() != before || show(c, true) != "" {
				t.Errorf("%s: the first %s chooses %q", name, key, c.Code())
			}
			want := "type its name, or → for a list"
			if name == "required" { // two short answers are named
				want = "red or green, or → for a list"
			}
			if hint := c.Hint(true); !c.listed() && hint != want {
				t.Errorf("%s: the hint is %q", name, hint)
			}
		}
		for _, key := range []tea.KeyPressMsg{stroke(tea.KeyRight), stroke(tea.KeyKpRight)} {
			c := made()
			c.Press(left)
			if c.Press(key); c.Code() != c.o.Options[0].Code {
				t.Errorf("%s: the first %s chooses %q", name, key, c.Code())
			}
		}
		c := made()
		if c.upDown(-1) || !c.Empty() {
			t.Errorf("%s: the first up chooses %q", name, c.Code())
		}
		if c.upDown(1); c.Code() != c.o.Options[0].Code {
			t.Errorf("%s: the first down chooses %q", name, c.Code())
		}
	}
}

func TestChoiceKeys(t *testing.T) {
	c := choiceFrom(ChoiceOptions{
		Name: "colour", Label: "Colour", Meaning: "the colour", Default: "1a", Required: true,
		Options: []answers.Answer{{Code: "1A", Name: "Red"}, {Code: "B", Name: "Green"}, {Code: "C", Name: "Grey"}},
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
		{char('g'), ""}, // Green or Grey
		{right, "B"},
		{right, "C"},
		{right, "B"},
		{char('g'), ""},
		{char('r'), ""},
		{char('e'), ""},
		{char('y'), "C"},
		{right, "C"}, // the only one that begins with it
		{char('g'), ""},
		{char('x'), ""}, // nothing does
		{right, ""},
		{bksp, ""},
		{right, "B"},
		{ctrl('u'), "1A"},
		{char('b'), "B"},
		{bksp, "1A"},
		{char('1'), "1A"},
		{char('a'), "1A"},
		{char('a'), ""},
	} {
		c.Press(step.key)
		if c.Code() != step.want {
			t.Fatalf("%s gives %s, want %s", step.key, c.Code(), step.want)
		}
	}
	if c.Press(up) || c.Complete() {
		t.Error("up belongs to the form, and a choice never moves on by itself")
	}
	c.Press(ctrl('u'))
	if c.Press(char('z')); c.Empty() || c.Code() != "" || rule(t, c.refusal()) == "" || show(c, true) != "z" {
		t.Errorf("text that is no answer: code %q, shown as %q", c.Code(), show(c, true))
	}
	none := choiceFrom(ChoiceOptions{Name: "x", Meaning: "the x", Required: true})
	none.Press(right)
	if rule(t, none.Check()) == "" {
		t.Error("no answer passes where one is required")
	}
}

// TestListedChoice: up and down go through a visible list, and past its ends to the
// neighbouring fields.
func TestListedChoice(t *testing.T) {
	r := newReason([]string{"Faulty", "Late"}, "")
	order := NewText(TextOptions{Name: "orderreference", Label: "Order", Meaning: "the order", Max: 10})
	f := New(append([]Field{order}, r.Fields()...)...)
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

// TestNamesOfCountries: callers say where they live in their own words.
func TestNamesOfCountries(t *testing.T) {
	for code, names := range map[string][]string{
		"GB": {"GB", "UK", "u.k.", "England", "Scotland", "Wales", "Northern Ireland", "Great Britain", "Britain", "united k"},
		"IE": {"Eire", "Éire", "Ireland", "Republic of Ireland"},
		"US": {"USA", "U.S.A.", "America", "United States of America", "the United States"},
		"NL": {"Holland", "the Netherlands", "nether"},
		"AE": {"UAE", "united arab", "Emirates"},
		"CI": {"Ivory Coast", "Côte d'Ivoire", "Cote d’Ivoire", "cote divoire"},
		"TT": {"Trinidad and Tobago", "Trinidad & Tobago", "trinidad"},
		"LC": {"St Lucia", "St. Lucia", "Saint Lucia"},
		"GW": {"guinea-bissau", "Guinea Bissau", "guinea\u2011b"},
		"GN": {"Guinea"},
		"NE": {"Niger"},
		"BO": {"bolivia"},
		"CZ": {"Czech Republic", "Czechia"},
		"TR": {"Turkey", "Türkiye", "turkiye"},
		"MM": {"Burma", "Myanmar"},
		"SZ": {"Eswatini", "Swaziland"},
		"VA": {"Vatican City", "Holy See"},
		"ES": {"Spain", "ESP"},
		"DK": {"Denmark", "DENMARK"},
		"RE": {"Reunion", "Réunion"},
		"FO": {"Faroe Islands"},
		"AX": {"Aland", "åland"},
	} {
		for _, name := range names {
			c := NewCountry("FR")
			into(c, name)
			if c.Code() != code || c.Check() != nil {
				t.Errorf("%q is %q, want %s", name, c.Code(), code)
			}
		}
	}
	for _, name := range []string{"Engerland", "Greenlandia", "g", "united", "Congo", "Korea", "xx", "zzz", "frx", "1", "-", "f r", "n land"} {
		c := NewCountry("FR")
		into(c, name)
		if c.Code() != "" || c.Check() == nil || c.Empty() {
			t.Errorf("%q is taken for %s", name, c.Code())
		}
	}
}

// TestWhatIsTypedIsTheAnswerOrNone: every code and name, typed whole, is the answer it
// names, even if another answer begins with it. With a wrong letter it is no answer, or
// one that begins with all of the text.
func TestWhatIsTypedIsTheAnswerOrNone(t *testing.T) {
	all, c := slices.DeleteFunc(slices.Clone(countryOptions()), func(o answers.Answer) bool { return o.Code == "" }), NewCountry("")
	every := effort.Every(5)
	for _, o := range all {
		for _, text := range append([]string{o.Code, o.Name}, o.Also...) {
			c.Clear()
			into(c, text)
			if c.Code() != o.Code {
				t.Errorf("%q is %q, want %s", text, c.Code(), o.Code)
			}
			for at := range []rune(text) {
				if !every() {
					continue
				}
				wrong := []rune(text)
				wrong[at] = 'q'
				c.Clear()
				into(c, string(wrong))
				if i := slices.IndexFunc(all, func(o answers.Answer) bool { return o.Code == c.Code() }); i >= 0 {
					if o := all[i]; !o.IsCode(string(wrong)) && !slices.ContainsFunc(append([]string{o.Name}, o.Known...), func(name string) bool {
						return strings.HasPrefix(answers.Fold(name), answers.Fold(string(wrong)))
					}) {
						t.Errorf("%q is taken for %s", string(wrong), o.Name)
					}
				}
			}
		}
	}
}

func TestCurrencies(t *testing.T) {
	parse := func(codes ...string) (all []gateway.Currency) {
		for _, code := range codes {
			c, err := gateway.ParseCurrency(code)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, c)
		}
		return all
	}
	few := parse("GBP", "EUR", "USD")
	many := parse("GBP", "EUR", "USD", "CAD", "JPY", "SEK", "NOK", "PLN", "CHF")
	for _, c := range []struct {
		among      []gateway.Currency
		code, said string
	}{
		{few, "EUR", "EUR"},
		{few, "EUR", "eur"},
		{few, "EUR", "e"},
		{few, "EUR", "€"},
		{few, "EUR", "Euro"},
		{few, "EUR", "euros"},
		{few, "USD", "USD"},
		{few, "USD", "$"},
		{few, "USD", "US$"},
		{few, "USD", "dollars"},
		{few, "USD", "US dollar"},
		{few, "USD", "u"},
		{few, "GBP", "£"},
		{few, "GBP", "pounds"},
		{few, "GBP", "Pound Sterling"},
		{few, "GBP", "sterling"},
		{few, "GBP", "g"},
		{few, "", "ER"},
		{few, "", "EURR"},
		{few, "", "GPB"},
		{few, "", "x"},
		{few, "", "1"},
		{few, "", "¥"},
		{many, "", "$"},
		{many, "", "dollar"},
		{many, "CAD", "canad"},
		{many, "CAD", "CA$"},
		{many, "USD", "us d"},
		{many, "", "kr"},
		{many, "SEK", "sek"},
		{many, "SEK", "Swedish krona"},
		{many, "JPY", "¥"},
		{many, "JPY", "yen"},
		{many, "PLN", "zł"},
		{many, "PLN", "zloty"},
		{many, "CHF", "francs"},
	} {
		f := newCurrency(c.among, c.among[0])
		into(f, c.said)
		if f.Code() != c.code || (f.Check() == nil) != (c.code != "") {
			t.Errorf("%q among %d is %q, want %q", c.said, len(c.among), f.Code(), c.code)
		}
	}
}
