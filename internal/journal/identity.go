package journal

import (
	"context"
	"time"
)

// Identity implements Store.
func (s *SQLite) Identity() Identity { return s.identity }

// Behind implements Store.
func (s *SQLite) Behind() int64 { return 0 }

// Reconciled implements Store.
func (s *SQLite) Reconciled(context.Context) error { return nil }

// whoAmI reads the journal's identity, which the first process to open it dates.
func (s *SQLite) whoAmI(ctx context.Context) error {
	if s.writer != nil {
		if _, err := s.writer.ExecContext(ctx, "UPDATE identity SET since_at = ? WHERE since_at = 0", stampOf(s.now())); err != nil {
			return err
		}
	}
	var since stamp
	if err := s.reader.QueryRowContext(ctx, "SELECT name, since_at FROM identity").Scan(&s.identity.Name, &since); err != nil {
		return err
	}
	s.identity.Since = since.time()
	return nil
}

// Identity implements Store.
func (m *Memory) Identity() Identity { return m.disk.identity }

// SetIdentity gives the journal another name, for tests.
func (m *Memory) SetIdentity(name string, since time.Time) {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	m.disk.identity = Identity{Name: name, Since: since}
}

// Behind implements Store.
func (m *Memory) Behind() int64 { return 0 }

// Reconciled implements Store.
func (m *Memory) Reconciled(context.Context) error { return nil }
