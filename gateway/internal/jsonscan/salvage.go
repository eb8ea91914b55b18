package jsonscan

import (
	"bytes"
	"encoding/json"
)

// This file reads what it can of a text that is only partly JSON, or not at all.
// Such a text has no structure to rely on, only names and the text after them.

// Occurrences yields the end of each occurrence of a name.
func Occurrences(text []byte, name string) func(yield func(end int) bool) {
	return func(yield func(end int) bool) {
		for at := 0; ; {
			i := bytes.Index(text[at:], []byte(name))
			if i < 0 {
				return
			}
			if at += i + len(name); !yield(at) {
				return
			}
		}
	}
}

// ValueAfter reads a colon and a whole value: a string, or a number as written. A
// value that breaks off does not count.
func ValueAfter(text []byte, at int) (value string, next int, ok bool) {
	s := Scanner{text: text, at: at}
	if !s.take(':') {
		return "", at, false
	}
	if s.Peek() == '"' {
		raw, err := s.raw()
		if err != nil {
			return "", at, false
		}
		if !json.Valid(raw) {
			return string(raw[1 : len(raw)-1]), s.at, true
		}
		return string(unquote(raw)), s.at, true
	}
	start := s.at
	for s.at < len(text) && (text[s.at] >= '0' && text[s.at] <= '9') {
		s.at++
	}
	return string(text[start:s.at]), s.at, s.at > start && s.at < len(text)
}
