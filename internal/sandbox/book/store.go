package book

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// FirstSerial is the number of the first transaction, as in the vendor's
// examples.
const FirstSerial = 80001

// Book is the bank's book of transactions, in the order they were made. It returns
// copies; only the book changes a transaction. A transaction's number in the book
// is its place in that order.
type Book struct {
	mu           sync.RWMutex
	transactions []*Transaction

	// The numbers of the transactions with one order reference, of those with one
	// card, and of the children of one transaction, oldest first.
	byOrder  map[string][]int
	byCard   map[Fingerprint][]int
	children map[int][]int

	// The transaction before its newest update, and the updates that queries do not
	// show yet.
	before map[int]*Transaction
	late   map[int][]stale

	settleAfter time.Duration
	disk        *disk // nil keeps the book in memory only
}

// New is an empty book in memory. Payments settle by themselves that long after
// they are due; 0 settles only on request.
func New(settleAfter time.Duration) *Book {
	return &Book{
		byOrder: make(map[string][]int), byCard: make(map[Fingerprint][]int), children: make(map[int][]int),
		before: make(map[int]*Transaction), late: make(map[int][]stale),
		settleAfter: settleAfter,
	}
}

// Add books a transaction that nothing else depends on, see book.
func (s *Book) Add(t Transaction) (Transaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.book(t)
}

// book gives the transaction its reference, writes it down and returns it. A
// transaction that cannot be written to disk counts as never made. The caller holds
// the lock.
func (s *Book) book(t Transaction) (Transaction, error) {
	s.name(&t)
	if err := s.keep(&t); err != nil {
		return Transaction{}, err
	}
	s.append(&t)
	return s.asOf(&t, t.Started), nil
}

// name gives a new transaction its reference.
func (s *Book) name(t *Transaction) {
	t.Started = t.Started.Round(0) // only the wall clock's time
	if t.Since.IsZero() {
		t.Since = t.Started
	}
	t.Serial = FirstSerial + len(s.transactions)
	t.Reference = referenceOf(t)
}

// append puts a transaction at the end and indexes it.
func (s *Book) append(t *Transaction) {
	i := len(s.transactions)
	s.transactions = append(s.transactions, t)
	if p, ok := s.number(t.Parent); ok {
		s.children[p] = append(s.children[p], i)
	}
	if order := t.Texts.Get(OrderReference); order != "" {
		s.byOrder[order] = append(s.byOrder[order], i)
	}
	if t.Card != 0 {
		s.byCard[t.Card] = append(s.byCard[t.Card], i)
	}
}

// referenceOf is a transaction's reference. The vendor's test bank writes the 9 in
// the middle; the other numbers follow the vendor's pages and mocks.
func referenceOf(t *Transaction) string {
	middle := "9"
	switch {
	case t.PaymentType == TypeMyBank:
		middle = "86"
	case t.RequestType == TypeSubscription:
		middle = "64"
	case t.RequestType == TypeRiskDecision:
		middle = "65"
	}
	return "23-" + middle + "-" + strconv.Itoa(t.Serial)
}

// number is the number of the transaction with a reference.
func (s *Book) number(reference string) (int, bool) {
	at := strings.LastIndexByte(reference, '-')
	if at < 0 || len(reference) > 25 {
		return 0, false
	}
	serial, err := strconv.Atoi(reference[at+1:])
	i := serial - FirstSerial
	if err != nil || i < 0 || i >= len(s.transactions) || s.transactions[i].Reference != reference {
		return 0, false
	}
	return i, true
}

// See is the transaction with a reference at a time, if callers can find it by
// then.
func (s *Book) See(reference string, now time.Time) (Transaction, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.lookUp(reference, now)
}

// lookUp is See for callers that hold the lock.
func (s *Book) lookUp(reference string, now time.Time) (Transaction, bool) {
	i, ok := s.number(reference)
	if !ok || !s.transactions[i].visible(now) {
		return Transaction{}, false
	}
	return s.asOf(s.transactions[i], now), true
}

// Booked is a transaction as it was booked, whether it can be found yet or not.
func (s *Book) Booked(reference string) (Transaction, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, ok := s.number(reference)
	if !ok {
		return Transaction{}, false
	}
	return s.asOf(s.transactions[i], s.transactions[i].Started), true
}

// asOf is a copy of a transaction as it stands at a time.
func (s *Book) asOf(t *Transaction, now time.Time) Transaction {
	copied := *t
	copied.SettleStatus, copied.Raised = s.statusAt(t, now), s.raised(t)
	return copied
}

// Len is how many transactions are booked.
func (s *Book) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.transactions)
}
