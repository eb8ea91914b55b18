package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
)

// Under draws a form below a head that ends its line.
func (s Shell) Under(head string, f *forms.Form, width, height int) (string, *tea.Cursor) {
	above := strings.Count(head, "\n")
	content, cursor := f.View(width, max(1, height-above), s.Theme.Form)
	if cursor != nil {
		cursor.Y += above
	}
	return head + content, cursor
}

// FieldLabel is the form's name of a gateway field.
func (f *Flow) FieldLabel(name string) string {
	if f.Sheet != nil {
		if field := f.Sheet.Field(name); field != nil {
			return strings.ToLower(field.Label())
		}
	}
	return "“" + gateway.Clean(name, 40) + "”"
}

// Undone reports that nothing was done for certain, so that it may be tried again.
func Undone(outcome gateway.Outcome) bool {
	switch outcome {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return true
	default:
		return false
	}
}
