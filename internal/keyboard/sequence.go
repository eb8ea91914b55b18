package keyboard

import (
	"bytes"
	"slices"
	"unicode"
)

// sequence ends a CSI sequence. Its parameters are on hold; its introducer has been
// passed on.
func (f *filter) sequence(final byte) {
	held := f.hold
	p, ok := parameters(held)
	plain := len(held) == 0 || held[0] < '<' && held[len(held)-1] >= '0'
	switch {
	case f.long || !ok || final == '_': // '_' is a key record of Windows'
		f.emit(closing)
	case plain && final == 'M': // the decoder takes three more bytes for a mouse report
		f.emit(closing)
		if len(held) == 0 {
			f.to(mouse)
			f.skip = 3
			return
		}
	case plain && final == 'u':
		f.key(key{code: p.at(0, 0), shifted: p.shifted(), modifiers: p.at(1, 0), release: p.at(1, 1) == 3, text: p.text()}, held, final)
	case plain && final == '~' && p.at(0, 0) == 27: // here a colon counts as a semicolon
		p = numbers{slices.Concat(p...)}
		f.key(key{code: p.at(0, 2), modifiers: p.at(0, 1)}, held, final)
	case plain && final == '~' && p.at(0, 0) == 200:
		f.emit([]byte(pasteBegins)[2:]...)
		f.paste = true
	case plain && final == '~' && p.at(0, 0) == 201: // no paste has begun
		f.emit(closing)
	default:
		f.emit(held...)
		f.emit(final)
	}
	f.to(ground)
}

// key is a key in a sequence.
type key struct {
	code, shifted, modifiers rune
	release                  bool
	text                     []rune
}

// Modifiers, as a bit mask, sent plus one.
const (
	shiftKey = 1
	ctrlKey  = 4
	capsLock = 64
	numLock  = 128
)

// keypadZero is the number of the keypad's 0; the others follow.
const keypadZero = 57399

// key passes a key on, unless it types a digit or looks like a placeholder.
func (f *filter) key(k key, held []byte, final byte) {
	modifiers := max(k.modifiers, 1) - 1
	typed := k.code
	switch {
	case len(k.text) > 0:
		typed = k.text[0]
	case modifiers&(shiftKey|capsLock) != 0 && k.shifted > 0:
		typed = k.shifted
	}
	if typed >= keypadZero && typed <= keypadZero+9 {
		typed += '0' - keypadZero
	}
	digit, isDigit := digitOf(typed)
	for _, r := range k.text {
		_, also := digitOf(r)
		isDigit = isDigit || also
	}
	switch {
	case isDigit:
		f.emit(closing)
		if modifiers&^(shiftKey|capsLock|numLock) == 0 && !k.release && len(k.text) <= 1 {
			f.digit(digit)
		}
	case k.code == Placeholder, k.code == '^' && modifiers&ctrlKey != 0:
		f.emit(closing)
	default:
		f.emit(held...)
		f.emit(final)
	}
}

// numbers are the parameters of a sequence: rows between semicolons, columns
// between colons.
type numbers [][]rune

// text is what a key types, if the sequence says so.
func (n numbers) text() (out []rune) {
	if len(n) > 2 {
		out = slices.DeleteFunc(slices.Clone(n[2]), func(r rune) bool { return r == 0 })
	}
	return out
}

func (n numbers) at(i, j int) rune {
	if i < len(n) && j < len(n[i]) {
		return n[i][j]
	}
	return 0
}

// shifted is a key's character with shift. The decoder also reads it from the third
// column, which is the key's place on another keyboard.
func (n numbers) shifted() rune {
	for _, j := range [...]int{2, 1} {
		if r := n.at(0, j); unicode.IsPrint(r) {
			return r
		}
	}
	return 0
}

// The longest parameters that can have a meaning: a character's number has seven
// digits. A longer one may be a card number.
const (
	maxNumber  = 7
	maxNumbers = 31 // the decoder reads 32
)

// parameters reads numbers. It reports false if one is too long, or there are too
// many, to have a meaning.
func parameters(held []byte) (numbers, bool) {
	rows := bytes.Split(bytes.TrimRight(bytes.TrimLeft(held, "<=>?"), " !\"#$%&'()*+,-./"), []byte(";"))
	out := make(numbers, len(rows))
	count := 0
	for i, row := range rows {
		for _, column := range bytes.Split(row, []byte(":")) {
			if count++; len(column) > maxNumber || count > maxNumbers {
				return nil, false
			}
			n := rune(0)
			for _, c := range column {
				if c >= '0' && c <= '9' {
					n = 10*n + rune(c-'0')
				}
			}
			out[i] = append(out[i], n)
		}
	}
	return out, true
}

// digitOf is the ASCII digit of a plain or full-width digit.
func digitOf(r rune) (byte, bool) {
	for _, zero := range [...]rune{'0', '０'} {
		if r >= zero && r <= zero+9 {
			return "0123456789"[r-zero], true
		}
	}
	return 0, false
}
