package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// maxDepth is how deep an answer may nest; documented ones reach five levels.
const maxDepth = 16

// maxKeys is how many names one object of an answer may have; the longest
// documented record has about a hundred.
const maxKeys = 256

// What scanning refuses. errShape is JSON of an unexpected kind, the others
// make the answer unreadable as a whole.
var (
	errShape     = errors.New("a field has an unexpected type")
	errNotJSON   = errors.New("not one JSON object")
	errDeep      = errors.New("nested too deep")
	errDuplicate = errors.New("a name appears twice in one object")
	errManyKeys  = errors.New("an object has too many names")
)

// scanner walks a text that encoding/json has found to be valid, once, front
// to back. It refuses what encoding/json would quietly accept: a name that
// appears twice in one object, in any case, where the last would count.
type scanner struct {
	text []byte
	at   int
	keys [][]byte // names of the objects that are open, innermost last
}

// newScanner starts at a text that is exactly one JSON object.
func newScanner(text []byte) (*scanner, error) {
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' || !json.Valid(text) {
		return nil, errNotJSON
	}
	return &scanner{text: text}, nil
}

// peek is the next byte that is no blank, or 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// take steps over c, if it is next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// raw is the string token that is next, with its quotes.
func (s *scanner) raw() ([]byte, error) {
	start := s.at
	for i := start + 1; i < len(s.text); i++ {
		switch s.text[i] {
		case '\\':
			i++
		case '"':
			s.at = i + 1
			return s.text[start:s.at], nil
		}
	}
	return nil, errNotJSON
}

// unquote is what a string token says, in the token's own memory where it can
// be. Invalid UTF-8 becomes U+FFFD, as in encoding/json. The gateway escapes
// slashes, in every date, so these have a way of their own.
func unquote(raw []byte) []byte {
	inside := raw[1 : len(raw)-1]
	if utf8.Valid(inside) {
		switch escapes := bytes.Count(inside, []byte(`\`)); escapes {
		case 0:
			return inside
		case bytes.Count(inside, []byte(`\/`)):
			return bytes.ReplaceAll(inside, []byte(`\/`), []byte(`/`))
		}
	}
	var text string
	_ = json.Unmarshal(raw, &text) // the token is valid
	return []byte(text)
}

// object gives the names of an object, one after the other, to member, which
// must step over the value.
func (s *scanner) object(depth int, member func(name []byte) error) error {
	if depth > maxDepth {
		return errDeep
	}
	if !s.take('{') {
		return errShape
	}
	first := len(s.keys)
	for !s.take('}') {
		if s.peek() != '"' {
			return errNotJSON
		}
		raw, err := s.raw()
		if err != nil {
			return err
		}
		name := unquote(raw)
		if err := s.remember(name, first); err != nil {
			return err
		}
		if !s.take(':') {
			return errNotJSON
		}
		if err := member(name); err != nil {
			return err
		}
		s.take(',')
	}
	s.keys = s.keys[:first]
	return nil
}

// remember refuses a name that the object, whose names begin at first, has.
func (s *scanner) remember(name []byte, first int) error {
	if len(s.keys)-first >= maxKeys {
		return errManyKeys
	}
	for _, key := range s.keys[first:] {
		// Letters of one length fold into letters of another outside ASCII only.
		if (len(key) == len(name) || !isASCII(name) || !isASCII(key)) && bytes.EqualFold(key, name) {
			return errDuplicate
		}
	}
	s.keys = append(s.keys, name)
	return nil
}

// array calls item before each item of an array, which it must step over.
func (s *scanner) array(depth int, item func() error) error {
	if depth > maxDepth {
		return errDeep
	}
	if !s.take('[') {
		return errShape
	}
	for !s.take(']') {
		if err := item(); err != nil {
			return err
		}
		s.take(',')
	}
	return nil
}

// skip steps over any value, looking at its names all the same.
func (s *scanner) skip(depth int) error {
	switch s.peek() {
	case '{':
		return s.object(depth, func([]byte) error { return s.skip(depth + 1) })
	case '[':
		return s.array(depth, func() error { return s.skip(depth + 1) })
	case '"':
		_, err := s.raw()
		return err
	case 0:
		return errNotJSON
	}
	start := s.at
	for s.at < len(s.text) && bytes.IndexByte([]byte(" \t\r\n,]}"), s.text[s.at]) < 0 {
		s.at++
	}
	if s.at == start {
		return errNotJSON
	}
	return nil
}

// value is what the string that is next says; null is as good as no field. A
// value of another kind is refused.
func (s *scanner) value() (text []byte, ok bool, err error) {
	switch s.peek() {
	case '"':
		raw, err := s.raw()
		if err != nil {
			return nil, false, err
		}
		return unquote(raw), true, nil
	case 'n':
		return nil, false, s.skip(0)
	default:
		return nil, false, errShape
	}
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
