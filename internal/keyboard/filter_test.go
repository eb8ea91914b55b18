package keyboard

import (
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// placed is text with a placeholder for each "#".
func placed(text string) string { return strings.ReplaceAll(text, "#", string(rune(Placeholder))) }

func TestWhatPassesAndWhatDoesNot(t *testing.T) {
	for _, c := range []struct{ name, in, handed, digits string }{
		{"text", "Ann Smith\r\t\x7f", "Ann Smith\r\t\x7f", ""},
		{"digits", "a4111b1", "a####b#", "41111"},
		{"full-width digits", "４１x９", "##x#", "419"},
		{"other scripts", "é田😀٣", "é田😀٣", ""},
		{"a private character that is no key", "\ue037", "\ue037", ""},
		{"a real placeholder", "a\x1eb", "ab", ""},
		{"paste", "\x1b[200~4111 1111\x1b[201~5", "\x1b[200~#### ####\x1b[201~#", "411111115"},
		{"ESC in a paste", "\x1b[200~\x1b[2J\x1b[200~1\x1b\x1b[201~", "\x1b[200~[#J\x1b[201~\x1b[200~#\x1b[201~", "21"},
		{"a paste in one whose end was lost", "\x1b[200~Ann\x1b[200~Smith 1\x1b[201~5\x1b[200~x\x1b[201~", "\x1b[200~Ann\x1b[201~\x1b[200~Smith #\x1b[201~#\x1b[200~x\x1b[201~", "15"},
		{"the beginning of a paste cut short in another", "\x1b[200~Ann\x1b[200", "\x1b[200~Ann", ""},
		{"a sequence in a paste", "\x1b[200~\x1b]11;1\x07\x1b[49u\x1b[201~", "\x1b[200~]##;#\x07[##u\x1b[201~", "11149"},
		{"the end of no paste", "\x1b[201~", "\x1b[z", ""},
		{"keypad", "\x1bOp\x1bOy\x1bOn\x1bOM", "\x1bOz#\x1bOz#\x1bOn\x1bOM", "09"},
		{"PuTTY 0.78, recorded: an amount and a card by the keypad in application mode", "A17\r\x1bOq\x1bOp\x1bOn\x1bOu\x1bOp\x1bOM\x1bOt\x1bOq\x1bOq\x1bOq\x1bOM", "A##\r\x1bOz#\x1bOz#\x1bOn\x1bOz#\x1bOz#\x1bOM\x1bOz#\x1bOz#\x1bOz#\x1bOz#\x1bOM", "1710504111"},
		{"PuTTY 0.78, recorded: the same by paste", "A18\r\x1b[200~11.00\x1b[201~\r\x1b[200~4111 1111\x1b[201~\r1230123\x12y", "A##\r\x1b[200~##.##\x1b[201~\r\x1b[200~#### ####\x1b[201~\r#######\x12y", "181100411111111230123"},
		{"PuTTY 0.78, recorded: other keys", "\x1b[11~\x1b[B\x1b[A\x1b[24~\x1b[Z\x7f\x1b[3~\x1b[1~", "\x1b[11~\x1b[B\x1b[A\x1b[24~\x1b[Z\x7f\x1b[3~\x1b[1~", ""},
		{"keypad with ctrl", "\x1bO5p", "\x1bOz", ""},
		{"function keys", "\x1bOP\x1b[15~\x1b[1;5A\x1b[[A", "\x1bOP\x1b[15~\x1b[1;5A\x1b[[A", ""},
		{"kitty digit", "\x1b[49u\x1b[50;1u\x1b[51;129u", "\x1b[z#\x1b[z#\x1b[z#", "123"},
		{"kitty digit as text", "\x1b[38;2;49u\x1b[38:49;2u", "\x1b[z#\x1b[z#", "11"},
		{"kitty keypad", "\x1b[57399u\x1b[57408;129u\x1b[57409u", "\x1b[z#\x1b[z#\x1b[57409u", "09"},
		{"kitty release and ctrl", "\x1b[49;1:3u\x1b[49;5u", "\x1b[z\x1b[z", ""},
		{"kitty exclamation mark", "\x1b[49:33;2u", "\x1b[49:33;2u", ""},
		{"kitty other keys", "\x1b[27u\x1b[97;5u\x1b[13;2u", "\x1b[27u\x1b[97;5u\x1b[13;2u", ""},
		{"kitty full-width", "\x1b[65297u", "\x1b[z#", "1"},
		{"kitty two digits", "\x1b[0;;49:50u", "\x1b[z", ""},
		{"kitty real placeholder", "\x1b[94;5u\x1b[30u", "\x1b[z\x1b[z", ""},
		{"modifyOtherKeys digit", "\x1b[27;1;49~\x1b[27;2;50~", "\x1b[z#\x1b[z#", "12"},
		{"modifyOtherKeys others", "\x1b[27;5;94~\x1b[27;5;49~\x1b[27;5;9~", "\x1b[z\x1b[z\x1b[27;5;9~", ""},
		{"leading zeros", "\x1b[000049u", "\x1b[z#", "1"},
		{"Windows' key record", "\x1b[49;2;49;1;0;1_", "\x1b[z", ""},
		{"reports", "\x1b[24;80R\x1b[?2026;2$y\x1b[<0;33;17M\x1b[8;24;80t", "\x1b[24;80R\x1b[?2026;2$y\x1b[<0;33;17M\x1b[8;24;80t", ""},
		{"X10 mouse", "\x1b[M 123", "\x1b[z#", "3"},
		{"mouse of another kind", "\x1b[0;1;2M123", "\x1b[z###", "123"},
		{"background colour", "\x1b]11;rgb:1e1e/1e1e/1e1e\x07x\x1b]11;rgb:0/1/2\x1b\\", "\x1b]11;rgb:1e1e/1e1e/1e1e\x07x\x1b]11;rgb:0/1/2\x1b\\", ""},
		{"other strings", "\x1b]52;c;NDExMQ==\x07\x1bP1+r41\x1b\\\x1b_G4111\x1b\\", "\x1b]\x18\x1bPz\x1b\\\x1b_\x18", ""},
		{"a string ended by a key", "\x1b]11;4\x1b[A", "\x1b]\x18\x1b[A", ""},
		{"a string as long as a card", "\x1b]11;4111111111111111\x07", "\x1b]\x18", ""},
		{"a number as long as a card", "\x1b[4111111111111111n", "\x1b[z", ""},
		{"more than fits", "\x1b[" + strings.Repeat("1;", 100) + "1n", "\x1b[z", ""},
		{"a sequence broken off", "\x1b[12\r5", "\x1b[z\r#", "5"},
		{"parameter after intermediate", "\x1b[1 2~", "\x1b[z#~", "2"},
		{"Alt and a digit", "\x1b5", "\x1b#", "5"},
		{"8-bit controls", "\x9b5n\x9d4\x07", "#n#\x07", "54"},
		{"broken characters", "\xe2\x9d41\xff\xe0\x80\x801", "###", "411"},
		{"lone ESC", "\x1b", "\x1b", ""},
	} {
		handed, digits := through(t, c.in)
		if want := placed(c.handed); handed != want || digits != c.digits {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, handed, digits, want, c.digits)
		}
	}
}

