package book

import (
	"slices"
	"time"
)

// wanted are the values that a filter allows for one property of a transaction.
type wanted struct {
	of     func(*Transaction) string
	values map[string]bool
}

// criteria are the filters of a query made ready for comparing with
// transactions.
type criteria struct {
	*Filter
	wanted []wanted
	cards  map[Fingerprint]bool
}

// compile makes a filter ready: a query may hold thousands of values.
func compile(f *Filter) criteria {
	c := criteria{Filter: f, cards: make(map[Fingerprint]bool, len(f.Cards))}
	for _, card := range f.Cards {
		c.cards[card] = true
	}
	for name, values := range f.Values {
		set := make(map[string]bool, len(values))
		for _, v := range values {
			set[v] = true
		}
		c.wanted = append(c.wanted, wanted{propertyOf(name), set})
	}
	return c
}

// propertyOf is the property that a filter compares.
func propertyOf(name string) func(*Transaction) string {
	switch name {
	case "transactionreference":
		return func(t *Transaction) string { return t.Reference }
	case "parenttransactionreference":
		return func(t *Transaction) string { return t.Parent }
	case "sitereference":
		return func(t *Transaction) string { return t.Site }
	case "requesttypedescription":
		return func(t *Transaction) string { return t.RequestType }
	case "accounttypedescription":
		return func(t *Transaction) string { return t.Account }
	case "paymenttypedescription":
		return func(t *Transaction) string { return t.PaymentType }
	case "currencyiso3a":
		return func(t *Transaction) string { return t.Currency }
	}
	names := TextNames()
	id := TextID(slices.Index(names[:], name)) // #nosec G115 -- filterFields has no other names
	return func(t *Transaction) string { return t.Texts.Get(id) }
}

// Query is the transactions a filter lets through, oldest first and at most so
// many.
func (s *Book) Query(f *Filter, now time.Time, most int) []Transaction {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := compile(f)
	var found []Transaction
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

// candidates are the transactions, oldest first, that an index finds for one of the
// filters. It reports false if no index helps and every transaction must be read.
func (s *Book) candidates(f *Filter) (found []int, narrowed bool) {
	switch v := f.Values; {
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
	case f.Cards != nil:
		for _, card := range f.Cards {
			found = append(found, s.byCard[card]...)
		}
	default:
		return nil, false
	}
	slices.Sort(found)
	return slices.Compact(found), true
}

// met reports whether a transaction meets every criterion.
func (c *criteria) met(t *Transaction) bool {
	for _, w := range c.wanted {
		if !w.values[w.of(t)] {
			return false
		}
	}
	if c.Filter.Cards != nil && !c.cards[t.Card] {
		return false
	}
	// Both limits are exclusive, and as coarse as the timestamps shown.
	second := t.Started.Unix()
	return (c.After == nil || second > c.After.Unix()) && (c.Before == nil || second < c.Before.Unix())
}

// Filter is what a query or an update looks for: several values of one filter
// widen it, different filters narrow it.
type Filter struct {
	Values        map[string][]string // by filter name
	Cards         []Fingerprint
	After, Before *time.Time
}

// Empty reports whether there was no filter the gateway knows.
func (f *Filter) Empty() bool {
	return len(f.Values) == 0 && f.Cards == nil && f.After == nil && f.Before == nil
}
