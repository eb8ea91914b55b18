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

func TestBrandCodeCheck(t *testing.T) {
	for _, b := range []Brand{Visa, Mastercard, Amex, Maestro, Discover, Diners, JCB, PIBA, AstroPay} {
		for n := range 5 {
			code := securityCode(t, "1234"[:n])
			for _, required := range []bool{false, true} {
				ok := n == b.CodeLength() || n == 0 && !required
				if err := code.Check(b, required); (err == nil) != ok {
					t.Errorf("%s, %d digits, required %v: %v", b, n, required, err)
				} else if err != nil {
					checkFieldError(t, err, "securitycode", "1234"[:n])
				}
			}
		}
	}
}
