package payment

import (
	"slices"
	"sync"

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
	told  map[string]journal.Saying
	order []string // of told, oldest first
	subs  []*Subscription
}

// toldKept is the number of attempts whose last news is kept.
const toldKept = 2000

// sayingOf is what subscribers need to know of an attempt.
func sayingOf(a Attempt) journal.Saying {
	return journal.SayingOf(journal.Entry{
		State: a.State.kept(), Outcome: a.Outcome, Alarm: a.Alarm, Resolution: a.Resolution, ResolvedBy: a.ResolvedBy,
		Evidence: a.Evidence, CurrentReference: a.CurrentReference, Checks: a.Checks, NextCheckAt: a.NextCheck,
	})
}

// kept is the state as the journal has it.
func (s State) kept() journal.State {
	switch s {
	case InDoubt:
		return journal.InDoubt
	case Known:
		return journal.Known
	case Recording, Sending:
	}
	return journal.Open
}

// Publish tells all subscribers of an attempt its present state. It never waits for
// a subscriber.
func (n *News) Publish(a Attempt) {
	n.mu.Lock()
	defer n.mu.Unlock()
	now := sayingOf(a)
	told, before := n.told[a.ID]
	if before && !now.Adds(told) {
		return
	}
	n.keep(a.ID, now, before)
	for _, s := range n.subs {
		s.take(a)
	}
}

// keep keeps the last news of an attempt, and drops the oldest when there are too
// many.
func (n *News) keep(id string, now journal.Saying, before bool) {
	if n.told == nil {
		n.told = map[string]journal.Saying{}
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
