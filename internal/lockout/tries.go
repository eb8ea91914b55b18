package lockout

import (
	"sync"
	"time"
)

// Tries counts the attempts at a passphrase. Many goroutines may call its methods.
type Tries interface {
	// Take uses up an attempt before a passphrase is compared. If none is left, it
	// says for how long. After an error the caller must not compare.
	Take() (left time.Duration, err error)
	// Right says that the passphrase was right.
	Right() error
	// Left is how long no passphrase is accepted, 0 if one is, and how many wrong ones are
	// then accepted.
	Left() (closed time.Duration, tries int, err error)
}

// Memory counts for as long as the process lives.
type Memory struct {
	now   func() Now
	mu    sync.Mutex
	tally Tally
}

var _ Tries = (*Memory)(nil)

// NewMemory begins with no attempts.
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
func (m *Memory) Left() (closed time.Duration, tries int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tally, closed = m.tally.Look(m.now())
	return closed, m.tally.Left(), nil
}
