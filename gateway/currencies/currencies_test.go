package currencies

import (
	"slices"
	"testing"

	"golang.org/x/text/currency"
)

// TestNames: every list belongs to a currency, and every name in it finds that
// currency.
func TestNames(t *testing.T) {
	for code, all := range names {
		if unit, err := currency.ParseISO(code); err != nil || unit.String() != code {
			t.Errorf("%s is no currency", code)
		}
		for _, name := range all {
			if !slices.Contains(Called(name), code) || !slices.Contains(Called(name+"s"), code) {
				t.Errorf("%q does not find %s", name, code)
			}
		}
	}
	for code := range signs {
		if len(names[code]) == 0 {
			t.Errorf("%s has signs and no name", code)
		}
	}
}

// TestAloud: the name that the agent reads aloud is one of the names that callers use.
func TestAloud(t *testing.T) {
	for code := range aloud {
		unit, units, _, _ := Aloud(code)
		if !slices.Contains(Called(unit), code) || !slices.Contains(Called(units), code) {
			t.Errorf("%s is read as %s and %s, which are no names of it", code, unit, units)
		}
	}
	if unit, units, part, _ := Aloud("CHF"); unit != "CHF" || units != "CHF" || part != "" {
		t.Error("CHF is not said by its code")
	}
}

func TestCalled(t *testing.T) {
	for word, want := range map[string][]string{
		"pound": {"EGP", "GBP", "GIP"}, "Quid": {"GBP"}, "EUROS": {"EUR"}, "rupees": {"INR", "LKR", "PKR"}, "money": nil, "": nil, "s": nil,
	} {
		if got := Called(word); !slices.Equal(got, want) {
			t.Errorf("%q: %v", word, got)
		}
	}
}
