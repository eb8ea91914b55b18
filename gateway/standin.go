package gateway

import "context"

// PassGate passes the context's gate as a request does just before its first
// byte leaves, and reports whether it may leave. It is for stand-ins of a
// Client, which have to keep what a Client keeps.
func PassGate(ctx context.Context) bool {
	g := gateOf(ctx)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut || g.late != nil && g.late() {
		return false
	}
	g.left = true
	return true
}
