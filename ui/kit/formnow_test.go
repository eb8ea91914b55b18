package kit

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// TestWhatIsReplacedStaysBesideWhatIsTyped: on a form that corrects details each present
// value stands whole beside its field, however much is typed there.
func TestWhatIsReplacedStaysBesideWhatIsTyped(t *testing.T) {
	look := ThemeOf(theme.New(theme.Options{Level: theme.True}))
	is := gateway.Billing{FirstName: "Ann", LastName: "Smith-Jones", Premise: "No 789", Postcode: "TE45 6ST", Country: "GB", Email: "ann@example.net"}
	for _, width := range []int{58, 76, 96} {
		f := forms.NewOperation(forms.OperationOptions{
			Now:     func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.UTC) },
			Correct: true, Customer: is, Reason: true, Reasons: []string{"Typed wrongly"},
		})
		for _, tc := range [][2]string{
			{"billingfirstname", "now Ann"},
			{"billinglastname", "now Smith-Jones"},
			{"billingpremise", "now No 789"},
			{"billingpostcode", "now TE45 6ST"},
			{"billingemail", "now ann@example.net"},
			{"billingcountryiso2a", "now United Kingdom"},
		} {
			f.FocusField(tc[0])
			for _, key := range "united kingdom of" {
				f.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
				v := Shell{Theme: &look}.DrawForm(f.Form, FormStyle{Width: width, Height: 30, Plain: true})
				text := ansi.Strip(strings.Join(v.Rows, "\n"))
				if !strings.Contains(text, tc[1]) || v.Cursor == nil || v.Cursor.X >= width {
					t.Fatalf("%s in %d cells:\n%s", tc[0], width, text)
				}
				for _, row := range v.Rows {
					if ink.Width(row) > width {
						t.Fatalf("%s in %d cells has %d:\n%s", tc[0], width, ink.Width(row), text)
					}
				}
			}
			f.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
		}
	}
}
