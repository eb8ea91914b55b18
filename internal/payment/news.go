package payment

import (
	"slices"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Publisher receives news of attempts. Publish must not block. *News is one.
type Publisher interface{ Publish(a Attempt) }

// Hear publishes an attempt as the journal has it.
func (n *News) Hear(e journal.Entry) { n.Publish(AttemptOf(e)) }

// publish tells the publisher, if there is one.
func publish(p Publisher, a Attempt) {
	if p != nil {
		p.Publish(a)
	}
}

// News carries what becomes known of attempts to its subscribers: an answer that
// came late, a query's finding, the action of another console or a supervisor. All
// code that finds something out publishes it here. Only News drops what it has
// already told. The zero value is ready to use.
type News struct {
	mu    sync.Mutex
	told  map[string]saying
	order []string // of told, oldest first
	subs  []*Subscription
}

// toldKept is the number of attempts whose last news is kept.
const toldKept = 2000

// saying is what subscribers need to know of an attempt.
type saying struct {
	state                                   State
	outcome                                 gateway.Outcome
	alarm, resolution, resolvedBy, evidence string
	reference                               string
	checks                                  int
	next                                    time.Time
}

func sayingOf(a Attempt) saying {
	s := saying{
		state: a.State, outcome: a.Outcome, alarm: a.Alarm, resolution: a.Resolution, resolvedBy: a.ResolvedBy,
		evidence: a.Evidence, reference: a.CurrentReference,
	}
	if a.State != Known { // the next check matters only until the outcome is known
		s.checks, s.next = a.Checks, a.NextCheck.UTC().Round(0)
	}
	return s
}

// adds reports a saying that tells more than the one already told. An outcome never
// becomes unknown again: a saying without one is from an earlier look at the
// attempt.
func (s saying) adds(told saying) bool {
	if s.state != Known && (told.state == Known || s.checks < told.checks) {
		return false
	}
	return s != told
}

// Publish tells all subscribers of an attempt its present state. It never waits for
// a subscriber.
func (n *News) Publish(a Attempt) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := sayingOf(a)
	told, before := n.told[a.ID]
	if before && !now.adds(told) {
		return
	}
	n.keep(a.ID, now, before)
	for _, s := range n.subs {
		s.take(a)
	}
}

// keep keeps the last news of an attempt, and drops the oldest when there are too
// many.
func (n *News) keep(id string, now saying, before bool) {
	if n.told == nil {
		n.told = map[string]saying{}
	}
	n.told[id] = now
	if before {
		return
	}
	if n.order = append(n.order, id); len(n.order) > toldKept {
		delete(n.told, n.order[0])
		n.order = slices.Delete(n.order, 0, 1)
	}
}

// Subscribe begins a subscription. It receives what is published from now on.
func (n *News) Subscribe() *Subscription {
	s := &Subscription{news: n, ready: make(chan struct{}, 1)}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.subs = append(n.subs, s)
	return s
}

// Subscription holds the news that one reader has not taken yet. A slow reader
// misses states in between, but never the present one.
type Subscription struct {
	news    *News
	ready   chan struct{}
	pending []Attempt // the latest of each attempt; news.mu guards it
}

// take keeps an attempt for the reader. The caller holds news.mu.
func (s *Subscription) take(a Attempt) {
	if i := slices.IndexFunc(s.pending, func(p Attempt) bool { return p.ID == a.ID }); i >= 0 {
		s.pending = slices.Delete(s.pending, i, i+1)
	}
	s.pending = append(s.pending, a)
	select {
	case s.ready <- struct{}{}:
	default: // the reader has a signal that it has not taken yet
	}
}

// Ready gets a value when there is something to Take.
func (s *Subscription) Ready() <-chan struct{} { return s.ready }

// Take gives the attempts that were published since the last Take, in order.
func (s *Subscription) Take() []Attempt {
	s.news.mu.Lock()
	defer s.news.mu.Unlock()
	taken := s.pending
	s.pending = nil
	return taken
}

// Cancel ends the subscription. It may be called more than once.
func (s *Subscription) Cancel() {
	s.news.mu.Lock()
	defer s.news.mu.Unlock()
	s.pending = nil
	s.news.subs = slices.DeleteFunc(s.news.subs, func(other *Subscription) bool { return other == s })
}
