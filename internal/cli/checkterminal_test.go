package cli

import (
	"strings"
	"testing"
)

// TestRefusingConsole: a console that cannot draw must be changed before payments are
// taken; one that does not translate keys is only warned of. Both are told the way out.
func TestRefusingConsole(t *testing.T) {
	for _, c := range []struct {
		draws    bool
		verdict  verdict
		says, do string
	}{
		{false, failing, "80×24; this console cannot draw what a terminal draws", `turn off "Use legacy console"`},
		{true, unsure, "80×24; this console does not send keys as terminals do", "use Windows Terminal"},
	} {
		f := refusing(finding{"terminal", fine, "80×24", ""}, c.draws)
		if f.Part != "terminal" || f.Verdict != c.verdict || !strings.HasPrefix(f.Says, c.says) || !strings.Contains(f.Do, c.do) {
			t.Errorf("draws %v: %+v", c.draws, f)
		}
	}
}
