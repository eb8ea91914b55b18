package charset

import (
	"bytes"
	"io"
)

// Writer writes text to a terminal in a form that it can show. Text without a line
// break is shown at once.
func (s Set) Writer(out io.Writer) io.Writer {
	if s == Unicode {
		return out
	}
	return &writer{set: s, out: out}
}

type writer struct {
	set Set
	out io.Writer
}

// Write implements io.Writer.
func (w *writer) Write(p []byte) (int, error) {
	if _, err := io.Copy(w.out, bytes.NewReader([]byte(w.set.Text(string(p))))); err != nil {
		return 0, err
	}
	return len(p), nil
}
