package forms

import (
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/spoken"
	"motoconsole/gateway"
)

// maxExpiryDigits is MMYYYY.
const maxExpiryDigits = 6

// ExpiryField takes the month a card expires, MM/YY or MM/YYYY, or as the caller says it,
// such as "march 27". The slash comes by itself; typing one does no harm.
type ExpiryField struct {
	track
	now    func() time.Time
	digits [maxExpiryDigits]byte
	n      int
	said   spoken.Said // what was typed from the first letter on
	past   past        // before each key that was taken
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
	date, err := e.read()
	if err == nil {
		err = date.Check(e.now())
	}
	if err != nil {
		return gateway.Expiry{}, err
	}
	return date, nil
}

// read is the date as it was typed or said.
func (e *ExpiryField) read() (gateway.Expiry, error) {
	if e.said.Len() == 0 {
		return gateway.ParseExpiry(e.text())
	}
	date, ok := spoken.Date(e.text() + e.said.Text())
	if !ok {
		return gateway.Expiry{}, broken("expirydate", "the expiry date is not clear yet: type it as on the card, MM/YY, or as in march 27")
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
	case isDigit && !e.takes(d):
		e.stray(r, noDate)
	case e.said.Len() > 0 || unicode.IsLetter(r):
		if isDigit {
			r = rune(d)
		}
		e.say(r)
		e.edited()
		return
	case isDigit:
		e.push(d)
	case isBlank(r) && e.n != 1 && e.n != 3, e.n == 2 && isDivider(r): // around groups, or after the slash that is drawn already
		e.past.add(was)
		return
	case e.n == 1 && e.digits[0] != '0' && isDivider(r):
		e.digits[0], e.digits[1], e.n = '0', e.digits[0], 2 // "1/" becomes 01
	default:
		e.stray(r, notADate)
	}
	if e.tail.empty() {
		e.past.add(was)
	}
	e.edited()
}

const (
	noDate   = "this is no expiry date: ctrl+u clears it. A card number belongs in Card number, a code in Security code"
	notADate = "type the expiry date as on the card, MM/YY, or as the caller says it, such as march 27"
)

// say takes a key of a date in words. A word that no date has is kept as stray at once.
func (e *ExpiryField) say(r rune) {
	known := unicode.IsLetter(r) || unicode.IsDigit(r) || isDivider(r)
	if !known || !e.said.Add(e.text(), r) {
		e.stray(r, notADate)
	} else if spoken.Whole(e.text() + e.said.Text()) {
		e.note = e.Check()
	}
}

// takes reports whether one more digit may belong to the date. The fifth and the sixth are
// those of a year that may yet be right: what begins a card number is not drawn for one.
func (e *ExpiryField) takes(digit byte) bool {
	switch {
	case e.said.Len() > 0:
		return e.n+e.said.Digits() < maxExpiryDigits
	case e.n == 4:
		decade, year := 2000+10*int(digit-'0'), e.now().Year()
		return e.most() > 4 && decade+9 >= year && decade <= year+gateway.MaxYearsAhead
	default:
		return e.n < e.most()
	}
}

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
	if e.tail.drop() || e.said.Drop() {
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
	line = figures(line)
	date, err := gateway.ParseExpiry(line)
	if err != nil {
		ok := false
		if date, ok = spoken.Date(line); !ok || !strings.ContainsFunc(line, unicode.IsLetter) {
			return broken("expirydate", "the pasted text is not an expiry date: it must be as on the card, MM/YY")
		}
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

// Complete implements Field. "12/20" may become 12/2030, and "march twenty" may go on.
func (e *ExpiryField) Complete() bool {
	whole := e.n >= 4 && e.n == e.most()
	if e.said.Len() > 0 {
		whole = spoken.Whole(e.text() + e.said.Text())
	}
	return whole && e.Check() == nil
}

// Empty implements Field.
func (e *ExpiryField) Empty() bool { return e.n+e.said.Len() == 0 && e.tail.empty() }

// Clear implements Field.
func (e *ExpiryField) Clear() {
	clear(e.digits[:])
	e.said.Clear()
	e.n, e.past = 0, past{}
	e.tail.clear()
	e.edited()
}

func (e *ExpiryField) length() int { return e.n + e.said.Len() }
func (e *ExpiryField) began() bool { return e.n == 0 && e.past.n > 0 }

func (e *ExpiryField) atEnd() bool { return true }

// Render implements Field.
func (e *ExpiryField) Render(focused bool, width int, st Styles) (string, int) {
	text := e.text() + e.said.Text()
	stray, typed := e.tail.digits(), e.n+e.said.Digits()
	if strings.HasPrefix(text, "0") { // it may have come by itself, and no card number begins with one
		typed--
	}
	if stray > 0 && typed+stray > 4 { // perhaps a card number: none of it shows
		text = strings.ReplaceAll(gateway.HideDigits(text), "#", hidden)
	}
	text += e.tail.text()
	if date, err := e.Value(); !focused && err == nil && e.said.Len() > 0 {
		text = spoken.OnCard(date)
	}
	if !focused {
		return st.Value.Render(cut(text, width)), -1
	}
	toCome := ""
	if shape := []rune("··/··"); len(text) < len(shape) && e.tail.empty() && e.said.Len() == 0 {
		toCome = string(shape[len(text):])
	}
	if cells(text)+cells(toCome) > width {
		toCome = ""
	}
	return st.Value.Render(cut(text, width)) + st.Placeholder.Render(toCome), cursorIn(focused, cells(text), width)
}

// Hint implements Field.
func (e *ExpiryField) Hint(focused bool) string {
	date, err := e.read()
	switch {
	case !focused || !e.tail.empty():
		return ""
	case e.said.Len() > 0 && err == nil:
		return "= " + spoken.OnCard(date)
	case e.said.Len() > 0 || e.n == 4 && e.most() > 4 && err == nil && date.Check(e.now()) != nil:
		return "the year goes on" // or the date has passed: Enter says so
	case e.n < 4:
		return "MM/YY"
	}
	return ""
}
