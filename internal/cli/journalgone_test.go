//go:build unix

package cli_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
)

// copyJournal puts a copy of the journal, without its mark, into a folder.
func (o *office) copyJournal(t *testing.T, folder string) string {
	t.Helper()
	to := filepath.Join(folder, filepath.Base(o.journal))
	for _, end := range []string{"", "-wal"} {
		if _, err := os.Stat(o.journal + end); err == nil {
			copyFile(t, o.journal+end, to+end)
		}
	}
	return to
}

// removeJournal removes the journal, with or without its mark.
func (o *office) removeJournal(t *testing.T, mark bool) {
	t.Helper()
	ends := []string{"", "-wal", "-shm"}
	if mark {
		ends = append(ends, ".mark")
	}
	for _, end := range ends {
		if err := os.Remove(o.journal + end); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

// putBack puts back an older copy of the journal, with or without the newer mark.
func (o *office) putBack(t *testing.T, copied string, mark bool) {
	t.Helper()
	o.removeJournal(t, !mark)
	for _, end := range []string{"", "-wal"} {
		if _, err := os.Stat(copied + end); err == nil {
			copyFile(t, copied+end, o.journal+end)
		}
	}
}

// TestTheJournalGoesMidSend: the journal is deleted, moved or replaced by an older copy
// while an AUTH is under way. The agent reads the outcome, and that it could not be
// recorded.
func TestTheJournalGoesMidSend(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*testing.T, *office, string){
		"deleted":               func(t *testing.T, o *office, _ string) { o.removeJournal(t, false) },
		"deleted with its mark": func(t *testing.T, o *office, _ string) { o.removeJournal(t, true) },
		"moved": func(t *testing.T, o *office, _ string) {
			if err := os.Rename(filepath.Dir(o.journal), filepath.Dir(o.journal)+".old"); err != nil {
				t.Fatal(err)
			}
		},
		"replaced by an older copy":             func(t *testing.T, o *office, copied string) { o.putBack(t, copied, true) },
		"only its log is deleted":               func(t *testing.T, o *office, _ string) { _ = os.Remove(o.journal + "-wal") },
		"deleted, and a new one was made since": func(t *testing.T, o *office, _ string) { o.removeJournal(t, true); used(t, o) },
	}
	for i, name := range slices.Sorted(maps.Keys(ways)) {
		take := ways[name]
		// Before and after the agent's patience ends. A sample tries one of them for each
		// way.
		for _, when := range effort.Some([]string{"in time", "late", "in time"}[i%2:i%2+2], 2) {
			t.Run(name+", "+when, func(t *testing.T) {
				t.Parallel()
				b := startBank(t)
				o := used(t, newOffice(t, b))
				copied := o.copyJournal(t, t.TempDir())
				p := o.console(t, "priya")
				charge(t, p, ordered("FAULT-late.9m-A17"))
				b.arrives(t)
				take(t, o, copied)
				if when == "late" {
					firstOutcome(t, p)
				}
				b.release(t)
				p.WaitFor(t, "✔ APPROVED")
				says(t, p, "The outcome could not be recorded: write it down")
				b.wantAuths(t, 1)
			})
		}
	}
}

// TestAnOlderCopyIsPutBack: an older copy is put back before a console starts. The
// console finds the forgotten payments by the mark, or without one at the gateway. Home
// shows an alarm, and the guard wants a reason for that card and for that order.
func TestAnOlderCopyIsPutBack(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, mark := range []bool{true, false} {
		t.Run(map[bool]string{true: "with its mark", false: "without its mark"}[mark], func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			take(t, p, with(func(e *entry) { e.order, e.amount = "A16", "9.00" }), "✔ APPROVED")
			p.Press("enter")
			leave(t, p)
			copied := o.copyJournal(t, t.TempDir())

			p = o.console(t, "priya")
			take(t, p, ordered("A17"), "✔ APPROVED")
			charge(t, p, with(func(e *entry) { e.order, e.amount = "FAULT-lost.9m-A18", "12.00" }))
			firstOutcome(t, p)
			p.Kill()
			p.Wait(t)
			forgotten := o.entries(t)
			o.putBack(t, copied, mark)
			b.release(t)

			eventually(t, "both records show", func() bool {
				said, _ := o.run(t, "lookup", "--json", "FAULT-lost.9m-A18")
				return strings.Contains(said, "transactionreference")
			})
			p = o.console(t, "ben")
			says(t, p, "2 alarms: outcomes have changed. Tell a supervisor.")
			p.Press("a")
			says(t, p, "The gateway has this payment, but the journal did not")
			p.Press("esc")
			p.WaitFor(t, "Your payments today")
			for _, e := range forgotten[:2] {
				if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, e.SentReference) || !strings.Contains(said, "ALARM") {
					t.Errorf("moto resolve: exit code %d, and no %s in\n%s", code, e.SentReference, said)
				}
			}
			fill(t, p, ordered("B1"))
			says(t, p, "THIS CARD PAID £10.50")
			p.Press("esc")
			p.WaitFor(t, nothingMore)
			p.Press("esc")
			p.WaitFor(t, "Discard this payment?")
			p.Press("y")
			p.WaitFor(t, "Your payments today")
			fill(t, p, with(func(e *entry) { e.order, e.amount = "A17", "3.00" }))
			says(t, p, "ORDER A17 HAS ALREADY BEEN PAID")
			for _, e := range forgotten[:2] {
				said, code := o.run(t, "resolve", "--settle", e.SentReference, "--as", "taken", "--reason", "seen to", "--by", "J. Doe")
				if code != cli.ExitOK || !strings.Contains(said, "acknowledged") {
					t.Errorf("acknowledged: exit code %d: %s", code, said)
				}
			}
			if said, code := o.run(t, "reconcile"); code != cli.ExitOK || !strings.Contains(said, "0 forgotten") {
				t.Errorf("moto reconcile: exit code %d: %s", code, said)
			}
			b.wantAuths(t, 3)
			o.verify(t)
		})
	}
}

