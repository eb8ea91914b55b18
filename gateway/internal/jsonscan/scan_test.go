package jsonscan

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// nested is an array n deep, within an object.
func nested(n int) string {
	return `{"a":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`
}

// named is an object with n names.
func named(n int) string {
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf(`"k%d":1`, i)
	}
	return "{" + strings.Join(members, ",") + "}"
}

// read goes through a text as package gateway does.
func read(text string) error {
	s, err := New([]byte(text))
	if err != nil {
		return err
	}
	return s.Skip(0)
}

// TestRefused: the scanner refuses what encoding/json accepts silently, and keeps its
// limits to the byte.
func TestRefused(t *testing.T) {
	for text, want := range map[string]error{
		`{}`:                              nil,
		" \r\n\t{\"a\" : [ 1 , null ] } ": nil,
		`{"a":{"b":1},"c":{"b":1}}`:       nil, // not in one object
		`{"a":1,"a":2}`:                   errDuplicate,
		`{"a":1,"A":2}`:                   errDuplicate,
		`{"a":1,"\u0061":2}`:              errDuplicate,
		`{"k":1,"\u212A":2}`:              errDuplicate, // the Kelvin sign
		`{"x":[{"a":1,"A":2}]}`:           errDuplicate,
		named(maxKeys):                    nil,
		named(maxKeys + 1):                errManyKeys,
		nested(maxDepth):                  nil,
		nested(maxDepth + 1):              errDeep,
		``:                                errNotJSON,
		`[]`:                              errNotJSON,
		`"a"`:                             errNotJSON,
		`{}{}`:                            errNotJSON,
		`{"a":1,}`:                        errNotJSON,
		"\ufeff{}":                        errNotJSON,
	} {
		if err := read(text); !errors.Is(err, want) {
			t.Errorf("%.60q: %v, want %v", text, err, want)
		}
	}
}

// TestShape: the scanner refuses a value of another kind than the reader asked for, and
// still trusts the rest of the text.
func TestShape(t *testing.T) {
	for _, text := range []string{`{"a":1}`, `{"a":true}`, `{"a":{}}`, `{"a":[]}`} {
		s, err := New([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		err = s.Object(0, func([]byte) error { _, _, err := s.Value(); return err })
		if !errors.Is(err, ErrShape) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestScannerDoubts: the scanner does not rely on text having been validated.
func TestScannerDoubts(t *testing.T) {
	for _, text := range []string{
		`{`, `{"`, `{"a`, `{"a"`, `{"a":`, `{"a":1`, `{"a":"`, `{"a":[`, `{"a":[1`, `{"a":{`, `{a`, `{"a" 1}`, `{"\`, `{"a":}`, `[`,
	} {
		s := Scanner{text: []byte(text)}
		if err := s.Skip(0); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
	if _, _, err := (&Scanner{text: []byte(`"abc`)}).Value(); !errors.Is(err, errNotJSON) {
		t.Error(err)
	}
}

// FuzzScanner: nothing panics, and encoding/json accepts every text that the
// scanner accepts.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{`{"a":"\u0041\"","b":[],"c":{"d":null}}`, nested(3), named(3), `{"a`, "{\"a\":\"\xff\\ud83d\"}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := read(string(text)); err == nil && !json.Valid(text) {
			t.Error("encoding/json does not take it")
		}
		s := Scanner{text: text} // one that has not been validated
		_ = s.Skip(0)
		for at := range Occurrences(text, `"a"`) {
			if value, next, ok := ValueAfter(text, at); ok && (next <= at || next > len(text) || len(value) > 3*len(text)) {
				t.Errorf("%q up to %d of %d", value, next, len(text))
			}
		}
	})
}
