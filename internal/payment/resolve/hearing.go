package resolve

import (
	"sync"
	"time"
)

const (
	// heardGap is the shortest time between looks of the watcher because of what it hears:
	// on a busy floor several things change each second.
	heardGap = 250 * time.Millisecond
	// stillAfter is longer than an attempt is sent: the intent is an event, so in a journal
	// that has not changed for as long no lease of a sender is left to end.
	stillAfter = 5 * time.Minute
	// stillLook is how often a journal that is still and tells of its changes is read all
	// the same.
	stillLook = time.Minute
)

// hearing is what is known of a journal that tells of its changes.
type hearing struct {
	mu        sync.Mutex
	listening bool
	last      time.Time // when something was last heard
}

// heard notes what the journal's Listen tells, and reports whether the journal was still
// until then.
func (h *hearing) heard(listening bool) (wasStill bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	wasStill = h.still()
	h.listening, h.last = listening, time.Now()
	return wasStill
}

// pause is how long a journal need not be read: usual while a change may be missed, and
// longer while it tells of its changes.
func (h *hearing) pause(usual, listening time.Duration) time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.still():
		return stillLook
	case h.listening:
		return listening
	}
	return usual
}

func (h *hearing) still() bool { return h.listening && time.Since(h.last) > stillAfter }
