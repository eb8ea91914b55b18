package secmem

import (
	"bytes"
	"errors"
	"runtime"
	"testing"
	"time"
)

// TestRegion: the vaults of a region share nothing, a vault beyond the last is refused,
// and what a closed one gives back is empty.
func TestRegion(t *testing.T) {
	r, err := NewRegion(3)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all []*Vault
	var digits []Digits
	for range 3 {
		v, err := r.Vault()
		if err != nil {
			t.Fatal(err)
		}
		d := v.Digits(19)
		push(d, canary)
		all, digits = append(all, v), append(digits, d)
	}
	if _, err := r.Vault(); !errors.Is(err, ErrFull) || r.Free() != 0 {
		t.Errorf("a fourth vault: %v", err)
	}
	if n := bytes.Count(r.memory, []byte(canary)); n != 3 {
		t.Errorf("%d numbers are in the region", n)
	}
	s, err := all[1].Scratch(1024)
	if err != nil {
		t.Fatal(err)
	}
	s.Use(func(lent []byte) {
		copy(lent, canary)
		all[1].Close()
		if r.Free() != 0 {
			t.Error("memory that is lent was given back")
		}
	})
	if n := bytes.Count(r.memory, []byte(canary)); n != 2 || r.Free() != 1 || digits[1].Len() != 0 || digits[0].Len() != len(canary) {
		t.Errorf("after one was closed: %d numbers, %d free", n, r.Free())
	}
	all[1].Close() // again, which gives nothing back twice
	again, err := r.Vault()
	if err != nil || r.Free() != 0 {
		t.Fatalf("%v, %d free", err, r.Free())
	}
	push(digits[1], "4") // of the vault that is closed
	if digits[1].Len() != 0 {
		t.Error("a closed vault takes a digit")
	}
	r.Close()
	for _, v := range append(all, again) {
		v.Close()
	}
	if r.Free() != 3 || !bytes.Equal(r.memory, make([]byte, 3*vaultSize)) {
		t.Errorf("%d are free, or something is left", r.Free())
	}
}

// TestRegionTakesBackWhatWasDropped: the collector gives back the memory of a vault that
// was dropped without Close.
func TestRegionTakesBackWhatWasDropped(t *testing.T) {
	r, err := NewRegion(1)
	if err != nil {
		t.Fatal(err)
	}
	func() {
		v, err := r.Vault()
		if err != nil {
			t.Fatal(err)
		}
		push(v.Digits(19), canary)
	}()
	for late := time.Now().Add(5 * time.Minute); r.Free() == 0; runtime.GC() {
		if time.Now().After(late) {
			t.Fatal("it is not given back")
		}
	}
	if bytes.Contains(r.memory, []byte(canary)) {
		t.Error("it is not empty")
	}
	r.Close()
}
