package sshd

import (
	"net/netip"
	"sync"
	"time"
)

// Limits are how much clients may take of a server.
type Limits struct {
	Sessions   int // in all
	PerAgent   int // sessions of one agent
	PerAddress int // connections of one address, signed in or not
	// Handshake is how long a client may take to sign in, Idle how long it may send
	// nothing, and Longest how long a connection may last.
	Handshake, Idle, Longest time.Duration
}

const (
	// An address may open connections at this pace, after a burst.
	connectionsBurst = 60
	connectionsEvery = 200 * time.Millisecond
	// And fail to sign in at this pace. Beyond it, its connections are closed before
	// any work is done for them.
	failuresBurst = 20
	failuresEvery = 15 * time.Second

	// An agent may run commands, open terminals and sign in at these paces, after a burst:
	// each makes rows in the journal.
	commandsBurst  = 20
	commandsEvery  = time.Second
	terminalsBurst = 20
	terminalsEvery = 5 * time.Second
	signInsBurst   = 60
	signInsEvery   = time.Second

	// spareOfAgent and spareInAll are how many more connections than sessions there may be
	// that have signed in. One that was left counts until it is closed.
	spareOfAgent = 4
	spareInAll   = 64

	// wider is how many times the paces of an address a whole IPv6 /48 has: a stranger may
	// have all of it, and an office too.
	wider = 8

	// mostRemembered is how many addresses are remembered at once.
	mostRemembered = 20_000
)

// gate counts connections and sessions, and keeps addresses to their pace.
type gate struct {
	limits Limits
	now    func() time.Time

	mu        sync.Mutex
	sessions  int
	signed    int               // connections that have signed in
	agents    map[string]int    // sessions
	signers   map[string]int    // connections that have signed in
	asked     map[string]int    // connections that are asked for a second factor
	paces     map[string]*paces // of agents
	addresses map[netip.Prefix]*address
}

// address is what is known of the connections of one address.
type address struct {
	signingIn, open       int
	told                  bool // that it is refused
	trusted               bool // an agent signed in from it: the paces of the network around it do not count
	connections, failures bucket
}

// bucket is a pace: it fills with use, and empties with time.
type bucket struct {
	used float64
	at   time.Time
}

// paces are those of an agent.
type paces struct{ commands, terminals, signIns bucket }

// take reports room for one more, and uses it.
func (b *bucket) take(now time.Time, burst int, every time.Duration) bool {
	room := b.left(now, burst, every)
	if room {
		b.used++
	}
	return room
}

// isEmpty reports that nothing of it counts any more.
func (b *bucket) isEmpty(now time.Time, every time.Duration) bool {
	return b.used <= float64(now.Sub(b.at))/float64(every)
}

// left reports room for one more, at a moment.
func (b *bucket) left(now time.Time, burst int, every time.Duration) bool {
	if passed := now.Sub(b.at); passed > 0 {
		b.used = max(0, b.used-float64(passed)/float64(every))
	}
	b.at = now
	return b.used+1 <= float64(burst)
}

func newGate(limits Limits, now func() time.Time) *gate {
	return &gate{limits: limits, now: now, agents: map[string]int{}, signers: map[string]int{}, asked: map[string]int{}, paces: map[string]*paces{}, addresses: map[netip.Prefix]*address{}}
}

// network is what counts as one address: of IPv6 the part that a provider hands out.
func network(a netip.Addr) netip.Prefix {
	all := networks(a)
	return all[len(all)-1]
}

// around is the network about an address whose paces count too, if there is one.
func around(a netip.Addr) (wide netip.Prefix, ok bool) {
	all := networks(a)
	return all[0], len(all) > 1
}

// of gives what the gate knows of an address.
func (g *gate) of(at netip.Prefix) *address {
	a := g.addresses[at]
	if a == nil {
		if len(g.addresses) >= mostRemembered {
			g.forget()
		}
		a = &address{}
		g.addresses[at] = a
	}
	return a
}

