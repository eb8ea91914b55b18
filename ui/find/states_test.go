package find

import (
	"strings"
	"testing"

	"motoconsole/internal/statement/statementtest"
)

// The list calls each payment what every other place calls it.
func TestStatesInTheList(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		w := newRow(c.Record, nil, c.Now)
		w.reserve(c.Asked)
		if _, word, _ := strings.Cut(statusWord(w), " "); !strings.EqualFold(word, c.Word) {
			t.Errorf("%s: %s", c.Name, word)
		}
		if !strings.Contains(w.words, c.Word) {
			t.Errorf("%s: the list cannot be narrowed by %s: %q", c.Name, c.Word, w.words)
		}
	}
}
