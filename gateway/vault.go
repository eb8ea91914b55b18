package gateway

import (
	"errors"
	"runtime"
	"slices"
	"sync"
)

const (
	// vaultSize is one session's locked memory. Two hundred sessions take 3.2
	// MiB of the 8 MiB a user may lock on today's Linux.
	vaultSize = 16 << 10
	// vaultPlaces is how many numbers and codes may hold digits at the same
	// time. A payment has two, and two more while it is sent.
	vaultPlaces = 64
	placeSize   = 32 // more than the longest card number
)

// ErrVaultFull is a vault without room for another Scratch.
var ErrVaultFull = errors.New("the memory for card data is used up")

// Vault is memory for card data: outside the Go heap, which the collector
// copies and never clears, and, as far as the system can, never swapped out,
// dumped or read by another process. A session has one, and all that its agent
// types goes through it.
//
// It is safe for concurrent use. Every access goes through the vault's lock, so
// that Wipe and Close may come from anywhere at any time: what is handed out is
// empty from then on, and never points at memory that is gone.
type Vault struct {
	redacted
	mu     sync.Mutex
	memory []byte
	// Places come first; scratches are taken from the end.
	places    []bool // in use
	scratches int    // where scratches begin
	// era is counted up when all places are wiped: a handle from an earlier one
	// is empty.
	era      int
	lent     int // scratches being used now
	closed   bool
	single   bool // for one handle: mapped while that holds digits
	problems []string
	cleanup  runtime.Cleanup
}

// NewVault makes the vault of a session. Problems says what the system could
// not do for it; the error is that there is no memory at all.
func NewVault() (*Vault, error) {
	v := &Vault{places: make([]bool, vaultPlaces)}
	if err := v.open(vaultSize); err != nil {
		return nil, err
	}
	return v, nil
}

// open maps the memory. A vault that is dropped and not closed is unmapped by
// the collector: handles keep their vault alive.
func (v *Vault) open(size int) error {
	memory, problems, err := mapPages(size)
	if err != nil {
		return err
	}
	v.memory, v.problems = memory, problems
	v.scratches = size
	v.cleanup = runtime.AddCleanup(v, func(memory []byte) {
		clear(memory)
		unmapPages(memory)
	}, memory)
	return nil
}

// unmap gives the memory back, overwritten.
func (v *Vault) unmap() {
	if v.memory == nil {
		return
	}
	v.cleanup.Stop()
	clear(v.memory)
	unmapPages(v.memory)
	v.memory = nil
}

// Problems are sentences on what the system could not do to keep the memory to
// this process, and how to help it; none if it could do all.
func (v *Vault) Problems() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.problems)
}

// CardNumber makes an empty card number in the vault. It takes room only while
// it holds digits, and gives it back when it is wiped, so a number that is
// handed on lives until its new owner wipes it. With 64 numbers and codes
// holding digits at once, or after Close, Push takes no digit. A nil Vault makes
// one with a vault of its own, as NewCardNumber does.
func (v *Vault) CardNumber() CardNumber {
	if v == nil {
		return NewCardNumber()
	}
	return CardNumber{d: v.digits(maxCardDigits)}
}

// SecurityCode makes an empty security code in the vault; see CardNumber.
func (v *Vault) SecurityCode() SecurityCode {
	if v == nil {
		return NewSecurityCode()
	}
	return SecurityCode{d: v.digits(maxCodeDigits)}
}

func (v *Vault) digits(most int) digits {
	p := &place{vault: v, most: most}
	return digits{at: &p}
}

// Wipe overwrites every number and code, whoever holds them. They are empty
// afterwards and may be used again. Scratches wipe themselves.
func (v *Vault) Wipe() {
	if v == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipe()
}

func (v *Vault) wipe() {
	if v.memory != nil {
		clear(v.memory[:len(v.places)*placeSize])
	}
	clear(v.places)
	v.era++
}

// Close wipes the vault and gives the memory back, at once or when the last
// scratch that is being used has been left. What was handed out stays empty.
func (v *Vault) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipe()
	v.closed = true
	if v.lent == 0 {
		v.unmap()
	}
}

// take finds a place for digits. It returns nil when there is none.
func (v *Vault) take() (memory []byte, index int) {
	if v.single && v.memory == nil && !v.closed {
		if v.open(len(v.places)*placeSize) != nil {
			return nil, 0
		}
	}
	index = slices.Index(v.places, false)
	if index < 0 || v.closed {
		return nil, 0
	}
	v.places[index] = true
	at := index * placeSize
	return v.memory[at : at+placeSize : at+placeSize], index // a wipe goes to the end of the capacity
}

// release gives a place back, which has been overwritten.
func (v *Vault) release(index int) {
	v.places[index] = false
	if v.single {
		v.unmap()
	}
}
