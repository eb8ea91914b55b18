package payment

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// host is a machine with a clock of its own.
type host struct {
	boot   string
	offset atomic.Int64
	asleep atomic.Int64 // until then, in true nanoseconds

	away    atomic.Int64     // it does not reach the journal until then, in true nanoseconds
	shelves map[*book]*shelf // what its processes keep beside each journal
}

// lead is how far ahead the host's clock is.
func (h *host) lead() time.Duration { return time.Duration(h.offset.Load()) }

// recording reports that an intent is on its way into the journal here. The processor
// sets the end of its lease and the journal its beginning. If the clock is put back
// in between, the lease lasts that much longer. If the process then dies, the attempt
// that it leaves behind is found out that much later.
func (h *host) recording(s *sim) bool {
	for _, p := range s.processes {
		if p.host == h && p.intends && !p.isDead() {
			return true
		}
	}
	return false
}

// process is one life of a console, or a checker. A dead one does nothing any more:
// its journal is closed to it and its line is cut.
type process struct {
	*sim
	name      string
	host      *host
	book      *book
	dead      chan struct{}
	stop      context.CancelFunc
	memory    openBook
	opened    time.Time
	processor *Processor
	resolver  *resolve.Resolver
	spool     simSpool
	plan      fault        // of the write under way
	frozen    atomic.Int64 // it stands still until then, in true nanoseconds
	late      func() bool  // of the request that is about to be sent
	intends   bool         // an intent is on its way into the journal

	heard               sync.Map  // asked, by order reference
	looked              sync.Map  // map[*booking]bool, by order reference: foreign when the journal was last asked
	misled              bool      // a query hid something since the guard began to ask
	whole               bool      // the last comparison was shown everything
	signedIn, refusedAt time.Time // when the gateway last took, or refused, its user
}

// start makes a process with the real processor and resolver in it. It is nil where the
// journal cannot be opened.
func (s *sim) start(name string, h *host, b *book) *process {
	p := &process{
		sim: s, name: name, host: h, book: b, dead: make(chan struct{}), opened: time.Now(),
	}
	var err error
	if p.memory, err = b.open(p); err != nil {
		s.log(name, "cannot start: %v", err)
		return nil
	}
	var store journal.Store = simStore{openBook: p.memory, p: p}
	if s.mutant.store != nil {
		store = s.mutant.store(p, store)
	}
	var auth Authoriser = line{p}
	if s.mutant.auth != nil {
		auth = s.mutant.auth(auth)
	}
	var query Querier = line{p}
	if s.mutant.query != nil {
		query = s.mutant.query(p, query)
	}
	rule := s.rule
	if s.mutant.rule != nil {
		s.mutant.rule(&rule)
	}
	steady := p.steady
	if s.mutant.steady != nil {
		steady = s.mutant.steady(p)
	}
	signIn := &SignIn{Gateway: query, Site: simSite, Clocks: clock.Clocks{Now: p.now, Steady: p.steady}}
	if s.mutant.signIn != nil {
		signIn.Gateway = s.mutant.signIn(p, signIn.Gateway)
	}
	p.resolver = resolve.New(resolve.Options{
		Gateway: query, Store: store, Rule: rule, Owner: name, Clocks: clock.Clocks{Now: p.now, Steady: steady}, News: telling(p.told),
	})
	p.spool = simSpool{s.shelfAt(h, b), p, make(chan struct{}, 1)}
	p.processor, err = New(Options{
		Operator: Operator{Agent: "agent " + name[:2], Grant: rights.Everything()},
		Place:    Place{Site: simSite, Offer: terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()}},
		Line:     Line{Gateway: auth, Queries: query, Search: line{p}, SignIn: signIn, Deadline: s.deadline, Patience: s.patience},
		Records:  Records{Store: store, Spool: p.spool, Owner: name, Host: "host"},
		Watchers: Watchers{Resolver: p.resolver, News: telling(p.told)},
		Clocks:   clock.Clocks{Now: p.now, Steady: p.steady},
		Suffix:   p.suffix,
	})
	if err != nil {
		panic(err)
	}
	p.processor.gates = p.gate
	s.processes = append(s.processes, p)
	s.log(name, "starts, its clock is %v off", h.lead())
	p.afterCrash()
	return p
}

// gate makes the gate of a request, and keeps what is asked there.
func (p *process) gate(late func() bool) *gateway.Gate {
	if p.mutant.neverLate {
		late = func() bool { return false }
	}
	p.late = late
	return gateway.NewGate(late)
}

// now is the time of the host's clock.
func (p *process) now() time.Time { return time.Now().Add(p.host.lead()) }

