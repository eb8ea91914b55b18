package forms

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/width"

	"motoconsole/gateway"
	"motoconsole/gateway/postcode"
)

// PostcodeField takes a postcode in upper case. The field checks its shape for the
// countries whose postcodes the gateway checks; for others it is free text.
type PostcodeField struct {
	text    TextField
	country func() string
}

var _ Field = (*PostcodeField)(nil)

// postcodeOf makes an empty postcode field. The function says which country it is
// for.
func postcodeOf(country func() string) *PostcodeField {
	return newPostcode("billingpostcode", country)
}

// newPostcode is postcodeOf for a field of another name.
func newPostcode(name string, country func() string) *PostcodeField {
	return &PostcodeField{
		text:    *NewText(TextOptions{Name: name, Label: "Postcode", Meaning: "the postcode", Max: gateway.MaxLength(name)}),
		country: country,
	}
}

// Name implements Field.
func (p *PostcodeField) Name() string { return p.text.o.Name }

// Label implements Field.
func (p *PostcodeField) Label() string { return p.text.o.Label }

func (p *PostcodeField) optional() bool { return !p.text.o.Required }
func (p *PostcodeField) editions() int  { return p.text.editions() }
func (p *PostcodeField) refusal() error { return p.text.refusal() }
func (p *PostcodeField) length() int    { return p.text.length() }
func (p *PostcodeField) atEnd() bool    { return p.text.atEnd() }

// Value is the postcode as its country writes it: "TE45 6ST" for "te456st".
func (p *PostcodeField) Value() string {
	if written, ok := p.written(); ok {
		return written
	}
	return p.text.Value()
}

// written is the postcode as its country writes it. It reports false if the text has no
// shape of that country.
func (p *PostcodeField) written() (string, bool) {
	return postcode.Written(p.text.Value(), p.country())
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

// upper is text in capitals, with full-width characters as plain ones: no country
// writes its postcodes in them.
func upper(text string) string { return strings.ToUpper(width.Narrow.String(text)) }

// isForces reports the number of a British Forces Post Office, such as BFPO 801, which
// ends addresses that give no postcode.
func isForces(text string) bool {
	number, ok := strings.CutPrefix(postcode.Bare(text), "BFPO")
	return ok && strings.Trim(number, "0123456789") == ""
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
	if _, ok := p.written(); ok {
		return nil
	}
	switch p.country() {
	case "GB":
		if isForces(p.text.Value()) {
			return broken(p.Name(), "a BFPO number is not a postcode: ask for the one that begins with BF1, or clear it")
		}
		return broken(p.Name(), "the postcode does not look like a UK postcode such as SW1A 1AA: ask again")
	case "CA":
		return broken(p.Name(), "the postcode does not look like a Canadian postcode such as K1A 0B1: ask again")
	case "US":
		return broken(p.Name(), "the ZIP code has 5 digits, or 5 and 4: ask again")
	}
	return nil
}

// Complete implements Field. A whole UK or Canadian postcode cannot be the beginning
// of another one; a ZIP code of five digits can.
func (p *PostcodeField) Complete() bool {
	shape := p.text.undigited(p.text.trimmed()) // do not copy what may be a card number
	written, ok := postcode.Written(shape, p.country())
	return ok && postcode.Checked(p.country()) && (p.country() != "US" || strings.Contains(written, "-"))
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

// replaces implements replacer.
func (p *PostcodeField) replaces() string { return p.text.replaces() }

// Hint implements Field.
func (p *PostcodeField) Hint(focused bool) string { return p.text.Hint(focused) }
