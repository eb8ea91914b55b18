package effort

import (
	"slices"
	"testing"
)

func TestSome(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5, 6}
	want, of := all, 1000
	if testing.Short() {
		want, of = []int{0, 3, 6}, 10
	}
	if got := Some(all, 3); !slices.Equal(got, want) || Of(1000, 10) != of {
		t.Errorf("%v and %d", got, Of(1000, 10))
	}
	var met []int
	every := Every(3)
	for _, n := range all {
		if every() {
			met = append(met, n)
		}
	}
	if !slices.Equal(met, want) {
		t.Errorf("%v", met)
	}
}
