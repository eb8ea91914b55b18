package lockout

import (
	"sync"
	"time"
)

// Tries counts how a passphrase is tried. Its methods may be called from many
// goroutines.
type Tries interface {
	// Take takes a try before a passphrase is compared. Without one that is left
	// it says for how long none is taken. After an error nothing may be compared.
	Take() (left time.Duration, err error)
	// Right says that the passphrase was right.
	Right() error
	// Left is for how long no passphrase is taken; 0 when one is.
	Left() (time.Duration, error)
}

// Memory counts for as long as the process lives.
type Memory struct {
	now   func() Now
	mu    sync.Mutex
	tally Tally
}

var _ Tries = (*Memory)(nil)

// NewMemory counts from nothing on.
func NewMemory(now func() Now) *Memory { return &Memory{now: now} }

// Take implements Tries.
func (m *Memory) Take() (time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var left time.Duration
	m.tally, left = m.tally.Take(m.now())
	return left, nil
}

// Right implements Tries.
func (m *Memory) Right() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tally = Tally{}
	return nil
}

// Left implements Tries.
func (m *Memory) Left() (time.Duration, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var left time.Duration
	m.tally, left = m.tally.Look(m.now())
	return left, nil
}
