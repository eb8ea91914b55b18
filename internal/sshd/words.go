package sshd

import (
	"errors"
	"strings"
)

var errQuotes = errors.New("a quote is not closed: close it")

// Words splits a command line into words, by blanks outside quotes, as a shell
// does that knows nothing else: SSH sends the line as one text.
func Words(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	begun, escaped := false, false
	var quote rune
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			begun, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			begun, quote = true, r
		case strings.ContainsRune(" \t\r\n", r):
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			begun = true
			word.WriteRune(r)
		}
	}
	if quote != 0 || escaped {
		return nil, errQuotes
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}
