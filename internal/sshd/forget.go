package sshd

import (
	"maps"
	"net/netip"
	"slices"
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

// forget makes room among the addresses that have no connection. It drops those whose
// counts have run out, and then those of the networks that have most of them: a stranger
// with very many addresses washes out the counts of their own. Those from which an agent
// signed in are of few networks, and stay as long as there are larger ones.
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
		if !a.trusted && a.failures.isEmpty(now, failuresEvery/times) && a.connections.isEmpty(now, connectionsEvery/times) {
			delete(g.addresses, at)
			continue
		}
		of[owned(at)] = append(of[owned(at)], at)
	}
	most := slices.SortedFunc(maps.Values(of), func(a, b []netip.Prefix) int { return len(b) - len(a) })
	for _, all := range most {
		if len(g.addresses) <= keptAtMost {
			break
		}
		for _, at := range all {
			delete(g.addresses, at)
		}
	}
}
