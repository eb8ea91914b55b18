package rights

import "sync/atomic"

// Live is what an agent may do while that may change. The zero Live allows nothing.
type Live struct{ grant atomic.Pointer[Grant] }

// Set changes it: the next decision goes by the new grant.
func (l *Live) Set(g Grant) {
	g = g.now()
	l.grant.Store(&g)
}

// Grant follows the changes.
func (l *Live) Grant() Grant { return Grant{live: l} }

// now is the grant as it is at this moment.
func (g Grant) now() Grant {
	if g.live == nil {
		return g
	}
	if current := g.live.grant.Load(); current != nil {
		return *current
	}
	return Grant{}
}
