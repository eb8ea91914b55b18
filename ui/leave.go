package ui

import (
	tea "charm.land/bubbletea/v2"
)

// leave ends the console, after a question when something would be lost.
func (r *Root) leave() tea.Cmd {
	if r.asking = r.current.Busy(); r.asking == "" {
		return tea.Quit
	}
	return nil
}

// Unseen is the attempt whose outcome has not been shown, if there is one. The code
// that runs the program asks after the program has ended.
func (r *Root) Unseen() (attemptID string, ok bool) {
	for _, o := range r.owners() {
		if o.UnderWay() {
			return o.Attempt().ID, true
		}
	}
	return r.unseen, r.unseen != ""
}
