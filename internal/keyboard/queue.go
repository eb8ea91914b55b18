package keyboard

import (
	"sync"
	"time"

	"motoconsole/internal/panics"
)

// Placeholder replaces one digit that is in the queue. It is the character of
// ctrl+^; the real one never passes.
const Placeholder = 0x1e

// stale is how long a digit may wait. A field takes a typed digit within
// milliseconds; only a paste that never ends leaves digits behind.
const stale = 10 * time.Second

// Queue holds the typed digits that no field has taken yet. A nil Queue is one
// without a filter: it is always empty.
type Queue struct {
	mu      sync.Mutex
	ring    []byte // 0 for a digit that was wiped; its place stays
	head, n int
	offered int  // how many may be taken
	over    bool // digits came without room, or waited too long
	moved   bool // a digit was taken since the timer was set
	timer   *time.Timer

	shown     []byte // digits that fields show; 0 for none
	nextShown int    // where to look for room
	showing   bool   // a writer shows them
	covered   bool   // and drops what it should write
	paint     []byte // for that writer
}

// push adds a digit and reports whether there was room.
func (q *Queue) push(digit byte) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.n == len(q.ring) {
		q.over = true
		return false
	}
	q.ring[(q.head+q.n)%len(q.ring)] = digit
	if q.n++; q.n == 1 {
		q.watch()
	}
	return true
}

// watch checks after a while whether the digits have been taken.
func (q *Queue) watch() {
	q.moved = false
	if q.timer == nil {
		q.timer = time.AfterFunc(stale, func() { panics.Caught(nil, "digits that are not taken", q.expire) })
		return
	}
	q.timer.Reset(stale)
}

func (q *Queue) expire() {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.n == 0:
	case q.moved:
		q.watch()
	default:
		clear(q.ring)
		q.over = true
	}
}

// pop takes the oldest digit, 0 if it was wiped.
func (q *Queue) pop() byte {
	digit := q.ring[q.head]
	q.ring[q.head] = 0
	q.head = (q.head + 1) % len(q.ring)
	q.moved = true
	if q.n--; q.n == 0 {
		q.timer.Stop()
	}
	return digit
}

// Offer lets the next n digits be taken: as many as a message has placeholders.
// Call Drop once the message has been handled.
func (q *Queue) Offer(n int) {
	if q == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.offered = min(n, q.n)
}

// Take is the next digit on offer. It reports false if there is none, or the digit
// was wiped.
func (q *Queue) Take() (digit byte, ok bool) {
	if q == nil {
		return 0, false
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.offered == 0 {
		return 0, false
	}
	q.offered--
	digit = q.pop()
	return digit, digit != 0
}

// Drop wipes the digits still on offer: those that no field took.
func (q *Queue) Drop() {
	if q == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for ; q.offered > 0; q.offered-- {
		q.pop()
	}
}

// Wipe overwrites all digits. Their places stay, because their placeholders are
// still to come.
func (q *Queue) Wipe() {
	if q == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.ring)
}

// Left is how many digits have been neither taken nor dropped yet.
func (q *Queue) Left() int {
	if q == nil {
		return 0
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.n
}

// TooMany reports, once, that digits came without room, or that no field took them
// in time. The former were dropped with their placeholders; the latter were wiped.
func (q *Queue) TooMany() bool {
	if q == nil {
		return false
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	over := q.over
	q.over = false
	return over
}

// Close ends the use of the memory: after it the caller may give that back. Fields that
// still have digits have none, and what comes later is dropped. Nothing may read the
// filter, or write to its Output, from then on.
func (q *Queue) Close() {
	if q == nil {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	clear(q.ring)
	clear(q.shown)
	if q.timer != nil {
		q.timer.Stop()
	}
	q.ring, q.shown, q.paint = nil, nil, nil
	q.head, q.n, q.offered = 0, 0, 0
}
