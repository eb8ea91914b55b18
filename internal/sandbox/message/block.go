package message

import (
	"bytes"
	"encoding/json"

	"motoconsole/internal/sandbox/book"
)

// Block is one request as sent: the caller's alias and the elements.
type Block struct {
	Alias    string
	Elements []Element
}

// Element is one entry of the request array: field names and their raw JSON. The
// raw JSON is part of the request's own bytes, so wiping those wipes it. Element is
// nil for an entry that is not a JSON object. Unknown fields stay unread; if a name
// was sent twice the last counts.
type Element map[string]json.RawMessage

// Decode splits a body into elements without copying a card number. It reports
// false if the body is not a JSON object. Names are case sensitive.
func Decode(body []byte) (Block, bool) {
	if !json.Valid(body) {
		return Block{}, false
	}
	top := Object(bytes.TrimSpace(body))
	if top == nil {
		return Block{}, false
	}
	var blk Block
	blk.Alias, _ = top.Text("alias")
	for _, raw := range list(top["request"]) { // not an array: a block without elements
		blk.Elements = append(blk.Elements, Object(raw))
	}
	return blk, true
}

// Object is the fields of a valid JSON object, nil for another value.
func Object(raw json.RawMessage) Element {
	if len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	e := Element{}
	for _, part := range parts(raw) {
		colon := stringEnd(part)
		var name string
		if json.Unmarshal(part[:colon], &name) == nil {
			e[name] = bytes.TrimSpace(bytes.TrimLeft(part[colon:], ": \t\r\n"))
		}
	}
	return e
}

// list is the values of a valid JSON array, nil for another value.
func list(raw json.RawMessage) []json.RawMessage {
	if len(raw) == 0 || raw[0] != '[' {
		return nil
	}
	return parts(raw)
}

// parts are the comma-separated parts of a valid JSON object or array.
func parts(raw json.RawMessage) []json.RawMessage {
	var out []json.RawMessage
	depth, from := 0, 1
	add := func(to int) {
		if part := bytes.TrimSpace(raw[from:to]); len(part) > 0 {
			out = append(out, part)
		}
		from = to + 1
	}
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i += stringEnd(raw[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				add(i)
			}
		case ',':
			if depth == 1 {
				add(i)
			}
		}
	}
	return out
}

// stringEnd is the end of the JSON string at the start of raw.
func stringEnd(raw json.RawMessage) int {
	for i := 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(raw)
}

// Has reports that a field was sent with a value other than null.
func (e Element) Has(name string) bool {
	raw, ok := e[name]
	return ok && !bytes.Equal(raw, []byte("null"))
}

// Absent reports that a field was not sent, null and "" included.
func (e Element) Absent(name string) bool {
	v, ok := e.Text(name)
	return v == "" && ok
}

// Text is a field as text: "" if it was not sent, and a JSON number's digits as
// written. It reports false for an object or an array.
func (e Element) Text(name string) (string, bool) {
	raw := e[name]
	if !e.Has(name) {
		return "", true
	}
	switch raw[0] {
	case '{', '[':
		return "", false
	case '"':
		if plain, ok := unquoted(raw); ok {
			return string(plain), true
		}
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return "", false
		}
		return s, true
	default:
		return string(raw), true
	}
}

// Put sets a field to a text.
func (e Element) Put(name, value string) {
	raw, _ := json.Marshal(value) // strings always marshal
	e[name] = raw
}

// Digits is a field of ASCII digits, without making a string of it: the result is
// wiped with the block. It reports false for any other content.
func (e Element) Digits(name string) ([]byte, bool) {
	raw := []byte(e[name])
	switch plain, ok := unquoted(raw); {
	case !e.Has(name):
		return nil, true
	case ok:
		raw = plain
	case raw[0] == '"':
		s, _ := e.Text(name) // escapes in a number: odd, but legal
		raw = []byte(s)
	}
	for _, c := range raw {
		if c < '0' || c > '9' {
			return nil, false
		}
	}
	return raw, true
}

// unquoted is what stands between the quotes of a JSON string without escapes.
func unquoted(raw []byte) ([]byte, bool) {
	if len(raw) < 2 || raw[0] != '"' || bytes.IndexByte(raw, '\\') >= 0 {
		return nil, false
	}
	return raw[1 : len(raw)-1], true
}

// RequestTypes are the types an element asks for, as far as they exist.
func (e Element) RequestTypes() []string {
	var types, known []string
	if err := json.Unmarshal(e["requesttypedescriptions"], &types); err != nil {
		types = []string{e.Value("requesttypedescription")}
	}
	for _, t := range types {
		if book.KnownType(t) {
			known = append(known, t)
		}
	}
	return known
}

// OrderReference is the order reference an element is about: the one it
// carries, or the first one its filter looks for.
func (e Element) OrderReference() string {
	if own := e.Value("orderreference"); own != "" {
		return own
	}
	var filter struct {
		OrderReference []struct {
			Value string `json:"value"`
		} `json:"orderreference"`
	}
	if err := json.Unmarshal(e["filter"], &filter); err != nil || len(filter.OrderReference) == 0 {
		return ""
	}
	return filter.OrderReference[0].Value
}

// Suggest fills in a field that was not sent.
func (e Element) Suggest(name, value string) {
	if e.Value(name) == "" {
		e.Put(name, value)
	}
}
