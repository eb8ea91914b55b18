package listing

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"motoconsole/internal/lookup"
)

// Progress is one line on the terminal that says how far a search has come.
// There is none if the records themselves go to the terminal.
type Progress struct {
	to    io.Writer
	wrote bool
}

// NewProgress makes one for a search that lists on out.
func NewProgress(out, notes io.Writer) *Progress {
	isTerminal := func(w io.Writer) bool {
		f, ok := w.(*os.File)
		return ok && term.IsTerminal(int(f.Fd())) // #nosec G115 -- a file's number
	}
	if isTerminal(out) || !isTerminal(notes) {
		return &Progress{to: io.Discard}
	}
	return &Progress{to: notes}
}

// Show shows it.
func (l *Progress) Show(p lookup.Progress) {
	line := fmt.Sprintf("%d found, %d looked at, up to %s", p.Found, p.Looked, p.Before.Local().Format("2 Jan 2006 15:04"))
	_, _ = fmt.Fprintf(l.to, "\r%-60s", line)
	l.wrote = true
}

// Clear removes the line before other output.
func (l *Progress) Clear() {
	if l.wrote {
		_, _ = fmt.Fprintf(l.to, "\r%s\r", strings.Repeat(" ", 60))
	}
}
