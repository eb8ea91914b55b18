// Package thousands knows how the digits of a number stand in groups of thousands. It
// is the one place for it: amounts are written, read and typed by it, and counts
// are written.
package thousands

import "strings"

// Size is how many digits a group has. The first may have less.
const Size = 3

// Group writes digits in groups with a mark between them, "1,050".
func Group(digits, mark string) string {
	for at := len(digits) - Size; at > 0; at -= Size {
		digits = digits[:at] + mark + digits[at:]
	}
	return digits
}

// Ungroup takes the commas out of the digits of a whole number, or reports that
// they are not where thousands are. Without commas any digits will do.
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

// Grouped reports digits that are the groups of one number. The first has one to
// three that do not begin with 0: "0,500" is half, written elsewhere.
func Grouped(groups []string) bool {
	for i, g := range groups {
		if i == 0 && (g == "" || len(g) > Size || g[0] == '0') || i > 0 && len(g) != Size {
			return false
		}
	}
	return true
}
