package jsonscan

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// raw is the next string token, with its quotes.
func (s *Scanner) raw() ([]byte, error) {
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

// unquote decodes a string token, in the token's own memory if possible. Invalid
// UTF-8 becomes U+FFFD, as in encoding/json. The gateway escapes the slashes of
// every date, so unquote decodes those itself.
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

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
