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

// TestAHintStandsByItsField: on a high screen what is said of the focused field stands in the
// row below it wherever it fits there, from the label if need be, whether or not there is room
// for a row below each field; only what is longer stands at the foot.
func TestAHintStandsByItsField(t *testing.T) {
	look := ThemeOf(theme.New(theme.Options{Level: theme.True}))
	const width = 71
	for _, height := range []int{8, 12, 16, 40} {
		for _, wrong := range []bool{false, true} {
			for long := 1; long < 90; long++ {
				f := forms.NewOperation(forms.OperationOptions{
					Now:     func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.UTC) },
					Correct: true, Reason: true, Reasons: []string{"Typed wrongly"},
				})
				f.FocusField("billinglastname")
				says := strings.Repeat("x", long)
				want := says
				if wrong {
					want = Capital(says)
					f.Fail("billinglastname", says)
				}
				v := Shell{Theme: &look}.DrawForm(f.Form, FormStyle{Width: width, Height: height, Airy: true, Help: func(string) string { return says }})
				below, drawn := "", ink.Width(want)
				if wrong {
					drawn += len("x ")
				}
				for i, row := range v.Rows[:len(v.Rows)-1] {
					if strings.Contains(ansi.Strip(row), "Last name ") {
						below = ansi.Strip(v.Rows[i+1])
					}
				}
				fits := labelAt+drawn <= width
				if strings.HasSuffix(strings.TrimRight(below, " "), want) != fits || (v.Hint == "" && v.Wrong == "") != fits || ink.Width(below) > width {
					t.Fatalf("%d cells in %d rows, wrong %t: %q, hint %q, wrong %q\n%s", long, height, wrong, below, v.Hint, v.Wrong, ansi.Strip(strings.Join(v.Rows, "\n")))
				}
			}
		}
	}
}
