package wire

import "sync"

// Gate is what a request passes just before its first byte leaves. It answers
// two questions for certain that nothing else can: may the request still leave,
// and has it left? A gate is for one request. With several requests it speaks
// of all of them, and Shut holds them all.
//
// The question and the write are one step, with nothing in between that waits.
// Only the system can stop the process between the two, for as long as it likes:
// that request leaves late all the same.
type Gate struct {
	late func() bool
	mu   sync.Mutex
	shut bool
	left bool
}

// NewGate makes a gate. late is asked in the last code before bytes go out, each
// time that some do; nil means never late. It must be quick and must not use the
// gate: the gate is locked meanwhile.
func NewGate(late func() bool) *Gate { return &Gate{late: late} }

// Shut lets nothing leave from now on, and reports whether nothing has left yet.
// When it reports false, bytes have left or are leaving now, and the outcome is
// for the gateway to say. What is left of a request that has begun is held back.
func (g *Gate) Shut() (nothingLeft bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
	return !g.left
}

// Left reports whether bytes have left or are leaving.
func (g *Gate) Left() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left
}

// IsShut reports that Shut was called.
func (g *Gate) IsShut() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shut
}

// Pass passes the gate as a request does just before its first byte leaves, and
// reports whether it may leave.
func (g *Gate) Pass() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed() {
		return false
	}
	g.left = true
	return true
}

// closed reports that nothing may leave now. The gate is locked.
func (g *Gate) closed() bool { return g.shut || g.late != nil && g.late() }
