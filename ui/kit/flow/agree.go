package flow

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
)

// Agree handles the confirm page. ready says that the checks have ended. Once the agent
// has agreed, no key does anything.
func (f *Flow) Agree(msg tea.Msg, agreed, ready bool, do func() tea.Cmd) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok || agreed:
	case f.InGrace():
		f.Shell.Notify(tooSoon(f.yes))
	case key.Matches(k, f.back):
		return f.ToForm()
	case !key.Matches(k, f.yes):
		f.Shell.Notify(onlyThese(f.yes, f.back))
	case !ready:
		f.Shell.Notify(stillLooking(f.yes))
	case f.Sheet != nil && !f.Sheet.CheckAll(): // a card may have expired at midnight
		f.Stage = Editing
	default:
		return do()
	}
	return nil
}

// ToForm goes back to the form or, without a form, to where it would have been opened.
func (f *Flow) ToForm() tea.Cmd {
	if f.Sheet == nil {
		return f.owner.LeaveForm()
	}
	f.Stage = Editing
	return nil
}

// Correct opens the form again at the first field that the gateway refused, or else at
// the card. All refused fields say so.
func (f *Flow) Correct(fields []string) {
	f.Stage = Editing
	f.Sheet.FocusField("pan")
	first := true
	for _, name := range fields {
		if f.Sheet.Fail(name, "refused: check it with the caller") && first {
			f.Sheet.FocusField(name)
			first = false
		}
	}
}
