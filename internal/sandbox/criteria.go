package sandbox

import (
	"slices"
	"time"
)

// criteria are the filters of a query made ready for comparing with records. A
// nil set asks for nothing; an empty one cannot be met.
type criteria struct {
	records, parents set[uint32] // by number
	orders           []string
	cards            set[fingerprint]

	sites                              set[uint32]
	kinds, accounts, types, currencies set[uint16]
	wanted                             []wantedText // free texts, order references too
	after, before                      *time.Time
}

type set[T comparable] map[T]struct{}

func (s set[T]) allows(v T) bool {
	if s == nil {
		return true
	}
	_, ok := s[v]
	return ok
}

// wantedText are the values allowed for one free text.
type wantedText struct {
	id     textID
	values set[string]
}

// picked is the set of what values stand for, nil when there are none. A value
// that stands for nothing leaves nothing to be found.
func picked[T comparable](values []string, known func(string) (T, bool)) set[T] {
	if values == nil {
		return nil
	}
	s := make(set[T], len(values))
	for _, v := range values {
		if id, ok := known(v); ok {
			s[id] = struct{}{}
		}
	}
	return s
}

// compile turns a filter into the book's own numbers. The caller holds the lock.
func (s *store) compile(f *filter) criteria {
	word := func(w string) (uint16, bool) {
		id, ok := s.words.known(w)
		return uint16(id), ok // #nosec G115 -- a few hundred
	}
	c := criteria{
		records:    picked(f.values["transactionreference"], s.number),
		parents:    picked(f.values["parenttransactionreference"], s.number),
		sites:      picked(f.values["sitereference"], s.labels.known),
		kinds:      picked(f.values["requesttypedescription"], word),
		accounts:   picked(f.values["accounttypedescription"], word),
		types:      picked(f.values["paymenttypedescription"], word),
		currencies: picked(f.values["currencyiso3a"], word),
		orders:     f.values["orderreference"],
		after:      f.after, before: f.before,
	}
	if f.cards != nil {
		c.cards = make(set[fingerprint], len(f.cards))
		for _, card := range f.cards {
			c.cards[card] = struct{}{}
		}
	}
	asIs := func(v string) (string, bool) { return v, true }
	for id, name := range textNames() {
		if values := f.values[name]; values != nil {
			c.wanted = append(c.wanted, wantedText{textID(id), picked(values, asIs)}) // #nosec G115 -- below textCount
		}
	}
	return c
}

// query is the transactions a filter lets through, oldest first and at most so
// many.
func (s *store) query(f *filter, now time.Time, most int) []transaction {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.compile(f)
	var found []transaction
	try := func(i uint32) bool {
		if s.meets(i, &c) && s.visible(i, now.UnixNano()) {
			found = append(found, s.shown(i, now.UnixNano()))
		}
		return len(found) < most
	}
	if candidates, narrowed := s.candidates(&c); narrowed {
		for _, i := range candidates {
			if !try(i) {
				break
			}
		}
		return found
	}
	for i := range s.count {
		if !try(i) {
			break
		}
	}
	return found
}

// candidates are the records, oldest first, that an index finds for one of the
// criteria. It reports false when every record has to be looked at.
func (s *store) candidates(c *criteria) (found []uint32, narrowed bool) {
	chain := func(link uint32, next func(*record) uint32) {
		for link != 0 {
			found = append(found, link-1)
			link = next(s.at(link - 1))
		}
	}
	switch {
	case c.records != nil:
		for i := range c.records {
			found = append(found, i)
		}
	case c.orders != nil:
		for _, order := range c.orders {
			chain(s.byOrder[s.orderHash(order)], func(r *record) uint32 { return r.sameOrder })
		}
	case c.parents != nil:
		for p := range c.parents {
			chain(s.at(p).lastChild, func(r *record) uint32 { return r.sibling })
		}
	case c.cards != nil:
		for card := range c.cards {
			chain(s.byCard[card], func(r *record) uint32 { return r.sameCard })
		}
	default:
		return nil, false
	}
	slices.Sort(found)
	return slices.Compact(found), true
}

// meets reports whether a record meets every criterion.
func (s *store) meets(i uint32, c *criteria) bool {
	r := s.at(i)
	if !c.sites.allows(r.site) || !c.kinds.allows(r.kind) || !c.accounts.allows(r.account) ||
		!c.types.allows(r.payment) || !c.currencies.allows(r.currency) ||
		!c.records.allows(i) || !c.cards.allows(r.pan) {
		return false
	}
	// No parent is number 0, and 0 less one is no record's number.
	if !c.parents.allows(r.parent - 1) {
		return false
	}
	// Both limits are exclusive, and as coarse as the timestamps shown.
	second := r.started / int64(time.Second)
	if c.after != nil && second <= c.after.Unix() || c.before != nil && second >= c.before.Unix() {
		return false
	}
	for _, w := range c.wanted {
		if !w.values.allows(r.texts.get(w.id)) {
			return false
		}
	}
	return true
}
