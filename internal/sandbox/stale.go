package sandbox

import "time"

// A stale record is how queries still show a transaction that was updated, and
// until when (nanoseconds). Of several updates each shows in its own time, so a
// query sees what was so some time ago, and never a mixture.
type stale struct {
	was   record
	until int64
}

// showLate lets queries show a transaction as it was before its newest update
// until a time on the bank's clock.
func (s *store) showLate(reference string, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.number(reference)
	if !ok {
		return
	}
	if was, ok := s.before[i]; ok {
		s.late[i] = append(s.late[i], stale{was, until.UnixNano()})
	}
}

// shown is a transaction as a query shows it at a time.
func (s *store) shown(i uint32, now int64) transaction {
	for _, v := range s.late[i] { // the oldest first
		if now < v.until {
			return s.unpackRecord(i, &v.was, now)
		}
	}
	return s.unpack(i, now)
}
