package keyboard

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

// showing is a queue whose digits are shown on out.
func showing(out io.Writer) (*Queue, io.Writer, []byte) {
	memory := make([]byte, Memory)
	_, q := New(strings.NewReader(""), memory)
	return q, q.Output(out), memory
}

// TestStandInsBecomeDigits: the writer replaces stand-ins in frames of any length,
// however they are cut.
func TestStandInsBecomeDigits(t *testing.T) {
	long := strings.Repeat("x│", 3000)
	for _, text := range []string{"", "A17 £10.50", "#", "A#7 #", "x" + long + "#" + long + "##", strings.Repeat("#", 1500), "é田\uf8ff\uee80#\x1b[3#m"} {
		for _, size := range []int{1, 2, 5, 1 << 20} {
			var out bytes.Buffer
			q, w, memory := showing(&out)
			cells := q.Cells()
			var frame, want strings.Builder
			for i, r := range text {
				if r == '#' {
					d := '0' + byte(i%10)
					frame.WriteRune(cells.Put(d))
					want.WriteByte(d)
					continue
				}
				frame.WriteRune(r)
				want.WriteRune(r)
			}
			for rest := []byte(frame.String()); len(rest) > 0; {
				n := min(size, len(rest))
				if wrote, err := w.Write(rest[:n]); wrote != n || err != nil {
					t.Fatal(wrote, err)
				}
				rest = rest[n:]
			}
			runtime.KeepAlive(cells) // the digits of a dropped field are wiped
			if out.String() != want.String() {
				t.Errorf("%.20q in pieces of %d: %.60q", text, size, out.String())
			}
			if strings.Trim(string(memory[Memory-paintSize:]), "\x00") != "" {
				t.Errorf("%.20q: something is left in memory", text)
			}
		}
	}
}

func TestDigitsThatAreShown(t *testing.T) {
	q, w, memory := showing(io.Discard)
	a, b := q.Cells(), q.Cells()
	one, two := a.Put('1'), b.Put('2')
	if one == two || a.Plain(one) != '1' || b.Plain(two) != '2' || !a.Holds(one) || b.Holds(one) {
		t.Error("two digits are not told apart")
	}
	if b.Plain(one) != one || a.Plain('x') != 'x' {
		t.Error("a stand-in of another field is a digit")
	}
	b.Drop(one)
	if a.Plain(one) != '1' {
		t.Error("a field drops the digits of another")
	}
	a.Drop(one)
	if a.Holds(one) || a.Plain(one) != one {
		t.Error("a digit is there after it was dropped")
	}
	if again := a.Put('3'); again == one {
		t.Error("a stand-in that may still be on the screen is given out again")
	}
	if _, err := w.Write([]byte(string(one))); err != nil {
		t.Error(err)
	}
	b.Drop(two)
	a.Drop(one + 2)
	if strings.Trim(string(memory), "\x00") != "" {
		t.Error("something is left in memory")
	}
}

// TestNoRoomForMoreDigits: without room a field shows the digits themselves.
func TestNoRoomForMoreDigits(t *testing.T) {
	q, _, _ := showing(io.Discard)
	c := q.Cells()
	for range shownSize {
		if r := c.Put('4'); r == '4' {
			t.Fatal("there is room, and it is not taken")
		}
	}
	if r := c.Put('5'); r != '5' || c.Plain(r) != '5' {
		t.Errorf("%q", r)
	}
}

// TestAFieldThatIsGone: a dropped field gives back the room of its digits.
func TestAFieldThatIsGone(t *testing.T) {
	q, _, memory := showing(io.Discard)
	func() {
		c := q.Cells()
		c.Put('4')
		runtime.KeepAlive(c)
	}()
	for range 1000 {
		runtime.GC()
		q.mu.Lock()
		left := strings.Trim(string(memory), "\x00")
		q.mu.Unlock()
		if left == "" {
			return
		}
		runtime.Gosched()
	}
	t.Error("its digit is still there")
}

// TestNothingIsShown: without an output, or a queue, there are no stand-ins.
func TestNothingIsShown(t *testing.T) {
	var none *Queue
	_, q := New(strings.NewReader(""), make([]byte, Memory))
	for _, q := range []*Queue{none, q} {
		c := q.Cells()
		if r := c.Put('7'); c != nil || r != '7' || c.Plain(r) != '7' || c.Holds(r) {
			t.Errorf("%q", r)
		}
		c.Drop('7')
	}
	if none.Output(io.Discard) != io.Discard {
		t.Error("without a queue the output is another one")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestOutputSaysThatItFailed(t *testing.T) {
	_, w, _ := showing(broken{})
	if n, err := w.Write([]byte("x")); n != 0 || err == nil {
		t.Error(n, err)
	}
}

// TestOutputOfAFile: the writer for a terminal's file is a terminal's file.
func TestOutputOfAFile(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // it was only read
	_, out, _ := showing(w)
	f, ok := out.(terminal)
	if !ok || f.Fd() != w.Fd() || f.Name() != w.Name() {
		t.Fatal("the output of a file is no file")
	}
	if _, err := f.Write([]byte("x")); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if _, err := w.WriteString("x"); err == nil {
		t.Error("closing the output does not close the file")
	}
}
