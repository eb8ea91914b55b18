package sqljournal

import (
	"context"
	"errors"

	"motoconsole/internal/journal"
)

// KeepCustomer implements journal.Customers.
func (s *Store) KeepCustomer(ctx context.Context, id string, c journal.Customer) error {
	c = c.AsKept()
	return s.write(ctx, func(ctx context.Context, tx *tx) error {
		done, err := tx.ExecContext(ctx, "INSERT INTO customers (number, name, email) SELECT number, ?, ? FROM entries "+byID+
			" ON CONFLICT (number) DO UPDATE SET name = excluded.name, email = excluded.email", c.Name, c.Email, id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, journal.ErrNotFound)
		}
		return nil
	})
}

// KeptCustomers implements journal.Customers.
func (s *Store) KeptCustomers(ctx context.Context, ids ...string) (map[string]journal.Customer, error) {
	kept := map[string]journal.Customer{}
	if s.closed.Load() {
		return nil, journal.ErrClosed
	}
	for len(ids) > 0 {
		some := ids[:min(len(ids), mostAsked)]
		ids = ids[len(some):]
		if err := s.keptOf(ctx, some, kept); err != nil {
			return nil, s.fault(err)
		}
	}
	return kept, nil
}

// mostAsked is how many entries one query asks about: SQLite takes that many values.
const mostAsked = 500

func (s *Store) keptOf(ctx context.Context, ids []string, kept map[string]journal.Customer) error {
	rows, err := s.reader.QueryContext(ctx, "SELECT e.id, c.name, c.email FROM entries e JOIN customers c ON c.number = e.number WHERE e.id IN ("+marks(len(ids))+")", texts(ids)...) //nolint:gosec // placeholders only
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var id string
		var c journal.Customer
		if err := rows.Scan(&id, &c.Name, &c.Email); err != nil {
			return err
		}
		kept[id] = c.FitToShow()
	}
	return rows.Err()
}

func texts(list []string) []any {
	values := make([]any, len(list))
	for i, text := range list {
		values[i] = text
	}
	return values
}

// ForgetCustomers implements journal.Customers.
func (s *Store) ForgetCustomers(ctx context.Context, ids ...string) (n int, err error) {
	for len(ids) > 0 && err == nil {
		some := ids[:min(len(ids), mostAsked)]
		ids = ids[len(some):]
		var gone int
		gone, err = s.forget(ctx, "WHERE number IN (SELECT number FROM entries WHERE id IN ("+marks(len(some))+"))", texts(some)...)
		n += gone
	}
	return n, s.forgotten(ctx, n, err)
}

// ForgetAllCustomers implements journal.Customers. Most journals have none: then it
// writes nothing.
func (s *Store) ForgetAllCustomers(ctx context.Context) (n int, err error) {
	if some, err := s.hasCustomers(ctx); err != nil || !some {
		return 0, err
	}
	n, err = s.forget(ctx, "")
	return n, s.forgotten(ctx, n, err)
}

// hasCustomers reports that any customer is kept.
func (s *Store) hasCustomers(ctx context.Context) (some bool, err error) {
	err = s.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM customers)").Scan(&some)
	return some, s.fault(err)
}

// forget deletes customers. SQLite overwrites what it deletes (secure_delete).
func (s *Store) forget(ctx context.Context, which string, values ...any) (n int, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		done, err := tx.ExecContext(ctx, "DELETE FROM customers "+which, values...) //nolint:gosec // placeholders only
		if err != nil {
			return err
		}
		gone, err := done.RowsAffected()
		n = int(gone)
		return err
	})
	return n, err
}

// forgotten removes the deleted texts from the log.
func (s *Store) forgotten(ctx context.Context, n int, err error) error {
	if err != nil || n == 0 {
		return err
	}
	return s.fault(s.db.clean(ctx, s.writer))
}
