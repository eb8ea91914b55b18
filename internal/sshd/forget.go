package sshd

import (
	"net/netip"
	"time"
)

// keptAtMost is how many addresses stay remembered when there is no room for another.
const keptAtMost = mostRemembered * 3 / 4

// owned is the widest network that one stranger is likely to have.
func owned(p netip.Prefix) netip.Prefix {
	if p.Addr().Is6() {
		return prefixOf(p.Addr(), 32)
	}
	return prefixOf(p.Addr(), 16)
}

// forget makes room among the addresses that have no connection. It drops those of which
// nothing counts any more, and then those of the networks that have most of them: a stranger
// with very many addresses washes out the counts of their own.
func (g *gate) forget() {
	now := g.now()
	of := map[netip.Prefix][]netip.Prefix{}
	for at, a := range g.addresses {
		if a.open > 0 {
			continue
		}
		times := time.Duration(1)
		if wide, ok := around(at.Addr()); ok && at == wide {
			times = wider
		}
		if a.failures.isEmpty(now, failuresEvery/times) && a.connections.isEmpty(now, connectionsEvery/times) {
			delete(g.addresses, at)
			continue
		}
		of[owned(at)] = append(of[owned(at)], at)
	}
	for len(g.addresses) > keptAtMost && len(of) > 0 {
		var most netip.Prefix
		for network, all := range of {
			if len(all) > len(of[most]) {
				most = network
			}
		}
		for _, at := range of[most] {
			delete(g.addresses, at)
		}
		delete(of, most)
	}
}
