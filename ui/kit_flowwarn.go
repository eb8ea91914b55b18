package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/payment"
)

// warn opens the page of warnings. What is typed there begins anew, and keys on
// their way do nothing.
func (f *flow) warn() {
	f.reason = f.shell.newReason()
	f.stage = warned
	f.StartGrace()
}

// news reports a warning that the agent has not seen.
func (f *flow) news(warnings []payment.Warning) bool {
	return slices.ContainsFunc(warnings, func(w payment.Warning) bool {
		return !slices.ContainsFunc(f.warnings, func(seen payment.Warning) bool {
			return seen.Kind == w.Kind && seen.Earlier.ID == w.Earlier.ID &&
				seen.Earlier.Result.Record.TransactionReference == w.Earlier.Result.Record.TransactionReference
		})
	})
}

// explain handles the page of warnings: what is barred goes nowhere, anything else
// needs a reason first.
func (f *flow) explain(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && f.inGrace():
		return nil
	case isKey && key.Matches(k, f.shell.keys.Warning.Back):
		return f.toForm()
	case f.steps.barred():
		if isKey {
			f.shell.Notify(onlyThis(f.back))
		}
		return nil
	}
	if f.reason.Update(msg) == forms.Left {
		f.stage = confirming
		f.StartGrace()
	}
	return nil
}

// given is the reason that was given, "" where no warning asked for one.
func (f *flow) given(warnings []payment.Warning) string {
	if len(warnings) == 0 {
		return ""
	}
	if field, ok := f.reason.Field(reasonField).(*forms.TextField); ok {
		return field.Value()
	}
	return ""
}

// warningPage says what makes it doubtful, and asks why it is right or says that it
// cannot be done.
func (f *flow) warningPage(title string, warnings []payment.Warning, barred string, width, height int) (string, *tea.Cursor) {
	t := f.shell.theme
	var b strings.Builder
	b.WriteString(t.warn.Render(title) + "\n\n")
	for _, w := range warnings {
		b.WriteString(wrap(warningText(w, f.shell.now()), width) + "\n\n")
	}
	if f.steps.barred() {
		b.WriteString(t.bad.Render(wrap(barred, width)))
		return b.String(), nil
	}
	b.WriteString(wrap("If it is right all the same, say why: it is kept with the payment. Esc goes back to the form.", width) + "\n\n")
	return f.shell.under(b.String(), f.reason, width, height)
}
