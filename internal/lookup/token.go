package lookup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
)

// maxLine is the longest search line, in characters.
const maxLine = 1000

// token is one word of the line.
type token struct {
	text   string // without quotes
	quoted bool   // it began with a quote
	sound  bool   // known to be no part of a card number
}

// lower is the word for comparing with ours.
func (t token) lower() string {
	if t.quoted {
		return ""
	}
	return strings.ToLower(t.text)
}

// split takes a line apart at its blanks. Double quotes hold words together,
// also behind a key: name:"Ann Smith".
func split(line string) ([]token, error) {
	if !utf8.ValidString(line) || utf8.RuneCountInString(line) > maxLine {
		return nil, refuse("filter", "the search is too long, or holds what is no text")
	}
	var tokens []token
	var word strings.Builder
	var now token
	inside, begun := false, false
	end := func() {
		if begun && word.Len() > 0 {
			now.text = word.String()
			tokens = append(tokens, now.apart()...)
		}
		word.Reset()
		now, begun = token{}, false
	}
	for _, r := range line {
		switch {
		case r == '"':
			if !begun {
				now.quoted = true
			}
			inside, begun = !inside, true
		case unicode.IsSpace(r) && !inside:
			end()
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	end()
	return tokens, nil
}

// apart is the word, or the two words of one such as from:2026-11-20.
func (t token) apart() []token {
	key, value, ok := strings.Cut(t.text, ":")
	if !ok || t.quoted || value == "" {
		return []token{t}
	}
	switch strings.ToLower(key) {
	case "from", "since", "after", "to", "until", "before", "on", "at":
		return []token{{text: key}, {text: value}}
	case "date":
		return []token{{text: "on"}, {text: value}}
	}
	return []token{t}
}

// clean is a value fit to be searched for: without blanks around it, and only
// what can be shown, because nobody sees what else he looks for.
func clean(field, value string) (string, error) {
	value = strings.Join(strings.Fields(value), " ")
	shown := gateway.Clean(value, maxLine)
	switch {
	case value == "":
		return "", refuse(field, "say what to look for behind the colon or the flag")
	case strings.ContainsRune(shown, utf8.RuneError):
		return "", refuse(field, "the search holds characters that cannot be shown")
	}
	return shown, nil
}
