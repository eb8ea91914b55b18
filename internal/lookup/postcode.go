package lookup

import "strings"

// The shapes of postcodes without blanks and dashes, A for a letter and 9 for a
// digit: British, Canadian, and American with the four digits behind. Five
// digits alone are more often an order number.
func postcodeShapes() []string {
	return []string{"A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA", "A9A9A9"}
}

const longZIP = "99999-9999"

// isPostcode reports a word, or two with a blank between, of a postcode's shape.
func isPostcode(text string) bool {
	shape := shapeOf(text)
	if shape == longZIP || shape == "A9A-9A9" {
		return true
	}
	outward, inward, parted := strings.Cut(shape, " ")
	if parted && len(inward) != 3 {
		return false
	}
	for _, known := range postcodeShapes() {
		if outward+inward == known {
			return true
		}
	}
	return false
}

// shapeOf writes A for a letter and 9 for a digit of ASCII, and leaves the rest.
func shapeOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			return 'A'
		}
		return r
	}, text)
}

// setPostcode asks for a postcode in every spelling it may have been sent in:
// the gateway compares letter by letter.
func setPostcode(s *Search, v string) error {
	put(&s.Filter.BillingPostcodes, v)
	upper := strings.ToUpper(v)
	spellings := []string{upper, strings.ToLower(v)}
	bare := barePostcode(v)
	if n := len(bare); isPostcode(bare) {
		parted := bare[:n-3] + " " + bare[n-3:]
		spellings = append(spellings, parted, bare, strings.ToLower(parted), strings.ToLower(bare))
	}
	if shapeOf(bare) == strings.ReplaceAll(longZIP, "-", "") {
		spellings = append(spellings, bare[:5]+"-"+bare[5:], bare)
	}
	for _, spelling := range spellings {
		put(&s.Filter.BillingPostcodes, spelling)
	}
	return nil
}

// barePostcode is a postcode without what spellings differ in.
func barePostcode(v string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(v))
}
