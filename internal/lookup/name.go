package lookup

import (
	"strings"
	"unicode"
)

// setName asks for a customer's last name, or for first names and a last name,
// parted as the payment form parts them. Records do not show names, so the
// gateway's exact filters have to do it: a name is asked for as it was typed,
// with a capital at each word, and in all capitals and none.
func setName(s *Search, v string) error {
	first, last := "", v
	if at := strings.LastIndexByte(v, ' '); at >= 0 {
		first, last = v[:at], v[at+1:]
	}
	f := &s.Filter
	// The gateway would find the first name of one with the last name of another.
	if len(f.BillingFirstNames) > 0 || first != "" && len(f.BillingLastNames) > 0 {
		return refuse("billingfirstname", "look for one full name at a time, or for last names alone")
	}
	for _, spelling := range spellings(last) {
		put(&f.BillingLastNames, spelling)
	}
	if first != "" {
		for _, spelling := range spellings(first) {
			put(&f.BillingFirstNames, spelling)
		}
	}
	return nil
}

// spellings are a name as it may have been typed.
func spellings(name string) []string {
	return []string{name, capitals(name), strings.ToUpper(name), strings.ToLower(name)}
}

// capitals has a capital at the beginning of each word: "O'Brien".
func capitals(name string) string {
	inside := false
	return strings.Map(func(r rune) rune {
		if inside {
			r = unicode.ToLower(r)
		} else {
			r = unicode.ToTitle(r)
		}
		inside = unicode.IsLetter(r) || unicode.Is(unicode.M, r)
		return r
	}, name)
}

// oneOfEach are values with one spelling of each, the first.
func oneOfEach(values []string, bare func(string) string) []string {
	var unique []string
	seen := map[string]bool{}
	for _, v := range values {
		if key := bare(v); !seen[key] {
			seen[key] = true
			unique = append(unique, v)
		}
	}
	return unique
}
