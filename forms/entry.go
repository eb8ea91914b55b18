package forms

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
)

// entry is text that is typed into a field that is not the card's. What looks
// like a card number is wiped at once, and from then on the entry takes nothing
// until it is cleared. Where the terminal can show stand-ins, it holds no digit
// itself; and no copy of its digits is made while they may become a card number.
type entry struct {
	line   line
	guard  Guard
	masked int // how long what was wiped was; 0 for none
}

// taken is what became of characters that were put into an entry.
type taken int

const (
	took   taken = iota
	unseen       // nothing of them can be seen
	full         // there is no room for them
	isCard       // with them it looked like a card number, or had done so before
)

// put puts characters in at the cursor. What cannot be shown stands there as a
// replacement character: it is not sent, but it was typed, and what was typed
// without it would be another text.
func (e *entry) put(fresh []rune) taken {
	defer clear(fresh)
	if e.masked > 0 {
		e.masked = min(e.masked+len(fresh), cap(e.line.runes))
		return isCard
	}
	value, at := e.line.runes, e.line.at
	whole := slices.Concat(value[:at], fresh, value[at:])
	defer clear(whole)
	shape := shown(e.undigited(whole))
	if invisible(e.undigited(fresh)) && strings.ContainsRune(shape, utf8.RuneError) && !slices.Contains(value, utf8.RuneError) {
		return unseen
	}
	n := utf8.RuneCountInString(shape)
	if n > cap(value) {
		return full
	}
	text := e.digited(shape, whole)
	defer clear(text)
	e.line.set(text, n-(len(value)-at))
	if e.mask() {
		return isCard
	}
	return took
}

// mask wipes the entry when it looks like a card number.
func (e *entry) mask() bool {
	if e.masked == 0 && e.guard.finds(e.line.plain) {
		e.wipeCard(len(e.line.runes))
	}
	return e.masked > 0
}

// wipeCard wipes what looked like a card number, of so many characters.
func (e *entry) wipeCard(length int) {
	e.masked = min(length, cap(e.line.runes))
	e.line.wipe()
}

// clear empties it.
func (e *entry) clear() {
	e.line.wipe()
	e.masked = 0
}

// undigited is text with a 0 for each digit and stand-in. Composing letters and
// judging them needs no more, and a string cannot be wiped.
func (e *entry) undigited(text []rune) string {
	var b strings.Builder
	for _, r := range text {
		if e.isDigit(r) {
			r = '0'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// digited is such a text with its digits again: composing moves none.
func (e *entry) digited(shape string, whole []rune) []rune {
	out, at := make([]rune, 0, len(shape)), 0
	for _, r := range shape {
		if r == '0' {
			for !e.isDigit(whole[at]) {
				at++
			}
			r = whole[at]
			at++
		}
		out = append(out, r)
	}
	return out
}

// isDigit reports a digit, or what stands in for one.
func (e *entry) isDigit(r rune) bool {
	_, ok := gateway.Digit(e.line.cells.Plain(r))
	return ok
}

// standIn is what stands for a digit from the queue.
func (e *entry) standIn(d byte, q *keyboard.Queue) rune {
	if e.line.cells == nil {
		e.line.cells = q.Cells()
	}
	return e.line.cells.Put(d)
}

// plainOf are the characters of a text with stand-ins.
func (e *entry) plainOf(text string) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for _, r := range text {
			if !yield(e.line.cells.Plain(r)) {
				return
			}
		}
	}
}

// text is the text as typed. It is a copy that cannot be wiped: not for every
// key, see MayBecomeCard.
func (e *entry) text() string {
	var b strings.Builder
	for r := range e.line.plain {
		b.WriteRune(r)
	}
	return b.String()
}

// MayBecomeCard reports digits that may be becoming a card number, so that no
// copy of the text is to be made yet.
func (e *entry) MayBecomeCard() bool { return cardguard.MayBecome(e.line.plain, cardguard.Begun) }

// Masked reports what looked like a card number and was wiped.
func (e *entry) Masked() bool { return e.masked > 0 }

// length is how many characters there are, or were.
func (e *entry) length() int { return max(len(e.line.runes), e.masked) }

func (e *entry) atEnd() bool { return e.line.at == len(e.line.runes) }

// drawn is the text as it is drawn: with stand-ins for its digits where it has
// them, and with dots for those of what may be a card number.
func (e *entry) drawn(focused bool) (text string, cursor int) {
	if e.masked > 0 {
		return strings.Repeat(hidden, e.masked), e.masked
	}
	from, hides := 0, false
	if focused {
		from, hides = e.guard.hides(e.line.plain)
	}
	if !hides {
		return string(e.line.runes), e.line.at
	}
	var b strings.Builder
	digits := 0
	for _, r := range e.line.runes {
		if e.isDigit(r) {
			if digits++; digits > from {
				b.WriteString(hidden)
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String(), e.line.at
}

// editsMasked reports an editing key, for an entry that was wiped, and whether
// it deletes something.
func editsMasked(k tea.KeyPressMsg) (edits, deletes bool) {
	probe := newLine(2)
	probe.set([]rune("xx"), 1)
	edits = probe.press(k)
	return edits, len(probe.runes) < 2
}
