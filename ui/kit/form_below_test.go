package kit

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// TestAHintStandsByItsField: on a high screen what is said of the focused field stands right
// below it, from the label if need be and in two rows if it is long, whether or not there is
// room for a row below each field. Nothing of it stands at the foot.
func TestAHintStandsByItsField(t *testing.T) {
	look := ThemeOf(theme.New(theme.Options{Level: theme.True}))
	const width = 71
	for _, height := range []int{8, 12, 16, 40} {
		for _, wrong := range []bool{false, true} {
			for words := 1; words < 26; words++ {
				f := forms.NewOperation(forms.OperationOptions{
					Now:     func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.UTC) },
					Correct: true, Reason: true, Reasons: []string{"Typed wrongly"},
				})
				f.FocusField("billinglastname")
				says := strings.TrimSpace(strings.Repeat("four ", words))
				want := says
				if wrong {
					want = "✖ " + Capital(says)
					f.Fail("billinglastname", says)
				}
				v := Shell{Theme: &look}.DrawForm(f.Form, FormStyle{Width: width, Height: height, Airy: true, Help: func(string) string { return says }})
				below := ""
				for i, row := range v.Rows[:len(v.Rows)-1] {
					if strings.Contains(ansi.Strip(row), "Last name ") {
						for _, row := range v.Rows[i+1 : min(i+3, len(v.Rows))] {
							if row = ansi.Strip(row); ink.Width(row) > width {
								t.Errorf("%q is too wide", row)
							}
							below += " " + strings.TrimSpace(row)
						}
					}
				}
				if !strings.HasPrefix(strings.TrimSpace(below), want) || v.Hint != "" || v.Wrong != "" {
					t.Fatalf("%d words in %d rows, wrong %t: %q, hint %q, wrong %q\n%s", words, height, wrong, below, v.Hint, v.Wrong, ansi.Strip(strings.Join(v.Rows, "\n")))
				}
			}
		}
	}
}
