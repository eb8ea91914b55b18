package keyboard

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/effort"
)

var seeds = []string{
	"4111 1111 1111 1111\t12/30\t123\r", "\x1b[200~4111-1111\x1b[201~", "\x1b[49u\x1b[27;1;49~\x1bOp", "\x1b]11;rgb:1/2/3\x07",
	"\x1b[M123\x1b[0M123", "\x1bP1$r\x1b\\\x1b_G1\x1b\\\x1bX1\x18", "\x9b1\x9d1\x90", "\xe2\x9d1", "\x1b[1 2~", "\x1b\x1b[1;5A", "\x1b[1\x1b[2\x1eq",
	"\x1b[200~\x1b]1\x07\x1b[201~1", "\x1b[27:;48~", "\x1b[;;:50;u", "\x1b[0::50;2;u", "\x1b[38:49;2;49:50u", "\x1b[49;2;49;1;0;1_1", "\x1b]95;1\x071", "\x1b(_1", "\x1b[1$1\x1b[3$",
	"\x1b[200~1\x031", "\x1b[200~1\x1b[99;5u1", "\x1b[200~\x1b[1;\x1b[201~1",
}

// FuzzFilter: the output is the same however the input is cut. The decoder finds a
// placeholder for each digit in the queue, and no digit.
func FuzzFilter(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed, uint64(1))
	}
	f.Fuzz(func(t *testing.T, in string, seed uint64) {
		if len(in) > ringSize {
			return
		}
		in += pasteEnds // no event shows the content of a paste that never ends
		handed, digits := through(t, in)
		cutHanded, cutDigits := through(t, cut(in, seed)...)
		if handed != cutHanded || digits != cutDigits {
			t.Fatalf("whole: %q and %q, cut: %q and %q", handed, digits, cutHanded, cutDigits)
		}
		if got := decode(t, strings.NewReader(handed)); got.placeholders != len(digits) || got.digits > 0 {
			t.Fatalf("%d digits diverted, %d placeholders seen, %d digits not diverted\n%q\n%v", len(digits), got.placeholders, got.digits, handed, got.events)
		}
	})
}

// cut is text in random pieces.
func cut(text string, seed uint64) (pieces []string) {
	r := rand.New(rand.NewPCG(seed, 0))
	for len(text) > 0 {
		n := min(1+r.IntN(1+int(seed%7)), len(text))
		pieces = append(pieces, text[:n])
		text = text[n:]
	}
	return pieces
}

// parts are the pieces of random input.
var parts = []string{
	"4", "1", "111", "a", "é", "１", " ", "\r", "\t", "\x1b", "[", "O", "]", "P", "_", "X", "^", "(", "~", "u", "M", "m", "R", "q", "z", ";", ":", "$", "<", "?",
	"\x07", "\x18", "\x1e", "\\", "\xe2", "\x9d", "\x9b", "\xff", "\x1b[200~", "\x1b[201~", "\x1b[49u", "\x1b[27;1;50~", "\x1bOp",
	"\x1b]11;rgb:1/2/3\x07", "\x1b[24;80R", "\x1b[94;5u", "\x1b[M", "\x1b[57400u", "\x1b[0;0;49;1;0;1_",
	"\x03", "\x1b[99;5u", "\x1b[27;5;99~", "\x1bP>|1", "\x1b]11;", "\x1b[?1", "1c", "\x1b\\",
}

// TestAnyTiming: filter and decoder stay in step with silences of any length between
// the reads, in which they abandon what is incomplete: there is one placeholder for
// each digit in the queue.
func TestAnyTiming(t *testing.T) {
	silences := []time.Duration{0, 0, 0, time.Millisecond, 30 * time.Millisecond, silence, silence + 1, 45 * time.Millisecond, 51 * time.Millisecond, time.Second, pasteSilence + 1}
	for seed := range uint64(effort.Of(4000, 300)) { //nolint:gosec // positive
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			var given []chunk
			for range 1 + r.IntN(12) {
				text := ""
				for range 1 + r.IntN(4) {
					text += parts[r.IntN(len(parts))]
				}
				given = append(given, chunk{text, silences[r.IntN(len(silences))]})
			}
			said := ""
			for _, c := range given {
				said += fmt.Sprintf("%v %q ", c.after, c.text)
			}
			// The content of a paste that never ends is lost with the program.
			given = append(given, chunk{"\x1b[201~", time.Second})
			in, q := opened(given...)
			got := decode(t, in)
			if got.placeholders != q.n {
				t.Fatalf("seed %d: %d digits diverted, %d placeholders seen\n%s\n%v", seed, q.n, got.placeholders, said, got.events)
			}
		})
	}
}

func BenchmarkFilter(b *testing.B) {
	memory, buf := make([]byte, Memory), make([]byte, 4096)
	for name, text := range map[string]string{"letter": "a", "digit": "4", "arrow": "\x1b[A", "paste": "\x1b[200~4111 1111 1111 1111\x1b[201~"} {
		b.Run(name, func(b *testing.B) {
			in := strings.NewReader(text)
			r, q := New(in, memory)
			b.ReportAllocs()
			for b.Loop() {
				in.Reset(text)
				n, _ := r.Read(buf)
				for range n {
					q.Offer(1)
					q.Drop()
				}
			}
		})
	}
}
