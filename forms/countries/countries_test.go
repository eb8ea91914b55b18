package countries

import (
	"slices"
	"testing"
)

func TestAll(t *testing.T) {
	all := All()
	if len(all) != 249 {
		t.Errorf("%d countries, ISO 3166-1 has 249", len(all))
	}
	for _, c := range all {
		if len(c.Code) != 2 || c.Name == "" {
			t.Errorf("%+v", c)
		}
	}
	for _, code := range []string{"EU", "UN", "XK", "AN", "SU", "UK", "EZ", "AC"} {
		if slices.ContainsFunc(all, func(c Country) bool { return c.Code == code }) {
			t.Errorf("%s is no country of ISO 3166-1", code)
		}
	}
}
