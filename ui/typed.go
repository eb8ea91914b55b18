package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
)

// typed handles a key or a paste. Its digits can be taken only while it is handled, so
// that no field gets a digit that was meant for another.
func (r *Root) typed(msg tea.Msg) tea.Cmd {
	digits := r.console.Digits
	if digits != nil && forms.BareDigits(msg) {
		return nil
	}
	digits.Offer(forms.Digits(msg))
	defer digits.Drop()
	if r.isDeaf() {
		return nil
	}
	if r.lock != nil {
		if k, ok := msg.(tea.KeyPressMsg); ok {
			msg = forms.Plain(k)
		}
		return r.locked(msg)
	}
	// The timer stood still while the machine slept, or the terminal was held. The agent has
	// not seen yet what is done now, so the key was meant for something else.
	if late, _ := r.due(); late != nil || r.lock != nil {
		r.deafen()
		return late
	}
	r.keyAt = r.now().Round(0)
	r.keep()
	if digits.TooMany() {
		defer func() {
			r.notice = digitsDropped
		}()
		if _, pasted := msg.(tea.PasteMsg); pasted {
			return nil
		}
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		return r.press(forms.Plain(k))
	}
	if _, shut := r.gate(); shut || r.helpOpen || r.asking != "" || r.tooSmall() {
		return nil
	}
	return r.key(msg)
}

// key gives a key or a paste to the page that is shown.
func (r *Root) key(msg tea.Msg) tea.Cmd {
	r.recording.keyed = true
	return r.pass(msg)
}

// digitsDropped is the answer to keys that came faster than they could be kept.
const digitsDropped = "Too much was pasted or typed at once, or moto was held up: digits were dropped. Check what the field holds."
