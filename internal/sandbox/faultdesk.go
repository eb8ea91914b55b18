package sandbox

import (
	"errors"
	"slices"
	"sync"
)

// desk keeps the faults that are set and deals them out.
type desk struct {
	dice *dice

	mu    sync.Mutex
	rules []rule
	ports map[*port]struct{} // what listens for this bank
}

func newDesk(d *dice) *desk { return &desk{dice: d, ports: make(map[*port]struct{})} }

func (d *desk) add(r rule) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case r.kind.stage == onConnection && len(d.ports) == 0:
		return errors.New("faults of a connection can be set once the bank is listening")
	case r.Name == "refuse" && r.Rate == 0:
		for p := range d.ports {
			p.leave(r.Arg)
		}
		return nil
	case len(d.rules) >= maxFaults:
		return errors.New("too many faults are set: clear them first")
	}
	d.rules = append(d.rules, r)
	return nil
}

func (d *desk) clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rules = nil
	for p := range d.ports {
		p.leave(0)
	}
}

func (d *desk) list() []Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]Fault, len(d.rules))
	for i, r := range d.rules {
		out[i] = r.Fault
		out[i].Types = slices.Clone(r.Types)
	}
	return out
}

func (d *desk) register(p *port) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ports[p] = struct{}{}
}

func (d *desk) forget(p *port) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ports, p)
}

// onConnection is the fault that strikes a new connection, if any.
func (d *desk) onConnection() (rule, bool) {
	struck := d.deal(func(r rule, dealt []rule) bool {
		return r.kind.stage == onConnection && len(dealt) == 0
	})
	if len(struck) == 0 {
		return rule{}, false
	}
	return struck[0], true
}

// onRequest are the faults that strike a request of these types: at most one
// of those that decide about the answer, and any of the others.
func (d *desk) onRequest(types []string, asked *rule) []rule {
	decided := func(dealt []rule) bool {
		return asked != nil && asked.kind.stage.decides() ||
			slices.ContainsFunc(dealt, func(r rule) bool { return r.kind.stage.decides() })
	}
	dealt := d.deal(func(r rule, dealt []rule) bool {
		if r.kind.stage == onConnection || r.kind.stage.decides() && decided(dealt) {
			return false
		}
		return r.strikes(types)
	})
	if asked != nil {
		dealt = append(dealt, *asked)
	}
	return dealt
}

// deal throws the dice for every fault that fits, and counts those that strike.
func (d *desk) deal(fits func(r rule, dealt []rule) bool) []rule {
	d.mu.Lock()
	defer d.mu.Unlock()
	var dealt []rule
	left := d.rules[:0]
	for _, r := range d.rules {
		if fits(r, dealt) && (r.Rate == 0 || d.dice.chance(r.Rate)) {
			dealt = append(dealt, r)
			if r.Count == 1 {
				continue // that was the last time
			}
			r.Count = max(0, r.Count-1)
		}
		left = append(left, r)
	}
	clear(d.rules[len(left):])
	d.rules = left
	return dealt
}
