package sandbox

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// firstSerial is the number of the first transaction, as in the vendor's
// examples.
const firstSerial = 80001

// store is the bank's book of transactions, in the order they were made. What
// it gives out are copies; only the store changes a transaction. Its number in
// the book is its place in that order.
type store struct {
	mu           sync.RWMutex
	transactions []*transaction

	// The numbers of the transactions with one order reference, of those with one
	// card, and of the children of one transaction, oldest first.
	byOrder  map[string][]int
	byCard   map[fingerprint][]int
	children map[int][]int

	// What the newest update of a transaction changed, and the updates that
	// queries do not show yet.
	before map[int]*transaction
	late   map[int][]stale

	settleAfter time.Duration
	disk        *disk // nil keeps the book in memory only
}

func newStore(settleAfter time.Duration) *store {
	return &store{
		byOrder: make(map[string][]int), byCard: make(map[fingerprint][]int), children: make(map[int][]int),
		before: make(map[int]*transaction), late: make(map[int][]stale),
		settleAfter: settleAfter,
	}
}

// add books a transaction that nothing else depends on, see book.
func (s *store) add(t transaction) (transaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.book(t)
}

// book gives the transaction its reference, writes it down and returns it.
// What cannot be written to disk has not happened. The caller holds the lock.
func (s *store) book(t transaction) (transaction, error) {
	t.started = t.started.Round(0) // the wall clock's time alone
	if t.since.IsZero() {
		t.since = t.started
	}
	t.serial = firstSerial + len(s.transactions)
	t.reference = referenceOf(&t)
	if err := s.keep(&t); err != nil {
		return transaction{}, err
	}
	s.append(&t)
	return s.asOf(&t, t.started), nil
}

// append puts a transaction at the end and indexes it.
func (s *store) append(t *transaction) {
	i := len(s.transactions)
	s.transactions = append(s.transactions, t)
	if p, ok := s.number(t.parent); ok {
		s.children[p] = append(s.children[p], i)
	}
	if order := t.texts.get(orderReference); order != "" {
		s.byOrder[order] = append(s.byOrder[order], i)
	}
	if t.pan != 0 {
		s.byCard[t.pan] = append(s.byCard[t.pan], i)
	}
}

// referenceOf is how callers name a transaction. The 9 in the middle is what
// the vendor's test bank writes, the other numbers stand for what its pages and
// mocks show them for.
func referenceOf(t *transaction) string {
	middle := "9"
	switch {
	case t.paymentType == typeMyBank:
		middle = "86"
	case t.requestType == typeSubscription:
		middle = "64"
	case t.requestType == typeRiskDecision:
		middle = "65"
	}
	return "23-" + middle + "-" + strconv.Itoa(t.serial)
}

// number is the number of the transaction with a reference.
func (s *store) number(reference string) (int, bool) {
	at := strings.LastIndexByte(reference, '-')
	if at < 0 || len(reference) > 25 {
		return 0, false
	}
	serial, err := strconv.Atoi(reference[at+1:])
	i := serial - firstSerial
	if err != nil || i < 0 || i >= len(s.transactions) || s.transactions[i].reference != reference {
		return 0, false
	}
	return i, true
}

// see is the transaction with a reference at a time, if it is there for callers
// by then.
func (s *store) see(reference string, now time.Time) (transaction, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.lookUp(reference, now)
}

// lookUp is see for those who hold the lock.
func (s *store) lookUp(reference string, now time.Time) (transaction, bool) {
	i, ok := s.number(reference)
	if !ok || !s.transactions[i].visible(now) {
		return transaction{}, false
	}
	return s.asOf(s.transactions[i], now), true
}

// as is a transaction as it was booked, whether it can be found yet or not.
func (s *store) as(reference string) (transaction, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, ok := s.number(reference)
	if !ok {
		return transaction{}, false
	}
	return s.asOf(s.transactions[i], s.transactions[i].started), true
}

// asOf is a copy of a transaction as it stands at a time.
func (s *store) asOf(t *transaction, now time.Time) transaction {
	copied := *t
	copied.settleStatus = s.statusAt(t, now)
	return copied
}

// len is how many transactions are booked.
func (s *store) len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.transactions)
}
