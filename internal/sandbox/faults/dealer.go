package faults

import (
	"errors"
	"slices"
	"sync"
)

// Dealer keeps the faults that are set and decides which requests they strike.
type Dealer struct {
	Dice *Dice

	mu    sync.Mutex
	rules []Rule
	// released is closed to end the pauses of the requests that have arrived.
	released chan struct{}
	ports    map[*Port]struct{} // the ports of this bank
}

// NewDealer is a dealer with no fault set.
func NewDealer(d *Dice) *Dealer {
	return &Dealer{Dice: d, released: make(chan struct{}), ports: make(map[*Port]struct{})}
}

// Add sets one more fault. One that closes the port does so at once.
func (d *Dealer) Add(r Rule) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case r.Kind.Stage == OnConnection && len(d.ports) == 0:
		return errors.New("faults of a connection can be set once the bank is listening")
	case r.Name == "refuse" && r.Rate == 0:
		for p := range d.ports {
			p.leave(r.Arg)
		}
		return nil
	case len(d.rules) >= Max:
		return errors.New("too many faults are set: clear them first")
	}
	d.rules = append(d.rules, r)
	return nil
}

// Clear removes every fault, and opens the ports that one has closed.
func (d *Dealer) Clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rules = nil
	for p := range d.ports {
		p.leave(0)
	}
}

// List is the faults that are set, with what is left of their counts.
func (d *Dealer) List() []Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]Fault, len(d.rules))
	for i, r := range d.rules {
		out[i] = r.Fault
		out[i].Types = slices.Clone(r.Types)
	}
	return out
}

func (d *Dealer) register(p *Port) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ports[p] = struct{}{}
}

func (d *Dealer) forget(p *Port) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ports, p)
}

// onConnection is the fault that strikes a new connection, if any.
func (d *Dealer) onConnection() (Rule, bool) {
	struck := d.deal(func(r Rule, dealt []Rule) bool {
		return r.Kind.Stage == OnConnection && len(dealt) == 0
	})
	if len(struck) == 0 {
		return Rule{}, false
	}
	return struck[0], true
}

// OnRequest are the faults that strike a request of these types: at most one of
// those that decide the answer, and any of the others.
func (d *Dealer) OnRequest(types []string, asked *Rule) []Rule {
	decided := func(dealt []Rule) bool {
		return asked != nil && asked.Kind.Stage.decides() ||
			slices.ContainsFunc(dealt, func(r Rule) bool { return r.Kind.Stage.decides() })
	}
	dealt := d.deal(func(r Rule, dealt []Rule) bool {
		if r.Kind.Stage == OnConnection || r.Kind.Stage.decides() && decided(dealt) {
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
func (d *Dealer) deal(fits func(r Rule, dealt []Rule) bool) []Rule {
	d.mu.Lock()
	defer d.mu.Unlock()
	var dealt []Rule
	left := d.rules[:0]
	for _, r := range d.rules {
		if fits(r, dealt) && (r.Rate == 0 || d.Dice.chance(r.Rate)) {
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
