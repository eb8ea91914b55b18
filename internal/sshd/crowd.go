package sshd

import (
	"net/netip"
	"slices"
)

// mostSigningIn is how many connections may be signing in at once: when another comes, the
// server closes one. mostSigningInAddress is the same for one address, which gets no more.
const (
	mostSigningIn        = 256
	mostSigningInAddress = 32
)

// errCrowded is why the server closed a connection that was signing in.
const errCrowded = "too many connections are signing in, and this one made room"

// add adds a connection that will sign in. If there are too many, one is out: were the
// newest refused, connections that never sign in would keep every agent out.
func (s *Server) add(c *conn) (out *conn, news, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return nil, false, false
	}
	s.conns[c] = true
	if s.signing = append(s.signing, c); len(s.signing) > mostSigningIn {
		out = crowding(s.signing)
		out.evicted = true
		s.signing = slices.DeleteFunc(s.signing, func(other *conn) bool { return other == out })
		news, s.crowded = !s.crowded, true
	}
	return out, news, true
}

// crowding picks the connection to close. As long as at most half of all have offered an
// agent's key, it is one that has not, from the network with the most such connections: no
// crowd of strangers makes an office the busiest network. When more have, strangers may
// hold such keys too, which are public: then it comes from the network with the most
// connections of either kind, so that strangers crowd out each other. In a network
// those that offered no key go first, and among them the oldest. The connections are in the order
// in which they came.
func crowding(signing []*conn) *conn {
	all, strange := map[netip.Prefix]int{}, map[netip.Prefix]int{} // connections, and those that offered no key
	known := 0
	for _, c := range signing {
		if c.known {
			known++
		}
		for _, n := range networks(c.from) {
			all[n]++
			if !c.known {
				strange[n]++
			}
		}
	}
	few := 2*known <= len(signing)
	before := func(a, b *conn) bool { // a makes room before b
		switch d := busier(all, a, b); {
		case few && a.known != b.known:
			return b.known
		case few:
			return busier(strange, a, b) > 0
		case d != 0:
			return d > 0
		default:
			return !a.known && b.known
		}
	}
	out := signing[0]
	for _, c := range signing[1:] {
		if before(c, out) {
			out = c
		}
	}
	return out
}

// busier compares the networks of two connections by their counts, the widest first.
func busier(count map[netip.Prefix]int, a, b *conn) int {
	m, n := networks(a.from), networks(b.from)
	for i := range max(len(m), len(n)) {
		if d := count[m[min(i, len(m)-1)]] - count[n[min(i, len(n)-1)]]; d != 0 {
			return d
		}
	}
	return 0
}

// networks are what a stranger may have the whole of, the widest first. Providers hand out
// an IPv6 /48 or /56, and an address of IPv4.
func networks(a netip.Addr) []netip.Prefix {
	if a.Unmap().Is6() {
		return []netip.Prefix{prefixOf(a, 48), prefixOf(a, 56), prefixOf(a, 64)}
	}
	return []netip.Prefix{prefixOf(a, 32)}
}

// prefixOf is the network of an address.
func prefixOf(a netip.Addr, bits int) netip.Prefix {
	p, _ := a.Unmap().WithZone("").Prefix(bits) // a zero address has none
	return p
}

// offers notes that a connection has offered an agent's key.
func (s *Server) offers(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.known = true
}

// signed notes that a connection is not signing in any more, and reports what became of it.
func (s *Server) signed(c *conn) (evicted, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signing = slices.DeleteFunc(s.signing, func(other *conn) bool { return other == c })
	s.crowded = s.crowded && len(s.signing) > mostSigningIn/2
	return c.evicted, c.known
}
