package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

// wakeMsg says that the page that is shown may take keys now.
type wakeMsg struct{}

// pausing is how long the shown page still ignores keys.
func (r *Root) pausing() time.Duration {
	if p, ok := r.current.(kit.Pauser); ok && r.lock == nil && r.asking == "" && !r.helpOpen {
		return p.Pausing()
	}
	return 0
}

// wake draws the frame again when the shown page begins to take keys. It waits once for
// each pause.
func (r *Root) wake() tea.Cmd {
	left := r.pausing()
	at := r.now().Add(left)
	if left <= 0 || at.Equal(r.wakeAt) {
		return nil
	}
	r.wakeAt = at
	return tea.Tick(left+time.Millisecond, func(time.Time) tea.Msg { return wakeMsg{} })
}

// oneMoment says that the key that moves money does nothing yet.
func (r *Root) oneMoment() string {
	yes := r.keys.Confirm.Charge.Help().Key
	if r.pausing() <= 0 {
		return ""
	}
	if keys := r.current.Keys(); len(keys) == 0 || keys[0].Help().Key != yes {
		return ""
	}
	return "One moment: " + yes + " does not work yet."
}
