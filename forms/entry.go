package forms

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"

	"motoconsole/forms/line"
	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
)

// entry is the text of a field that is not for card data. It wipes text that looks like
// a card number at once, and then takes nothing until it is cleared. Where the terminal
// can show stand-ins, the entry holds no digits itself. While digits may become a card
// number, no copy of them is made.
type entry struct {
	line   line.Line
	guard  Guard
	masked int // length of the text that was wiped; 0 for none
}

// taken says what an entry did with characters.
type taken int

const (
	took   taken = iota
	unseen       // none of them is visible
	full         // there is no room for them
	isCard       // the text looked like a card number, with them or before
)

// put puts characters in at the cursor. A character that cannot be shown becomes a
// replacement character, which is never sent. Leaving it out would change the text.
func (e *entry) put(fresh []rune) taken {
	defer clear(fresh)
	if e.masked > 0 {
		e.masked = min(e.masked+len(fresh), e.line.Room())
		return isCard
	}
	value, at := e.line.Runes, e.line.At
	whole := slices.Concat(value[:at], fresh, value[at:])
	defer clear(whole)
	shape := shown(e.undigited(whole))
	if invisible(e.undigited(fresh)) && strings.ContainsRune(shape, utf8.RuneError) && !slices.Contains(value, utf8.RuneError) {
		return unseen
	}
	n := utf8.RuneCountInString(shape)
	if n > e.line.Room() {
		return full
	}
	text := e.digited(shape, whole)
	defer clear(text)
	e.line.Set(text, n-(len(value)-at))
	if e.mask() {
		return isCard
	}
	return took
}

// mask wipes the entry if it looks like a card number.
func (e *entry) mask() bool {
	if e.masked == 0 && e.guard.finds(e.line.Plain) {
		e.wipeCard(len(e.line.Runes))
	}
	return e.masked > 0
}

// wipeCard wipes text that looked like a card number and remembers its length.
func (e *entry) wipeCard(length int) {
	e.masked = min(length, e.line.Room())
	e.line.Wipe()
}

// clear empties the entry.
func (e *entry) clear() {
	e.line.Wipe()
	e.masked = 0
}

// undigited is text with a 0 for each digit and stand-in. That is enough to compose
// and judge the letters, and keeps digits out of strings, which cannot be wiped.
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

// digited puts the digits back into an undigited text. Composing letters does not
// change their order.
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

// isDigit reports a digit or a stand-in.
func (e *entry) isDigit(r rune) bool {
	_, ok := gateway.Digit(e.line.Cells.Plain(r))
	return ok
}

// standIn is the stand-in for a digit from the queue.
func (e *entry) standIn(d byte, q *keyboard.Queue) rune {
	if e.line.Cells == nil {
		e.line.Cells = q.Cells()
	}
	return e.line.Cells.Put(d)
}

// plainOf are the characters of a text, with digits for its stand-ins.
func (e *entry) plainOf(text string) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for _, r := range text {
			if !yield(e.line.Cells.Plain(r)) {
				return
			}
		}
	}
}

// text is the text as typed. It is a copy that cannot be wiped, so do not make one at
// every key: see MayBecomeCard.
func (e *entry) text() string {
	var b strings.Builder
	for r := range e.line.Plain {
		b.WriteRune(r)
	}
	return b.String()
}

// MayBecomeCard reports whether the digits may still become a card number. Until
// they cannot, no copy of the text may be made.
func (e *entry) MayBecomeCard() bool { return cardguard.MayBecome(e.line.Plain, cardguard.Begun) }

// Masked reports whether the text looked like a card number and was wiped.
func (e *entry) Masked() bool { return e.masked > 0 }

// length is how many characters there are, or were before the wipe.
func (e *entry) length() int { return max(len(e.line.Runes), e.masked) }

func (e *entry) atEnd() bool { return e.line.At == len(e.line.Runes) }

// drawn is the text to draw: with stand-ins for digits where the terminal shows them,
// and with dots for digits that may be a card number's.
func (e *entry) drawn(focused bool) (text string, cursor int) {
	if e.masked > 0 {
		return strings.Repeat(hidden, e.masked), e.masked
	}
	from, hides := 0, false
	if focused {
		from, hides = e.guard.hides(e.line.Plain)
	}
	if !hides {
		return string(e.line.Runes), e.line.At
	}
	var b strings.Builder
	digits := 0
	for _, r := range e.line.Runes {
		if e.isDigit(r) {
			if digits++; digits > from {
				b.WriteString(hidden)
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String(), e.line.At
}

// editsMasked reports whether a key edits a wiped entry, and whether it deletes
// something.
func editsMasked(k tea.KeyPressMsg) (edits, deletes bool) {
	probe := line.New(2)
	probe.Set([]rune("xx"), 1)
	edits = probe.Press(k)
	return edits, len(probe.Runes) < 2
}

// maxPaste is the longest paste, in bytes, that a field reads. No field holds more; a
// longer paste is refused unread.
const maxPaste = 1024

// pastedLine is pasted text as one line without blanks at its ends, or the rule that it
// breaks. meaning is the field's name in the sentence.
func pastedLine(text, field, meaning string) (string, error) {
	if len(text) > maxPaste {
		return "", broken(field, "the pasted text is far too long for "+meaning+": copy only what belongs here")
	}
	text = strings.Trim(text, " \t\r\n\u00a0")
	if text == "" {
		return "", broken(field, "the pasted text is blank: "+meaning+" is as it was")
	}
	if strings.ContainsAny(text, "\r\n\u0085\u2028\u2029\v\f") {
		return "", broken(field, "the pasted text has several lines, "+meaning+" takes one: paste it line by line")
	}
	return text, nil
}

// plain is text with its letters composed and every blank a plain one: other keyboards
// have blanks of other widths, which mean the same.
func plain(text string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if isBlank(r) {
			return ' '
		}
		return r
	}, text))
}

// shown is text as a field shows it: plain, with a replacement character for
// everything that a terminal or a bank statement could misread, which is
// control, format, bidi, zero-width and private characters, broken UTF-8 and
// piles of accents.
func shown(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] >= 0x7f {
			return cleaned(plain(text))
		}
	}
	return text
}

// invisible reports text without a visible character.
func invisible(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || !unicode.In(r, unicode.Cc, unicode.Cf) })
}

func cleaned(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Variation_Selector, r) { // it only chooses between two pictures of a character
			return -1
		}
		return r
	}, text)
	clean := gateway.Clean(text, len(text))
	if len(clean) < len(text) && !strings.ContainsRune(clean, utf8.RuneError) {
		clean += string(utf8.RuneError) // a mark was left out without a replacement
	}
	return clean
}
