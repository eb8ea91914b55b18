package sandbox

import (
	"slices"
	"time"

	"motoconsole/gateway"
)

// refund books a child whose making depends on what is left of its parent. It
// decides and books under one lock, so that two refunds at once cannot both
// have the last of the money. decide returns the child, or the error code that
// refuses it.
func (s *store) refund(parent string, now time.Time, decide func(parent transaction, left int64) (transaction, string)) (transaction, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.lookUp(parent, now)
	if !ok {
		return transaction{}, "20004", nil
	}
	t, refused := decide(p, s.left(&p, now))
	if refused != "" {
		return transaction{}, refused, nil
	}
	t, err := s.book(t)
	return t, "", err
}

// left is what can still be refunded of a payment: what was settled less the
// refunds that are not cancelled. Payouts are not refunds of it.
func (s *store) left(parent *transaction, now time.Time) int64 {
	left := parent.settleMinor
	for _, i := range s.children[parent.serial-firstSerial] {
		r := s.transactions[i]
		if r.requestType == typeRefund && r.account != accountPayout && r.errorCode == "0" && s.statusAt(r, now) != gateway.SettleCancelled {
			left -= r.settleMinor
		}
	}
	return left
}

// addOnly books a transaction unless its parent has a payment as a child
// already. It decides and books under one lock.
func (s *store) addOnly(t transaction) (transaction, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.number(t.parent); ok {
		for _, i := range s.children[p] {
			if kind := s.transactions[i].requestType; kind == typeAuth || kind == typeAccountCheck {
				return transaction{}, false, nil
			}
		}
	}
	t, err := s.book(t)
	return t, true, err
}

// update changes transactions, all of them or none, and returns the error code
// that refused it.
func (s *store) update(references []string, now time.Time, change func(t *transaction) string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := make([]*transaction, len(references))
	for k, reference := range references {
		t, ok := s.lookUp(reference, now)
		if !ok {
			return "60014", nil
		}
		if refused := change(&t); refused != "" {
			return refused, nil
		}
		changed[k] = &t
	}
	if err := s.keep(changed...); err != nil {
		return "", err
	}
	for _, t := range changed {
		i := t.serial - firstSerial
		was := s.transactions[i]
		s.before[i], s.transactions[i] = was, t
		s.reindexOrder(i, was.texts.get(orderReference), t.texts.get(orderReference))
	}
	return "", nil
}

// reindexOrder finds a transaction under its new order reference.
func (s *store) reindexOrder(i int, before, after string) {
	if before == after {
		return
	}
	if before != "" {
		s.byOrder[before] = slices.DeleteFunc(s.byOrder[before], func(n int) bool { return n == i })
	}
	if after != "" {
		s.byOrder[after] = append(s.byOrder[after], i)
	}
}

// amend changes one transaction that is there, found by queries or not. With
// an error nothing has changed.
func (s *store) amend(reference string, change func(t *transaction)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.number(reference)
	if !ok {
		return nil
	}
	t := *s.transactions[i]
	change(&t)
	if err := s.keep(&t); err != nil {
		return err
	}
	s.transactions[i] = &t
	return nil
}
