package ui

import tea "charm.land/bubbletea/v2"

// Wipe overwrites all card data of the session, and the digits that nobody has
// taken yet. It is for whoever runs the program, after it has ended, however it
// has.
func (r *Root) Wipe() {
	r.session.Digits.Wipe()
	r.session.Form.Vault.Wipe()
}

// forget is for after a card was let go that was not sent.
func (r *Root) forget() tea.Cmd {
	return func() tea.Msg {
		r.session.forget()
		return nil
	}
}

func (s *Session) forget() {
	if s.Forget != nil {
		s.Forget()
	}
}
