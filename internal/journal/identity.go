package journal

import "context"

// Identity implements Store.
func (s *SQLite) Identity() Identity { return s.identity }

// whoAmI reads which journal this is, and whether it is behind its mark.
func (s *SQLite) whoAmI(ctx context.Context) error {
	var since stamp
	if err := s.reader.QueryRowContext(ctx, "SELECT name, since_at FROM identity").Scan(&s.identity.Name, &since); err != nil {
		return noRowIsDamage(s.path, err)
	}
	s.identity.Since = since.time()
	return s.recall(ctx)
}
