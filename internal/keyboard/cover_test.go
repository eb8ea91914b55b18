package keyboard

import (
	"bytes"
	"testing"
)

// TestACoveredTerminalIsGivenBack: while it is covered no frame passes, and a program that
// ends then leaves the alternate screen and its modes all the same.
func TestACoveredTerminalIsGivenBack(t *testing.T) {
	const restore = "\x1b[>4m\x1b[<1u\x1b[24;1H\x1b[?1049l\x1b[?25h\x1b[?2004l"
	for name, c := range map[string]struct{ write, want string }{
		"alone":           {restore, restore},
		"after a frame":   {"\x1b[>4mA17 £10.50" + restore, restore},
		"without reports": {"A17 £10.50\x1b[?1049l\x1b[?25h", "\x1b[?1049l\x1b[?25h"},
		"a frame":         {"\x1b[2J\x1b[>4mA17 £10.50\x1b[?1049h", ""},
	} {
		var out bytes.Buffer
		q, w, _ := showing(&out)
		q.Cover(true)
		for _, text := range []string{"A17", c.write} {
			if n, err := w.Write([]byte(text)); n != len(text) || err != nil {
				t.Errorf("%s: %d, %v", name, n, err)
			}
		}
		if out.String() != c.want || q.isCovered() != (c.want == "") {
			t.Errorf("%s: %q, covered %v", name, out.String(), q.isCovered())
		}
	}
}
