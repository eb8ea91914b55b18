package journaltest

import (
	"context"

	"motoconsole/internal/journal"
)

var _ journal.Customers = (*Memory)(nil)

// KeepCustomer implements journal.Customers.
func (m *Memory) KeepCustomer(ctx context.Context, id string, c journal.Customer) error {
	return m.write(ctx, "customer", func(d *memoryDisk) (func(), error) {
		if _, known := d.byID[id]; !known {
			return nil, journal.ErrNotFound
		}
		return func() { d.customers[id] = c.AsKept() }, nil
	})
}

// KeptCustomers implements journal.Customers.
func (m *Memory) KeptCustomers(_ context.Context, ids ...string) (map[string]journal.Customer, error) {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if m.state != memoryOpen {
		return nil, journal.ErrClosed
	}
	kept := map[string]journal.Customer{}
	for _, id := range ids {
		if c, ok := m.disk.customers[id]; ok {
			kept[id] = c.FitToShow()
		}
	}
	return kept, nil
}

// ForgetCustomers implements journal.Customers.
func (m *Memory) ForgetCustomers(ctx context.Context, ids ...string) (n int, err error) {
	err = m.write(ctx, "forget", func(d *memoryDisk) (func(), error) {
		return func() {
			for _, id := range ids {
				if _, kept := d.customers[id]; kept {
					n++
				}
				delete(d.customers, id)
			}
		}, nil
	})
	return n, err
}

// ForgetAllCustomers implements journal.Customers.
func (m *Memory) ForgetAllCustomers(ctx context.Context) (n int, err error) {
	err = m.write(ctx, "forget", func(d *memoryDisk) (func(), error) {
		return func() {
			n = len(d.customers)
			clear(d.customers)
		}, nil
	})
	return n, err
}
