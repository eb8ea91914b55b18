package forms

import (
	"slices"
	"strings"
	"testing"

	"motoconsole/forms/answers"
	"motoconsole/forms/countries"
)

// nameBegins reports that a name of an answer begins with text.
func nameBegins(o answers.Answer, text string) bool {
	return slices.ContainsFunc(append([]string{o.Name}, o.Known...), func(name string) bool { return strings.HasPrefix(answers.Fold(name), answers.Fold(text)) })
}

// TestWithdrawnCodesAreNoCodes: a text means a present code, UK, or the beginning of a
// name.
func TestWithdrawnCodesAreNoCodes(t *testing.T) {
	codes := map[string]bool{"UK": true}
	for _, o := range countries.All() {
		codes[o.Code] = true
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			text := string(a) + string(b)
			c := NewCountry("")
			into(c, text)
			switch found := c.Code(); {
			case codes[text]:
				if found != text && text != "UK" {
					t.Errorf("%s finds %q", text, found)
				}
			case found != "" && !nameBegins(c.o.Options[c.chosen], text):
				t.Errorf("%s is no code of today and finds %s", text, show(c, false))
			}
		}
	}
	for text, want := range map[string]string{
		"bu": "4 match, ←/→", "pu": "= Puerto Rico (PR)", "dd": "", "fx": "", "zr": "", "yd": "", "uk": "= United Kingdom (GB)", "gbr": "= United Kingdom (GB)",
	} {
		c := NewCountry("")
		if into(c, text); c.Hint(true) != want {
			t.Errorf("%s: hint %q, want %q", text, c.Hint(true), want)
		}
	}
}
