package flow

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/payment"
)

// reasonField is the name of the field that asks why.
const reasonField = "reason"

// Warn opens the page of warnings with an empty reason. Keys already on their way do
// nothing.
func (f *Flow) Warn() {
	f.ForgetReason()
	f.Stage = Warned
	f.StartGrace()
}

// ForgetReason empties the form that asks for a reason in spite of a warning.
func (f *Flow) ForgetReason() {
	f.Reason = f.Shell.NewForm(forms.NewText(forms.TextOptions{
		Name: reasonField, Label: cmp.Or(f.ReasonLabel, "Reason"), Meaning: "the reason", Max: 100, Required: true,
	}))
	f.given = ""
}

// Unseen reports a warning that the agent has not seen.
func (f *Flow) Unseen(warnings []payment.Warning) bool {
	return slices.ContainsFunc(warnings, func(w payment.Warning) bool {
		return !slices.ContainsFunc(f.Warnings, func(seen payment.Warning) bool {
			return seen.Kind == w.Kind && seen.Earlier.ID == w.Earlier.ID &&
				seen.Earlier.Result.Record.TransactionReference == w.Earlier.Result.Record.TransactionReference
		})
	})
}

// explain handles the page of warnings. A barred charge cannot continue; any other
// needs a reason.
func (f *Flow) explain(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && f.InGrace():
		return nil
	case isKey && key.Matches(k, f.Shell.Keys.Warning.Back):
		return f.ToForm()
	case f.owner.Barred():
		if isKey {
			f.Shell.Notify(OnlyThis(f.back))
		}
		return nil
	}
	if f.Reason.Update(msg) == forms.Left {
		if field, ok := f.Reason.Field(reasonField).(*forms.TextField); ok {
			f.given = field.Value()
		}
		f.Stage = Confirming
		f.StartGrace()
	} else if isKey && key.Matches(k, f.Shell.Keys.Form.Back) {
		f.Shell.Notify("This is the only field.")
	}
	return nil
}

// Given is the reason that was given, "" if no warning asked for one. Text that is
// still being typed is no reason yet: it may become a card number, which must not be
// copied.
func (f *Flow) Given(warnings []payment.Warning) string {
	if len(warnings) == 0 {
		return ""
	}
	return f.given
}
