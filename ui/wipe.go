package ui

// Wipe overwrites all card data of the session, and the digits that nobody has
// taken yet. It is for whoever runs the program, after it has ended, however it
// has.
func (r *Root) Wipe() {
	r.session.Digits.Wipe()
	r.session.Form.Vault.Wipe()
}
