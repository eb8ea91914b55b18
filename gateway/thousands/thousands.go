// Package thousands groups the digits of numbers in thousands. Amounts are written,
// read and typed with it, and counts are written with it.
package thousands

import (
	"strconv"
	"strings"
)

// Size is how many digits a group has. The first may have fewer.
const Size = 3

// Group writes digits in groups with a mark between them, "1,050".
func Group(digits, mark string) string {
	for at := len(digits) - Size; at > 0; at -= Size {
		digits = digits[:at] + mark + digits[at:]
	}
	return digits
}

// Count writes a count for people, "1 050".
func Count[N int | int64](n N) string { return Group(strconv.FormatInt(int64(n), 10), " ") }

// CountOf counts things by their noun, which takes an s unless there is one: "1 payment",
// "12 payments".
func CountOf[N int | int64](n N, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return Count(n) + " " + thing + "s"
}

// Ungroup removes the commas from the digits of a whole number. It reports false if
// they do not separate thousands. Without commas, any digits are accepted.
func Ungroup(whole string) (digits string, ok bool) {
	groups := strings.Split(whole, ",")
	for _, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" {
			return "", false
		}
	}
	if len(groups) > 1 && !Grouped(groups) {
		return "", false
	}
	return strings.Join(groups, ""), true
}

// Grouped reports digits that are the groups of one number. The first group has one
// to three digits and does not begin with 0: in some countries "0,500" is a half.
func Grouped(groups []string) bool {
	for i, g := range groups {
		if i == 0 && (g == "" || len(g) > Size || g[0] == '0') || i > 0 && len(g) != Size {
			return false
		}
	}
	return true
}
