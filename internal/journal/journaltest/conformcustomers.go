package journaltest

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"motoconsole/internal/journal"
)

// Customers stand beside the entries: they change no entry and no history, and can be
// deleted. A text that may be a card number is not kept.
func conformsCustomers(t *testing.T, s journal.Store, c *Clock) {
	ctx := context.Background()
	kept, ok := s.(journal.Customers)
	if !ok {
		t.Fatal("it keeps no customers")
	}
	want := func(what string, all map[string]journal.Customer) {
		t.Helper()
		if got, err := kept.KeptCustomers(ctx, "one", "two", "three", "nobody"); err != nil || !maps.Equal(got, all) {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
	for _, id := range []string{"one", "two", "three"} {
		Intend(t, s, AnAuth(t, id, c.Now()))
	}
	want("before any is kept", map[string]journal.Customer{})
	head, _ := s.Head(ctx)
	ann, bob := journal.Customer{Name: "Ann Smith", Email: "ann@example.com"}, journal.Customer{Name: "Bob"}
	for id, who := range map[string]journal.Customer{"one": bob, "two": bob} {
		if err := kept.KeepCustomer(ctx, id, who); err != nil {
			t.Fatal(err)
		}
	}
	if err := kept.KeepCustomer(ctx, "one", ann); err != nil { // replaces the customer kept before
		t.Fatal(err)
	}
	want("two of them", map[string]journal.Customer{"one": ann, "two": bob})
	if got, err := kept.KeptCustomers(ctx); err != nil || len(got) > 0 {
		t.Errorf("of nobody: %q, %v", got, err)
	}
	if err := kept.KeepCustomer(ctx, "nobody", ann); !errors.Is(err, journal.ErrNotFound) {
		t.Errorf("of an attempt that there is not: %v", err)
	}
	hostile := journal.Customer{Name: "card 4111 1111 1111 1111", Email: strings.Repeat("é", 1000) + "\x1b[2J"}
	if err := kept.KeepCustomer(ctx, "three", hostile); err != nil {
		t.Fatal(err)
	}
	got, err := kept.KeptCustomers(ctx, "three")
	if three := got["three"]; err != nil || three.Name != "" || len([]rune(three.Email)) != journal.MaxName {
		t.Errorf("a hostile one is kept as %q, %v", got, err)
	}
	if now, _ := s.Head(ctx); now != head {
		t.Errorf("the history went from %d to %d", head, now)
	}
	if n, err := kept.ForgetCustomers(ctx, "one", "nobody"); n != 1 || err != nil {
		t.Errorf("forgot %d, %v", n, err)
	}
	if n, err := kept.ForgetCustomers(ctx); n != 0 || err != nil {
		t.Errorf("forgot %d of nobody, %v", n, err)
	}
	if n, err := kept.ForgetCustomers(ctx, "three"); n != 1 || err != nil {
		t.Errorf("forgot %d, %v", n, err)
	}
	want("after one was forgotten", map[string]journal.Customer{"two": bob})
	for _, all := range []int{1, 0} {
		if n, err := kept.ForgetAllCustomers(ctx); n != all || err != nil {
			t.Errorf("forgot %d of %d, %v", n, all, err)
		}
	}
	want("after all were", map[string]journal.Customer{})
	if e, err := s.Get(ctx, "one"); err != nil || e.ID != "one" {
		t.Errorf("the attempt: %+v, %v", e, err)
	}
}
