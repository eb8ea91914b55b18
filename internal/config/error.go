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

// near is the candidate that the writer of name most likely meant, or "".
func near(name string, candidates []string) string {
	name = strings.ToLower(name)
	best, bestSlips := "", 3
	for _, c := range candidates {
		if n := slips(name, c); n < bestSlips && n < len(c)-1 {
			best, bestSlips = c, n
		}
	}
	return best
}

// slips is the edit distance of a and b: how many letters were added, left out or
// changed.
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
