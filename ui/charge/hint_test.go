package charge

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit/draw"
)

// TestAHintStandsApart: on the ordinary terminal a free row parts what is said of a field from
// the fields, however many there are, and on a large one it stands right below its field.
func TestAHintStandsApart(t *testing.T) {
	for name, offer := range map[string]terms.Offer{
		"as it is":    {},
		"a profile":   {Fields: terms.Profile{"billingstreet": terms.Shown, "billingemail": terms.Shown, "billingtown": terms.Shown, "billingtelephone": terms.Shown}},
		"a recipient": {Recipient: true},
		"everything":  {Recipient: true},
	} {
		page := func() *Page {
			p, _, _ := newPage(t, terms.Kinds()...)
			o := p.Shell.Console.Form
			o.Offer = offer
			o.Offer.Kinds = terms.Kinds()
			p.form = forms.NewPayment(o)
			p.Sheet = p.form.Form
			p.form.SetDrawer(name == "everything")
			return p
		}
		for _, row := range page().Sheet.Rows(60, forms.Styles{}) {
			for _, wrong := range []bool{false, true} {
				p := page()
				p.Sheet.FocusField(row.Name)
				if wrong {
					p.Sheet.Fail(row.Name, "it is not right: ask the caller to read it once more, please")
				}
				p.look(true)
				if !wrong && p.help(row.Name) == "" {
					continue
				}
				for _, size := range [][2]int{{80, 20}, {100, 20}, {120, 33}, {200, 46}} {
					view, _ := p.formPage(size[0], size[1])
					var left []string // the column of the fields
					field := -1
					for i, line := range strings.Split(ansi.Strip(view), "\n") {
						line, _, _ = strings.Cut(strings.TrimLeft(strings.Trim(line, " ▄"), " ┃"), "│")
						if left = append(left, strings.TrimSpace(line)); strings.HasPrefix(line, "▸ ") || wrong && strings.HasPrefix(line, "✖ "+row.Label) {
							field = i
						}
					}
					last := len(left) - 1
					apart := left[last-1] != "" && left[last-2] == ""
					if draw.IsBig(size[0], size[1]+3) {
						apart = left[field+1] != "" && left[last-1]+left[last-2] == ""
					}
					if !apart {
						t.Errorf("%s, %s, wrong %t, %v:\n%s", name, row.Name, wrong, size, ansi.Strip(view))
					}
				}
			}
		}
	}
}
