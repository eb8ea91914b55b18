package ui

import "motoconsole/ui/kit"

// What the code that runs the program knows of the console.
type (
	// Session is everything one agent's console hangs off.
	Session = kit.Session
	// Mode says whether money is real.
	Mode = kit.Mode
	// SettledMsg brings news of an attempt that was in doubt.
	SettledMsg = kit.SettledMsg
	// LookMsg asks the console to look at the journal.
	LookMsg = kit.LookMsg
)

// The modes, told apart on every screen.
const (
	Live    = kit.Live
	Test    = kit.Test
	Sandbox = kit.Sandbox
)
