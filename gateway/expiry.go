package gateway

import (
	"fmt"
	"strings"
	"time"
)

// maxYearsAhead is how far ahead an expiry date may lie; no scheme issues
// cards for longer.
const maxYearsAhead = 20

// Expiry is the month a card is valid to the end of.
type Expiry struct {
	Month time.Month
	Year  int
}

// String is the date as the gateway's expirydate wants it, MM/YYYY.
func (e Expiry) String() string { return fmt.Sprintf("%02d/%04d", int(e.Month), e.Year) }

// IsZero reports whether no date is set.
func (e Expiry) IsZero() bool { return e == Expiry{} }

// ParseExpiry reads MM/YY or MM/YYYY, with a slash, dash, dot, space or
// nothing between. The error is a *FieldError.
func ParseExpiry(text string) (Expiry, error) {
	fail := func(rule string) (Expiry, error) {
		return Expiry{}, &FieldError{Field: "expirydate", Rule: rule}
	}
	const shape = "write the expiry date as on the card, MM/YY"
	text = strings.TrimSpace(text)
	if text == "" {
		return fail("enter the expiry date as on the card, MM/YY")
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/-. ", r) })
	if len(parts) == 1 && (len(parts[0]) == 4 || len(parts[0]) == 6) {
		parts = []string{parts[0][:2], parts[0][2:]}
	}
	if len(parts) != 2 {
		return fail(shape)
	}
	month, okMonth := smallNumber(parts[0], 2)
	year, okYear := smallNumber(parts[1], 4)
	if !okMonth || !okYear || len(parts[1]) != 2 && len(parts[1]) != 4 {
		return fail(shape)
	}
	if len(parts[1]) == 2 {
		year += 2000
	}
	if month < 1 || month > 12 {
		return fail("the month must be 01 to 12")
	}
	return Expiry{Month: time.Month(month), Year: year}, nil
}

// smallNumber reads 1 to most ASCII digits.
func smallNumber(s string, most int) (int, bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	n := 0
	for _, r := range []byte(s) {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, true
}

// Check reports, as a *FieldError, a card that has expired at now or that
// claims to be valid for more than twenty years. A card is valid to the end
// of its month.
func (e Expiry) Check(now time.Time) error {
	switch {
	case e.Month < time.January || e.Month > time.December:
		return &FieldError{Field: "expirydate", Rule: "the month must be 01 to 12"}
	case e.Year < now.Year() || e.Year == now.Year() && e.Month < now.Month():
		return &FieldError{Field: "expirydate", Rule: "the card has expired: check the date, or ask for another card"}
	case e.Year > now.Year()+maxYearsAhead || e.Year == now.Year()+maxYearsAhead && e.Month > now.Month():
		return &FieldError{Field: "expirydate", Rule: "the expiry date is more than 20 years ahead: check the year"}
	}
	return nil
}