// TestSilenceEndsASequence: the filter abandons a sequence when the decoder does.
func TestSilenceEndsASequence(t *testing.T) {
	// In the output, "~~" is the sequence that means nothing.
	for _, c := range []struct{ begun, rest, handed, digits string }{
		{"\x1b[", "41", "\x1b[~~##", "41"}, // Alt+[ and digits
		{"\x1b[1;", "5A", "\x1b[~~", ""},   // not typing: see TestLateAnswers
		{"\x1bO", "pq1", "\x1bO~~pq#", "1"},
		{"\x1b]", "11;rgb:", "\x1b]~~##;rgb:", "11"},
		{"\x1b[M", "123", "\x1b[z###", "123"},
		{"\x1b", "[1", "\x1b~~[#", "1"},
		{"\xef\xbc", "\x91", "#", "1"}, // a character may pause between its bytes
		{"\x1b[200~\x1b[20", "1~1", "\x1b[200~\x1b[201~#", "1"},
	} {
		synctest.Test(t, func(t *testing.T) {
			r, q := opened(chunk{text: c.begun}, chunk{text: c.rest, after: silence + time.Millisecond})
			out, err := io.ReadAll(r)
			want := placed(strings.ReplaceAll(c.handed, "~~", nothing))
			if digits := all(q); err != nil || string(out) != want || digits != c.digits {
				t.Errorf("%q, %q: %q and %q, want %q and %q", c.begun, c.rest, out, digits, want, c.digits)
			}
		})
	}
}

