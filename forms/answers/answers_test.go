package answers

import (
	"slices"
	"testing"
)

// TestMeant: which answers a text means, and whether the first of them is certain.
func TestMeant(t *testing.T) {
	f := New([]Answer{
		{Code: "GB", Name: "United Kingdom", Also: []string{"UK"}, Known: []string{"England", "Great Britain"}},
		{Code: "US", Name: "United States", Known: []string{"America"}},
		{Code: "KR", Name: "Republic of Korea", Known: []string{"South Korea"}},
		{Code: "CW", Name: "Curaçao"},
		{Code: "DE", Name: "Germany", Local: []string{"Deutschland"}},
		{Code: "DK", Name: "Denmark"},
	})
	for text, want := range map[string]struct {
		found   []int
		certain bool
	}{
		"gb": {[]int{0}, true}, "UK": {[]int{0}, true}, "eng": {[]int{0}, true}, "the United States": {[]int{1}, true},
		"united": {[]int{0, 1}, false}, "Korea, Republic of": {[]int{2}, true}, "curacao": {[]int{3}, true},
		"de": {[]int{4}, true}, "den": {[]int{5}, true}, "deut": {[]int{4}, true}, "deu": {nil, false}, "": {nil, false}, "Mars": {nil, false},
	} {
		if found, certain := f.Meant(text); !slices.Equal(found, want.found) || certain != want.certain {
			t.Errorf("%q means %v, %t", text, found, certain)
		}
	}
	if within := f.Within(Fold("Kingdom")); !slices.Equal(within, []int{0}) {
		t.Errorf("a word within a name: %v", within)
	}
}
