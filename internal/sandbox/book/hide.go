package book

import (
	"time"

	"motoconsole/gateway"
)

// Changes that faults make to a transaction that was just booked. Each leaves the
// book unchanged if there is no such transaction.

// Hide hides a transaction from queries, updates and children until a time on the
// bank's clock, as the gateway does with a very new one.
func (s *Book) Hide(reference string, until time.Time) error {
	return s.amend(reference, func(t *Transaction) { t.VisibleAt = until.UTC() })
}

// ShowAll shows everything in its present state: hidden transactions, and updates
// that do not show yet.
func (s *Book) ShowAll() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.late)
	for i, was := range s.transactions {
		if was.VisibleAt.IsZero() {
			continue
		}
		t := *was
		t.VisibleAt = time.Time{}
		if err := s.keep(&t); err != nil {
			return err
		}
		s.transactions[i] = &t
	}
	return nil
}

// visible reports whether a transaction can be found at a time.
func (t *Transaction) visible(now time.Time) bool { return !now.Before(t.VisibleAt) }

// SetAside suspends a transaction, as the gateway does with a duplicate.
func (s *Book) SetAside(reference string) error {
	return s.amend(reference, func(t *Transaction) {
		if booked := s.asOf(t, t.Started); booked.Updatable() {
			t.SettleStatus = gateway.SettleSuspended
		}
	})
}

// Deny declines a transaction as a bank does, with the bank's own code.
func (s *Book) Deny(reference, code string) error {
	return s.amend(reference, func(t *Transaction) {
		t.ErrorCode, t.SettleStatus = gateway.CodeDeclined, gateway.SettleCancelled
		if code == wrongCode {
			t.Checks.SecurityCode = gateway.CheckNotMatched
		}
		t.Texts = t.Texts.With(ShownBankCode, code)
	})
}

// inPart is a bank's own code of an approval of less than was asked for.
const inPart = "10"

// ApproveInPart shows a transaction as approved for a part of its amount. It does not say
// how much, as no field of the interface does.
func (s *Book) ApproveInPart(reference string) error {
	return s.amend(reference, func(t *Transaction) { t.Texts = t.Texts.With(ShownBankCode, inPart) })
}

// Stamp moves a transaction's own time, as a host with a wrong clock would have
// written it.
func (s *Book) Stamp(reference string, ahead time.Duration) error {
	return s.amend(reference, func(t *Transaction) { t.Started = t.Started.Add(ahead) })
}

// Origin writes down where a transaction came from.
func (s *Book) Origin(reference, from string) error {
	return s.amend(reference, func(t *Transaction) { t.Texts = t.Texts.With(ShownInterface, from) })
}

// A stale transaction is an updated one as queries still show it, and until when.
// Several updates each show in their own time, so a query sees an earlier state,
// but never a mixture.
type stale struct {
	was   *Transaction
	until time.Time
}

// ShowLate lets queries show a transaction as it was before its newest update
// until a time on the bank's clock.
func (s *Book) ShowLate(reference string, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.number(reference)
	if !ok {
		return
	}
	if was, ok := s.before[i]; ok {
		s.late[i] = append(s.late[i], stale{was, until})
	}
}

// shown is a transaction as a query shows it at a time.
func (s *Book) shown(i int, now time.Time) Transaction {
	for _, v := range s.late[i] { // oldest first
		if now.Before(v.until) {
			return s.asOf(v.was, now)
		}
	}
	return s.asOf(s.transactions[i], now)
}
