// Package flow is the one flow in which money moves, which charge and operations share:
// the agent types, confirms and is warned, and moto sends and shows the outcome.
package flow

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
)

// Stage is where a charge or an operation is, from the first key to its outcome.
type Stage int

// The stages. Only an operation has something to choose, and can be refused.
const (
	Choosing   Stage = iota // choosing an operation
	Editing                 // the form
	Confirming              // the page that says what will be done
	Warned                  // the page that says what the guard found
	Discarding              // the question before discarding the form
	Refused                 // the page that says why the operation is refused
	Sending                 // handed over; no key does anything
	Finished
)

// Flow is what a charge and an operation share: the agent types, confirms and is
// warned, and moto sends and shows the outcome. Money moves only in this way.
type Flow struct {
	Shell kit.Shell
	kit.Grace
	Stage    Stage
	owner    owner
	Sheet    *forms.Form       // the form; nil if there is nothing to ask
	Warnings []payment.Warning // what the guard found
	Reason   *forms.Form       // asks for a reason in spite of the warnings
	given    string            // the reason, once the agent has entered it

	// ReasonLabel is the label of its field; "" for "Reason".
	ReasonLabel string

	yes, back key.Binding // of the confirm page
	Waiting   string      // the answer to a key while the request is on its way
}

// owner is what differs between a charge and an operation.
type owner interface {
	OpenConfirm() tea.Cmd
	// LeaveForm goes back to where the form was opened.
	LeaveForm() tea.Cmd
	// Barred reports a warning that no reason can overrule.
	Barred() bool
}

// AgainLabel is the label of the reason for a charge of a kind in spite of a warning.
func AgainLabel(kind terms.Kind) string {
	if kind == terms.Preauthorisation {
		return "Reason to reserve again"
	}
	return "Reason to charge again"
}

// New begins a flow. Yes and back are the keys of its confirm page.
func New(shell kit.Shell, s owner, begin Stage, yes, back key.Binding) Flow {
	return Flow{Shell: shell, Grace: kit.NewGrace(shell.Now), owner: s, Stage: begin, yes: yes, back: back}
}

// CardForm implements kit.CardAsker, for the pages of the flow.
func (f *Flow) CardForm() (form *forms.Form, typed bool) {
	switch f.Stage {
	case Editing, Confirming, Warned, Discarding, Refused:
		return f.Sheet, f.Stage == Editing
	default:
		return nil, false
	}
}

// LoseCard forgets the card and says why at its fields.
func (f *Flow) LoseCard(why string) {
	f.Sheet.LoseCard(why)
	f.Stage = Editing
}

// Step handles a message in the stages that charge and operation share, and reports
// whether it was in one of them.
func (f *Flow) Step(msg tea.Msg) (cmd tea.Cmd, handled bool) {
	switch f.Stage {
	case Editing:
		return f.edit(msg), true
	case Warned:
		return f.explain(msg), true
	case Discarding:
		return f.discard(msg), true
	case Sending:
		if _, ok := msg.(tea.KeyPressMsg); ok {
			f.Shell.Notify(f.Waiting)
		}
		return nil, true
	default:
		return nil, false
	}
}

// edit handles the form.
func (f *Flow) edit(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		keys := f.Shell.Keys.Form
		switch {
		case key.Matches(k, keys.Confirm):
			here := f.Sheet.Focused()
			missing := here.Empty() && slices.ContainsFunc(f.Sheet.Rows(1, forms.Styles{}), func(r forms.Row) bool { return r.Focused && r.Wrong })
			if f.Sheet.CheckAll() {
				return f.owner.OpenConfirm()
			}
			if f.Sheet.Focused() == here { // otherwise the page shows that the reason is missing
				f.CorrectFirst()
				if missing { // and the page said so before
					f.Shell.Notify(here.Label() + " is still missing.")
				}
			}
			return nil
		case key.Matches(k, keys.Discard) && f.Shell.GroupKeys(f.Sheet) == nil:
			if !f.Sheet.Dirty() {
				return f.owner.LeaveForm()
			}
			f.Stage = Discarding
			return nil
		}
	}
	here := f.Sheet.Focused()
	_, wrong := f.Sheet.Here() // and the page says why
	event := f.Sheet.Update(msg)
	if k, ok := msg.(tea.KeyPressMsg); ok {
		back := key.Matches(k, f.Shell.Keys.Form.Back)
		switch {
		case event == forms.Refused && (back || wrong):
			f.CorrectFirst()
		case back && f.Sheet.Focused() == here:
			f.Shell.Notify("This is the first field.")
		}
	}
	if event == forms.Left {
		return f.owner.OpenConfirm()
	}
	return nil
}

// CorrectFirst says why a key does not leave the focused field.
func (f *Flow) CorrectFirst() {
	if field := f.Sheet.Focused(); !field.Empty() {
		f.Shell.Notify("Correct " + field.Label() + " first.")
	}
}

// discard handles the question before discarding the form.
func (f *Flow) discard(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch discards, asksOn := discards(f.Shell, k); {
	case discards:
		f.Sheet.Clear()
		return tea.Batch(f.owner.LeaveForm(), f.Shell.Forget())
	case !asksOn:
		f.Stage = Editing
	}
	return nil
}

// StepKeys are the keys of the shared stages.
func (f *Flow) StepKeys() []key.Binding {
	k := f.Shell.Keys
	switch f.Stage {
	case Editing:
		if groups := f.Shell.GroupKeys(f.Sheet); groups != nil {
			return groups
		}
		return []key.Binding{k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard, k.Global.Help}
	case Confirming:
		return []key.Binding{f.yes, f.back}
	case Warned:
		if f.owner.Barred() {
			return []key.Binding{f.back}
		}
		return []key.Binding{k.Warning.Explain, k.Warning.Back}
	case Discarding:
		return []key.Binding{k.Discard.Yes, k.Discard.Back}
	case Refused:
		return []key.Binding{f.back}
	case Sending:
		return []key.Binding{k.Sending.Wait}
	default:
		return nil
	}
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
