package sandbox

import (
	"bytes"
	"encoding/json"
)

// block is one request as sent: the caller's alias and the elements.
type block struct {
	alias    string
	elements []element
	raw      [][]byte // every copy the decoder made, to be wiped
}

// element is one entry of the request array: field names and their raw JSON.
// It is nil for an entry that is no JSON object. Unknown fields stay unread; of
// a name sent twice the last counts.
type element map[string]json.RawMessage

// decodeBlock takes a body apart without turning a card number into a string.
// It reports false for what is not a JSON object. Names are case sensitive,
// which rules out decoding into a struct.
func decodeBlock(body []byte) (block, bool) {
	var top element
	if err := json.Unmarshal(body, &top); err != nil || top == nil {
		return block{}, false
	}
	var blk block
	blk.keep(top)
	blk.alias, _ = top.text("alias")
	var entries []json.RawMessage
	if err := json.Unmarshal(top["request"], &entries); err != nil {
		return blk, true // no array: a block without elements
	}
	for _, raw := range entries {
		blk.raw = append(blk.raw, raw)
		var e element
		if err := json.Unmarshal(raw, &e); err != nil {
			e = nil
		}
		blk.keep(e)
		blk.elements = append(blk.elements, e)
	}
	return blk, true
}

func (b *block) keep(e element) {
	for _, raw := range e {
		b.raw = append(b.raw, raw)
	}
}

// wipe overwrites what the decoder copied.
func (b *block) wipe() {
	for _, raw := range b.raw {
		clear(raw)
	}
}

// has reports that a field was sent with something in it other than null.
func (e element) has(name string) bool {
	raw, ok := e[name]
	return ok && !bytes.Equal(raw, []byte("null"))
}

// text is a field as text: "" when it was not sent, the digits of a JSON
// number as they stand. It reports false for an object or an array.
func (e element) text(name string) (string, bool) {
	raw := e[name]
	if !e.has(name) {
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

// digits is a field of ASCII digits, without making a string of it: what it
// returns is wiped with the block. It reports false for anything else in it.
func (e element) digits(name string) ([]byte, bool) {
	raw := []byte(e[name])
	switch plain, ok := unquoted(raw); {
	case !e.has(name):
		return nil, true
	case ok:
		raw = plain
	case raw[0] == '"':
		s, _ := e.text(name) // escapes in a number: odd, and legal
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
