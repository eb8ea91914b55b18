package sshd

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for line, want := range map[string][]string{
		"":                             nil,
		" \t\n":                        nil,
		"lookup A17":                   {"lookup", "A17"},
		" lookup  A17 ":                {"lookup", "A17"},
		`lookup 'name:"Yi Sun"' today`: {"lookup", `name:"Yi Sun"`, "today"},
		`a "b c"d '' e\ f \' "\"" '\'`: {"a", "b cd", "", "e f", "'", `"`, `\`},
		"a;b $(c) `d` | e > f & *":     {"a;b", "$(c)", "`d`", "|", "e", ">", "f", "&", "*"},
		"£10.50 O’Brien":               {"£10.50", "O’Brien"},
	} {
		if got, err := Words(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", line, got, err)
		}
	}
	for _, line := range []string{`'a`, `a"`, `a\`, `"a\"`} {
		if _, err := Words(line); err == nil {
			t.Errorf("%s: no error", line)
		}
	}
}
