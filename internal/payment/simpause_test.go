package payment

import (
	"time"
)

// A process that is paused (SIGSTOP, a debugger) and a machine that sleeps stand
// still with all their goroutines, at any step, while the clocks run on. What
// cannot be simulated is a pause inside the one step that tests the gate and
// writes: that request leaves late all the same, and the README says so.

// standstill is how long they stand still: some seconds, or long enough for a whole
// judgement.
func (s *sim) standstill() time.Duration {
	switch s.rng.IntN(3) {
	case 0:
		return s.between(time.Second, 30*time.Second)
	case 1:
		return s.between(30*time.Second, 5*time.Minute)
	default:
		return s.between(3*time.Minute, 20*time.Minute)
	}
}

// pauseFor stops the process.
func (p *process) pauseFor(d time.Duration, why string) {
	p.log("is paused for %v, %s", d, why)
	p.frozen.Store(time.Now().Add(d).UnixNano())
}

// mayStop stops the process, or its machine, now and then. It is asked at each
// step.
func (p *process) mayStop(what string) {
	if !p.faulty || !p.chance(p.pauseRate) {
		return
	}
	switch n := p.rng.IntN(10); {
	case n < 6:
		p.struck(strikePaused)
		p.pauseFor(p.standstill(), "before "+what)
	case n < 9:
		d := p.standstill()
		p.struck(strikeAsleep)
		p.log("its machine sleeps for %v, before %s", d, what)
		p.host.asleep.Store(time.Now().Add(d).UnixNano())
	default:
		p.powerCut()
	}
}

// powerCut ends every process of the machine at once.
func (p *process) powerCut() {
	p.struck(strikePower)
	for _, other := range p.processes {
		if other.host == p.host && !other.isDead() {
			other.die("of a power cut")
		}
	}
	if p.mutant.unsynced {
		p.loses()
	}
}

// left is how much longer the process stands still.
func (p *process) left() time.Duration {
	select {
	case <-p.calm:
		return 0
	default:
		return time.Until(time.Unix(0, max(p.frozen.Load(), p.host.asleep.Load())))
	}
}

// thaw waits while the process stands still, and reports false when it is dead.
func (p *process) thaw() bool {
	for !p.isDead() {
		left := p.left()
		if left <= 0 {
			return true
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-p.calm:
		case <-p.dead:
		}
		timer.Stop()
	}
	return false
}
