package sandbox

import (
	"log/slog"
	"time"

	"motoconsole/gateway"
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
	return b.settle(func(t *transaction, now time.Time) gateway.SettleStatus {
		if t.waits() && !now.Before(t.dueFrom()) {
			return gateway.SettleSettling
		}
		return t.settleStatus
	})
}

// Settle does a whole daily settlement run at once: pending payments and
// refunds whose settleduedate has come pass 10 and are settled (100), and so is
// all that was on its way. Payments that are suspended or due later stay. What
// an earlier run ended, and MyBank thinks better of, changes again.
func (b *Bank) Settle() {
	b.settle(func(t *transaction, _ time.Time) gateway.SettleStatus {
		if turned, ok := t.secondThought(); ok {
			return turned
		}
		return t.settleStatus
	})
	b.BeginSettlement()
	b.settle(func(t *transaction, _ time.Time) gateway.SettleStatus {
		if t.settleStatus == gateway.SettleSettling {
			return t.arrival()
		}
		return t.settleStatus
	})
}

func (b *Bank) settle(move func(t *transaction, now time.Time) gateway.SettleStatus) int {
	n, err := b.book.advance(b.now(), move)
	if err != nil {
		b.log.Error("nothing settled, the state file cannot be written", slog.Any("error", err))
	}
	return n
}

// advance moves transactions to other settle statuses, after what time alone
// has brought about, and returns how many moved. With an error nothing has
// changed.
func (s *store) advance(now time.Time, move func(t *transaction, now time.Time) gateway.SettleStatus) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	var changed []*transaction
	for _, t := range s.transactions {
		if !t.settles() {
			continue
		}
		moved := *t
		if status := s.statusAt(t, now); status != moved.settleStatus {
			moved.settleStatus, moved.since = status, now
		}
		if status := move(&moved, now); status != moved.settleStatus {
			moved.settleStatus, moved.since = status, now
			n++
		}
		if moved.settleStatus != t.settleStatus {
			changed = append(changed, &moved)
		}
	}
	if err := s.keep(changed...); err != nil {
		return 0, err
	}
	for _, t := range changed {
		s.transactions[t.serial-firstSerial] = t
	}
	return n, nil
}

// statusAt is the settle status of a transaction at a time. Nothing runs in the
// background: each look works out what time alone has brought about.
func (s *store) statusAt(t *transaction, now time.Time) gateway.SettleStatus {
	if !t.settles() {
		return t.settleStatus
	}
	switch t.settleStatus {
	case gateway.SettleSuspended:
		if !now.Before(t.started.Add(time.Duration(limitDays(t.authMethod)) * 24 * time.Hour)) {
			return gateway.SettleCancelled
		}
	case gateway.SettlePending, gateway.SettleOverride, gateway.SettleSettling:
		arrives := t.since
		if due := t.dueFrom(); due.After(arrives) {
			arrives = due
		}
		arrives = arrives.Add(s.settleAfter)
		switch {
		case s.settleAfter <= 0 || now.Before(arrives.Add(-s.settleAfter/settlingShare)):
			return t.settleStatus
		case now.Before(arrives):
			return gateway.SettleSettling
		}
		ended := *t
		ended.settleStatus, ended.since = t.arrival(), arrives
		return s.statusAt(&ended, now)
	case gateway.SettleSettled, gateway.SettleCancelled:
		if turned, ok := t.secondThought(); ok && s.settleAfter > 0 && !now.Before(t.since.Add(s.settleAfter)) {
			return turned
		}
	}
	return t.settleStatus
}

// waits reports a transaction that the next run takes once it is due.
func (t *transaction) waits() bool {
	return t.settleStatus == gateway.SettlePending || t.settleStatus == gateway.SettleOverride
}

// arrival is what becomes of money on its way.
func (t *transaction) arrival() gateway.SettleStatus {
	if t.isTransfer() && (t.minor == failingTransfer || t.minor == recoveredTransfer) {
		return gateway.SettleCancelled
	}
	return gateway.SettleSettled
}

// secondThought is where a payment goes that has arrived and does not stay.
func (t *transaction) secondThought() (gateway.SettleStatus, bool) {
	switch {
	case !t.isTransfer() || t.errorCode != "0":
	case t.minor == revokedTransfer && t.settleStatus == gateway.SettleSettled:
		return gateway.SettleCancelled, true
	case t.minor == recoveredTransfer && t.settleStatus == gateway.SettleCancelled:
		return gateway.SettleSettled, true
	}
	return t.settleStatus, false
}

// isTransfer reports a payment by MyBank.
func (t *transaction) isTransfer() bool {
	return t.paymentType == typeMyBank && t.requestType == typeAuth
}

// dueFrom is the first moment of the day a transaction may settle on.
func (t *transaction) dueFrom() time.Time {
	due, _ := time.Parse(time.DateOnly, t.settleDue) // checked
	return due
}
