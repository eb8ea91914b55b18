package leakcheck

import "testing"

// A signal stores the registers in memory, and a moment is left between the last
// use of a digit and the next use of its register. So one card in some thousands
// leaves a copy that is no leak: of registers nothing is promised. A leak comes
// again with the next card. So where a card has left a copy, five more go the same
// way, each the first of a console of its own, and it is a leak if
//
//   - two cards of one way have left copies, or
//   - more than two cards over all ways, which finds what only the first card of
//     a console leaves.
//
// The bound: a copy of chance for one card in 2000 fails a run of 500 cards (25
// ways, RUNS=20) once in 250 runs, for it takes two in one way or three in all. A
// leak of every card is always found. With RUNS=1, one that every second card
// leaves is missed by one run in 30 that meets it, and one that every fifth
// leaves by one in three; with RUNS=20 the last is missed by one run in 30.
const mostByChance = 2

// doubtful reports that more cards are needed to tell a leak from chance.
func (r *result) doubtful() bool {
	if len(r.dirty) != 1 || r.again >= retries {
		return false
	}
	r.again++
	return true
}

// leak reports more than chance.
func (r *result) leak() bool { return len(r.dirty) > 1 }

// TestChance: one card that left a copy is looked into, and is no leak by itself.
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
