package charset

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Text is a text in a form that the terminal can show, line by line. It keeps style
// sequences.
func (s Set) Text(text string) string {
	if s == Unicode || isASCII(text) {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i], _ = s.Line(line, 0)
	}
	return strings.Join(lines, "\n")
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// piece is a part of a line: a character, or a sequence without width.
type piece struct {
	text    string
	width   int
	at, end int // its cells in the original line
}

// Line is a line in a form that the terminal can show, and the new place of the
// given cell in it.
func (s Set) Line(line string, cell int) (folded string, at int) {
	if s == Unicode || isASCII(line) {
		return line, cell
	}
	pieces := s.pieces(line)
	var b strings.Builder
	end := 0
	for _, p := range pieces {
		b.WriteString(p.text)
		if p.at < cell {
			at += p.width
		}
		if p.width > 0 {
			end = p.end
		}
	}
	if cell > end {
		at += cell - end // behind the text
	}
	return b.String(), at
}

func (s Set) pieces(line string) (pieces []piece) {
	at, owed := 0, 0
	for len(line) > 0 {
		seq, width := next(line)
		line = line[len(seq):]
		if width == 0 {
			if isASCII(seq) { // an accent is dropped
				pieces = append(pieces, piece{seq, 0, at, at})
			}
			continue
		}
		folded := ""
		for _, r := range seq {
			if c := s.Fold(r); folded == "" || len(c) > 1 {
				folded += c // accents of one character are dropped with it
			}
		}
		if utf8.RuneCountInString(folded) < width {
			folded += strings.Repeat("?", width-utf8.RuneCountInString(folded))
		}
		grown := utf8.RuneCountInString(folded) - width
		switch {
		case grown > 0:
			pieces, owed = takeBlanks(pieces, owed+grown)
		case owed > 0 && seq == " " && strings.HasPrefix(line, " "): // one of several stays
			owed--
			at += width
			continue
		}
		pieces = append(pieces, piece{folded, width + grown, at, at + width})
		at += width
	}
	return pieces
}

// next is the first sequence or character of a line, and its width.
func next(line string) (string, int) {
	if line[0] < ' ' {
		seq, width, _, _ := ansi.DecodeSequence(line, 0, nil)
		return seq, width
	}
	return ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth)
}

// takeBlanks removes blanks from the end of a line, except one, and returns how
// many more are needed.
func takeBlanks(pieces []piece, wanted int) ([]piece, int) {
	for wanted > 0 {
		last := len(pieces) - 1
		for last >= 0 && pieces[last].width == 0 {
			last--
		}
		before := last - 1
		for before >= 0 && pieces[before].width == 0 {
			before--
		}
		if before < 0 || pieces[last].text != " " || pieces[before].text != " " {
			break
		}
		pieces = append(pieces[:last], pieces[last+1:]...)
		wanted--
	}
	return pieces, wanted
}
