package gateway

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The rules a card number and a security code must keep before they are sent.
// Errors are *FieldError: they name the rule and never hold a digit.

// Check reports the rule a finished card number breaks: its length for the
// brand, or the Luhn check digit for brands that have one.
func (c CardNumber) Check() error {
	fail := func(rule string) error { return &FieldError{Field: "pan", Rule: rule} }
	n, brand := c.Len(), c.Brand()
	if n == 0 {
		return fail("enter the card number")
	}
	if c.beginsWithZero() {
		return fail("a card number never begins with 0: read it back to the caller")
	}
	if lengths := brand.Lengths(); !slices.Contains(lengths, n) {
		return fail(fmt.Sprintf("the card number has %d digits, %s numbers have %s: read it back to the caller", n, brand.Name(), lengthList(lengths)))
	}
	if brand.HasLuhn() && !c.passesLuhn() {
		return fail("the card number is mistyped, its check digit does not fit: read it back to the caller")
	}
	return nil
}

// Complete reports that no further digit can belong to the number: the brand is
// known, its greatest length is reached, and the check digit fits.
func (c CardNumber) Complete() bool {
	brand := c.Brand()
	return brand != "" && c.Len() == slices.Max(brand.Lengths()) && c.Check() == nil
}

func lengthList(lengths []int) string {
	if n := len(lengths); n > 2 && lengths[n-1]-lengths[0] == n-1 {
		return fmt.Sprintf("%d to %d", lengths[0], lengths[n-1])
	}
	words := make([]string, len(lengths))
	for i, n := range lengths {
		words[i] = strconv.Itoa(n)
	}
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// Check reports the rule a security code breaks for a card of the brand: four
// digits on American Express, three on others, none on PIBA, three or four while
// the brand is not known. An empty code is refused only where required is set.
func (c SecurityCode) Check(brand Brand, required bool) error {
	fail := func(rule string) error { return &FieldError{Field: "securitycode", Rule: rule} }
	want := brand.CodeLength()
	switch {
	case brand == "" && (c.Len() == 3 || c.Len() == 4):
		return nil
	case brand == "" && c.Len() > 0:
		return fail("the security code has 3 or 4 digits, as on the card")
	case brand == "" && required:
		return fail("enter the security code, 3 or 4 digits")
	case c.Len() == 0 && (want == 0 || !required):
		return nil
	case c.Len() == 0:
		return fail(fmt.Sprintf("enter the security code, %d digits", want))
	case want == 0:
		return fail(brand.Name() + " cards have no security code: leave it empty")
	case c.Len() != want:
		return fail(fmt.Sprintf("the security code of a %s card has %d digits", brand.Name(), want))
	}
	return nil
}
