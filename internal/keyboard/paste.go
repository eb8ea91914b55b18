package keyboard

import "bytes"

// The beginning and the end of a paste.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// endPaste ends a paste whose end was lost. It drops the bytes of the end that
// came.
func (f *filter) endPaste() {
	f.to(ground)
	f.emit([]byte(pasteEnds)...)
	f.paste = false
}

// inBracket holds a sequence in a paste. Only three have a meaning: the end of the
// paste, and two that show that its end was lost, ctrl+c and the beginning of
// another paste. It drops the ESC of all others, so that nothing in a paste can
// pass for a sequence.
func (f *filter) inBracket(b byte) bool {
	n := len(f.hold)
	switch {
	case n == 1 && b == '[', n > 1 && n < cap(f.hold) && b >= ' ' && b <= '?':
		f.keep(b)
		return true
	case n > 1 && b == '~' && string(f.hold) == pasteEnds[:len(pasteEnds)-1]:
		f.endPaste()
		return true
	case n > 1 && b == '~' && string(f.hold) == pasteBegins[:len(pasteBegins)-1]:
		f.endPaste()
		f.emit([]byte(pasteBegins)...)
		f.paste = true
		return true
	case n > 1 && isInterrupt(f.hold[2:], b):
		held := bytes.Clone(f.hold)
		f.endPaste()
		f.emit(held...)
		f.emit(b)
		return true
	}
	var held [holdSize]byte
	copy(held[:], f.hold)
	defer clear(held[:])
	f.to(ground)
	for _, c := range held[1:n] {
		f.inGround(c)
	}
	return false
}

// isInterrupt reports a press of ctrl+c, sent as numbers.
func isInterrupt(held []byte, final byte) bool {
	if final != 'u' && final != '~' {
		return false
	}
	p, ok := parameters(held)
	if !ok {
		return false
	}
	var code, modifiers rune
	switch {
	case final == 'u' && p.at(1, 1) != 3:
		code, modifiers = p.at(0, 0), p.at(1, 0)
	case final == '~' && p.at(0, 0) == 27:
		code, modifiers = p.at(2, 0), p.at(1, 0)
	}
	return (code == 'c' || code == 'C') && (max(modifiers, 1)-1)&ctrlKey != 0
}
