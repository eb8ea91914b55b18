package book

import (
	"slices"
	"time"

	"motoconsole/gateway"
)

// Refund books a child that depends on how much is left of its parent. It decides
// and books under one lock, so that two refunds at once cannot both have the last
// of the money. decide returns the child, or the error code that refuses it.
func (s *Book) Refund(parent string, now time.Time, decide func(parent Transaction, left int64) (Transaction, string)) (Transaction, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.lookUp(parent, now)
	if !ok {
		return Transaction{}, "20004", nil
	}
	t, refused := decide(p, s.left(&p, now))
	if refused != "" {
		return Transaction{}, refused, nil
	}
	t, err := s.book(t)
	return t, "", err
}

// left is how much of a payment can still be refunded: what settled less the
// refunds that are not cancelled. Payouts are not refunds of it.
func (s *Book) left(parent *Transaction, now time.Time) int64 {
	left := parent.SettleMinor
	for _, i := range s.children[parent.Serial-FirstSerial] {
		r := s.transactions[i]
		if r.RequestType == TypeRefund && r.Account != AccountPayout && r.ErrorCode == "0" && s.statusAt(r, now) != gateway.SettleCancelled {
			left -= r.SettleMinor
		}
	}
	return left
}

// AddOnly books a transaction unless its parent has a payment as a child
// already. It decides and books under one lock.
func (s *Book) AddOnly(t Transaction) (Transaction, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.number(t.Parent); ok {
		for _, i := range s.children[p] {
			if kind := s.transactions[i].RequestType; kind == TypeAuth || kind == TypeAccountCheck {
				return Transaction{}, false, nil
			}
		}
	}
	t, err := s.book(t)
	return t, true, err
}

// Update changes transactions, all of them or none, and returns the error code
// that refused it.
func (s *Book) Update(references []string, now time.Time, change func(t *Transaction) string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := make([]*Transaction, len(references))
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
		i := t.Serial - FirstSerial
		was := s.transactions[i]
		s.before[i], s.transactions[i] = was, t
		s.reindexOrder(i, was.Texts.Get(OrderReference), t.Texts.Get(OrderReference))
	}
	return "", nil
}

// reindexOrder finds a transaction under its new order reference.
func (s *Book) reindexOrder(i int, before, after string) {
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

// amend changes one transaction, whether queries find it yet or not. If it fails,
// nothing has changed.
func (s *Book) amend(reference string, change func(t *Transaction)) error {
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
