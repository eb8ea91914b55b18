package terminal_test

import (
	"io"
	"math/rand/v2"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"motoconsole/internal/effort"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/screentest"
	"motoconsole/internal/terminal"
)

// typed are texts that keyboards send.
var typed = []string{
	"a", "Z", " ", "é", "日", "\r", "\t", "\n", "\x7f", "\x03", "\x12", "\x1b", "\x1bx", "\x1b[A", "\x1b[1;5C", "\x1b[Z", "\x1b[5~", "\x1b[3;2~", "\x1bOP", "\x1bOA", "\x1b[15~", "\x1b[1;2P",
	"\x1b[27u", "\x1b[114;5u", "\x1b[27;5;114~", "\x1b\x1b[A", "\x1b[a", "\x1bOa", "\x1b[3$", "\x1b[23^", "\x1bOM", "\x1b[57414u", "\x1b[97;1:3u",
	"\x1b[200~", "\x1b[201~", "\x1b[200~one\ntwo é\x1b[201~", "\x1b[200~\x1b[A\x1b[201~", "\x1b]11;rgb:1/2/3\x07", "\x1b[?1u", "\x1b[<0;1;1M", "\x1b[24;80R", "\x1b[?2026;2$y",
	"1", "4111", "\x1e", "[", "O", "]", "\xff", "\xe2\x9d", "\x9b",
}

// keysOf are the keys and pastes among messages, as screentest.Decode gives them.
func keysOf(msgs []tea.Msg) (keys []tea.Msg) {
	for _, msg := range msgs {
		switch msg.(type) {
		case tea.KeyPressMsg, tea.PasteMsg:
			keys = append(keys, msg)
		}
	}
	return keys
}

// reading gives one piece for each read, and then the end of the input.
type reading struct{ pieces []string }

func (r *reading) Read(p []byte) (int, error) {
	if len(r.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.pieces[0])
	if r.pieces[0] = r.pieces[0][n:]; r.pieces[0] == "" {
		r.pieces = r.pieces[1:]
	}
	return n, nil
}

// TestDecodesAsTheDesk: behind the keyboard's filter, input becomes the same keys and
// pastes as with Bubble Tea's reader at the desk.
func TestDecodesAsTheDesk(t *testing.T) {
	for seed := range uint64(effort.Of(4000, 1000)) {
		r := rand.New(rand.NewPCG(seed, 0))
		var pieces []string
		for range 1 + r.IntN(8) {
			pieces = append(pieces, typed[r.IntN(len(typed))])
		}
		pieces = append(pieces, "\x1b[201~") // the content of a paste that never ends is lost
		sameAsDesk(t, pieces)
	}
}

// FuzzDecodes is TestDecodesAsTheDesk for any bytes.
func FuzzDecodes(f *testing.F) {
	for _, keys := range typed {
		f.Add(keys, "x")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		if len(one)+len(two) < 400 {
			sameAsDesk(t, []string{one, two, "\x1b[201~"})
		}
	})
}

// sameAsDesk sends pieces of input through the keyboard's filter, and compares the
// events of the two decoders.
func sameAsDesk(t *testing.T, pieces []string) {
	t.Helper()
	var handed []string
	in, _ := keyboard.New(&reading{append([]string(nil), pieces...)}, make([]byte, keyboard.Memory))
	for buf := make([]byte, 512); ; {
		n, err := in.Read(buf)
		if n > 0 {
			handed = append(handed, string(buf[:n]))
		}
		if err != nil {
			break
		}
	}
	var want []tea.Msg
	synctest.Test(t, func(t *testing.T) { want = screentest.Decode(t, &reading{append([]string(nil), handed...)}) })
	if d := cmp.Diff(keysOf(want), keysOf(terminal.Decoding(handed...))); d != "" {
		t.Fatalf("%q: - at the desk, + served\n%s", handed, d)
	}
}

// TestDecodingIsBounded: a paste or a sequence that never ends does not fill memory.
func TestDecodingIsBounded(t *testing.T) {
	for name, begin := range map[string]string{"paste": "\x1b[200~", "string": "\x1b]0;", "controls": "\x1bP"} {
		pieces := []string{begin}
		for range 512 {
			pieces = append(pieces, string(make([]byte, 512)))
		}
		for _, msg := range terminal.Decoding(append(pieces, "\x1b[201~", "x")...) {
			if paste, is := msg.(tea.PasteMsg); is && len(paste.Content) > 64<<10 {
				t.Errorf("%s: a paste of %d bytes", name, len(paste.Content))
			}
		}
	}
}
