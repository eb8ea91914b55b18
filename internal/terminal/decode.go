package terminal

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

const (
	// mostPending is how much of an endless sequence is kept.
	mostPending = 4 << 10
	// mostPasted is how much of a paste is kept: far more than any field accepts.
	mostPasted = 64 << 10
)

// decoder turns a keyboard's bytes into messages. Like Bubble Tea's reader, it
// decodes each event with Ultraviolet's decoder and waits for the rest of a
// sequence. That reader also has a table of 170 KB for each session, for keys that
// the decoder knows anyway and for those of the Windows console.
type decoder struct {
	uv.EventDecoder
	pending []byte
	paste   []byte // nil outside a paste
	pasting bool
}

// feed decodes what can be decoded now. expired says that no bytes have come for a
// while, so the pending ones are complete.
func (d *decoder) feed(read []byte, expired bool, emit func(tea.Msg)) {
	d.pending = append(d.pending, read...)
	expired = expired || len(d.pending) > mostPending
	n := d.scan(d.pending, expired, emit)
	left := copy(d.pending, d.pending[n:])
	clear(d.pending[left:])
	if d.pending = d.pending[:left]; left == 0 && cap(d.pending) > readSize {
		d.pending = nil
	}
}

// scan decodes from the beginning and returns how many bytes it has used.
func (d *decoder) scan(buf []byte, expired bool, emit func(tea.Msg)) (done int) {
	for len(buf) > 0 {
		n, event := d.Decode(buf)
		if n == 0 {
			n = 1
		}
		short := buf[0] == 0x1b && n <= 2 && !expired // more may come
		_, unknown := event.(uv.UnknownEvent)
		switch {
		case unknown && !expired:
			return done
		case d.pasting && !isPasteEnd(event):
			if !d.pasted(event, buf[:n], short) {
				return done
			}
		case short && event != nil && !unknown:
			return done
		default:
			if isPasteEnd(event) {
				d.pasting = false
				emit(tea.PasteMsg{Content: d.text()})
			}
			d.begun(event)
			send(event, emit)
		}
		buf, done = buf[n:], done+n
	}
	return done
}

func isPasteEnd(event uv.Event) bool {
	_, is := event.(uv.PasteEndEvent)
	return is
}

func (d *decoder) begun(event uv.Event) {
	if _, is := event.(uv.PasteStartEvent); is {
		d.pasting, d.paste = true, d.paste[:0]
	}
}

// pasted adds to the paste, or reports that more must come first.
func (d *decoder) pasted(event uv.Event, seq []byte, short bool) bool {
	key, is := event.(uv.KeyPressEvent)
	if !is {
		return true
	}
	if key.Text != "" {
		seq = []byte(key.Text)
	} else if short {
		return false
	}
	if len(d.paste)+len(seq) <= mostPasted {
		d.paste = append(d.paste, seq...)
	}
	return true
}

// text is the valid text of the paste.
func (d *decoder) text() string {
	var text []rune
	for p := d.paste; len(p) > 0; {
		r, n := utf8.DecodeRune(p)
		if r != utf8.RuneError {
			text = append(text, r)
		}
		p = p[n:]
	}
	clear(d.paste)
	d.paste = nil
	return string(text)
}

// send passes on the events that a console may see. It drops sizes, the mouse and
// answers to questions that were never asked.
func send(event uv.Event, emit func(tea.Msg)) {
	switch e := event.(type) {
	case uv.MultiEvent:
		for _, one := range e {
			send(one, emit)
		}
	case uv.KeyPressEvent:
		emit(tea.KeyPressMsg(e))
	case uv.KeyReleaseEvent:
		emit(tea.KeyReleaseMsg(e))
	case uv.PasteStartEvent:
		emit(tea.PasteStartMsg(e))
	case uv.PasteEndEvent:
		emit(tea.PasteEndMsg(e))
	case uv.BackgroundColorEvent:
		emit(tea.BackgroundColorMsg(e))
	case uv.ForegroundColorEvent:
		emit(tea.ForegroundColorMsg(e))
	case uv.KeyboardEnhancementsEvent:
		emit(tea.KeyboardEnhancementsMsg(e))
	}
}
