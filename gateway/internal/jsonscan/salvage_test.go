package jsonscan

import (
	"slices"
	"testing"
)

// TestValueAfter reads a whole value, wherever the text breaks off after it, and never
// a part of a value.
func TestValueAfter(t *testing.T) {
	for text, want := range map[string]string{
		`:"1-2-3"`:            "1-2-3",
		" :\t\"1-2-3\" , \"b": "1-2-3",
		`:"a\/b"`:             "a/b",
		"\"a\x01b\"":          "",       // no colon
		":\"a\x01b\"":         "a\x01b", // not valid, and still a whole value
		`:500,`:               "500",
		`:500`:                "", // more may have followed
		`:"1-2-`:              "",
		`:"1-2-\"`:            "",
		`:`:                   "",
		``:                    "",
		`:null`:               "",
		`:{"a":"1"}`:          "",
	} {
		value, next, ok := ValueAfter([]byte(text), 0)
		if value != want && ok || ok != (want != "") || ok && (next <= 0 || next > len(text)) {
			t.Errorf("%q: %q %v up to %d, want %q", text, value, ok, next, want)
		}
	}
}

func TestOccurrences(t *testing.T) {
	text := []byte(`"a":"1","a":"2" and "a"`)
	if got, want := slices.Collect(Occurrences(text, `"a"`)), []int{3, 11, 23}; !slices.Equal(got, want) {
		t.Errorf("they end at %v, want %v", got, want)
	}
	for range Occurrences(text, `"a"`) {
		break // stops when it is told to
	}
}
