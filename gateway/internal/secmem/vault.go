package secmem

import (
	"errors"
	"runtime"
	"slices"
	"sync"
)

const (
	// vaultSize is one session's locked memory. Four hundred sessions take 6.4 MiB
	// of the 8 MiB that a user may lock on today's Linux.
	vaultSize = 16 << 10
	// vaultPlaces is how many handles may hold digits at the same time. A
	// payment has two, and two more while it is sent.
	vaultPlaces = 64
	placeSize   = 32 // more than the longest card number
)

// ErrFull reports a vault without room for another Scratch.
var ErrFull = errors.New("the memory for card data is used up")

// Vault is locked memory for one session: places for digits, and scratches to read
// into.
//
// It is safe for concurrent use. Every access takes the vault's lock, so any
// goroutine may call Wipe or Close at any time: everything the vault has handed out
// is then empty, and never points at memory that is gone.
type Vault struct {
	redacted
	mu     sync.Mutex
	memory []byte
	// Places come first; scratches are taken from the end.
	places    []bool // in use
	scratches int    // where scratches begin
	// era counts the wipes of all places. A handle from an earlier era is empty.
	era      int
	lent     int // scratches being used now
	closed   bool
	single   bool // for one handle: mapped while that holds digits
	problems []string
	giveBack func(memory []byte) // which is overwritten
	cleanup  runtime.Cleanup
}

// New makes a vault. It fails only if there is no memory at all. Problems lists the
// protections that the system could not give it.
func New() (*Vault, error) {
	v := &Vault{places: make([]bool, vaultPlaces)}
	if err := v.open(vaultSize); err != nil {
		return nil, err
	}
	return v, nil
}

// open maps the memory.
func (v *Vault) open(size int) error {
	memory, problems, err := Map(size)
	if err != nil {
		return err
	}
	v.hold(memory, problems, Unmap)
	return nil
}

// hold gives the vault its memory. The collector gives back that of a vault that is
// dropped without Close; handles keep their vault alive.
func (v *Vault) hold(memory []byte, problems []string, giveBack func(memory []byte)) {
	v.memory, v.problems, v.giveBack = memory, problems, giveBack
	v.scratches = len(memory)
	v.cleanup = runtime.AddCleanup(v, func(memory []byte) {
		clear(memory)
		giveBack(memory)
	}, memory)
}

// unmap overwrites the memory and gives it back.
func (v *Vault) unmap() {
	if v.memory == nil {
		return
	}
	v.cleanup.Stop()
	clear(v.memory)
	v.giveBack(v.memory)
	v.memory = nil
}

// Problems says in sentences which protections the system could not give the
// memory, and how to enable them. It is empty when all are in place.
func (v *Vault) Problems() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.problems)
}

// Digits makes a handle on up to most digits, never more than 32. The handle takes
// room only while it holds digits, and frees the room when it is wiped. So digits
// that are handed on live until their new owner wipes them. Push takes no digit
// when 64 handles already hold digits, or after Close.
func (v *Vault) Digits(most int) Digits {
	p := &place{vault: v, most: min(most, placeSize)}
	return Digits{at: &p}
}

// Wipe overwrites the digits of every handle. The handles are then empty and may be
// used again. Scratches wipe themselves.
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

// Close wipes the vault and frees its memory, at once or, if a scratch is in use,
// when its Use returns. Everything handed out stays empty.
func (v *Vault) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipe()
	v.closed = true
	if v.lent == 0 {
		v.unmap()
	}
}

// take finds a place for digits, or returns nil.
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
	return v.memory[at : at+placeSize : at+placeSize], index // the capacity ends at the place: a wipe fills the capacity
}

// release frees a place. The caller has overwritten it.
func (v *Vault) release(index int) {
	v.places[index] = false
	if v.single {
		v.unmap()
	}
}
