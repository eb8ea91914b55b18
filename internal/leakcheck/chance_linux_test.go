package leakcheck

import "testing"

// A signal stores the registers in memory, and a register keeps a digit for a moment
// after its last use. So one card in some thousands leaves a copy that is not a leak:
// moto promises nothing about registers. A leak comes again with the next card. So
// after a card that left a copy, five more go the same way, each as the first of its
// console, and it is a leak if
//
//   - two cards of one way have left copies, or
//   - more than two cards over all ways, which finds what only the first card of
//     a console leaves.
//
// The bound: if one card in 2000 leaves a chance copy, one run in 250 of 500 cards (25
// ways, RUNS=20) fails, because a failure takes two copies in one way or three in all.
// A leak of every card is always found. With RUNS=1, a leak of every second card is
// missed by one run in 30 that meets it, and one of every fifth card by one in three.
// With RUNS=20, a leak of every fifth card is missed by one run in 30.
const mostByChance = 2

// doubtful reports that it takes more cards to tell a leak from chance.
func (r *result) doubtful() bool {
	if len(r.dirty) != 1 || r.again >= retries {
		return false
	}
	r.again++
	return true
}

// leak reports more than chance.
func (r *result) leak() bool { return len(r.dirty) > 1 }

// TestChance: one card that left a copy makes the test try more, and is not a leak by
// itself.
func TestChance(t *testing.T) {
	for _, test := range []struct {
		dirty    int
		leak     bool
		followed int
	}{{0, false, 0}, {1, false, retries}, {2, true, 0}} {
		r := &result{dirty: map[card]bool{}}
		for i := range test.dirty {
			r.dirty[card{number: string(rune('a' + i))}] = true
		}
		for r.doubtful() {
			if r.again > 2*retries {
				t.Fatal("it never ends")
			}
		}
		if r.leak() != test.leak || r.again != test.followed {
			t.Errorf("%d cards left copies: a leak %v, %d more were tried", test.dirty, r.leak(), r.again)
		}
	}
}