// connect admits a connection that will sign in, or says why not. News says that the
// address was not refused just before: a flood of connections is one event.
func (g *gate) connect(from netip.Addr) (refusal string, news bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	w := &address{}
	if wide, ok := around(from); ok {
		w = g.of(wide) // before the address: it may make room, and drops what has no connection yet
	}
	a := g.of(network(from))
	if refusal = g.full(a, w); refusal != "" {
		news = !a.told
	} else {
		a.connections.used++
		w.connections.used++
		a.signingIn++
		a.open++
	}
	a.told = refusal != ""
	return refusal, news
}

// full is why an address in a wide network may not connect now.
func (g *gate) full(a, w *address) (refusal string) {
	now := g.now()
	fails, connects := a.failures.left(now, failuresBurst, failuresEvery), a.connections.left(now, connectionsBurst, connectionsEvery)
	fails = (w.failures.left(now, wider*failuresBurst, failuresEvery/wider) || a.trusted) && fails
	connects = (w.connections.left(now, wider*connectionsBurst, connectionsEvery/wider) || a.trusted) && connects
	switch {
	case !fails:
		return "its sign-ins failed too often"
	case !connects:
		return "its connections come too fast"
	case a.open >= g.limits.PerAddress:
		return "the address has too many connections"
	case a.signingIn >= mostSigningInAddress:
		return "too many of its connections are signing in"
	}
	return ""
}

// signedIn ends the sign-in of a connection. A failure counts against its address.
func (g *gate) signedIn(from netip.Addr, failed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.of(network(from))
	a.signingIn--
	if failed {
		a.failures.left(g.now(), failuresBurst, failuresEvery)
		a.failures.used++
		if wide, ok := around(from); ok {
			w := g.of(wide)
			w.failures.left(g.now(), wider*failuresBurst, failuresEvery/wider)
			w.failures.used++
		}
	}
}

// trust notes that an agent signed in from an address of a wide network: a stranger
// elsewhere in that network must not keep agents out there.
func (g *gate) trust(from netip.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, ok := around(from); ok {
		g.of(network(from)).trusted = true
	}
}

// disconnect ends a connection.
func (g *gate) disconnect(from netip.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.of(network(from)).open--
}

// begin admits a session of an agent, or says why not.
func (g *gate) begin(agent string) (refusal string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.agents[agent] >= g.limits.PerAgent:
		return "You have too many sessions here: end one of them, then sign in again."
	case g.sessions >= g.limits.Sessions:
		return "This server has no room for another session: try again later, and tell the person who keeps it."
	}
	g.agents[agent]++
	g.sessions++
	return ""
}

// command begins a session for a command. It refuses one that comes too soon.
func (g *gate) command(agent string) (refusal string) {
	g.mu.Lock()
	slow := g.paceOf(agent).commands.take(g.now(), commandsBurst, commandsEvery)
	g.mu.Unlock()
	if !slow {
		return "You run commands too quickly: wait a few seconds, then run this one again."
	}
	return g.begin(agent)
}

// terminal says why an agent may not open a terminal now, "" if they may. It counts no
// session.
func (g *gate) terminal(agent string) (refusal string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.paceOf(agent).terminals.take(g.now(), terminalsBurst, terminalsEvery) {
		return "You open terminals too quickly: wait a minute, then sign in again."
	}
	return ""
}

// paceOf are the paces of an agent. The caller has the lock.
func (g *gate) paceOf(agent string) *paces {
	p := g.paces[agent]
	if p == nil {
		p = &paces{}
		g.paces[agent] = p
	}
	return p
}

// end ends a session.
func (g *gate) end(agent string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sessions--
	if g.agents[agent]--; g.agents[agent] == 0 {
		delete(g.agents, agent)
	}
}

// admit admits a connection of an agent who has signed in, or says why not.
func (g *gate) admit(agent string) (refusal string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.signers[agent] >= g.limits.PerAgent+spareOfAgent:
		return "the agent has too many connections"
	case g.signed >= g.limits.Sessions+spareInAll:
		return "there are too many connections"
	case !g.paceOf(agent).signIns.take(g.now(), signInsBurst, signInsEvery):
		return "the agent signs in too often"
	}
	g.signers[agent]++
	g.signed++
	return ""
}

// part ends a connection that was admitted.
func (g *gate) part(agent string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.signed--
	if g.signers[agent]--; g.signers[agent] == 0 {
		delete(g.signers, agent)
	}
}
