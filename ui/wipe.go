package ui

import (
	"motoconsole/ui/kit"
)

// Close ends work of the console that no agent will see the end of, and wipes typed
// cards that were not handed over. A payment on its way goes on. The code that runs the
// program calls it as soon as the program has ended.
func (r *Root) Close() {
	r.watchdog.mu.Lock()
	defer r.watchdog.mu.Unlock()
	r.leaveWatch()
	r.still.forget()
	for _, page := range r.pages {
		if c, ok := page.(kit.Closer); ok {
			c.Close()
		}
	}
	holders := r.cardHolders()
	for _, h := range holders {
		h.WipeCard("moto was left")
	}
	leave := r.loseRecording
	if r.left {
		leave = r.resumeRecording
	}
	if says := leave(); says != "" {
		r.recording.says = says
	}
	r.console.Digits.Wipe()
	if len(holders) > 0 { // the process may go on for other sessions
		r.console.ForgetCard()
	}
}

// Wipe overwrites all card data of the session, even of payments on their way, and the
// digits that no field has taken yet. The code that runs the program calls it at the
// very end, however the program ended.
func (r *Root) Wipe() {
	r.console.Digits.Wipe()
	r.console.Form.Vault.Wipe()
}
