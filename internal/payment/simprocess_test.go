package payment

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// host is a machine with a clock of its own.
type host struct {
	boot   string
	offset atomic.Int64
}

// lead is how far ahead the host's clock is.
func (h *host) lead() time.Duration { return time.Duration(h.offset.Load()) }

// process is one life of a console, or a checker. Dead, it does nothing any
// more: its journal is closed to it and its line is cut.
type process struct {
	*sim
	name     string
	host     *host
	dead     chan struct{}
	stop     context.CancelFunc
	memory   *journal.Memory
	desk     *Desk
	resolver *Resolver
	plan     fault // of the write under way
}

// start makes a process with the real desk and resolver in it.
func (s *sim) start(name string, h *host) *process {
	p := &process{sim: s, name: name, host: h, dead: make(chan struct{}), memory: s.disk.Reopen()}
	p.memory.BeforeSync, p.memory.AfterSync = p.beforeSync, p.afterSync
	var store journal.Store = simStore{Memory: p.memory, p: p}
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
	p.resolver = NewResolver(ResolverOptions{
		Gateway: query, Store: store, Rule: rule, Owner: name, Now: p.now, Steady: p.steady, Resolved: p.told,
	})
	p.desk = &Desk{
		Gateway: auth, Store: store, Resolver: p.resolver, Agent: "agent " + name[:2], Site: simSite, Host: "host",
		Now: p.now, Steady: p.steady, Deadline: s.deadline, Patience: s.patience, Owner: name, Suffix: s.suffix, Settled: p.told,
	}
	s.processes = append(s.processes, p)
	s.log(name, "starts, its clock is %v off", h.lead())
	s.afterCrash()
	return p
}

// now is the host's clock.
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
		p.log("DIES %s", why)
	}
	close(p.dead)
	p.memory.Crash()
	if p.stop != nil {
		p.stop()
	}
}

func (p *process) log(format string, args ...any) { p.sim.log(p.name, format, args...) }

// step waits for the process's turn, and reports false when it is dead.
func (p *process) step(what string) bool {
	if p.isDead() {
		return false
	}
	p.sim.step(p.name + " " + what)
	return !p.isDead()
}

// sleep reports false when the process died or the context ended first.
func (p *process) sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return !p.isDead()
	case <-ctx.Done():
	case <-p.dead:
	}
	return false
}

// jump sets the host's clock.
func (p *process) jump() bool {
	if p.clocks == rightClocks {
		return false
	}
	most := maxJump
	if p.chance(0.5) {
		most = 10 * time.Minute
	}
	offset := p.host.lead() + p.between(-most, most).Truncate(time.Second)
	p.host.offset.Store(int64(max(-maxClockLead, min(maxClockLead, offset))))
	p.log("its clock is set: %v off", p.host.lead())
	return true
}

// fault is what goes wrong at a step into the journal.
type fault struct {
	wait, after     time.Duration // before it is done, and before the caller knows
	lost, unknown   error         // it fails before, or after it is durable
	before, instead bool          // the process dies after it is durable, or before
	stall           time.Duration // nothing of this goroutine happens for so long: the machine sleeps
}

var errDisk = errors.New("disk error")

// mishap draws what goes wrong at a step into the journal.
func (p *process) mishap(write, mayJump bool) (f fault) {
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
	case n < crash+0.08:
		f.lost = errDisk
	case n < crash+0.14 && write:
		f.unknown = errDisk
	case n < crash+0.24 && mayJump && p.jump():
	case n < crash+0.27:
		f.wait = p.between(0, 6*time.Second) // may be longer than a desk waits
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
		return fmt.Sprintf(", and then the process stands still for %v", f.stall)
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
