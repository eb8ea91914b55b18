package sandbox

import (
	"log/slog"
	"time"
)

// Settle statuses as a record holds them.
const (
	pending   = 0
	override  = 1
	suspended = 2
	cancelled = 3
	settling  = 10
	settled   = 100
)

// The baseamounts of MyBank payments that do not simply settle. The vendor has no
// such numbers: its testers press buttons on MyBank's own pages.
const (
	failingTransfer   = 1003 // the payer never finishes: cancelled
	revokedTransfer   = 1004 // settled, and cancelled later
	recoveredTransfer = 1005 // cancelled, and settled later
)

// settlingShare is the part of Config.SettleAfter that a payment is on its way
// (10) before it is settled, so that those who watch can see it there.
const settlingShare = 5

// BeginSettlement sends what is due to the bank: pending payments and refunds
// (0 and 1) whose settleduedate has come go to 10, where they can no longer be
// changed. It returns how many.
func (b *Bank) BeginSettlement() int {
	return b.settle(func(r *record, now int64) uint8 {
		if (r.status == pending || r.status == override) && now >= r.dueFrom() {
			return settling
		}
		return r.status
	})
}

// Settle does a whole daily settlement run at once: pending payments and
// refunds whose settleduedate has come pass 10 and are settled (100), and so is
// all that was on its way. Payments that are suspended or due later stay. What
// an earlier run ended, and MyBank thinks better of, changes again.
func (b *Bank) Settle() {
	b.settle(func(r *record, _ int64) uint8 {
		if turned, ok := b.book.secondThought(r); ok {
			return turned
		}
		return r.status
	})
	b.BeginSettlement()
	b.settle(func(r *record, _ int64) uint8 {
		if r.status == settling {
			return b.book.arrival(r)
		}
		return r.status
	})
}

func (b *Bank) settle(move func(r *record, now int64) uint8) int {
	n, err := b.book.advance(b.now(), move)
	if err != nil {
		b.log.Error("nothing settled, the state file cannot be written", slog.Any("error", err))
	}
	return n
}

// advance moves records to other settle statuses, after what time alone has
// brought about, and returns how many moved. With an error nothing has changed.
func (s *store) advance(at time.Time, move func(r *record, now int64) uint8) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, n := at.UnixNano(), 0
	var changed []uint32
	var was []record
	for i := range s.count {
		r := s.at(i)
		if !s.settles(r) {
			continue
		}
		before := *r
		if status := s.statusAt(r, now); status != r.status {
			r.status, r.since = status, now
		}
		if status := move(r, now); status != r.status {
			r.status, r.since = status, now
			n++
		}
		if r.status != before.status {
			changed, was = append(changed, i), append(was, before)
		}
	}
	if err := s.keep(changed); err != nil {
		for k, i := range changed {
			s.replace(i, was[k])
		}
		return 0, err
	}
	return n, nil
}

// statusAt is the settle status of a record at a time. Nothing runs in the
// background: each look works out what time alone has brought about.
func (s *store) statusAt(r *record, now int64) uint8 {
	if !s.settles(r) {
		return r.status
	}
	after := int64(s.settleAfter)
	switch r.status {
	case suspended:
		limit := r.started + int64(limitDays(authMethodName(r.authMethod)))*secondsADay*int64(time.Second)
		if now >= limit {
			return cancelled
		}
	case pending, override, settling:
		arrives := max(r.since, r.dueFrom()) + after
		switch {
		case after <= 0 || now < arrives-after/settlingShare:
			return r.status
		case now < arrives:
			return settling
		}
		ended := *r
		ended.status, ended.since = s.arrival(r), arrives
		return s.statusAt(&ended, now)
	case settled, cancelled:
		if turned, ok := s.secondThought(r); ok && after > 0 && now >= r.since+after {
			return turned
		}
	}
	return r.status
}

// arrival is what becomes of money on its way.
func (s *store) arrival(r *record) uint8 {
	if s.isTransfer(r) && (r.minor == failingTransfer || r.minor == recoveredTransfer) {
		return cancelled
	}
	return settled
}

// secondThought is where a payment goes that has arrived and does not stay.
func (s *store) secondThought(r *record) (uint8, bool) {
	switch {
	case !s.isTransfer(r) || r.errorCode != 0:
	case r.minor == revokedTransfer && r.status == settled:
		return cancelled, true
	case r.minor == recoveredTransfer && r.status == cancelled:
		return settled, true
	}
	return r.status, false
}

// isTransfer reports a payment by MyBank.
func (s *store) isTransfer(r *record) bool {
	return s.words.byID[r.payment] == typeMyBank && s.words.byID[r.kind] == typeAuth
}

// settles reports whether a record is of a kind that settlement touches.
func (s *store) settles(r *record) bool {
	switch s.words.byID[r.kind] {
	case typeAuth, typeRefund:
		return true
	}
	return false
}

// dueFrom is the first moment of the day a record may settle on.
func (r *record) dueFrom() int64 { return int64(r.due) * secondsADay * int64(time.Second) }
