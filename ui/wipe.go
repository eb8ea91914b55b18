package ui

// Wipe overwrites what was typed into the payment that is open, if one is. It
// is for whoever runs the program, after it has ended, however it has.
func (r *Root) Wipe() {
	if r.pay != nil {
		r.pay.form.Clear()
	}
}
