package sandbox

import (
	"hash/maphash"
	"strconv"
	"strings"
	"sync"
	"time"
)

// firstSerial is the number of the first transaction, as in the vendor's
// examples.
const firstSerial = 80001

// chunkSize is how many records lie together: records never move, and a book
// grows without copying itself.
const chunkSize = 1024

// store is the bank's book of transactions, in the order they were made. What
// it gives out are copies; only the store changes a record. A record's number
// in the book is its place in that order.
type store struct {
	mu     sync.RWMutex
	chunks []*[chunkSize]record
	count  uint32

	words  names // closed lists: types, accounts, currencies
	labels names // the callers' own: sites, operators

	// The last record of each chain: of order references with one hash, and of
	// payments with one card. Links hold a record's number plus one.
	byOrder  map[uint64]uint32
	byCard   map[fingerprint]uint32
	hashSeed maphash.Seed

	// Records that no query finds yet, and from when queries do (nanoseconds).
	hidden     map[uint32]int64
	sweepAbove int

	// What the newest update of a record changed, and the updates that queries do
	// not show yet.
	before map[uint32]record
	late   map[uint32][]stale

	settleAfter time.Duration
	disk        *disk // nil keeps the book in memory only
}

func newStore(settleAfter time.Duration) *store {
	return &store{
		words: newNames(), labels: newNames(),
		byOrder: make(map[uint64]uint32), byCard: make(map[fingerprint]uint32), hashSeed: maphash.MakeSeed(),
		hidden: make(map[uint32]int64), sweepAbove: chunkSize,
		before: make(map[uint32]record), late: make(map[uint32][]stale),
		settleAfter: settleAfter,
	}
}

func (s *store) at(i uint32) *record { return &s.chunks[i/chunkSize][i%chunkSize] }

// add books a transaction that nothing else depends on, see book.
func (s *store) add(t transaction) (transaction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.book(t)
}

// book gives the transaction its reference, writes it down and returns it.
// The caller holds the lock.
func (s *store) book(t transaction) (transaction, error) {
	if t.since.IsZero() {
		t.since = t.started
	}
	i := s.append(s.pack(&t), t.parent)
	if err := s.keep([]uint32{i}); err != nil {
		s.dropLast()
		return transaction{}, err
	}
	return s.unpack(i, t.started.UnixNano()), nil
}

// append puts a record at the end and links it.
func (s *store) append(r record, parent string) uint32 {
	i := s.count
	if i%chunkSize == 0 && int(i/chunkSize) == len(s.chunks) {
		s.chunks = append(s.chunks, new([chunkSize]record))
	}
	if p, ok := s.number(parent); ok {
		r.parent, r.sibling = p+1, s.at(p).lastChild
		s.at(p).lastChild = i + 1
	}
	if order := r.texts.get(orderReference); order != "" {
		h := s.orderHash(order)
		r.sameOrder, s.byOrder[h] = s.byOrder[h], i+1
	}
	if r.pan != 0 {
		r.sameCard, s.byCard[r.pan] = s.byCard[r.pan], i+1
	}
	*s.at(i) = r
	s.count++
	return i
}

// dropLast takes the last record out again: it could not be written to disk,
// so it must not have happened.
func (s *store) dropLast() {
	s.count--
	r := s.at(s.count)
	if r.parent != 0 {
		s.at(r.parent - 1).lastChild = r.sibling
	}
	if order := r.texts.get(orderReference); order != "" {
		s.byOrder[s.orderHash(order)] = r.sameOrder
	}
	if r.pan != 0 {
		s.byCard[r.pan] = r.sameCard
	}
	*r = record{}
}

// reindexOrder moves a record whose order reference changed to its new chain.
// The chains need not be in order, but a record must be in one only.
func (s *store) reindexOrder(i uint32, before, after string) {
	r := s.at(i)
	if before != "" {
		h := s.orderHash(before)
		if link := s.byOrder[h]; link == i+1 {
			s.byOrder[h] = r.sameOrder
		} else {
			for link != 0 {
				previous := s.at(link - 1)
				if link = previous.sameOrder; link == i+1 {
					previous.sameOrder = r.sameOrder
					break
				}
			}
		}
	}
	r.sameOrder = 0
	if after != "" {
		h := s.orderHash(after)
		r.sameOrder, s.byOrder[h] = s.byOrder[h], i+1
	}
}

func (s *store) orderHash(order string) uint64 { return maphash.String(s.hashSeed, order) }

// reference is how callers name a record. The 9 in the middle is what the
// vendor's test bank writes, the other numbers stand for what its pages and
// mocks show them for.
func (s *store) reference(i uint32) string {
	middle := "9"
	switch r := s.at(i); {
	case s.words.byID[r.payment] == typeMyBank:
		middle = "86"
	case s.words.byID[r.kind] == typeSubscription:
		middle = "64"
	case s.words.byID[r.kind] == typeRiskDecision:
		middle = "65"
	}
	return "23-" + middle + "-" + strconv.Itoa(firstSerial+int(i))
}

// number is the number of the record with a reference.
func (s *store) number(reference string) (uint32, bool) {
	at := strings.LastIndexByte(reference, '-')
	if at < 0 || len(reference) > 25 {
		return 0, false
	}
	serial, err := strconv.Atoi(reference[at+1:])
	i := serial - firstSerial
	if err != nil || i < 0 || i >= int(s.count) || s.reference(uint32(i)) != reference { // #nosec G115 -- below count
		return 0, false
	}
	return uint32(i), true // #nosec G115 -- below count
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
	if !ok || !s.visible(i, now.UnixNano()) {
		return transaction{}, false
	}
	return s.unpack(i, now.UnixNano()), true
}

// len is how many transactions are booked.
func (s *store) len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return int(s.count)
}
