package forms

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
)

// maxExpiryDigits is MMYYYY.
const maxExpiryDigits = 6

// ExpiryField takes the month a card expires, MM/YY or MM/YYYY. The slash
// comes by itself; typing one does no harm.
type ExpiryField struct {
	track
	now    func() time.Time
	digits [maxExpiryDigits]byte
	n      int
}

var _ Field = (*ExpiryField)(nil)

// NewExpiry makes an empty expiry field that judges dates by now.
func NewExpiry(now func() time.Time) *ExpiryField { return &ExpiryField{now: now} }

// Name implements Field.
func (e *ExpiryField) Name() string { return "expirydate" }

// Label implements Field.
func (e *ExpiryField) Label() string { return "Expiry date" }

func (e *ExpiryField) answersTo(name string) bool {
	return name == "expirymonth" || name == "expiryyear"
}

// Value is the date, or the *gateway.FieldError of the rule it breaks.
func (e *ExpiryField) Value() (gateway.Expiry, error) {
	date, err := gateway.ParseExpiry(e.text())
	if err == nil {
		err = date.Check(e.now())
	}
	if err != nil {
		return gateway.Expiry{}, err
	}
	return date, nil
}

// text is the date as typed, with its slash.
func (e *ExpiryField) text() string {
	if e.n < 2 {
		return string(e.digits[:e.n])
	}
	return string(e.digits[:2]) + "/" + string(e.digits[2:e.n])
}

// Press implements Field.
func (e *ExpiryField) Press(k tea.KeyPressMsg) bool {
	e.note = nil
	text := typed(k)
	for _, r := range text {
		if d, ok := digitOf(r); ok {
			e.push(d)
		} else if strings.ContainsRune("/.", r) || isSeparator(r) {
			e.endMonth()
		} else {
			_ = e.refuse("expirydate", "the expiry date has digits only, as on the card: MM/YY")
		}
		if e.note != nil {
			return true
		}
	}
	switch endKeyOf(k) {
	case dropLast:
		if e.n > 0 {
			e.n--
			e.digits[e.n] = 0
			e.edited()
		}
	case dropAll:
		e.Clear()
	case stayPut:
	case notEnd:
		return text != ""
	}
	return true
}

func (e *ExpiryField) push(digit byte) {
	if e.n == maxExpiryDigits {
		_ = e.refuse("expirydate", "the expiry date has all its digits: correct it with backspace")
		return
	}
	if e.n == 0 && digit > '1' { // no month begins so: 5 is 05
		e.digits[0], e.n = '0', 1
	}
	e.digits[e.n] = digit
	e.n++
	e.edited()
}

// endMonth makes the month typed as "1" and a slash 01.
func (e *ExpiryField) endMonth() {
	if e.n == 1 && e.digits[0] != '0' {
		e.digits[0], e.digits[1], e.n = '0', e.digits[0], 2
		e.edited()
	}
}

// Paste implements Field. A pasted date replaces what was there.
func (e *ExpiryField) Paste(text string) error {
	line, err := pastedLine(text, "expirydate", "the expiry date")
	if err != nil {
		return err
	}
	line = strings.Map(func(r rune) rune {
		if d, ok := digitOf(r); ok {
			return rune(d)
		}
		if isSeparator(r) {
			return ' '
		}
		return r
	}, line)
	date, err := gateway.ParseExpiry(line)
	if err != nil {
		return broken("expirydate", "the pasted text is not an expiry date: it must be as on the card, MM/YY")
	}
	fresh := strings.ReplaceAll(date.String(), "/", "") // MMYYYY
	if strings.HasPrefix(fresh[2:], "20") {
		fresh = fresh[:2] + fresh[4:]
	}
	e.n = copy(e.digits[:], fresh)
	e.edited()
	return nil
}

// Check implements Field.
func (e *ExpiryField) Check() error {
	_, err := e.Value()
	return err
}

// Complete implements Field. "12/20" is past and so may become 12/2030.
func (e *ExpiryField) Complete() bool { return e.n >= 4 && e.Check() == nil }

// Empty implements Field.
func (e *ExpiryField) Empty() bool { return e.n == 0 }

// Clear implements Field.
func (e *ExpiryField) Clear() {
	clear(e.digits[:])
	e.n = 0
	e.edited()
}

func (e *ExpiryField) length() int { return e.n }
func (e *ExpiryField) atEnd() bool { return true }

// Render implements Field.
func (e *ExpiryField) Render(focused bool, width int, st Styles) (string, int) {
	text := e.text()
	if !focused {
		return st.Value.Render(cut(text, width)), -1
	}
	toCome := ""
	if shape := []rune("··/··"); len(text) < len(shape) {
		toCome = string(shape[len(text):])
	}
	if cells(text)+cells(toCome) > width {
		toCome = ""
	}
	return st.Value.Render(cut(text, width)) + st.Placeholder.Render(toCome), cursorIn(focused, cells(text), width)
}

// Hint implements Field.
func (e *ExpiryField) Hint(focused bool) string {
	if focused && e.n < 4 {
		return "MM/YY"
	}
	return ""
}
