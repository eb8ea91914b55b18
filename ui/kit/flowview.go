package kit

import (
	"strings"

	"motoconsole/gateway"
)

// FieldLabel is the form's name of a gateway field.
func (f *Flow) FieldLabel(name string) string {
	if f.Sheet != nil {
		if field := f.Sheet.Field(name); field != nil {
			return strings.ToLower(field.Label())
		}
	}
	return "“" + gateway.Clean(name, 40) + "”"
}

// Undone reports that certainly nothing was done, so that the agent may try again.
func Undone(outcome gateway.Outcome) bool {
	switch outcome {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return true
	default:
		return false
	}
}
