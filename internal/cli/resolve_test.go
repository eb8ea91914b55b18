//go:build unix

package cli_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// inDoubt takes a payment whose answer is lost and whose record stays hidden,
// and leaves its page.
func inDoubt(t *testing.T, o *office, p *screentest.PTY, reference string) journal.Entry {
	t.Helper()
	charge(t, p, ordered(reference))
	firstOutcome(t, p)
	grace()
	p.Press("enter")
	p.WaitFor(t, "1 unknown payment")
	e := o.entries(t)[0]
	if e.OwnReference != reference || e.State != journal.InDoubt {
		t.Fatalf("the journal has %s %v", e.OwnReference, e.State)
	}
	return e
}

// TestResolveRace: two consoles and `moto resolve --wait` find the outcome of one
// payment. It was sent once, and all of them say the same.
func TestResolveRace(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	first := o.console(t, "priya")
	charge(t, first, ordered("FAULT-lost.9m-A17"))
	firstOutcome(t, first)
	second := o.console(t, "ben")
	second.WaitFor(t, "1 unknown payment")

	var said [2]string
	var code [2]int
	var all sync.WaitGroup
	for i := range said {
		cmd := o.command(t, "supervisor", "resolve", "--wait", "3m")
		all.Go(func() {
			out, _ := cmd.CombinedOutput()
			said[i], code[i] = string(out), cmd.ProcessState.ExitCode()
		})
	}
	eventually(t, "some have asked", func() bool { return o.only(t).Checks >= 2 })
	b.release(t)
	all.Wait()
	for i := range said {
		if code[i] != cli.ExitOK || !strings.Contains(said[i], "Every outcome is known.") {
			t.Errorf("moto resolve: exit code %d, %s", code[i], said[i])
		}
	}
	e := o.only(t)
	if e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
		t.Errorf("the journal has %v %v", e.State, e.Outcome)
	}
	suffix := e.SentReference[strings.LastIndexByte(e.SentReference, '-')+1:]
	if asked := b.arrived(t, gateway.TypeQuery)[suffix]; asked > e.Checks {
		t.Errorf("four processes asked %d times in %d checks: they do not take turns", asked, e.Checks)
	}
	// Either console may have found the outcome. Both show it without a key.
	first.WaitFor(t, "✔ APPROVED")
	second.WaitGone(t, "1 unknown")
	says(t, second, "FAULT-lost.9m-A17 £10.50: APPROVED")
	b.wantAuths(t, 1)
	o.verify(t)
	leave(t, second)
}

// TestFoundOutElsewhere: another process finds the outcome while its page is open. The
// page shows it without a key.
func TestFoundOutElsewhere(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, as, page string
		outcome        gateway.Outcome
	}{
		{"taken", "taken", "✔ APPROVED", gateway.OutcomeApproved},
		{"not taken", "not-taken", "✖ NOT TAKEN", gateway.OutcomeNotSent},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			charge(t, p, ordered("FAULT-close-A17"))
			firstOutcome(t, p)
			e := o.only(t)
			said, code := o.run(t, "resolve", "--settle", e.SentReference, "--as", test.as, "--reason", "the bank said so", "--by", "J. Doe")
			if code != cli.ExitOK {
				t.Fatalf("exit code %d: %s", code, said)
			}
			p.WaitFor(t, test.page)
			says(t, p, "J. Doe settled it")
			if e := o.only(t); e.Outcome != test.outcome {
				t.Errorf("the journal has %v", e.Outcome)
			}
			b.wantAuths(t, 1)
			o.verify(t)
		})
	}
}

