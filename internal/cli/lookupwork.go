package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"motoconsole/internal/lookup"
)

// progressLine is one line on the terminal that says how far a search has come.
// There is none if the records themselves go to the terminal.
type progressLine struct {
	to    io.Writer
	wrote bool
}

func newProgressLine(out, notes io.Writer) *progressLine {
	isTerminal := func(w io.Writer) bool {
		f, ok := w.(*os.File)
		return ok && term.IsTerminal(int(f.Fd())) // #nosec G115 -- a file's number
	}
	if isTerminal(out) || !isTerminal(notes) {
		return &progressLine{to: io.Discard}
	}
	return &progressLine{to: notes}
}

func (l *progressLine) show(p lookup.Progress) {
	line := fmt.Sprintf("%d found, %d looked at, up to %s", p.Found, p.Looked, p.Before.Local().Format("2 Jan 2006 15:04"))
	_, _ = fmt.Fprintf(l.to, "\r%-60s", line)
	l.wrote = true
}

// clear removes the line before other output.
func (l *progressLine) clear() {
	if l.wrote {
		_, _ = fmt.Fprintf(l.to, "\r%s\r", strings.Repeat(" ", 60))
	}
}
