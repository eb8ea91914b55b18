package config

import (
	"strconv"
	"strings"

	"motoconsole/gateway"
)

// maxMessage is the longest message shown; a path can be very long.
const maxMessage = 600

// Error says what is wrong with the configuration and how to put it right. It
// never holds a value from the file.
type Error struct {
	File    string // as the user named it; "" if no file was found
	Line    int    // 0 if the fault is in no line
	Key     string // such as "payment.max_amount"; "" if the fault is in no key
	Problem string
	Fix     string
}

// Error is one sentence: config.toml:12: payment.max_amount: problem; fix.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			b.WriteString(":" + strconv.Itoa(e.Line))
		}
		b.WriteString(": ")
	}
	if e.Key != "" {
		b.WriteString(e.Key + ": ")
	}
	b.WriteString(e.Problem)
	if e.Fix != "" {
		b.WriteString("; " + e.Fix)
	}
	// The file's name comes from outside and could hold an escape sequence.
	return gateway.Clean(b.String(), maxMessage)
}
