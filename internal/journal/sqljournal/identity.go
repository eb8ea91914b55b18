package sqljournal

import (
	"context"
	"slices"

	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
)

// Identity implements Store.
func (s *SQLite) Identity() journal.Identity { return s.identity }

// whoAmI reads which journal this is, and whether it is behind its mark.
func (s *SQLite) whoAmI(ctx context.Context) error {
	var since stamp
	if err := s.reader.QueryRowContext(ctx, "SELECT name, since_at FROM identity").Scan(&s.identity.Name, &since); err != nil {
		return noRowIsDamage(s.path, err)
	}
	s.identity.Since = since.time()
	return s.recall(ctx)
}

// letters are those of the endings of order references.
const letters = orderref.Alphabet

// name is the name of the journal of a position, as migration 0002 makes it.
func (p position) name() string {
	return string([]byte{letters[p.journal[0]&31], letters[p.journal[1]&31]})
}

// Former implements Store.
func (s *SQLite) Former() []string {
	var names []string
	for _, p := range readMark(s.path) {
		if name := p.name(); p.journal != s.seen.journal && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
