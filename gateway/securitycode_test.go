package gateway

import "testing"

func TestSecurityCodeCheck(t *testing.T) {
	for _, c := range []struct {
		brand    Brand
		code     string
		required bool
		ok       bool
	}{
		{Visa, "123", true, true},
		{Visa, "12", true, false},
		{Visa, "1234", true, false},
		{Visa, "", true, false},
		{Visa, "", false, true},
		{Amex, "1234", true, true},
		{Amex, "123", true, false},
		{PIBA, "", true, true},
		{PIBA, "123", true, false},
		// a card of a brand we do not know may have either length
		{"", "123", true, true},
		{"", "1234", true, true},
		{"", "12", true, false},
		{"", "12", false, false},
		{"", "", true, false},
		{"", "", false, true},
	} {
		code := NewSecurityCode()
		for _, d := range []byte(c.code) {
			code.Push(d)
		}
		if err := code.Check(c.brand, c.required); (err == nil) != c.ok {
			t.Errorf("%q, %d digits, required %v: %v", c.brand, len(c.code), c.required, err)
		}
	}
}
