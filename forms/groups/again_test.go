package groups

import (
	"math/rand/v2"
	"slices"
	"testing"

	"motoconsole/gateway"
)

// numberOf is a number of a vault.
func numberOf(t *testing.T, v *gateway.Vault, digits string) gateway.CardNumber {
	t.Helper()
	n := v.CardNumber()
	for _, d := range []byte(digits) {
		if !n.Push(d) {
			t.Fatal("the vault is full")
		}
	}
	return n
}

// TestAnyKeysLeaveNothing: whatever is typed, moved and deleted, in any order, the number
// stays as it was, a mark tells the truth, and Wipe leaves the vault as it was before.
func TestAnyKeysLeaveNothing(t *testing.T) {
	v, err := gateway.NewVault()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 17))
		digits := []string{"4539578763651486", "340000000000612", "4111111111111111118", "41111111111111111"}[r.IntN(4)]
		number, was := numberOf(t, v, digits), numberOf(t, v, digits)
		a := New(number, v.CardNumber)
		for range 120 {
			switch r.IntN(12) {
			case 0:
				a.Pop()
			case 1:
				a.Move(r.IntN(3) - 1)
			case 2:
				a.Next()
			case 3:
				a.ClearHere()
			default:
				at := a.groups[a.at]
				d := byte('0' + r.IntN(10))
				if r.IntN(3) > 0 { // mostly the digit that the number has there
					d = digits[at.from+at.digits.Len()%at.size]
				}
				a.Push(d)
			}
			for i, mark := range a.Marks() {
				g := a.groups[i]
				if (mark == Open) == g.whole() || g.digits.Len() > g.size || mark == Same && !number.HasAt(g.from, g.digits) {
					t.Fatalf("seed %d: group %d is marked %v", seed, i+1, mark)
				}
			}
			if a.Fits(); a.spare.Len() != 0 {
				t.Fatalf("seed %d: a copy of the number is left", seed)
			}
			if !number.HasAt(0, was) || number.Len() != len(digits) {
				t.Fatalf("seed %d: the number is another one", seed)
			}
		}
		a.Wipe()
		if slices.ContainsFunc(a.groups, func(g group) bool { return g.digits.Len() > 0 }) {
			t.Fatalf("seed %d: digits are left", seed)
		}
		number.Wipe()
		was.Wipe()
	}
}