// TestSettleByHand: a supervisor's ruling lets the card be charged again, and the
// journal keeps it.
func TestSettleByHand(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	e := inDoubt(t, o, p, "FAULT-close-A17")
	barred(t, p, ordered("A18"))

	if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, e.SentReference) ||
		!strings.Contains(said, "ending 1486") || !strings.Contains(said, "priya") || !strings.Contains(said, "1 payment needs attention") {
		t.Errorf("one is unknown: exit code %d\n%s", code, said)
	}
	settle := []string{"resolve", "--settle", e.SentReference, "--as", "not-taken"}
	for _, test := range []struct {
		name string
		args []string
		code int
		say  string
	}{
		{"no reason and no name", settle, cli.ExitUsage, "reason"},
		{"no reason", append(settle, "--by", "J. Doe"), cli.ExitUsage, "reason"},
		{"a blank reason", append(settle, "--by", "J. Doe", "--reason", "  "), cli.ExitUsage, "reason"},
		{"no name", append(settle, "--reason", "portal"), cli.ExitUsage, "name"},
		{"no verdict", []string{"resolve", "--settle", e.SentReference, "--by", "J. Doe", "--reason", "portal"}, cli.ExitUsage, "--as"},
		{"another verdict", append(settle, "--as", "perhaps", "--by", "J. Doe", "--reason", "portal"), cli.ExitUsage, "--as"},
		{"no reference", []string{"resolve", "--as", "taken", "--by", "J. Doe", "--reason", "portal"}, cli.ExitUsage, "--settle"},
		{"another reference", append(settle, "--settle", "A17-000000", "--by", "J. Doe", "--reason", "portal"), cli.ExitFailed, "no payment in doubt"},
		{"a time that is none", []string{"resolve", "--wait", "soon"}, cli.ExitUsage, "wait"},
		{"a card number", []string{"resolve", "--settle", testPAN, "--as", "taken", "--by", "J. Doe", "--reason", "portal"}, cli.ExitFailed, "no payment in doubt"},
		{"a card number as the reason", append(settle, "--by", "J. Doe", "--reason", "card "+testPAN[:12]+"1112"), cli.ExitUsage, "looks like a card number"},
		{"a card number as the name", append(settle, "--by", "4111/1111/1111/1112", "--reason", "portal"), cli.ExitUsage, "looks like a card number"},
		{"a card number as an argument", []string{"resolve", testPAN}, cli.ExitUsage, "no arguments"},
	} {
		said, code := o.run(t, test.args...)
		if code != test.code || !strings.Contains(said, test.say) {
			t.Errorf("%s: exit code %d, want %d, and %q in %s", test.name, code, test.code, test.say, said)
		}
		noCard(t, test.name, said)
	}
	if now := o.only(t); now.State != journal.InDoubt {
		t.Fatalf("settled by wrong usage: %v", now.Outcome)
	}
	said, code := o.run(t, append(settle, "--reason", "the bank's help desk, by telephone", "--by", "J. Doe")...)
	if code != cli.ExitOK || !strings.Contains(said, e.SentReference) {
		t.Errorf("exit code %d: %s", code, said)
	}
	if now := o.only(t); now.Outcome != gateway.OutcomeNotSent || now.ResolvedBy != "J. Doe" || now.Reason != "the bank's help desk, by telephone" ||
		now.Resolution != journal.ResolvedSupervisor {
		t.Errorf("the journal has %v by %q for %q", now.Outcome, now.ResolvedBy, now.Reason)
	}
	if said, code := o.run(t, "resolve"); code != cli.ExitOK || !strings.Contains(said, "Every outcome is known.") {
		t.Errorf("exit code %d: %s", code, said)
	}
	p.WaitGone(t, "1 unknown")
	fill(t, p, ordered("A18"))
	says(t, p, "and it was called not taken. It may still turn up.") // for a day moto wants a reason
	p.Type("the bank shows nothing\n")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, 2) // the payment that was not booked, and this one
	o.verify(t)
}

// TestResolveWhileSending: a supervisor cannot settle a payment while its request is on
// its way.
func TestResolveWhileSending(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-late.9m-A17"))
	b.arrives(t)
	if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, "FAULT-late.9m-A17-") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if e := o.only(t); e.State != journal.Open || e.Checks != 0 {
		t.Errorf("another process has touched it: %v, %d checks", e.State, e.Checks)
	}
	b.release(t)
	if said, code := o.run(t, "resolve", "--wait", "2m"); code != cli.ExitOK {
		t.Errorf("exit code %d: %s", code, said)
	}
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, 1)
}

// TestResolveWithoutAGateway: without the gateway moto resolve settles nothing.
func TestResolveWithoutAGateway(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	e := inDoubt(t, o, p, "FAULT-lost.9m-A17")
	p.Kill() // it would ask too, while the gateway is still there
	p.Wait(t)
	before := o.only(t).EmptyChecks
	b.stop()
	for range 2 {
		if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, e.SentReference) {
			t.Errorf("exit code %d: %s", code, said)
		}
	}
	if now := o.only(t); now.State != journal.InDoubt || now.EmptyChecks != before {
		t.Errorf("the journal has %v after %d empty answers and %d before", now.State, now.EmptyChecks, before)
	}
}

// TestTampering: moto journal verify finds a journal that was changed by hand.
func TestTampering(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	for _, amount := range []string{"10.51", "10.52"} {
		take(t, p, with(func(e *entry) { e.amount, e.order = amount, "A"+amount[3:] }), "✔ APPROVED")
	}
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	leave(t, p)
	o.verify(t)
	for _, test := range effort.Some([]struct{ name, change string }{
		{"an amount", "DROP TRIGGER entries_same_attempt; DROP TRIGGER entries_with_event; UPDATE entries SET amount = 5 WHERE own_reference = 'A51'"},
		{"an outcome", "DROP TRIGGER entries_with_event; UPDATE entries SET outcome = 'not sent' WHERE own_reference = 'A51'"},
		{"the history", "DROP TRIGGER events_no_update; UPDATE events SET by_whom = 'ben' WHERE number = 2"},
		{"an event removed", "DROP TRIGGER events_no_delete; DELETE FROM events WHERE number = 2"},
		{"an attempt removed", "DROP TRIGGER entries_no_delete; DELETE FROM entries WHERE own_reference = 'A51'"},
		{"all of it removed", "DROP TRIGGER entries_no_delete; DROP TRIGGER events_no_delete; DELETE FROM entries WHERE own_reference = 'A52'; " +
			"DELETE FROM events WHERE number > 2"},
	}, 2) {
		t.Run(test.name, func(t *testing.T) {
			changed := officeAt(t, b, t.TempDir())
			copyFile(t, o.journal, changed.journal)
			changed.verify(t)
			alter(t, changed.journal, test.change)
			if said, code := changed.run(t, "journal", "verify"); code != cli.ExitFailed {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
	o.verify(t)
	if said, code := o.run(t, "journal", "verify"); code != cli.ExitOK || !strings.Contains(said, "2 payments, 4 events") {
		t.Errorf("exit code %d: %s", code, said)
	}
	cmd := exec.CommandContext(t.Context(), binary, "journal", "verify", "--config", filepath.Join(o.folder, "none.toml"))
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != cli.ExitUsage {
		t.Errorf("without a configuration: %v", err)
	}
}
