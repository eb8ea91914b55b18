package sshd

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// strangers are addresses that hold as many connections as they can, and never sign in.
func strangers(shape string) (all []netip.Addr) {
	for i := range 3 * mostSigningIn {
		var at string
		switch shape {
		case "one address":
			at = "198.51.100.1"
		case "eight addresses":
			at = fmt.Sprintf("198.51.%d.1", i%8)
		case "an IPv6 /56":
			at = fmt.Sprintf("2001:db8:0:%x::1", i%256)
		case "an IPv6 /48":
			at = fmt.Sprintf("2001:db8:0:%x::1", i*85)
		case "IPv4 and IPv6":
			if at = fmt.Sprintf("198.51.%d.1", i%8); i%2 == 0 {
				at = fmt.Sprintf("2001:db8:%x:%x::1", i%4, i*85)
			}
		case "a thousand addresses":
			at = fmt.Sprintf("10.0.%d.%d", i/256, i%256)
		}
		all = append(all, netip.MustParseAddr(at))
	}
	return all
}

// TestStrangersCrowdOutEachOther: a stranger who holds as many connections as there may be, from
// wherever, no agent has to make room: with a key that was offered ever, and without one
// unless every stranger has a network of its own.
func TestStrangersCrowdOutEachOther(t *testing.T) {
	access, _ := onlyPriya(t)
	for shape, alone := range map[string]bool{"one address": false, "eight addresses": false, "an IPv6 /56": false, "an IPv6 /48": false, "IPv4 and IPv6": false, "a thousand addresses": true} {
		for _, holds := range []bool{false, true} { // the strangers offer an agent's key
			if alone && holds {
				continue
			}
			s := prepare(t, options(access))
			all := strangers(shape)
			agents := map[*conn]bool{}
			for i, from := range all {
				if i%100 == 50 {
					agent := &conn{from: netip.AddrFrom4([4]byte{192, 0, 2, byte(i / 100)}), known: alone || rand.N(2) == 0}
					if i/100%2 == 0 {
						agent.from = netip.MustParseAddr(fmt.Sprintf("2001:db9:%x::1", i))
					}
					agents[agent] = true
					if out, _, _ := s.add(agent); agents[out] {
						t.Fatalf("%s: an agent made room for another", shape)
					}
				}
				if out, _, _ := s.add(&conn{from: from, known: holds}); agents[out] {
					t.Fatalf("%s, with keys %v: an agent makes room after %d, known %v", shape, holds, i, out.known)
				}
			}
			if len(s.signing) != mostSigningIn {
				t.Errorf("%s: %d sign in", shape, len(s.signing))
			}
		}
	}
}

// TestTheCrowdingConnection: in the busiest network it is the longest of those that offered
// no agent's key, and with no such one the longest. A network of agents is not the busiest
// as long as they are not the most.
func TestTheCrowdingConnection(t *testing.T) {
	at := netip.MustParseAddr("192.0.2.1")
	for name, c := range map[string]struct {
		known []bool
		want  int
	}{"all unknown": {[]bool{false, false, false}, 0}, "one unknown": {[]bool{true, true, true, false}, 3}, "two unknown": {[]bool{true, false, false}, 1}, "none": {[]bool{true, true}, 0}, "an agent beside a stranger": {[]bool{true}, -1}} {
		all := []*conn{{from: netip.MustParseAddr("192.0.2.2")}}
		for _, known := range c.known {
			all = append(all, &conn{from: at, known: known})
		}
		if out := crowding(all); out != all[c.want+1] {
			t.Errorf("%s: another", name)
		}
	}
}

// TestStrangersCrowdOutNoOffice: strangers with a network each, who never sign in, do not make
// the office behind one address close its own connections, once these have offered a key.
func TestStrangersCrowdOutNoOffice(t *testing.T) {
	access, _ := onlyPriya(t)
	s := prepare(t, options(access))
	office := netip.MustParseAddr("192.0.2.1")
	all := strangers("a thousand addresses")
	for _, from := range all[:mostSigningIn] {
		s.add(&conn{from: from})
	}
	for i := range mostSigningInAddress {
		c := &conn{from: office}
		if out, _, _ := s.add(c); out == nil || out.from == office {
			t.Fatalf("the office makes room when it has %d connections", i)
		}
		s.offers(c)
	}
	for i, from := range all[mostSigningIn:] {
		if out, _, _ := s.add(&conn{from: from}); out == nil || out.from == office {
			t.Fatalf("the office makes room after %d strangers", i)
		}
	}
}

// holding signs once it is let.
type holding struct {
	ssh.Signer

	asked, let chan struct{}
}

func (h holding) Sign(random io.Reader, data []byte) (*ssh.Signature, error) {
	close(h.asked)
	<-h.let
	return h.Signer.Sign(random, data)
}

// TestWhoMakesRoomHasNotFailed if its key is an agent's, and has if it offered none. The
// reason is the pace, and not a signature.
func TestWhoMakesRoomHasNotFailed(t *testing.T) {
	access, key := onlyPriya(t)
	s := serve(t, options(access))
	h := s.beside(t)
	evict := func() {
		var out *conn
		within(t, "a connection", func() {
			for out == nil {
				s.Server.mu.Lock()
				if len(s.signing) > 0 {
					out = s.signing[0]
					out.evicted, s.signing = true, nil
				}
				s.Server.mu.Unlock()
				time.Sleep(time.Millisecond)
			}
		})
		_ = out.net.Close()
	}
	failures := func(at netip.Addr) float64 {
		s.gate.mu.Lock()
		defer s.gate.mu.Unlock()
		return s.gate.of(network(at)).failures.used
	}
	agent, stranger := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	slow := holding{key, make(chan struct{}), make(chan struct{})}
	defer close(slow.let)
	c := hasty{h.dial(t, agent), make(chan []byte, 100)}
	go c.write()
	go func() { _, _, _, _ = ssh.NewClientConn(c, "x", s.client("priya", slow)) }()
	<-slow.asked
	evict()
	if e := s.await(t, Refused); e.Reason != ForPace || e.Result != errCrowded || e.Key == "" {
		t.Errorf("%+v", e)
	}
	if n := failures(agent); n != 0 {
		t.Errorf("an agent who made room has failed %v times", n)
	}
	dumb := h.dial(t, stranger)
	evict()
	within(t, "the end of a stranger", func() { _, _ = io.Copy(io.Discard, dumb) })
	within(t, "the count", func() {
		for failures(stranger) == 0 {
			time.Sleep(time.Millisecond)
		}
	})
}

// TestWhoHasSignedInMakesNoRoom, not even while the sign-in is being recorded.
func TestWhoHasSignedInMakesNoRoom(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	signing := make(chan int, 1)
	var s *served
	o.Event = func(e Event) {
		if e.Kind == SignedIn {
			s.Server.mu.Lock()
			signing <- len(s.signing)
			s.Server.mu.Unlock()
		}
	}
	s = prepare(t, o)
	s.listen(t, func(l net.Listener) net.Listener { return l })
	s.must(t, key)
	if n := <-signing; n != 0 {
		t.Errorf("%d are signing in", n)
	}
}
