package keyboard

import (
	"bytes"
	"time"
	"unicode/utf8"
)

const (
	interrupt = 0x03 // ctrl+c
	bell      = 0x07
	cancel    = 0x18
	sub       = 0x1a
	esc       = 0x1b

	// closing ends a CSI or SS3 sequence so that no decoder recognises it.
	closing = 'z'

	// nothing is a string cancelled at once. To the decoder it is no event, and it
	// ends the sequence whose rest the decoder is waiting for.
	nothing = "\x1b]\x18"
)

// state says what the next byte belongs to.
type state int

const (
	ground    state = iota
	character       // a character of several bytes
	csi             // ESC [ and parameters
	ss3             // ESC O
	text            // ESC ] and other strings
	textEnds        // an ESC inside of one
	mouse           // the three bytes of an X10 mouse report
	bracket         // in a paste: what may be its end
)

// machine is the filter's state.
type machine struct {
	state state
	paste bool
	said  byte // the last byte passed on
	kind  byte // of a sequence: the byte after ESC
	long  bool // the sequence does not fit
	skip  int  // bytes of a mouse report to come
	late  late // an answer whose rest may still come
}

func (f *filter) emit(b ...byte) {
	f.out = append(f.out, b...)
	if len(b) > 0 {
		f.said = b[len(b)-1]
	}
}

// to begins another state with nothing on hold.
func (f *filter) to(s state) {
	clear(f.hold)
	f.hold, f.long, f.state = f.hold[:0], false, s
}

func (f *filter) keep(b byte) {
	if len(f.hold) == cap(f.hold) {
		f.long = true
		return
	}
	f.hold = append(f.hold, b)
}

// giveUp ends a sequence whose rest has not come. The decoder has ended it too, or
// will in a moment. A paste may take its time.
func (f *filter) giveUp(now time.Time) {
	switch f.state {
	case csi, ss3, text, textEnds:
		f.comesLate(f.kind, now)
		f.emit([]byte(nothing)...)
		f.to(ground)
	case mouse:
		f.to(ground)
	case ground, character, bracket:
		if f.said == esc {
			f.comesLate(esc, now)
			f.emit([]byte(nothing)...)
		}
	}
}

// step handles a byte, and reports false if the new state must handle it again.
func (f *filter) step(b byte) bool {
	switch f.state {
	case character:
		return f.inCharacter(b)
	case csi:
		return f.inSequence(b)
	case ss3:
		return f.inSS3(b)
	case text, textEnds:
		return f.inText(b)
	case bracket:
		return f.inBracket(b)
	case mouse:
		if f.skip--; f.skip == 0 {
			f.to(ground)
		}
		return true
	default:
		f.inGround(b)
		return true
	}
}

func (f *filter) inGround(b byte) {
	switch {
	case b == esc && f.paste:
		f.to(bracket)
		f.keep(b)
	case f.said == esc && f.introduces(b):
	case b == interrupt && f.paste: // the agent who presses it sees no paste any more
		f.endPaste()
		f.emit(b)
	case b == Placeholder: // only the filter may make placeholders
	case b >= '0' && b <= '9':
		f.digit(b)
	case b < utf8.RuneSelf:
		f.emit(b)
	default:
		f.to(character)
		f.step(b)
	}
}

// digit diverts a digit. Without room, its placeholder is dropped with it.
func (f *filter) digit(d byte) {
	if f.queue.push(d) {
		f.emit(Placeholder)
	}
}

// inCharacter holds a character until it is complete. It drops broken ones, whose
// remains could be read as a control.
func (f *filter) inCharacter(b byte) bool {
	if len(f.hold) > 0 && utf8.RuneStart(b) {
		f.to(ground)
		return false
	}
	if f.keep(b); !utf8.FullRune(f.hold) {
		return true
	}
	r, size := utf8.DecodeRune(f.hold)
	switch d, ok := digitOf(r); {
	case ok:
		f.digit(d)
	case size > 1:
		f.emit(f.hold...)
	}
	f.to(ground)
	return true
}

// introduces begins the sequence that ESC and b introduce.
func (f *filter) introduces(b byte) bool {
	switch b {
	case '[':
		f.to(csi)
	case 'O':
		f.to(ss3)
	case ']', 'P', '_', '^', 'X':
		f.to(text)
	default: // Alt and a character
		return false
	}
	f.kind = b
	f.emit(b)
	return true
}

func (f *filter) inSequence(b byte) bool {
	switch n := len(f.hold); {
	case b >= '0' && b <= '?' && n > 0 && f.hold[n-1] < '0':
		return f.broken() // no parameter comes after an intermediate
	case b >= ' ' && b <= '?':
		f.keep(b)
	case b >= '@' && b <= '~':
		f.sequence(b)
	default:
		return f.broken()
	}
	return true
}

// broken ends a sequence at a byte that cannot be part of it.
func (f *filter) broken() bool {
	f.emit(closing)
	f.to(ground)
	return false
}

func (f *filter) inSS3(b byte) bool {
	switch {
	case b >= '0' && b <= '9' && len(f.hold) < 2: // a modifier, from old terminals
		f.keep(b)
		return true
	case b >= 'p' && b <= 'y': // the keypad's digits
		modified := len(f.hold) > 0
		f.emit(closing)
		f.to(ground)
		if !modified {
			f.digit(b - 'p' + '0')
		}
		return true
	case b > ' ' && b <= '~' && (b < '0' || b > '9'):
		f.emit(f.hold...)
		f.emit(b)
		f.to(ground)
		return true
	}
	return f.broken()
}

// inText holds a string until its end. The program asked only for the terminal's
// colours; every other string is dropped.
func (f *filter) inText(b byte) bool {
	switch {
	case f.state == textEnds && b == '\\':
		f.endText(esc, '\\')
	case f.state == textEnds: // ended by another sequence
		f.endText()
		f.emit(esc)
		return false
	case b == esc:
		f.state = textEnds
	case b == cancel, b == sub:
		f.endText()
	case b == bell && f.kind == ']':
		f.endText(b)
	default:
		f.keep(b)
	}
	return true
}

func (f *filter) endText(end ...byte) {
	switch {
	case len(end) > 0 && f.kind == ']' && !f.long && isColour(f.hold):
		f.emit(f.hold...)
		f.emit(end...)
	case f.kind == 'P': // the decoder accepts no other end of it
		f.emit(closing, esc, '\\')
	default:
		f.emit(cancel)
	}
	f.to(ground)
}

// isColour reports an answer such as "11;rgb:1e1e/1e1e/1e1e".
func isColour(text []byte) bool {
	return len(text) > 3 && text[0] == '1' && text[1] >= '0' && text[1] <= '2' && text[2] == ';' &&
		bytes.HasPrefix(text[3:], []byte("rgb")) &&
		len(bytes.Trim(text[3:], "0123456789abcdefABCDEFrg:/")) == 0
}
