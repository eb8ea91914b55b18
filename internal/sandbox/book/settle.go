package book

import (
	"errors"
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

// settlingShare is the part of Config.SettleAfter during which a payment is
// settling (10) before it is settled, so that it can be seen there.
const settlingShare = 5

// BeginSettlement begins the settlement of due transactions; see
// Bank.BeginSettlement.
func (s *Book) BeginSettlement(now time.Time) (int, error) {
	return s.advance(now, func(t *Transaction, now time.Time) gateway.SettleStatus {
		if t.waits() && !now.Before(t.dueFrom()) {
			return gateway.SettleSettling
		}
		return t.SettleStatus
	})
}

// Settle does a whole run. It changes payments that settled before and change once
// more, sends due ones to the bank, and settles those under way.
func (s *Book) Settle(now time.Time) error {
	_, turned := s.advance(now, func(t *Transaction, _ time.Time) gateway.SettleStatus {
		if to, ok := t.secondThought(); ok {
			return to
		}
		return t.SettleStatus
	})
	_, begun := s.BeginSettlement(now)
	_, arrived := s.advance(now, func(t *Transaction, _ time.Time) gateway.SettleStatus {
		if t.SettleStatus == gateway.SettleSettling {
			return t.arrival()
		}
		return t.SettleStatus
	})
	return errors.Join(turned, begun, arrived)
}

// advance first applies what time alone has changed, then moves transactions to
// other settle statuses, and returns how many moved. If it fails, nothing has
// changed.
func (s *Book) advance(now time.Time, move func(t *Transaction, now time.Time) gateway.SettleStatus) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	var changed []*Transaction
	for _, t := range s.transactions {
		if !t.Settles() || t.IsRaise() {
			continue
		}
		moved := *t
		if status := s.statusAt(t, now); status != moved.SettleStatus {
			moved.SettleStatus, moved.Since = status, now
		}
		if status := move(&moved, now); status != moved.SettleStatus {
			moved.SettleStatus, moved.Since = status, now
			n++
		}
		if moved.SettleStatus != t.SettleStatus {
			changed = append(changed, &moved)
		}
	}
	if err := s.keep(changed...); err != nil {
		return 0, err
	}
	for _, t := range changed {
		s.transactions[t.Serial-FirstSerial] = t
	}
	return n, nil
}

// statusAt is the settle status of a transaction at a time. Nothing runs in the
// background: each look works out what time alone has changed.
func (s *Book) statusAt(t *Transaction, now time.Time) gateway.SettleStatus {
	if !t.Settles() {
		return t.SettleStatus
	}
	if t.IsRaise() {
		return s.statusOfRaise(t, now)
	}
	switch t.SettleStatus {
	case gateway.SettleSuspended:
		if !now.Before(t.Started.Add(time.Duration(LimitDays(t.AuthMethod)) * 24 * time.Hour)) {
			return gateway.SettleCancelled
		}
	case gateway.SettlePending, gateway.SettleOverride, gateway.SettleSettling:
		arrives := t.Since
		if due := t.dueFrom(); due.After(arrives) {
			arrives = due
		}
		arrives = arrives.Add(s.settleAfter)
		switch {
		case s.settleAfter <= 0 || now.Before(arrives.Add(-s.settleAfter/settlingShare)):
			return t.SettleStatus
		case now.Before(arrives):
			return gateway.SettleSettling
		}
		ended := *t
		ended.SettleStatus, ended.Since = t.arrival(), arrives
		return s.statusAt(&ended, now)
	case gateway.SettleSettled, gateway.SettleCancelled:
		if turned, ok := t.secondThought(); ok && s.settleAfter > 0 && !now.Before(t.Since.Add(s.settleAfter)) {
			return turned
		}
	}
	return t.SettleStatus
}

// waits reports a transaction that the next run takes once it is due.
func (t *Transaction) waits() bool {
	return t.SettleStatus == gateway.SettlePending || t.SettleStatus == gateway.SettleOverride
}

// arrival is the settle status of money that arrives.
func (t *Transaction) arrival() gateway.SettleStatus {
	if t.isTransfer() && (t.Minor == failingTransfer || t.Minor == recoveredTransfer) {
		return gateway.SettleCancelled
	}
	return gateway.SettleSettled
}

// secondThought is the later settle status of a payment that has arrived and does
// not stay.
func (t *Transaction) secondThought() (gateway.SettleStatus, bool) {
	switch {
	case !t.isTransfer() || t.ErrorCode != "0":
	case t.Minor == revokedTransfer && t.SettleStatus == gateway.SettleSettled:
		return gateway.SettleCancelled, true
	case t.Minor == recoveredTransfer && t.SettleStatus == gateway.SettleCancelled:
		return gateway.SettleSettled, true
	}
	return t.SettleStatus, false
}

// isTransfer reports a payment by MyBank.
func (t *Transaction) isTransfer() bool {
	return t.PaymentType == TypeMyBank && t.RequestType == TypeAuth
}

// dueFrom is the first moment of the day a transaction may settle on.
func (t *Transaction) dueFrom() time.Time {
	due, _ := time.Parse(time.DateOnly, t.SettleDue) // checked
	return due
}

// LimitDays is how many days after the authorisation a payment can settle.
func LimitDays(authMethod string) int {
	if authMethod == "PRE" {
		return 31
	}
	return 7
}
