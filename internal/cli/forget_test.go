//go:build unix

package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
)

// called puts a payment with its customer into the journal.
func (o *office) called(t *testing.T, agent, order string, c journal.Customer) {
	t.Helper()
	o.seed(t, agent, order, 4800, time.Hour)
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // what was kept is durable without it
	if err := store.KeepCustomer(t.Context(), order, c); err != nil {
		t.Fatal(err)
	}
}

// inJournal reports that a text is in the journal's file or in its log.
func (o *office) inJournal(t *testing.T, text string) bool {
	t.Helper()
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(o.journal + end)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}

// TestForget: moto journal forget deletes the customer of one order, by either of its
// references. It names the payment, and leaves the payment and all other customers.
func TestForget(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	if said, code := o.run(t, "journal", "forget", "A16"); code != cli.ExitFailed || !strings.Contains(said, o.journal) {
		t.Errorf("without a journal: exit code %d, %s", code, said)
	}
	if _, err := os.Stat(o.journal); err == nil {
		t.Error("it has made a journal")
	}
	o.called(t, "priya", "A16", journal.Customer{Name: "Zenobia Quill", Email: "zq@elsewhere.example"})
	o.called(t, "priya", "A17", journal.Customer{Name: "Yorick Quince"})
	o.called(t, "priya", "A18", journal.Customer{Email: "xx@elsewhere.example"})
	for _, step := range []struct {
		order string
		code  int
		says  string
		gone  []string
	}{
		{"A99", cli.ExitFailed, "no customer is kept with order A99", nil},
		{"4111 1111 1111 1111", cli.ExitUsage, "looks like a card number", nil},
		{" ", cli.ExitUsage, "name the order", nil},
		{"A16", cli.ExitOK, "A16-SEEDED, £48.00 of " + time.Now().Add(-time.Hour).Format("2006-01-02"), []string{"Zenobia", "zq@elsewhere"}},
		{"A16", cli.ExitFailed, "no customer is kept with order A16", []string{"Zenobia", "zq@elsewhere"}},
		{"A17-SEEDED", cli.ExitOK, "by priya: deleted the customer's name\n", []string{"Yorick"}},
	} {
		said, code := o.run(t, "journal", "forget", step.order)
		if code != step.code || !strings.Contains(said, step.says) || strings.Contains(said, "1111") || strings.Contains(said, "Zenobia") {
			t.Errorf("forget %q: exit code %d, %s", step.order, code, said)
		}
		for _, text := range step.gone {
			if o.inJournal(t, text) {
				t.Errorf("forget %q: %q is in the journal", step.order, text)
			}
		}
	}
	if !o.inJournal(t, "xx@elsewhere.example") || len(o.entries(t)) != 3 {
		t.Error("another customer, or a payment, is gone")
	}
	if said, code := o.run(t, "journal", "forget", "A18"); code != cli.ExitOK || !strings.Contains(said, "deleted the customer's e-mail address\n") || !strings.Contains(said, "the gateway still shows") {
		t.Errorf("exit code %d, %s", code, said)
	}
	o.verify(t)
}

// TestForgetByRight: an agent deletes the customer of another agent's payment only with
// the right to see it.
func TestForgetByRight(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for _, tc := range []struct {
		as   string
		code int
		says string
	}{
		{"clerk", cli.ExitFailed, "You may not see the payments of other agents: ask Ann Lee (lead)."},
		{"lead", cli.ExitOK, "deleted the customer's name"},
	} {
		o := staffed(t, b, tc.as)
		o.called(t, "ben", "A16", journal.Customer{Name: "Zenobia Quill"})
		said, code := o.run(t, "journal", "forget", "A16")
		if code != tc.code || !strings.Contains(said, tc.says) || o.inJournal(t, "Zenobia") != (tc.code != cli.ExitOK) {
			t.Errorf("%s: exit code %d, %s", tc.as, code, said)
		}
	}
}
