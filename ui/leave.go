package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

// leave ends the console, after a question if something would be lost.
func (r *Root) leave() tea.Cmd {
	r.asking = r.current.Busy()
	if open := r.unknown; r.asking == "" && open > 0 {
		r.asking = kit.HowMany(open, false, "outcome") + " not known yet: moto goes on finding out only while a console is open, and at the next start."
	}
	if r.asking == "" {
		return r.quit()
	}
	return nil
}

// quit ends the console by the agent's wish.
func (r *Root) quit() tea.Cmd {
	r.left = true
	return tea.Quit
}

// changeSite ends the console for another site, unless a payment is on its way: its
// outcome belongs on this screen.
func (r *Root) changeSite(site string) tea.Cmd {
	for _, o := range r.owners() {
		if o.UnderWay() {
			r.notice = "A payment is on its way: wait for its outcome, then change the site."
			return nil
		}
	}
	r.nextSite = site
	return r.quit()
}

// NextSite is the site that the agent chose, and whether that choice ended the console.
func (r *Root) NextSite() (site string, ok bool) { return r.nextSite, r.nextSite != "" }

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
