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

// failingTransfer is the baseamount of a MyBank payment whose payer never
// finishes at the bank: settlement cancels it. The vendor has no such number;
// its testers press a button on MyBank's own pages.
const failingTransfer = 1003

// settlingShare is the part of Config.SettleAfter that a payment is on its way
// (10) before it is settled, so that those who watch can see it there.
const settlingShare = 5

// BeginSettlement sends what is due to the bank: pending payments and refunds
// (0 and 1) whose settleduedate has come go to 10, where they can no longer be
// changed. It returns how many.
func (b *Bank) BeginSettlement() int {
	return b.settle(settling, func(r *record, now int64) bool {
		return (r.status == pending || r.status == override) && now >= r.dueFrom()
	})
}

// Settle does a whole daily settlement run at once: pending payments and
// refunds whose settleduedate has come pass 10 and are settled (100), and so is
// all that was on its way. Payments that are suspended or due later
// stay.
func (b *Bank) Settle() {
	b.BeginSettlement()
	b.settle(settled, func(r *record, _ int64) bool { return r.status == settling })
}

func (b *Bank) settle(to uint8, pick func(r *record, now int64) bool) int {
	n, err := b.book.advance(b.now(), to, pick)
	if err != nil {
		b.log.Error("nothing settled, the state file cannot be written", slog.Any("error", err))
	}
	return n
}

// advance puts the records that are picked into a settle status, and returns
// how many got there. With an error nothing has changed.
func (s *store) advance(at time.Time, to uint8, pick func(r *record, now int64) bool) (int, error) {
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
		if pick(r, now) {
			r.status, r.since = to, now
			if to == settled {
				r.status = s.arrival(r)
			}
			if r.status == to {
				n++
			}
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
// background: what time alone has brought about is worked out when somebody
// looks.
func (s *store) statusAt(r *record, now int64) uint8 {
	switch r.status {
	case suspended:
		limit := r.started + int64(limitDays(authMethodName(r.authMethod)))*secondsADay*int64(time.Second)
		if now >= limit && s.settles(r) {
			return cancelled
		}
	case pending, override, settling:
		if s.settleAfter <= 0 || !s.settles(r) {
			return r.status
		}
		arrives := max(r.since, r.dueFrom()) + int64(s.settleAfter)
		if now >= arrives {
			return s.arrival(r)
		}
		if now >= arrives-int64(s.settleAfter)/settlingShare {
			return settling
		}
	}
	return r.status
}

// arrival is what becomes of money on its way.
func (s *store) arrival(r *record) uint8 {
	if s.words.byID[r.payment] == typeMyBank && r.minor == failingTransfer {
		return cancelled
	}
	return settled
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
