package staff

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/journal"
)

// TestEventsNameEveryAgent: however many agents an import touches, events name each of them,
// and none is longer than the journal keeps.
func TestEventsNameEveryAgent(t *testing.T) {
	for _, n := range []int{0, 1, 2, 61, 2000} {
		var names, said []string
		for i := range n {
			names = append(names, strings.Repeat("x", i%60)+fmt.Sprint("-", i))
		}
		for line := range chunks(names) {
			if len("changed: role, rights, limits or keys of "+line) > journal.MaxText {
				t.Errorf("of %d: an event of %d characters", n, len(line))
			}
			said = append(said, strings.Split(line, ", ")...)
		}
		if !slices.Equal(said, names) {
			t.Errorf("of %d agents events name %d", n, len(said))
		}
	}
}
