package gateway

import (
	"errors"
	"slices"

	"motoconsole/gateway/internal/wire"
)

// apiVersion is the version every documented request carries.
const apiVersion = "1.00"

// maxBlock is the most elements one block may have. The vendor documents no
// limit; this one is ours.
const maxBlock = 64

// encode wraps elements in the envelope. It is the one place where card digits
// enter a body: from the vault into locked memory that is big enough from the
// start. The result must be wiped. The type is sent as a list where there is one
// element and by itself where there are several, as in the vendor's own tests.
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

// errEmptied is a card that was wiped, or typed on, while it was being sent.
var errEmptied = errors.New("the card was wiped before it could be sent")

// emptied reports that card data has gone since the element was made.
func (e *element) emptied() bool {
	return slices.ContainsFunc(e.secrets, func(s secret) bool { return s.d.Len() == 0 }) ||
		slices.ContainsFunc(e.pans, func(c CardNumber) bool { return c.Len() == 0 })
}

// size is at least how long the element is on the wire.
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

// encode adds the element to out, within its capacity.
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
