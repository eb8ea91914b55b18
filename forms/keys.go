package forms

import (
	"unicode"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
)

// NextKeys go to the next field of a form. Down goes to the very next one; the others
// skip fields that need no answer.
func NextKeys() key.Binding {
	return key.NewBinding(key.WithKeys("enter", "tab", "down"), key.WithHelp("enter/tab", "next"))
}

// BackKeys go to the field before.
func BackKeys() key.Binding {
	return key.NewBinding(key.WithKeys("shift+tab", "up"), key.WithHelp("shift+tab", "back"))
}

// Plain is a key as the main keyboard sends it. The Enter of a keypad arrives as a
// code of its own, or as a line feed through a terminal multiplexer. The other keys of
// a keypad in application mode arrive as codes without text. Lock keys change nothing.
func Plain(k tea.KeyPressMsg) tea.KeyPressMsg {
	k.Mod &^= lockKeys
	if code, ok := keypadMoves[k.Code]; ok {
		k.Code = code
		return k
	}
	if k.Code == 'j' && k.Mod == tea.ModCtrl { // a line feed
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	}
	text, ok := keypadText[k.Code]
	if !ok && k.Code >= tea.KeyKp0 && k.Code <= tea.KeyKp9 {
		text, ok = '0'+k.Code-tea.KeyKp0, true
	}
	if ok {
		k.Code = text
		if k.Text == "" && k.Mod&^tea.ModShift == 0 {
			k.Text = string(text)
		}
	}
	return k
}

const lockKeys = tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock

var (
	keypadMoves = map[rune]rune{
		tea.KeyKpEnter: tea.KeyEnter,
		tea.KeyKpUp:    tea.KeyUp, tea.KeyKpDown: tea.KeyDown, tea.KeyKpLeft: tea.KeyLeft, tea.KeyKpRight: tea.KeyRight,
		tea.KeyKpHome: tea.KeyHome, tea.KeyKpEnd: tea.KeyEnd, tea.KeyKpPgUp: tea.KeyPgUp, tea.KeyKpPgDown: tea.KeyPgDown,
		tea.KeyKpInsert: tea.KeyInsert, tea.KeyKpDelete: tea.KeyDelete,
	}
	keypadText = map[rune]rune{
		tea.KeyKpDecimal: '.', tea.KeyKpComma: ',', tea.KeyKpSep: ',', tea.KeyKpDivide: '/', tea.KeyKpMultiply: '*',
		tea.KeyKpMinus: '-', tea.KeyKpPlus: '+', tea.KeyKpEqual: '=',
	}
)

// command is what a key asks of the form.
type command int

const (
	toField  command = iota // a key for the field
	onward                  // Enter, Tab: to the next field that has something to ask
	downward                // down: to the next field, whatever it is
	back                    // up, shift+tab
)

// commandOf is the command of a key that is Plain.
func commandOf(k tea.KeyPressMsg) command {
	switch {
	case key.Matches(k, BackKeys()):
		return back
	case k.Mod != 0:
		return toField
	case k.Code == tea.KeyDown:
		return downward
	case key.Matches(k, NextKeys()):
		return onward
	}
	return toField
}

// typed is the text that a key types, "" for none.
func typed(k tea.KeyPressMsg) string {
	if k = Plain(k); k.Mod&^tea.ModShift != 0 {
		return ""
	}
	return k.Text
}

// endKey is an edit of a field that is edited at its end only.
type endKey int

const (
	notEnd endKey = iota
	dropLast
	dropAll
	stayPut // a key of text fields, which does nothing in a field without a cursor
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

// deletes reports a key that deletes.
func deletes(k tea.KeyPressMsg) bool {
	e := endKeyOf(k)
	return e == dropLast || e == dropAll
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

// isBlank reports the blanks of any width that people type or paste.
func isBlank(r rune) bool { return unicode.Is(unicode.Zs, r) }

// isSeparator reports what people write between groups of digits.
func isSeparator(r rune) bool { return isBlank(r) || unicode.Is(unicode.Pd, r) || r == '\u2212' }
