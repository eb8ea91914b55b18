package payment

import (
	"context"
	"slices"
	"sync"
)

// memoryLimit is how many attempts a Memory keeps.
const memoryLimit = 500

// Memory is a Recorder that keeps the attempts of this session, newest last,
// for as long as the program runs and no longer.
type Memory struct {
	mu       sync.Mutex
	attempts []Attempt
}

var _ Recorder = (*Memory)(nil)

// Intent implements Recorder.
func (m *Memory) Intent(_ context.Context, a Attempt) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.attempts = append(m.attempts, a)
	if len(m.attempts) > memoryLimit {
		m.attempts = slices.Delete(m.attempts, 0, len(m.attempts)-memoryLimit)
	}
	return nil
}

// Outcome implements Recorder.
func (m *Memory) Outcome(_ context.Context, a Attempt) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.attempts {
		if m.attempts[i].ID == a.ID {
			m.attempts[i] = a
		}
	}
	return nil
}

// Recent are the attempts kept, newest first, at most n.
func (m *Memory) Recent(n int) []Attempt {
	m.mu.Lock()
	defer m.mu.Unlock()
	recent := slices.Clone(m.attempts[max(0, len(m.attempts)-n):])
	slices.Reverse(recent)
	return recent
}