// steady is the host's clock that cannot be set.
func (p *process) steady() clock.Reading {
	return clock.Reading{Boot: p.host.boot, At: time.Since(p.began)}
}

func (p *process) isDead() bool {
	select {
	case <-p.dead:
		return true
	default:
		return false
	}
}

// die ends the process at once.
func (p *process) die(why string) {
	if p.isDead() {
		return
	}
	if why != "" {
		p.crashes++
		p.struck(strikeDies)
		p.log("DIES %s", why)
	}
	close(p.dead)
	p.memory.Crash()
	if p.stop != nil {
		p.stop()
	}
}

func (p *process) log(format string, args ...any) { p.sim.log(p.name, format, args...) }

// step waits for the process's turn, and reports false when it is dead. Here it
// may be stopped.
func (p *process) step(what string) bool {
	for first := true; !p.isDead(); first = false {
		p.sim.step(p.name + " " + what)
		if p.isDead() {
			return false
		}
		if first {
			p.mayStop(what)
		}
		if !p.isDead() && p.left() <= 0 {
			return true
		}
		p.thaw()
	}
	return false
}

// sleep reports false when the process died or the context ended first.
func (p *process) sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return p.thaw()
	case <-ctx.Done():
	case <-p.dead:
	}
	return false
}

// jump sets the host's clock.
func (p *process) jump() bool {
	if p.clocks == rightClocks || p.host.recording(p.sim) {
		return false
	}
	most := maxJump
	if p.chance(0.5) {
		most = 10 * time.Minute
	}
	if p.server != nil && !p.mutant.hostClock && p.chance(0.8) { // a host that is further off takes no payments
		p.host.offset.Store(0)
		most = journal.MaxHostGap
	}
	offset := p.host.lead() + p.between(-most, most).Truncate(time.Second)
	p.host.offset.Store(int64(max(-maxClockLead, min(maxClockLead, offset))))
	p.struck(strikeClock)
	p.log("its clock is set: %v off", p.host.lead())
	return true
}

// fault is what goes wrong at a step into the journal.
type fault struct {
	wait, after     time.Duration // before it is done, and before the caller knows
	lost, unknown   error         // it fails before, or after it is durable
	before, instead bool          // the process dies after it is durable, or before
	stall           time.Duration // nothing of this goroutine happens for so long
}

var (
	errDisk = errors.New("disk error")
	errAway = errors.New("the journal cannot be reached")
)

// reaches reports that the machine reaches its journals.
func (p *process) reaches() bool {
	select {
	case <-p.calm:
		return true
	default:
		return time.Now().UnixNano() >= p.host.away.Load()
	}
}

// mishap draws what goes wrong at a step into the journal.
func (p *process) mishap(write bool) (f fault) {
	if !p.goes() {
		return f
	}
	crash := p.crashRate
	if !write {
		crash /= 10
	}
	switch n := p.rng.Float64(); {
	case n < crash/2:
		f.instead = true
	case n < crash:
		f.before = write
		f.instead = !write
	case n < crash+0.005:
		f.stall = p.between(0, 10*time.Minute)
		p.struck(strikeStalled)
	case n < crash+0.008:
		f.lost = errAway
		p.host.away.Store(time.Now().Add(p.between(time.Second, 3*time.Minute)).UnixNano())
		p.struck(strikeAway)
	case n < crash+0.08:
		f.lost = errDisk
		p.struck(strikeDiskFails)
	case n < crash+0.14 && write:
		f.unknown = errDisk
		p.struck(strikeDiskUnsure)
	case n < crash+0.24 && p.jump():
	case n < crash+0.27:
		f.wait = p.between(0, 6*time.Second) // may be longer than a processor waits
		p.struck(strikeDiskSlow)
	case n < crash+0.6:
		f.wait = p.between(0, 300*time.Millisecond)
	default:
		f.after = p.between(0, 500*time.Millisecond)
	}
	return f
}

func (f fault) String() string {
	switch {
	case f.instead, f.before:
		return "" // the trace says that it dies
	case f.lost != nil:
		return ", fails"
	case f.unknown != nil:
		return ", is kept and seems to fail"
	case f.stall > 0:
		return fmt.Sprintf(", and then this thread stands still for %v", f.stall)
	case f.wait+f.after > 0:
		return fmt.Sprintf(", slow by %v", f.wait+f.after)
	default:
		return ""
	}
}

func (p *process) beforeSync(op string) error {
	if p.plan.instead {
		p.die("before " + op + " is durable")
	}
	return p.plan.lost
}

func (p *process) afterSync(op string) error {
	if p.plan.before {
		p.die("after " + op + " is durable")
	}
	return p.plan.unknown
}
