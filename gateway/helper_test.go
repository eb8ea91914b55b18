package gateway

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// number makes a card number of the digits given.
func number(t testing.TB, digits string) CardNumber {
	t.Helper()
	c := NewCardNumber()
	for _, d := range []byte(digits) {
		if !c.Push(d) {
			t.Fatalf("digit %d of %d was not taken", c.Len()+1, len(digits))
		}
	}
	return c
}

func securityCode(t testing.TB, digits string) SecurityCode {
	t.Helper()
	c := NewSecurityCode()
	for _, d := range []byte(digits) {
		if !c.Push(d) {
			t.Fatalf("digit %d of %d was not taken", c.Len()+1, len(digits))
		}
	}
	return c
}

// testPANs are the card numbers in the vendor's own pages.
func testPANs(t testing.TB) []string {
	t.Helper()
	file, err := os.ReadFile("testdata/test-pans.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(file))
}

// checkFieldError checks that an error names the field, says its rule as part of a
// sentence, and holds nothing of what was typed.
func checkFieldError(t testing.TB, err error, field, typed string) {
	t.Helper()
	var fe *FieldError
	if !errors.As(err, &fe) {
		t.Errorf("%q: %v is a %T, not a *FieldError", typed, err, err)
		return
	}
	if fe.Field != field || fe.Rule == "" || strings.HasSuffix(fe.Rule, ".") || fe.Error() != fe.Rule {
		t.Errorf("%q: field %q, rule %q", typed, fe.Field, fe.Rule)
	}
	if typed = strings.TrimSpace(typed); len(typed) > 3 && strings.Contains(fe.Rule, typed) {
		t.Errorf("the rule holds what was typed: %q", fe.Rule)
	}
}
