package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"motoconsole/gateway/internal/secmem"
	"motoconsole/gateway/internal/wire"
)

// object is the inside of a JSON object under construction. Each value is checked
// against the field tables as it is added; the object keeps the first error.
type object struct {
	text   bytes.Buffer
	filter bool // check values by the tables of a query's filter
	err    error
}

// check keeps the first error.
func (o *object) check(err error) {
	if o.err == nil {
		o.err = err
	}
}

// refuse notes a broken rule.
func (o *object) refuse(field, rule string) { o.check(&FieldError{Field: field, Rule: rule}) }

// add writes a field unless the value is empty.
func (o *object) add(name, value string) {
	o.check(checkField(name, value, o.filter, false))
	if value != "" {
		o.raw(name, quote(value))
	}
}

// need writes a field that must not be empty.
func (o *object) need(name, value string) {
	o.check(checkField(name, value, o.filter, true))
	o.add(name, value)
}

// values writes a filter that matches any of the values.
func (o *object) values(name string, values ...string) {
	if len(values) == 0 {
		return
	}
	type value struct {
		Value string `json:"value"`
	}
	list := make([]value, len(values))
	for i, v := range values {
		o.check(checkField(name, v, o.filter, true))
		list[i].Value = v
	}
	quoted, _ := json.Marshal(list) // strings always marshal
	o.raw(name, quoted)
}

func (o *object) raw(name string, value []byte) {
	if o.text.Len() > 0 {
		o.text.WriteByte(',')
	}
	fmt.Fprintf(&o.text, "%q:", name)
	o.text.Write(value)
}

func quote(value string) []byte {
	quoted, _ := json.Marshal(value) // a string always marshals
	return quoted
}

// secret is a field whose value is card data.
type secret struct {
	name string
	d    secmem.Digits
}

// element is one element of the request array. Values are strings, as every scalar
// is on this interface. Card digits are not in it: they stay in their buffers until
// encode writes the body.
type element struct {
	object
	kind    string // requesttypedescription
	updates object // what an update changes
	query   object // the filter of a query or an update
	secrets []secret
	pans    []CardNumber // card numbers in the filter
}

func newElement(kind string) *element {
	return &element{kind: kind, query: object{filter: true}}
}

// failure is the first broken rule.
func (e *element) failure() error {
	for _, err := range []error{e.err, e.query.err, e.updates.err} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *element) secret(name string, d secmem.Digits) {
	if d.Len() > 0 {
		e.secrets = append(e.secrets, secret{name, d})
	}
}

// amount adds an amount greater than zero. If optional, a zero amount is left out.
func (e *element) amount(m Money, optional bool) {
	switch {
	case m.Minor == 0 && optional:
		return
	case m.Minor <= 0 || len(m.BaseAmount()) > maxBaseDigits:
		e.refuse("baseamount", "the amount must be more than zero and at most 13 digits")
	}
	e.add("baseamount", m.BaseAmount())
}

// currency adds the currency of an amount. If optional, the request may inherit it.
func (e *element) currency(m Money, optional bool) {
	code := m.Currency.Code()
	if code == "" && !optional {
		e.refuse("currencyiso3a", "the amount needs a currency")
	}
	e.add("currencyiso3a", code)
}

// expiry adds an expiry date that has not passed.
func (e *element) expiry(exp Expiry, now time.Time) {
	if !exp.IsZero() {
		e.check(exp.Check(now))
		e.add("expirydate", exp.String())
	}
}

// card adds a card. A request with a parent may leave all of it out. The security
// code is never inherited, so it may still be asked for again.
func (e *element) card(c Card, inherited bool, now time.Time) {
	if c.Number.Len() > 0 || !inherited {
		e.check(c.Number.Check())
		e.check(c.Expiry.Check(now))
	}
	e.check(c.Code.Check(c.Number.Brand(), false))
	e.secret("pan", c.Number.d)
	e.expiry(c.Expiry, now)
	e.secret("securitycode", c.Code.d)
}

// dueDate adds a settlement date from today, UTC, to most days ahead.
func (e *element) dueDate(date string, most int, now time.Time) {
	e.check(checkDueDate(date, most, now))
	e.add("settleduedate", date)
}

