package sandbox

import (
	"slices"
	"time"
)

// wanted are the values that a filter allows for one thing about a transaction.
type wanted struct {
	of     func(*transaction) string
	values map[string]bool
}

// criteria are the filters of a query made ready for comparing with
// transactions.
type criteria struct {
	*filter
	wanted []wanted
	cards  map[fingerprint]bool
}

// compile makes a filter ready: a query may hold thousands of values.
func compile(f *filter) criteria {
	c := criteria{filter: f, cards: make(map[fingerprint]bool, len(f.cards))}
	for _, card := range f.cards {
		c.cards[card] = true
	}
	for name, values := range f.values {
		set := make(map[string]bool, len(values))
		for _, v := range values {
			set[v] = true
		}
		c.wanted = append(c.wanted, wanted{propertyOf(name), set})
	}
	return c
}

// propertyOf is what a filter of a name looks at.
func propertyOf(name string) func(*transaction) string {
	switch name {
	case "transactionreference":
		return func(t *transaction) string { return t.reference }
	case "parenttransactionreference":
		return func(t *transaction) string { return t.parent }
	case "sitereference":
		return func(t *transaction) string { return t.site }
	case "requesttypedescription":
		return func(t *transaction) string { return t.requestType }
	case "accounttypedescription":
		return func(t *transaction) string { return t.account }
	case "paymenttypedescription":
		return func(t *transaction) string { return t.paymentType }
	case "currencyiso3a":
		return func(t *transaction) string { return t.currency }
	}
	names := textNames()
	id := textID(slices.Index(names[:], name)) // #nosec G115 -- filterFields has no other names
	return func(t *transaction) string { return t.texts.get(id) }
}

// query is the transactions a filter lets through, oldest first and at most so
// many.
func (s *store) query(f *filter, now time.Time, most int) []transaction {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := compile(f)
	var found []transaction
	try := func(i int) bool {
		if t := s.transactions[i]; c.met(t) && t.visible(now) {
			found = append(found, s.shown(i, now))
		}
		return len(found) < most
	}
	if candidates, narrowed := s.candidates(f); narrowed {
		for _, i := range candidates {
			if !try(i) {
				break
			}
		}
		return found
	}
	for i := range s.transactions {
		if !try(i) {
			break
		}
	}
	return found
}

// candidates are the transactions, oldest first, that an index finds for one of
// the filters. It reports false when every transaction has to be looked at.
func (s *store) candidates(f *filter) (found []int, narrowed bool) {
	switch v := f.values; {
	case v["transactionreference"] != nil:
		for _, reference := range v["transactionreference"] {
			if i, ok := s.number(reference); ok {
				found = append(found, i)
			}
		}
	case v["orderreference"] != nil:
		for _, order := range v["orderreference"] {
			found = append(found, s.byOrder[order]...)
		}
	case v["parenttransactionreference"] != nil:
		for _, reference := range v["parenttransactionreference"] {
			if p, ok := s.number(reference); ok {
				found = append(found, s.children[p]...)
			}
		}
	case f.cards != nil:
		for _, card := range f.cards {
			found = append(found, s.byCard[card]...)
		}
	default:
		return nil, false
	}
	slices.Sort(found)
	return slices.Compact(found), true
}

// met reports whether a transaction meets every criterion.
func (c *criteria) met(t *transaction) bool {
	for _, w := range c.wanted {
		if !w.values[w.of(t)] {
			return false
		}
	}
	if c.filter.cards != nil && !c.cards[t.pan] {
		return false
	}
	// Both limits are exclusive, and as coarse as the timestamps shown.
	second := t.started.Unix()
	return (c.after == nil || second > c.after.Unix()) && (c.before == nil || second < c.before.Unix())
}
