package wire

import "sync"

// Gate is what a request passes just before its first byte leaves. It is the only
// certain answer to two questions: may the request still leave, and has it left? A
// gate is for one request. A gate that several requests share speaks of all of
// them, and Shut stops them all.
//
// The decision and the write are one step, with no wait in between. If the
// operating system pauses the process at that point, the request leaves late,
// however long the pause.
type Gate struct {
	late func() bool
	mu   sync.Mutex
	shut bool
	left bool
}

// NewGate makes a gate. The last code before bytes go out calls late each time; nil
// means never late. late must be quick. The gate is locked while it runs, so late
// must not use the gate.
func NewGate(late func() bool) *Gate { return &Gate{late: late} }

// Shut stops all further bytes, and reports whether none has left yet. If it
// reports false, bytes have left or are leaving now, and only the gateway knows the
// outcome. The rest of a request that has begun is held back.
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

// closed reports that nothing may leave now. The caller holds the lock.
func (g *Gate) closed() bool { return g.shut || g.late != nil && g.late() }
