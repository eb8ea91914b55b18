package secmem

import (
	"slices"
	"sync"
)

// Region is one piece of locked memory for the vaults of many sessions. The system either
// locks it as a whole, when the process begins, or not: no session finds out later that
// the limit of locked memory is reached.
type Region struct {
	redacted
	mu       sync.Mutex
	memory   []byte
	free     []int // places for a vault, by where they begin
	problems []string
}

// NewRegion maps memory for vaults, as many as there may be at a time. It fails only if there
// is no memory at all.
func NewRegion(vaults int) (*Region, error) {
	memory, problems, err := Map(vaults * vaultSize)
	if err != nil {
		return nil, err
	}
	r := &Region{memory: memory, problems: problems}
	for at := len(memory) - vaultSize; at >= 0; at -= vaultSize {
		r.free = append(r.free, at)
	}
	return r, nil
}

// Problems says in sentences which protections the system could not give the memory.
func (r *Region) Problems() []string { return slices.Clone(r.problems) }

// Free is how many more vaults there may be.
func (r *Region) Free() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.free)
}

// Vault makes a vault in the region. It fails with ErrFull when all of it is used. The
// vault gives its memory back, overwritten, when it is closed, or when the collector finds
// it dropped.
func (r *Region) Vault() (*Vault, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last := len(r.free) - 1
	if last < 0 {
		return nil, ErrFull
	}
	at := r.free[last]
	r.free = r.free[:last]
	v := &Vault{places: make([]bool, vaultPlaces)}
	v.hold(r.memory[at:at+vaultSize:at+vaultSize], r.problems, func([]byte) { r.back(at) })
	return v, nil
}

// Close gives the memory back. There must be no vault in it any more.
func (r *Region) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.memory != nil && len(r.free) == len(r.memory)/vaultSize {
		Unmap(r.memory)
		r.memory, r.free = nil, nil
	}
}

func (r *Region) back(at int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.free = append(r.free, at)
}
