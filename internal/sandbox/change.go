package sandbox

import "time"

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
	t, refused := decide(p, s.left(parent, now.UnixNano()))
	if refused != "" {
		return transaction{}, refused, nil
	}
	t, err := s.book(t)
	return t, "", err
}

// left is what can still be refunded of a payment: what was settled less the
// refunds that are not cancelled. Payouts are not refunds of it.
func (s *store) left(parent string, now int64) int64 {
	i, _ := s.number(parent)
	p := s.at(i)
	left := p.settleMinor
	refundKind, payout := s.word(typeRefund), s.word(accountPayout)
	for link := p.lastChild; link != 0; {
		r := s.at(link - 1)
		if r.kind == refundKind && r.account != payout && r.errorCode == 0 && s.statusAt(r, now) != cancelled {
			left -= r.settleMinor
		}
		link = r.sibling
	}
	return left
}

// update changes transactions, all of them or none, and returns the error code
// that refused it.
func (s *store) update(references []string, now time.Time, change func(t *transaction) string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	numbers := make([]uint32, len(references))
	changed := make([]transaction, len(references))
	for k, reference := range references {
		t, ok := s.lookUp(reference, now)
		if !ok {
			return "60014", nil
		}
		numbers[k], _ = s.number(reference)
		if refused := change(&t); refused != "" {
			return refused, nil
		}
		changed[k] = t
	}
	before := make([]record, len(numbers))
	for k, i := range numbers {
		before[k] = *s.at(i)
		s.replace(i, s.pack(&changed[k]))
	}
	if err := s.keep(numbers); err != nil {
		for k, i := range numbers {
			s.replace(i, before[k])
		}
		return "", err
	}
	for k, i := range numbers {
		s.before[i] = before[k]
		was, is := before[k].texts.get(orderReference), s.at(i).texts.get(orderReference)
		if was != is {
			s.reindexOrder(i, was, is)
		}
	}
	return "", nil
}

// replace puts a new record in an old one's place, links kept.
func (s *store) replace(i uint32, r record) {
	was := s.at(i)
	r.parent, r.lastChild, r.sibling = was.parent, was.lastChild, was.sibling
	r.sameOrder, r.sameCard = was.sameOrder, was.sameCard
	*was = r
}
