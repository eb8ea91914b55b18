//go:build unix

package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"motoconsole/internal/journal/sqljournal"
)

// TestNoCardAnywhere: one payment is approved, the answer to another is lost, and the
// console of a third is killed mid-send. The disk has only the first six and last four
// digits of the card: while the consoles run, after they died, and after the outcomes
// are known. The other tests search their offices too.
func TestNoCardAnywhere(t *testing.T) {
	t.Parallel()
	const code = "738"
	secret := func(order, amount string) entry {
		return with(func(e *entry) { e.order, e.amount, e.code = order, amount, code })
	}
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	take(t, p, secret("A17", "10.51"), "✔ APPROVED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	charge(t, p, secret("FAULT-lost.9m-A18", "10.52"))
	firstOutcome(t, p)
	p.Kill()
	p.Wait(t)
	p = o.console(t, "priya")
	charge(t, p, secret("FAULT-close-A19", "10.53"))
	firstOutcome(t, p)
	for _, end := range []string{"", "-wal", "-shm"} {
		if _, err := os.Stat(o.journal + end); err != nil {
			t.Errorf("this is to be searched: %v", err)
		}
	}
	if files := noCardInFiles(t, o.folder); files < 6 {
		t.Errorf("only %d files were searched", files)
	}
	// The search works: it finds the ends of the number.
	db, err := os.ReadFile(o.journal)
	wal, err2 := os.ReadFile(o.journal + "-wal")
	if err != nil || err2 != nil || !strings.Contains(string(db)+string(wal), "453957") {
		t.Errorf("the journal does not even hold the first six digits: %v %v", err, err2)
	}
	says(t, p, "FAULT-close-A19")
	grace()
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	if said, code := o.run(t, "resolve"); code == 0 {
		t.Errorf("one is unknown, and moto resolve says %s", said)
	} else {
		noCard(t, "moto resolve", said)
	}
	leave(t, p)
	o.verify(t)

	// The code has three digits and may occur within any number, but not as a value of its
	// own.
	alone := regexp.MustCompile(`(^|[^0-9A-Za-z.:+-])` + code + `($|[^0-9A-Za-z.:+-])`)
	log, err := os.ReadFile(filepath.Join(o.folder, "moto.log"))
	if err != nil || len(log) == 0 {
		t.Fatalf("the log is empty: %v", err)
	}
	for _, line := range strings.Split(string(log), "\n") {
		if strings.Contains(line, `"`+code+`"`) || strings.Contains(strings.ToLower(line), "securitycode") {
			t.Errorf("the log: %s", line)
		}
	}
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // it was only read
	events := 0
	for _, e := range o.entries(t) {
		history, err := store.History(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		events += len(history)
		text, err := json.Marshal(history)
		if err != nil {
			t.Fatal(err)
		}
		if alone.Match(text) || strings.Contains(string(text), "Ann Smith") || strings.Contains(string(text), "TE45") {
			t.Errorf("the journal's history: %s", text)
		}
	}
	if events < 6 {
		t.Errorf("only %d events were searched", events)
	}
}
