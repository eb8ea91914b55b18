package secmem

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
	// vaultPlaces is how many handles may hold digits at the same time. A
	// payment has two, and two more while it is sent.
	vaultPlaces = 64
	placeSize   = 32 // more than the longest card number
)

// ErrFull is a vault without room for another Scratch.
var ErrFull = errors.New("the memory for card data is used up")

// Vault is locked memory for one session: places for digits, and scratches to
// read into.
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

// New makes a vault. Problems says what the system could not do for it; the
// error is that there is no memory at all.
func New() (*Vault, error) {
	v := &Vault{places: make([]bool, vaultPlaces)}
	if err := v.open(vaultSize); err != nil {
		return nil, err
	}
	return v, nil
}

// open maps the memory. A vault that is dropped and not closed is unmapped by
// the collector: handles keep their vault alive.
func (v *Vault) open(size int) error {
	memory, problems, err := Map(size)
	if err != nil {
		return err
	}
	v.memory, v.problems = memory, problems
	v.scratches = size
	v.cleanup = runtime.AddCleanup(v, func(memory []byte) {
		clear(memory)
		Unmap(memory)
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
	Unmap(v.memory)
	v.memory = nil
}

// Problems are sentences on what the system could not do to keep the memory to
// this process, and how to help it; none if it could do all.
func (v *Vault) Problems() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.problems)
}

// Digits makes a handle on at most so many digits, 32 at the outside. It takes
// room only while it holds some, and gives it back when it is wiped, so digits
// that are handed on live until their new owner wipes them. With 64 handles
// holding digits at once, or after Close, Push takes none.
func (v *Vault) Digits(most int) Digits {
	p := &place{vault: v, most: min(most, placeSize)}
	return Digits{at: &p}
}

// Wipe overwrites the digits of every handle. The handles are empty afterwards
// and may be used again. Scratches wipe themselves.
func (v *Vault) Wipe() {
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
