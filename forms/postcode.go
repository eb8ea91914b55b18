package forms

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// maxPostcode is the gateway's limit.
const maxPostcode = 25

// A postcode's shapes, A for a letter and 9 for a digit, without blanks. Only
// the shape is checked: the gateway's own test postcodes lie in no real area.
var (
	ukShapes = [...]string{"A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"}
	caShapes = [...]string{"A9A9A9"}
	usShapes = [...]string{"99999", "999999999"}
)

// PostcodeField takes a postcode in upper case. For the countries the gateway
// checks (GB, US, CA) its shape is checked; elsewhere it is free text.
type PostcodeField struct {
	text    TextField
	country func() string
}

var _ Field = (*PostcodeField)(nil)

// NewPostcode makes an empty postcode field for the country the function
// tells.
func NewPostcode(country func() string) *PostcodeField {
	return &PostcodeField{
		text:    *NewText(TextOptions{Name: "billingpostcode", Label: "Postcode", Meaning: "the postcode", Max: maxPostcode}),
		country: country,
	}
}

// Name implements Field.
func (p *PostcodeField) Name() string { return p.text.o.Name }

// Label implements Field.
func (p *PostcodeField) Label() string { return p.text.o.Label }

func (p *PostcodeField) editions() int  { return p.text.editions() }
func (p *PostcodeField) refusal() error { return p.text.refusal() }
func (p *PostcodeField) length() int    { return p.text.length() }
func (p *PostcodeField) atEnd() bool    { return p.text.atEnd() }

// Value is the postcode as its country writes it: "TE45 6ST" for "te456st".
func (p *PostcodeField) Value() string {
	bare, ok := p.bare()
	if !ok {
		return p.text.Value()
	}
	switch {
	case p.country() == "GB" || p.country() == "CA":
		return bare[:len(bare)-3] + " " + bare[len(bare)-3:]
	case len(bare) == 9:
		return bare[:5] + "-" + bare[5:]
	}
	return bare
}

// bare is the postcode without blanks and dashes, and whether it has a shape
// of its country.
func (p *PostcodeField) bare() (string, bool) {
	bare := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' && p.country() != "GB" {
			return -1
		}
		return r
	}, p.text.Value())
	switch p.country() {
	case "GB":
		return bare, bare == "GIR0AA" || hasShape(bare, ukShapes[:])
	case "CA":
		return bare, hasShape(bare, caShapes[:])
	case "US":
		return bare, hasShape(bare, usShapes[:])
	}
	return "", false
}

func hasShape(text string, shapes []string) bool {
	var shape [10]byte
	if len(text) > len(shape) {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			shape[i] = '9'
		case c >= 'A' && c <= 'Z':
			shape[i] = 'A'
		default:
			return false
		}
	}
	for _, s := range shapes {
		if s == string(shape[:len(text)]) {
			return true
		}
	}
	return false
}

// Press implements Field.
func (p *PostcodeField) Press(k tea.KeyPressMsg) bool {
	p.text.note = nil
	if text := typed(k); text != "" {
		_ = p.text.insert(upper(text)) // the reason is kept for the form
		return true
	}
	return p.text.editKey(k)
}

// upper is text in capitals, with full-width digits as plain ones.
func upper(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if d, ok := digitOf(r); ok {
			return rune(d)
		}
		return r
	}, text))
}

// Paste implements Field.
func (p *PostcodeField) Paste(text string) error {
	if len(text) <= maxPaste {
		text = upper(text)
	}
	return p.text.Paste(text)
}

// Check implements Field.
func (p *PostcodeField) Check() error {
	if err := p.text.Check(); err != nil || p.Empty() {
		return err
	}
	if _, ok := p.bare(); ok {
		return nil
	}
	switch p.country() {
	case "GB":
		return broken(p.Name(), "the postcode has not the shape of a UK postcode such as SW1A 1AA: ask again, or change the country")
	case "CA":
		return broken(p.Name(), "the postcode has not the shape of a Canadian postcode such as K1A 0B1: ask again, or change the country")
	case "US":
		return broken(p.Name(), "the ZIP code has 5 digits, or 5 and 4: ask again, or change the country")
	}
	return nil
}

// Complete implements Field. No UK shape begins another one, so a whole one
// cannot grow; of the US ones only the long one cannot.
func (p *PostcodeField) Complete() bool {
	bare, ok := p.bare()
	return ok && (p.country() != "US" || len(bare) == 9)
}

// leave writes the postcode as its country does.
func (p *PostcodeField) leave() {
	if v := p.Value(); v != p.text.text() {
		p.text.set(v, len(v))
	}
}

// Empty implements Field.
func (p *PostcodeField) Empty() bool { return p.text.Empty() }

// Clear implements Field.
func (p *PostcodeField) Clear() { p.text.Clear() }

// Render implements Field.
func (p *PostcodeField) Render(focused bool, width int, st Styles) (string, int) {
	return p.text.Render(focused, width, st)
}

// Hint implements Field.
func (p *PostcodeField) Hint(focused bool) string { return p.text.Hint(focused) }
