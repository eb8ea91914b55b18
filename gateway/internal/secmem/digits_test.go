package secmem

import (
	"math/rand/v2"
	"testing"
)

// TestNumbersOfAVaultLeaveEachOtherAlone: a change of one number or code, in any order,
// changes no other.
func TestNumbersOfAVaultLeaveEachOtherAlone(t *testing.T) {
	const most = 19
	for seed := range uint64(50) {
		r, v := rand.New(rand.NewPCG(seed, 1)), newVault(t)
		handles, want := make([]Digits, 12), make([]string, 12)
		for i := range handles {
			handles[i] = v.Digits(most)
		}
		for range 500 {
			i := r.IntN(len(handles))
			switch r.IntN(8) {
			case 0:
				handles[i].Wipe()
				want[i] = ""
			case 1:
				handles[i].Pop()
				want[i] = want[i][:max(len(want[i])-1, 0)]
			case 2:
				handles[i].Wipe()
				handles[i], want[i] = v.Digits(most), ""
			default:
				d := byte('0' + r.IntN(10))
				if handles[i].Push(d) != (len(want[i]) < most) {
					t.Fatalf("seed %d: a digit was taken or refused", seed)
				} else if len(want[i]) < most {
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

// TestMoreThanAPlace: a handle holds no more digits than its place has room for,
// even if more were asked for. Otherwise digits would spill on to the heap.
func TestMoreThanAPlace(t *testing.T) {
	v := newVault(t)
	d := v.Digits(1000)
	for range 1000 {
		d.Push('4')
	}
	if d.Len() != placeSize {
		t.Errorf("%d digits in a place of %d", d.Len(), placeSize)
	}
	d.Use(func(digits []byte) {
		if &digits[0] != &v.memory[0] {
			t.Error("the digits have left the vault")
		}
	})
}

// TestTwoHandlesAtOnce: of one vault or of two, and none where one is the zero value. What
// was wiped with its vault is not lent.
func TestTwoHandlesAtOnce(t *testing.T) {
	v := newVault(t)
	put := func(d Digits, text string) Digits {
		for _, c := range []byte(text) {
			d.Push(c)
		}
		return d
	}
	one, same, other := put(v.Digits(19), "41"), put(v.Digits(19), "1"), put(NewDigits(4), "123")
	lent := func(a, b Digits) (text string) {
		text = "not lent"
		a.UseWith(b, func(a, b []byte) { text = string(a) + "/" + string(b) })
		return text
	}
	for _, c := range []struct {
		a, b Digits
		want string
	}{
		{one, same, "41/1"}, {one, one, "41/41"}, {one, other, "41/123"}, {other, one, "123/41"}, {one, Digits{}, "not lent"}, {Digits{}, one, "not lent"},
	} {
		if got := lent(c.a, c.b); got != c.want {
			t.Errorf("lent %q, want %q", got, c.want)
		}
	}
	v.Wipe()
	if got := lent(one, same) + lent(other, one); got != "/"+"123/" {
		t.Errorf("after the wipe: lent %q", got)
	}
}
