package jsonscan

import (
	"bytes"
	"encoding/json"
	"errors"
)

// maxDepth is how deep an answer may nest. Documented ones reach five levels.
const maxDepth = 16

// maxKeys is how many names one object of an answer may have. The longest
// documented record has about a hundred.
const maxKeys = 256

// ErrShape reports JSON of another kind than the caller asked for. Every other
// error means that the text cannot be read at all.
var ErrShape = errors.New("a field has an unexpected type")

// The reasons why a text cannot be read.
var (
	errNotJSON   = errors.New("not one JSON object")
	errDeep      = errors.New("nested too deep")
	errDuplicate = errors.New("a name appears twice in one object")
	errManyKeys  = errors.New("an object has too many names")
)

// Scanner walks once, front to back, through a text that encoding/json has found
// valid. It refuses what encoding/json would silently accept: a name that appears
// twice in one object, in any case. depth is how many objects and arrays are open
// around the value.
type Scanner struct {
	text []byte
	at   int
	keys [][]byte // names of the objects that are open, innermost last
}

// New makes a scanner at the start of a text that is exactly one JSON object.
func New(text []byte) (*Scanner, error) {
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' || !json.Valid(text) {
		return nil, errNotJSON
	}
	return &Scanner{text: text}, nil
}

// Peek is the next byte that is not a blank, or 0 at the end.
func (s *Scanner) Peek() byte {
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

// take steps over c if it is the next byte.
func (s *Scanner) take(c byte) bool {
	if s.Peek() != c {
		return false
	}
	s.at++
	return true
}

// Object calls member with each name of an object. member must step over the value.
func (s *Scanner) Object(depth int, member func(name []byte) error) error {
	if depth > maxDepth {
		return errDeep
	}
	if !s.take('{') {
		return ErrShape
	}
	first := len(s.keys)
	for !s.take('}') {
		if s.Peek() != '"' {
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

// remember refuses a name that the object already has. The object's names begin at
// first.
func (s *Scanner) remember(name []byte, first int) error {
	if len(s.keys)-first >= maxKeys {
		return errManyKeys
	}
	for _, key := range s.keys[first:] {
		// Case folding changes the length of a name only outside ASCII.
		if (len(key) == len(name) || !isASCII(name) || !isASCII(key)) && bytes.EqualFold(key, name) {
			return errDuplicate
		}
	}
	s.keys = append(s.keys, name)
	return nil
}

// Array calls item before each item of an array. item must step over it.
func (s *Scanner) Array(depth int, item func() error) error {
	if depth > maxDepth {
		return errDeep
	}
	if !s.take('[') {
		return ErrShape
	}
	for !s.take(']') {
		if err := item(); err != nil {
			return err
		}
		s.take(',')
	}
	return nil
}

// Skip steps over any value, and still checks the names in it.
func (s *Scanner) Skip(depth int) error {
	switch s.Peek() {
	case '{':
		return s.Object(depth, func([]byte) error { return s.Skip(depth + 1) })
	case '[':
		return s.Array(depth, func() error { return s.Skip(depth + 1) })
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

// Value is the next string. null counts as absent. A value of another kind is
// refused.
func (s *Scanner) Value() (text []byte, ok bool, err error) {
	switch s.Peek() {
	case '"':
		raw, err := s.raw()
		if err != nil {
			return nil, false, err
		}
		return unquote(raw), true, nil
	case 'n':
		return nil, false, s.Skip(0)
	default:
		return nil, false, ErrShape
	}
}
