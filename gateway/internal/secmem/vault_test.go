package secmem

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// canary is a card number that the tests search for.
const canary = "4929137684205932"

// newVault makes a vault that is closed at the end.
func newVault(t testing.TB) *Vault {
	t.Helper()
	v, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

func push(d Digits, digits string) {
	for _, c := range []byte(digits) {
		d.Push(c)
	}
}

// textOf is what a handle holds.
func textOf(d Digits) (text string) {
	d.Use(func(digits []byte) { text = string(digits) })
	return text
}

func TestVaultWipesAndCloses(t *testing.T) {
	v := newVault(t)
	number, code, other := v.Digits(19), v.Digits(4), v.Digits(19)
	fill := func() {
		push(number, canary)
		push(code, "7391")
	}
	fill()
	if textOf(number) != canary || textOf(code) != "7391" || other.Len() != 0 {
		t.Error("the vault does not hold what was pushed")
	}
	v.Wipe()
	if strings.Trim(string(v.memory), "\x00") != "" {
		t.Error("something is left in the vault")
	}
	if number.Len()+code.Len() != 0 {
		t.Error("a handle is not empty after Wipe")
	}
	// A number from before the wipe must not share the place of one from
	// after it.
	push(other, "5555341244441115")
	number.Wipe()
	number.Pop()
	if textOf(other) != "5555341244441115" {
		t.Error("a handle from before the wipe reached another's digits")
	}
	fill()
	v.Close()
	v.Close()
	if v.memory != nil {
		t.Error("the memory was not given back")
	}
	if number.Push('1') || number.Len() != 0 || textOf(other) != "" {
		t.Error("something can be used after Close")
	}
	number.Wipe()
	code.Wipe()
	other.Pop()
	v.Wipe()
	if _, err := v.Scratch(1); !errors.Is(err, ErrFull) {
		t.Errorf("a closed vault gave a scratch: %v", err)
	}
}

// A card that is handed over lives on while the form begins the next one.
func TestVaultHandsOver(t *testing.T) {
	v := newVault(t)
	taken := v.Digits(19)
	push(taken, canary)
	for range 3 * vaultPlaces {
		next := v.Digits(19)
		push(next, "5555341244441115")
		if textOf(taken) != canary {
			t.Fatal("the card that was handed over has changed")
		}
		next.Wipe()
	}
}

func TestVaultRunsOut(t *testing.T) {
	v := newVault(t)
	var all []Digits
	for range vaultPlaces {
		c := v.Digits(19)
		if !c.Push('4') {
			t.Fatalf("%d numbers and no more", len(all))
		}
		all = append(all, c)
	}
	more := v.Digits(19)
	if more.Push('4') || more.Len() != 0 {
		t.Error("a number was taken that there is no room for")
	}
	all[7].Wipe()
	if !more.Push('4') {
		t.Error("a place that was given back is not used again")
	}
	if _, err := v.Scratch(vaultSize); err == nil {
		t.Error("a scratch as large as the vault")
	}
	if _, err := v.Scratch(-1); err == nil {
		t.Error("a scratch of less than nothing")
	}
}

func TestScratch(t *testing.T) {
	v := newVault(t)
	s, err := v.Scratch(4096)
	if err != nil {
		t.Fatal(err)
	}
	c := v.Digits(19)
	func() {
		defer func() { _ = recover() }()
		s.Use(func(bytes []byte) {
			copy(bytes, canary)
			c.Push('4') // the vault is not locked
			panic("in the middle")
		})
	}()
	if strings.Contains(string(v.memory), canary) {
		t.Error("a panic leaves the scratch as it was")
	}
	// Close does not take the memory from a Use that is running.
	entered, closed := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		s.Use(func(bytes []byte) {
			close(entered)
			<-closed
			if len(bytes) != 4096 || strings.Trim(string(bytes), "\x00") != "" {
				done <- fmt.Errorf("%d bytes", len(bytes))
			}
			copy(bytes, canary)
		})
		close(done)
	}()
	<-entered
	v.Close()
	close(closed)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if v.memory != nil || s.Use(func([]byte) { t.Error("a closed vault lends bytes") }) {
		t.Error("the memory was not given back by the last to leave")
	}
}

// A number of its own has memory only while it holds digits.
func TestSingleVault(t *testing.T) {
	c := NewDigits(19)
	v := (*c.at).vault
	if v.memory != nil {
		t.Error("an empty number has memory")
	}
	for range 3 {
		push(c, canary)
		if v.memory == nil || textOf(c) != canary {
			t.Fatal("the digits are not in the vault")
		}
		if c.Wipe(); v.memory != nil {
			t.Fatal("a wiped number keeps memory")
		}
	}
}

func BenchmarkVaultPush(b *testing.B) {
	c := newVault(b).Digits(19)
	for b.Loop() {
		c.Push('4')
		c.Pop()
	}
}

func BenchmarkSingleVault(b *testing.B) {
	for b.Loop() {
		c := NewDigits(19)
		c.Push('4')
		c.Wipe()
	}
}
