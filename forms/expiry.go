package forms

import (
	"errors"
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
	past   past // before each key that was taken
	tail   tail
}

var _ Field = (*ExpiryField)(nil)

// emptyExpiry makes an empty expiry field that judges dates by now.
func emptyExpiry(now func() time.Time) *ExpiryField { return &ExpiryField{now: now} }

// Name implements Field.
func (e *ExpiryField) Name() string { return "expirydate" }

// Label implements Field.
func (e *ExpiryField) Label() string { return "Expiry date" }

func (e *ExpiryField) answersTo(name string) bool {
	return name == "expirymonth" || name == "expiryyear"
}

// Value is the date, or the *gateway.FieldError of the rule it breaks.
func (e *ExpiryField) Value() (gateway.Expiry, error) {
	if !e.tail.empty() {
		return gateway.Expiry{}, broken("expirydate", e.tail.rule)
	}
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
	return pressDigits(e, k)
}

// add implements digitField.
func (e *ExpiryField) add(r rune) {
	d, isDigit := digitOf(r)
	was := dated{e.digits, e.n}
	switch {
	case !e.tail.empty():
		e.stray(r, e.tail.rule)
	case isDigit && e.n == e.most():
		rule := "the expiry date has all its digits: correct it with backspace"
		if wrong, ok := errors.AsType[*gateway.FieldError](e.Check()); ok {
			rule = wrong.Rule
		}
		e.stray(r, rule)
	case isDigit:
		e.push(d)
	case isBlank(r) && e.n != 1 && e.n != 3, e.n == 2 && isDivider(r): // around groups, or after the slash that is drawn already
		e.past.add(was)
		return
	case e.n == 1 && e.digits[0] != '0' && isDivider(r):
		e.digits[0], e.digits[1], e.n = '0', e.digits[0], 2 // "1/" becomes 01
	default:
		e.stray(r, "the expiry date has digits only, as on the card: MM/YY")
	}
	if e.tail.empty() {
		e.past.add(was)
	}
	e.edited()
}

// isDivider reports what people write between month and year.
func isDivider(r rune) bool { return r == '/' || r == '.' || isSeparator(r) }

// stray keeps a key that cannot belong to a date.
func (e *ExpiryField) stray(r rune, rule string) {
	e.tail.add(r, rule)
	_ = e.refuse("expirydate", rule) // kept for the form
}

// most is how many digits the date may have: a year has four only if it begins with
// 20.
func (e *ExpiryField) most() int {
	if e.n >= 4 && string(e.digits[2:4]) != "20" {
		return 4
	}
	return maxExpiryDigits
}

func (e *ExpiryField) push(digit byte) {
	if e.n == 0 && digit > '1' { // no month begins so: 5 is 05
		e.digits[0], e.n = '0', 1
	}
	e.digits[e.n] = digit
	e.n++
	month := string(e.digits[:2])
	switch {
	case e.n == 2 && (month == "00" || month > "12"):
		_ = e.refuse("expirydate", "the month must be 01 to 12")
	case e.n >= 4 && e.n == e.most():
		e.note = e.Check() // the agent learns of a wrong date before typing more
	}
}

// pop implements digitField.
func (e *ExpiryField) pop() {
	if e.tail.drop() {
		e.edited()
		return
	}
	if was, ok := e.past.drop(); ok {
		if e.n == was.n {
			return // the key was a blank or a slash, which leaves no mark
		}
		e.digits, e.n = was.digits, was.n
	} else if e.n > 0 { // the date was pasted
		e.n--
		e.digits[e.n] = 0
	}
	e.edited()
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
	e.Clear()
	e.n = copy(e.digits[:], fresh)
	return nil
}

// Check implements Field.
func (e *ExpiryField) Check() error {
	_, err := e.Value()
	return err
}

// Complete implements Field. "12/20" may become 12/2030.
func (e *ExpiryField) Complete() bool { return e.n >= 4 && e.n == e.most() && e.Check() == nil }

// Empty implements Field.
func (e *ExpiryField) Empty() bool { return e.n == 0 && e.tail.empty() }

// Clear implements Field.
func (e *ExpiryField) Clear() {
	clear(e.digits[:])
	e.n, e.past = 0, past{}
	e.tail.clear()
	e.edited()
}

func (e *ExpiryField) length() int { return e.n }
func (e *ExpiryField) began() bool { return e.n == 0 && e.past.n > 0 }

func (e *ExpiryField) atEnd() bool { return true }

// Render implements Field.
func (e *ExpiryField) Render(focused bool, width int, st Styles) (string, int) {
	text := e.text() + e.tail.text()
	if !focused {
		return st.Value.Render(cut(text, width)), -1
	}
	toCome := ""
	if shape := []rune("··/··"); len(text) < len(shape) && e.tail.empty() {
		toCome = string(shape[len(text):])
	}
	if cells(text)+cells(toCome) > width {
		toCome = ""
	}
	return st.Value.Render(cut(text, width)) + st.Placeholder.Render(toCome), cursorIn(focused, cells(text), width)
}

// Hint implements Field.
func (e *ExpiryField) Hint(focused bool) string {
	if focused && e.n < 4 && e.tail.empty() {
		return "MM/YY"
	}
	return ""
}
