package config

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

const (
	// maxPassword is far longer than any password the gateway accepts. A longer
	// text is another file.
	maxPassword = 1 << 10
	// maxGiven is a password with whatever editors add around it, plus one byte to
	// detect longer texts.
	maxGiven = maxPassword + 257
)

// givenProblem says why a text cannot be a password, and what to do.
type givenProblem struct{ problem, fix string }

// Error implements error.
func (p *givenProblem) Error() string { return p.problem }

const aloneOnALine = "put the password there, alone on one line"

// BarePassword is the password that moto uses if it is given this text as one, or
// the reason why the text cannot be one.
func BarePassword(given string) (string, error) {
	text, _, problem := bare([]byte(given))
	if problem != nil {
		return "", problem
	}
	return string(text), nil
}

// bare is a password without what editors, shells and the clipboard add around it:
// a byte order mark, blanks, line ends and invisible characters. No password begins
// or ends with one, and with one the gateway would only say that the sign-in is
// wrong. around names what was removed besides a line end, for a user who wants to
// fix the source.
func bare(given []byte) (text []byte, around string, problem *givenProblem) {
	switch {
	case bytes.HasPrefix(given, []byte("\xff\xfe")) || bytes.HasPrefix(given, []byte("\xfe\xff")):
		return nil, "", &givenProblem{"is UTF-16", "save it as UTF-8"}
	case len(given) >= maxGiven:
		return nil, "", &givenProblem{"is too long to be a password", aloneOnALine}
	}
	text = bytes.TrimFunc(given, isAround)
	switch {
	case len(text) == 0:
		return nil, "", &givenProblem{"is empty", aloneOnALine}
	case len(text) > maxPassword:
		return nil, "", &givenProblem{"is too long to be a password", aloneOnALine}
	case !utf8.Valid(text) || bytes.ContainsFunc(text, unicode.IsControl):
		return nil, "", &givenProblem{"is more than one line of text", aloneOnALine}
	case bytes.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) }):
		return nil, "", &givenProblem{"has an invisible character in it", "type the password again"}
	}
	left := bytes.TrimSuffix(bytes.TrimSuffix(given, []byte("\n")), []byte("\r"))
	switch {
	case len(left) == len(text):
	case bytes.HasPrefix(left, []byte("\ufeff")):
		around = "a byte order mark"
	default:
		around = "blanks"
	}
	return text, around, nil
}

func isAround(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
