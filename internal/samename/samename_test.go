package samename

import "testing"

// TestFold: capitals, spaces and ways to write a letter make no other name, and letters do.
func TestFold(t *testing.T) {
	for _, same := range [][2]string{
		{"Priya", "priya"}, {" a17 ", "A17"}, {"anna\u00a0 maria", "Anna Maria"}, {"A１７", "a17"}, {"zo\u00eb", "ZOE\u0308"}, {"", " "},
	} {
		if Fold(same[0]) != Fold(same[1]) {
			t.Errorf("%q and %q differ", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"priya", "priyа"}, {"A17", "A 17"}, {"zoe", "zoë"}} {
		if Fold(other[0]) == Fold(other[1]) {
			t.Errorf("%q and %q are the same", other[0], other[1])
		}
	}
}