// TestReconcile: the output and exit codes of moto reconcile, for a supervisor who puts
// an older copy back and opens no console.
func TestReconcile(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.portal(t, `"orderreference":"P1","baseamount":"700"`)
	p := o.console(t, "priya")
	if news := p.Text(); strings.Contains(strings.ToLower(news), "alarm") { // a new journal, and the portal's recent payments
		t.Errorf("a new journal:\n%s", news)
	}
	take(t, p, with(func(e *entry) { e.order, e.amount = "A16", "9.00" }), "✔ APPROVED")
	p.Press("enter")
	leave(t, p)
	said, code := o.run(t, "reconcile")
	if code != cli.ExitOK || !strings.Contains(said, "0 forgotten, 0 different") || strings.Contains(said, "ALARM") {
		t.Errorf("all there: exit code %d: %s", code, said)
	}
	copied := o.copyJournal(t, t.TempDir())

	other := otherOffice(t, o)
	q := other.console(t, "zoe")
	take(t, q, with(func(e *entry) { e.order, e.amount = "Z1", "8.00" }), "✔ APPROVED")
	p = o.console(t, "priya")
	take(t, p, ordered("A17"), "✔ APPROVED")
	p.Press("enter")
	leave(t, p)
	kept := o.entries(t)[0]
	o.putBack(t, copied, true)

	said, code = o.run(t, "reconcile")
	if code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"1 forgotten", "FORGOTTEN", kept.SentReference, kept.TransactionReference, "£10.50", "the journal is older than this payment", "1 payment needs attention"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if said, code = o.run(t, "reconcile", "--since", "1h"); code != cli.ExitOK || !strings.Contains(said, "0 forgotten") {
		t.Errorf("once more: exit code %d: %s", code, said)
	}
	for _, want := range []string{"other", "P1", "£7.00", "webuser", "Z1-", "£8.00", "zoe"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	for _, e := range o.entries(t) {
		if e.Alarm != "" && e.SentReference != kept.SentReference {
			t.Errorf("%s has the alarm %q", e.SentReference, e.Alarm)
		}
	}
	if said, code := o.run(t, "reconcile", "--since", "-1h"); code != cli.ExitUsage {
		t.Errorf("a time to come: exit code %d: %s", code, said)
	}
	b.changePassword(t, "another")
	if said, code := o.run(t, "reconcile"); code != cli.ExitFailed || !strings.Contains(said, "does not accept the Webservices user or password") {
		t.Errorf("refused: exit code %d: %s", code, said)
	}
	b.changePassword(t, "")
	b.stop()
	if said, code := o.run(t, "reconcile"); code != cli.ExitFailed || strings.Contains(said, "0 forgotten, 0 different") {
		t.Errorf("no gateway: exit code %d: %s", code, said)
	}
	o.verify(t)
}

// otherOffice has another journal of the same site. The names of journals are random:
// one in a thousand equals that of o's journal (README, Limits), and reconcile would
// then not call its payments another journal's.
func otherOffice(t *testing.T, o *office) *office {
	t.Helper()
	name := func(o *office) string {
		store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal, Host: "a host"})
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close() //nolint:errcheck // nothing was written that the test needs
		return store.Identity().Name
	}
	for {
		if other := officeAt(t, o.bank, t.TempDir()); name(other) != name(o) {
			return other
		}
	}
}

// portal takes a payment in the vendor's portal.
func (o *office) portal(t *testing.T, fields string) {
	t.Helper()
	o.bank.control(t, "POST", "portal/auth", `{"pan":"`+strings.ReplaceAll(canary, " ", "")+`","expirydate":"12/2030","currencyiso3a":"GBP",`+
		`"sitereference":"test_floor1",`+fields+`}`)
}

// TestPruningNeedsClocksThatAgree: moto deletes rows older than keep_days only if this
// host's clock and the gateway's agree.
func TestPruningNeedsClocksThatAgree(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, row := range []struct {
		fault string
		kept  int
	}{{"ahead.20m", 2}, {"behind.20m", 2}, {"", 1}} {
		t.Run(row.fault, func(t *testing.T) {
			t.Parallel()
			flags := []string{}
			if row.fault != "" {
				flags = append(flags, "--fault", row.fault)
			}
			b := startBank(t, flags...)
			o := newOffice(t, b)
			o.seed(t, "priya", "A1", 1000, 3*365*24*time.Hour)
			o.seed(t, "priya", "A2", 1000, time.Hour)
			p := o.console(t, "priya")
			if row.kept == 1 {
				eventually(t, "the old one is deleted", func() bool { return len(o.entries(t)) == 1 })
			} else {
				eventually(t, "the journal was compared", func() bool { return b.arrived(t, "TRANSACTIONQUERY")[""] >= 3 })
				take(t, p, with(func(e *entry) { e.order, e.amount = "A3", "3.00" }), "✔ APPROVED")
				row.kept++
			}
			if n := len(o.entries(t)); n != row.kept {
				t.Errorf("%d attempts are kept, want %d", n, row.kept)
			}
			if e := o.entries(t)[0]; e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
				t.Errorf("%+v", e)
			}
			o.verify(t)
		})
	}
}