func checkDueDate(date string, most int, now time.Time) error {
	today := now.UTC()
	if date == "" || !isTime(time.DateOnly, date) {
		return nil // the field table reports it
	}
	if date < today.Format(time.DateOnly) {
		return &FieldError{Field: "settleduedate", Rule: "the settle due date has passed"}
	}
	if date > today.AddDate(0, 0, most).Format(time.DateOnly) {
		return &FieldError{Field: "settleduedate", Rule: fmt.Sprintf("the settle due date must be within %d days", most)}
	}
	return nil
}

// apiVersion is the version every documented request carries.
const apiVersion = "1.00"

// maxBlock is the most requests in one block. The vendor documents no limit; this
// one is ours.
const maxBlock = 64

// encode wraps elements in the envelope. It is the only function that writes card
// digits into a body: from the vault into locked memory that is big enough from the
// start. The caller must wipe the body. The type is sent as a list if there is one
// element and by itself if there are several, as in the vendor's own tests.
func encode(alias string, headSize int, elements ...*element) (*wire.Body, error) {
	head := `{"alias":` + string(quote(alias)) + `,"version":"` + apiVersion + `","request":[`
	size := len(head) + len(`]}`)
	for _, e := range elements {
		size += e.size() + len(`,`)
	}
	b, err := wire.NewBody(headSize, size)
	if err != nil {
		return nil, err
	}
	whole := b.Fill(func(out []byte) []byte {
		out = append(out, head...)
		for i, e := range elements {
			if i > 0 {
				out = append(out, ',')
			}
			out = e.encode(out, len(elements) > 1)
		}
		return append(out, `]}`...)
	})
	if !whole || slices.ContainsFunc(elements, (*element).emptied) {
		b.Wipe()
		return nil, errEmptied
	}
	return b, nil
}

// errEmptied says that a card was wiped, or changed, while it was being sent.
var errEmptied = errors.New("the card was wiped before it could be sent")

// emptied reports that card data has gone since the element was made.
func (e *element) emptied() bool {
	return slices.ContainsFunc(e.secrets, func(s secret) bool { return s.d.Len() == 0 }) ||
		slices.ContainsFunc(e.pans, func(c CardNumber) bool { return c.Len() == 0 })
}

// size is an upper bound on the element's length on the wire.
func (e *element) size() int {
	const names = `{"requesttypedescriptions":[""],"updates":{},"filter":{,"pan":[]}}`
	n := len(names) + len(e.kind) + len(`,`) + e.text.Len() + e.updates.text.Len() + e.query.text.Len()
	for _, s := range e.secrets {
		n += len(`,"":""`) + len(s.name) + s.d.Len()
	}
	for _, pan := range e.pans {
		n += len(`,{"value":""}`) + pan.Len()
	}
	return n
}

// encode appends the element to out, within its capacity.
func (e *element) encode(out []byte, several bool) []byte {
	if several {
		out = append(append(append(out, `{"requesttypedescription":"`...), e.kind...), '"')
	} else {
		out = append(append(append(out, `{"requesttypedescriptions":["`...), e.kind...), `"]`...)
	}
	if e.text.Len() > 0 {
		out = append(append(out, ','), e.text.Bytes()...)
	}
	if e.updates.text.Len() > 0 {
		out = append(append(append(out, `,"updates":{`...), e.updates.text.Bytes()...), '}')
	}
	if e.query.text.Len() > 0 || len(e.pans) > 0 {
		out = append(append(out, `,"filter":{`...), e.query.text.Bytes()...)
		out = e.encodePans(out)
		out = append(out, '}')
	}
	for _, s := range e.secrets {
		out = append(append(append(out, `,"`...), s.name...), `":"`...)
		s.d.Use(func(digits []byte) { out = append(out, digits...) })
		out = append(out, '"')
	}
	return append(out, '}')
}

func (e *element) encodePans(out []byte) []byte {
	if len(e.pans) == 0 {
		return out
	}
	if e.query.text.Len() > 0 {
		out = append(out, ',')
	}
	out = append(out, `"pan":[`...)
	for i, pan := range e.pans {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, `{"value":"`...)
		pan.d.Use(func(digits []byte) { out = append(out, digits...) })
		out = append(out, `"}`...)
	}
	return append(out, ']')
}
