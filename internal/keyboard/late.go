package keyboard

import (
	"bytes"
	"time"
)

// A terminal's answer may come late and in two pieces, over a line that is slow or
// lost a packet. By then the filter has abandoned the first piece, as the decoder
// has, and must not take the second for typing. So it considers the answer as a
// whole: it drops the rest that ends the answer, and input that continues the
// answer and cannot be typing.

const (
	// endsWithin is how long an answer may take to end.
	endsWithin = 10 * time.Second
	// goesOnWithin is how long input that could be typing still counts as part of
	// an answer. The end of the answer may never come.
	goesOnWithin = 3 * time.Second
)

// late is an abandoned answer.
type late struct {
	kind   byte // its introducer: '[', ']' and so on; esc for an ESC alone; 0 for none
	sure   bool // the bytes so far cannot be typing
	colour bool // the answer can only be about colours
	ended  bool // only the last byte of its end is missing
	began  time.Time
}

// comesLate notes an abandoned sequence whose rest may still come.
func (f *filter) comesLate(kind byte, now time.Time) {
	f.late = late{kind: kind, began: now}
	switch f.state {
	case csi:
		f.late.sure = len(f.hold) > 0
	case text, textEnds:
		f.late.sure = isAnswer(kind, f.hold)
		f.late.colour = kind == ']' && bytes.ContainsAny(f.hold[:min(1, len(f.hold))], "14")
		f.late.ended = f.state == textEnds
	default:
	}
}

// isAnswer reports the beginning of a string as terminals send them.
func isAnswer(kind byte, text []byte) bool {
	if len(text) == 0 {
		return false
	}
	switch kind {
	case ']': // a number and a semicolon, or a title
		number, _, ok := bytes.Cut(text, []byte(";"))
		return bytes.ContainsAny(text[:1], "lL") || (ok || len(text) < 4) && len(bytes.Trim(number, "0123456789")) == 0
	case 'P':
		return bytes.IndexByte([]byte("0123456789>!=|+$"), text[0]) >= 0
	case '_':
		return text[0] == 'G'
	default:
		return true
	}
}

// withoutLate is the input without the rest of an answer.
func (f *filter) withoutLate(read []byte, now time.Time) []byte {
	l := f.late
	if l.kind == 0 {
		return read
	}
	since := now.Sub(l.began)
	f.late = late{}
	if since > endsWithin {
		return read
	}
	n, ends := l.rest(read)
	switch {
	case ends:
		return read[n:]
	case n == len(read) && l.sure && since <= goesOnWithin:
		l.ended = read[n-1] == esc
		f.late = l
		return nil
	}
	return read
}

// rest is how many bytes continue the answer, and whether they end it.
func (l late) rest(read []byte) (n int, ends bool) {
	switch l.kind {
	case esc:
		if bytes.IndexByte([]byte("[]P_^X"), read[0]) < 0 {
			return 0, false
		}
		n, ends = late{kind: read[0]}.rest(read[1:])
		return n + 1, ends
	case '[':
		return l.restOfSequence(read)
	case ']', 'P', '_', '^', 'X':
		return l.restOfText(read)
	}
	return 0, false
}

// restOfSequence reads parameters and a last letter. Without the beginning of an
// answer there must be parameters: Alt and a bracket is a key.
func (l late) restOfSequence(read []byte) (n int, ends bool) {
	for i, b := range read {
		switch {
		case b >= ' ' && b <= '?':
		case b >= '@' && b <= '~' && (i > 0 || l.sure):
			return i + 1, true
		default:
			return i, false
		}
	}
	return len(read), false
}

// restOfText reads text and the end of a string.
func (l late) restOfText(read []byte) (n int, ends bool) {
	for i, b := range read {
		switch {
		case b == '\\' && (i > 0 && read[i-1] == esc || i == 0 && l.ended):
			return i + 1, l.sure || isAnswer(l.kind, read[:max(0, i-1)])
		case i > 0 && read[i-1] == esc || i == 0 && l.ended:
			return i, false // an ESC that ends nothing
		case b == bell && l.kind == ']', b == cancel, b == sub:
			return i + 1, l.sure || isAnswer(l.kind, read[:i])
		case b == esc:
		case b < ' ' || b == 0x7f, l.colour && bytes.IndexByte([]byte("0123456789abcdefABCDEFrg:/;?"), b) < 0:
			return i, false
		}
	}
	return len(read), false
}
