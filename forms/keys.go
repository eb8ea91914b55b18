package forms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms/line"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
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
	k.Mod &^= line.Locks
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
	ctrl := k.Mod&^line.Locks == tea.ModCtrl
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

// isDivider reports what people write between month and year.
func isDivider(r rune) bool { return r == '/' || r == '.' || isSeparator(r) }

// With the input filter of internal/keyboard no message holds a digit: the digits lie
// in a queue, and messages have placeholders for them. A secret field takes digits
// from the queue into its own buffer. Other fields get them as text, because they show
// them.

const placeholder = string(rune(keyboard.Placeholder))

// Digits is how many digits a message stands for.
func Digits(msg tea.Msg) int {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if msg.Code == '^' && msg.Mod.Contains(tea.ModCtrl) {
			return 1
		}
	case tea.PasteMsg:
		return strings.Count(msg.Content, placeholder)
	}
	return 0
}

// BareDigits reports a message that has digits in it. Behind the input filter the agent
// did not type it: it is the rest of a terminal's interrupted reply.
func BareDigits(msg tea.Msg) bool {
	text := ""
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		text = typed(msg)
	case tea.PasteMsg:
		text = msg.Content
	}
	return strings.ContainsFunc(text, func(r rune) bool { _, ok := digitOf(r); return ok })
}

// isPlaceholder reports the key that stands for a digit. With Alt it is Alt and
// a digit, which no field takes.
func isPlaceholder(k tea.KeyPressMsg) bool {
	return Digits(k) == 1 && k.Mod&^line.Locks == tea.ModCtrl
}

// secret is a field that keeps its digits in its own buffer and nowhere else.
type secret interface {
	// digit takes one digit.
	digit(d byte)
	// pasteFrom is Paste, with the digits of its placeholders in the queue.
	pasteFrom(text string, q *keyboard.Queue) error
}

// keyed is a key with the digit that it types. Behind the input filter no message holds
// the digit.
type keyed struct {
	tea.KeyPressMsg
	digit byte // 0 where it types none, or came as text
}

// keyed takes the digit of a placeholder, and reports false if the digit is gone.
func (f *Form) keyed(k tea.KeyPressMsg) (keyed, bool) {
	if !isPlaceholder(k) {
		return keyed{Plain(k), 0}, true
	}
	d, ok := f.Queue.Take()
	return keyed{k, d}, ok
}

// character is what a key types, if it types one character.
func (k keyed) character() (rune, bool) {
	if k.digit != 0 {
		return rune(k.digit), true
	}
	text := typed(k.KeyPressMsg)
	r, size := utf8.DecodeRuneInString(text)
	if d, ok := digitOf(r); ok {
		r = rune(d)
	}
	return r, size > 0 && size == len(text)
}

// pressInto gives a key to a field. A shut field takes none, and the digit is gone.
func (f *Form) pressInto(field Field, k keyed) bool {
	if f.shut(field) {
		return false
	}
	if k.digit == 0 {
		return field.Press(k.KeyPressMsg)
	}
	switch s := field.(type) {
	case secret:
		s.digit(k.digit)
		return true
	case shower:
		s.show(k.digit, f.Queue)
		return true
	}
	return field.Press(tea.KeyPressMsg{Code: rune(k.digit), Text: string(rune(k.digit))})
}

// pasteInto gives pasted text to a field.
func (f *Form) pasteInto(field Field, text string) error {
	s, isSecret := field.(secret)
	switch {
	case isSecret && f.NoCardPaste:
		return broken(field.Name(), "pasting card data is switched off on this console: type it")
	case isSecret:
		return s.pasteFrom(text, f.Queue)
	case len(text) > maxPaste || !strings.Contains(text, placeholder):
		return field.Paste(text)
	}
	if s, ok := field.(pasteShower); ok {
		return s.pasteShown(text, f.Queue)
	}
	// The digits are looked at in a buffer before they are in a string, because a
	// string cannot be wiped.
	whole := []byte(text)
	defer clear(whole)
	for i, c := range whole {
		if c == keyboard.Placeholder {
			if d, ok := f.Queue.Take(); ok {
				whole[i] = d
			}
		}
	}
	if cardguard.Answer.Finds(cardguard.Runes(whole)) {
		return broken(field.Name(), cardguard.Refused+", and was not put in")
	}
	return field.Paste(string(whole))
}

// digitFrom is the digit a character of pasted text stands for.
func digitFrom(r rune, q *keyboard.Queue) (byte, bool) {
	if r == keyboard.Placeholder {
		return q.Take()
	}
	return digitOf(r)
}
