package forms

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
)

// NextKeys go to the next field of a form. Down goes to the next field whatever it is; the others pass over what needs no answer.
func NextKeys() key.Binding {
	return key.NewBinding(key.WithKeys("enter", "tab", "down"), key.WithHelp("enter/tab", "next"))
}

// BackKeys go to the field before.
func BackKeys() key.Binding {
	return key.NewBinding(key.WithKeys("shift+tab", "up"), key.WithHelp("shift+tab", "back"))
}

// command is what a key asks of the form rather than of a field.
type command int

const (
	toField  command = iota // not the form's key
	onward                  // Enter, Tab: to the next field that has something to ask
	downward                // down: to the next field, whatever it is
	back                    // up, shift+tab
)

func commandOf(k tea.KeyPressMsg) command {
	k.Mod &^= lockKeys
	switch {
	case key.Matches(k, BackKeys()), k.Code == tea.KeyKpUp && k.Mod == 0:
		return back
	case k.Mod != 0:
		return toField
	case k.Code == tea.KeyDown, k.Code == tea.KeyKpDown:
		return downward
	case key.Matches(k, NextKeys()), k.Code == tea.KeyKpEnter:
		return onward
	}
	return toField
}

// lockKeys say nothing about what a key means.
const lockKeys = tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock

// typed is the text a key types, or "". A keypad in application mode sends
// codes without text.
func typed(k tea.KeyPressMsg) string {
	if k.Mod&^(lockKeys|tea.ModShift) != 0 {
		return ""
	}
	if k.Text != "" {
		return k.Text
	}
	switch {
	case k.Code >= tea.KeyKp0 && k.Code <= tea.KeyKp9:
		return string('0' + k.Code - tea.KeyKp0)
	case k.Code == tea.KeyKpDecimal:
		return "."
	case k.Code == tea.KeyKpComma:
		return ","
	case k.Code == tea.KeyKpDivide:
		return "/"
	case k.Code == tea.KeyKpMinus:
		return "-"
	}
	return ""
}

// endKey is an edit of a field that is only typed at its end.
type endKey int

const (
	notEnd endKey = iota
	dropLast
	dropAll
	stayPut // a key of text fields that means nothing here, and nothing elsewhere
)

func endKeyOf(k tea.KeyPressMsg) endKey {
	ctrl := k.Mod&^lockKeys == tea.ModCtrl
	switch {
	case k.Code == tea.KeyBackspace && !ctrl, ctrl && k.Code == 'h':
		return dropLast
	case ctrl && (k.Code == 'u' || k.Code == 'w'), ctrl && k.Code == tea.KeyBackspace:
		return dropAll
	}
	switch k.Code {
	case tea.KeyLeft, tea.KeyRight, tea.KeyHome, tea.KeyEnd, tea.KeyDelete:
		return stayPut
	}
	return notEnd
}

// digitOf is the ASCII digit of a plain or full-width digit.
func digitOf(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r >= '０' && r <= '９':
		return byte(r-'０') + '0', true
	}
	return 0, false
}

// isSeparator reports what people write between groups of digits.
func isSeparator(r rune) bool {
	return strings.ContainsRune(" -\u00a0\u2010\u2011\u2012\u2013", r)
}
