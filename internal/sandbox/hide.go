package sandbox

import (
	"time"

	"motoconsole/gateway"
)

// What faults on request do to a transaction that was just booked. Both leave
// the book as it is when there is no such transaction.

// hide keeps a transaction from queries, updates and children until a time on
// the bank's clock, as the gateway does with a very new one.
func (s *store) hide(reference string, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.number(reference)
	if !ok {
		return nil
	}
	s.sweep(s.at(i).started)
	s.hidden[i] = until.UnixNano()
	return s.keep([]uint32{i})
}

// setAside suspends a transaction, as the gateway does with a duplicate.
func (s *store) setAside(reference string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.number(reference)
	if !ok {
		return nil
	}
	t := s.unpack(i, s.at(i).started)
	if !t.updatable() {
		return nil
	}
	t.settleStatus = gateway.SettleSuspended
	s.replace(i, s.pack(&t))
	return s.keep([]uint32{i})
}

// visible reports whether a record can be found at a time.
func (s *store) visible(i uint32, now int64) bool {
	at, waiting := s.hidden[i]
	return !waiting || now >= at
}

// sweep forgets the waiting times that are over, now and then.
func (s *store) sweep(now int64) {
	if len(s.hidden) < s.sweepAbove {
		return
	}
	for i, at := range s.hidden {
		if at <= now {
			delete(s.hidden, i)
		}
	}
	s.sweepAbove = max(chunkSize, 2*len(s.hidden))
}
