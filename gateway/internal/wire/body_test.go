package wire

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// filled is a body with room for size bytes and a text in it.
func filled(t *testing.T, headSize, size int, text string) (b *Body, whole bool) {
	t.Helper()
	b, err := NewBody(headSize, size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Wipe)
	return b, b.Fill(func(out []byte) []byte { return append(out, text...) })
}

// TestBodyStaysInItsMemory: a body stays in its memory up to the last byte of its size,
// and a longer one is refused. A body that grew would leave card digits in its old
// buffer.
func TestBodyStaysInItsMemory(t *testing.T) {
	for _, size := range []int{1, 100, 5000, 40_000} {
		text := strings.Repeat("4", size)
		b, whole := filled(t, 350, size, text)
		if !whole || &b.data[0] != &b.memory[b.headroom] || b.headroom+len(b.data) != len(b.memory) {
			t.Errorf("%d bytes: whole %v, %d of %d in use", size, whole, len(b.data), len(b.memory))
		}
		if blanks := len(b.data) - size; strings.Trim(string(b.data[:blanks]), " ") != "" || blanks < minBlanks {
			t.Errorf("%d bytes: %d blanks", size, blanks)
		}
		var kept []byte
		long, err := NewBody(350, size)
		if err != nil {
			t.Fatal(err)
		}
		if long.Fill(func(out []byte) []byte { kept = append(out, text+"4"...); return kept }) {
			t.Errorf("%d bytes: a body that was outgrown is whole", size)
		}
		if long.memory != nil || long.data != nil || len(bytes.Trim(kept, "\x00")) != 0 {
			t.Errorf("%d bytes: what was outgrown was not wiped", size)
		}
	}
}

// TestBodyIsSentOnce: a body is gone once it has been sent, whether or not the
// connection took it, and its length is still known.
func TestBodyIsSentOnce(t *testing.T) {
	here, there := io.Pipe()
	_ = here.Close()
	for name, w := range map[string]io.Writer{"a line": io.Discard, "a broken line": there} {
		for _, head := range []string{"", "POST", strings.Repeat("h", 600)} {
			b, _ := filled(t, 350, 20, `{"pan":"4929137684"}`)
			n := b.Len()
			if err := b.Send(w, []byte(head)); (err == nil) != (w == io.Discard) {
				t.Error(name, err)
			}
			if b.memory != nil || b.data != nil || b.Len() != n || b.Send(io.Discard, nil) == nil {
				t.Errorf("%s: the body was not wiped", name)
			}
			b.Wipe()
		}
	}
	b, _ := filled(t, 350, 4, "4929")
	n := b.Len()
	if b.Wipe(); b.memory != nil || b.data != nil || b.Len() != n || b.Send(io.Discard, nil) == nil {
		t.Error("the body was not wiped")
	}
}

// TestBodyIsRedacted: no way of printing a body shows any of it.
func TestBodyIsRedacted(t *testing.T) {
	b, _ := filled(t, 350, 4, "4929")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		for _, v := range []any{b, struct{ Body *Body }{b}, []*Body{b}} {
			if text := fmt.Sprintf(verb, v); strings.Contains(text, "4929") || strings.Contains(text, "34393239") || strings.Contains(text, "52 57 50 57") {
				t.Errorf("%s: %s", verb, text)
			}
		}
	}
}

// A head that is longer than estimated is sent all the same.
func TestALongerHead(t *testing.T) {
	for _, n := range []int{0, 349, 350, 500, 501, 5000} {
		head := strings.Repeat("h", n)
		b, _ := filled(t, 350, 4, "4929")
		want := head + string(b.data)
		var got strings.Builder
		if err := b.Send(&got, []byte(head)); err != nil || got.String() != want || b.memory != nil {
			t.Errorf("%d bytes of %d, %v", got.Len(), len(want), err)
		}
	}
}
