package lookup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway"
)

// maxLine is the longest search line, in characters.
const maxLine = 1000

// token is one word of the line.
type token struct {
	text   string // without quotes
	quoted bool   // it began with a quote
	whole  bool   // it, or its value, is in quotes
	sound  bool   // certainly not part of a card number
}

// lower is the word in small letters, for comparing.
func (t token) lower() string {
	if t.quoted {
		return ""
	}
	return strings.ToLower(t.text)
}

// quotes hold words together, straight or printed.
const quotes = "\"“”„‟"

// split splits a line at its blanks. Double quotes hold words together, also after
// a key: name:"Ann Smith". Anywhere else the search would lose them, so split
// refuses them.
func split(line string) ([]token, error) {
	if !utf8.ValidString(line) || utf8.RuneCountInString(line) > maxLine {
		return nil, refuse("filter", "the search is too long, or is not text")
	}
	var tokens []token
	var word strings.Builder
	var now token
	inside, begun, closed := false, false, false
	end := func() {
		if begun && word.Len() > 0 {
			now.text = word.String()
			tokens = append(tokens, now.apart()...)
		}
		word.Reset()
		now, begun, closed = token{}, false, false
	}
	for _, r := range line {
		switch {
		case strings.ContainsRune(quotes, r):
			if !inside && begun && !strings.HasSuffix(word.String(), ":") || closed {
				return nil, refuse("filter", `a double quote goes around a whole value, such as order:"My Order", and cannot be searched for`)
			}
			now.quoted = now.quoted || !begun
			now.whole = true
			inside, begun, closed = !inside, true, inside
		case unicode.IsSpace(r) && !inside:
			end()
		case closed:
			return nil, refuse("filter", `leave a space after the closing quote, as in order:"My Order" today`)
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	end()
	return tokens, nil
}

// apart is the word, or the words within one such as from:2026-11-20.
func (t token) apart() []token {
	if t.quoted {
		return []token{t}
	}
	t.text = narrow(t.text)
	key, value, ok := strings.Cut(t.text, ":")
	if !ok || value == "" {
		return []token{t}
	}
	word := strings.ToLower(key)
	switch word {
	case "from", "since", "after", "to", "until", "before", "on", "at":
	case "date":
		word = "on"
	default:
		return []token{t}
	}
	tokens := []token{{text: word}}
	for part := range strings.FieldsSeq(value) {
		tokens = append(tokens, token{text: part})
	}
	return tokens
}

// wideSigns are the full-width signs outside the regular range.
var wideSigns = map[rune]rune{'￠': '¢', '￡': '£', '￢': '¬', '￥': '¥', '￦': '₩', '。': '.', '、': ',', '｡': '.', '､': ','}

// narrow turns full-width text into ordinary text.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		if sign, ok := wideSigns[r]; ok {
			return sign
		}
		return r
	}, text)
}

// clean is a value fit for searching: without blanks around it and with visible
// characters only, because the agent cannot see any others. It refuses a value that
// showing would shorten: a search for less than was typed finds other people's
// payments.
func clean(field, value string) (string, error) {
	value = norm.NFC.String(strings.Join(strings.Fields(value), " "))
	shown := gateway.Clean(value, maxLine)
	switch {
	case value == "":
		return "", refuse(field, "write a value after the colon or the flag")
	case strings.ContainsAny(value, quotes):
		return "", refuse(field, "a double quote cannot be searched for")
	case shown != value:
		return "", refuse(field, "the search holds characters that cannot be shown, so they cannot be searched for")
	}
	return shown, nil
}