// TestEscIsNotHeldBack: the filter passes on an ESC in the read that brought it.
func TestEscIsNotHeldBack(t *testing.T) {
	r, _ := opened(chunk{text: "\x1b"}, chunk{text: "[A"})
	buf := make([]byte, 4096)
	if n, err := r.Read(buf); err != nil || string(buf[:n]) != "\x1b" {
		t.Fatalf("%q, %v", buf[:n], err)
	}
}

// TestTheDecoderSeesTheSame: input that passes gives the same events as without the
// filter.
func TestTheDecoderSeesTheSame(t *testing.T) {
	for _, text := range []string{
		"Ann Smith\r\t\x7f", "é田", "\x1b[A\x1bOB\x1b[1;5C", "\x1b[Z", "\x1b[27;5;9~", "\x1bx",
		"\x1b]11;rgb:1e1e/1e1e/1e1e\x07", "\x1b[24;80R", "\x1b[?2026;2$y", "\x1b[<0;33;17M",
		"\x1b[200~Ann\nSmith\x1b[201~", "\x1b[97;5u", "\x1bOM\x1bOn", "\x1b",
	} {
		synctest.Test(t, func(t *testing.T) {
			r, _ := opened(chunk{text: text})
			got, want := decode(t, r).events, decode(t, &chunks{[]chunk{{text: text}}}).events
			if diff := cmp.Diff(want, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" || len(want) == 0 {
				t.Errorf("%q: %s", text, diff)
			}
		})
	}
}

func TestDigitsReachTheDecoderAsPlaceholders(t *testing.T) {
	for text, want := range map[string]int{
		"4111 1111\t12/30\t123\r": 15, "\x1b[200~4111 1111\x1b[201~1": 9, "\x1bOp\x1bOq": 2, "\x1b[49u5": 2,
		"\x1b5": 1, "\x1b\x1b5": 1, "\x1b[27;1;49~": 1, "４１": 2, "\xe21": 1, "\x1b]1": 0, "\x1b[200~\x1b]1\x07\x1b[201~": 1,
	} {
		synctest.Test(t, func(t *testing.T) {
			r, q := opened(chunk{text: text})
			got := decode(t, r)
			if got.placeholders != want || q.n != want || got.digits != 0 {
				t.Errorf("%q: %d placeholders, %d digits diverted, %d not; want %d\n%v", text, got.placeholders, q.n, got.digits, want, got.events)
			}
		})
	}
}

// TestNothingIsLeftOver: the filter's output fits into the same read, so that waiting
// for input on the file below never misses anything.
func TestNothingIsLeftOver(t *testing.T) {
	in := strings.Repeat("\x1b[57399u\x1bOp1", 2000) + "\x1b[" + strings.Repeat("1;", 20) + "n"
	in = strings.Repeat("p", 1) + in
	r, _ := New(strings.NewReader(in), make([]byte, Memory))
	buf := make([]byte, 4096)
	f, ok := r.(*filter)
	if !ok {
		t.Fatal("no filter")
	}
	for {
		if _, err := r.Read(buf); err == io.EOF {
			return
		}
		if len(f.out) > 0 {
			t.Fatalf("%d bytes are left", len(f.out))
		}
	}
}

// TestNothingStaysInMemory: after a read the filter's memory has only the digits in the
// queue, and after those were taken nothing.
func TestNothingStaysInMemory(t *testing.T) {
	memory := make([]byte, Memory)
	r, q := New(strings.NewReader("4111111111111111\x1b[200~5555\x1b[201~\x1b[49u"), memory)
	if _, err := io.ReadAll(r); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(memory), "4111"); n != 1 {
		t.Errorf("%d copies before the digits are taken, want 1", n)
	}
	if got := all(q); got != "411111111111111155551" {
		t.Errorf("%q", got)
	}
	if strings.Trim(string(memory), "\x00") != "" {
		t.Error("something is left in memory")
	}
}

// TestFilterOfAFile: the filter of a terminal's file is a terminal's file.
func TestFilterOfAFile(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // it was only read
	in, _ := New(r, make([]byte, Memory))
	f, ok := in.(terminal)
	if !ok || f.Fd() != r.Fd() || f.Name() != r.Name() {
		t.Fatal("the filter of a file is no file")
	}
	if _, err := w.WriteString("a1"); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	if n, err := f.Read(buf); err != nil || string(buf[:n]) != placed("a#") {
		t.Errorf("%q, %v", buf[:n], err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if _, err := w.WriteString("x"); err == nil {
		t.Error("closing the filter does not close the file")
	}
	_ = w.Close()
}
