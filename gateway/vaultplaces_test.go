package gateway

import (
	"math/rand/v2"
	"testing"
)

// TestNumbersOfAVaultLeaveEachOtherAlone: what is done to one number or code, in
// any order, changes no other.
func TestNumbersOfAVaultLeaveEachOtherAlone(t *testing.T) {
	for seed := range uint64(50) {
		r, v := rand.New(rand.NewPCG(seed, 1)), newVault(t)
		handles, want := make([]digits, 12), make([]string, 12)
		for i := range handles {
			handles[i] = v.digits(maxCardDigits)
		}
		for range 500 {
			i := r.IntN(len(handles))
			switch r.IntN(8) {
			case 0:
				handles[i].wipe()
				want[i] = ""
			case 1:
				handles[i].pop()
				want[i] = want[i][:max(len(want[i])-1, 0)]
			case 2:
				handles[i].wipe()
				handles[i], want[i] = v.digits(maxCardDigits), ""
			default:
				d := byte('0' + r.IntN(10))
				if handles[i].push(d) != (len(want[i]) < maxCardDigits) {
					t.Fatalf("seed %d: a digit was taken or refused", seed)
				} else if len(want[i]) < maxCardDigits {
					want[i] += string(d)
				}
			}
			for j, h := range handles {
				if got := textOf(h); got != want[j] {
					t.Fatalf("seed %d: number %d is %q after number %d was changed, want %q", seed, j, got, i, want[j])
				}
			}
		}
	}
}
