package keyboard

import (
	"io"
	"strings"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// chunk is what one read of the terminal gives, and the silence before it.
type chunk struct {
	text  string
	after time.Duration
}

// chunks is a terminal that gives chunks one after the other.
type chunks struct{ left []chunk }

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.left) == 0 {
		return 0, io.EOF
	}
	next := &c.left[0]
	if next.after > 0 {
		time.Sleep(next.after) // of a synctest bubble
		next.after = 0
	}
	n := copy(p, next.text)
	if next.text = next.text[n:]; next.text == "" {
		c.left = c.left[1:]
	}
	return n, nil
}

// opened is a filter with its queue, on a terminal that gives the chunks.
func opened(given ...chunk) (io.Reader, *Queue) { return New(&chunks{given}, make([]byte, Memory)) }

// through is the filter's output for the texts, each of them one read, and the digits
// that it diverts.
func through(t testing.TB, texts ...string) (handed, digits string) {
	t.Helper()
	var given []chunk
	for _, text := range texts {
		given = append(given, chunk{text: text})
	}
	r, q := opened(given...)
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), all(q)
}

// all takes every digit of a queue; "?" is one that was wiped.
func all(q *Queue) string {
	var b strings.Builder
	q.Offer(len(q.ring))
	for q.n > 0 {
		d, ok := q.Take()
		if !ok {
			d = '?'
		}
		b.WriteByte(d)
	}
	return b.String()
}

// decoded are the events that Bubble Tea's decoder makes of a filter's output.
type decoded struct {
	placeholders int
	digits       int // that arrived as digits
	events       []uv.Event
}

func decode(t testing.TB, r io.Reader) decoded {
	t.Helper()
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		_ = uv.NewTerminalReader(r, "xterm-256color").StreamEvents(t.Context(), events)
	}()
	var d decoded
	for event := range events {
		d.events = append(d.events, event)
		switch e := event.(type) {
		case uv.KeyPressEvent:
			if e.Code == '^' && e.Mod.Contains(uv.ModCtrl) {
				d.placeholders++
			}
			if holdsDigit(e.Text) || e.Code >= uv.KeyKp0 && e.Code <= uv.KeyKp9 {
				d.digits++
			}
		case uv.PasteEvent:
			d.placeholders += strings.Count(e.Content, string(rune(Placeholder)))
			if holdsDigit(e.Content) {
				d.digits++
			}
		}
	}
	return d
}

func holdsDigit(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { _, ok := digitOf(r); return ok })
}
