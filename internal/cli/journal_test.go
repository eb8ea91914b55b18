//go:build unix

package cli_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
)

// refusesToStart fails unless an agent's console says what is wrong with the journal
// and what to do, and ends before it changes the terminal.
func (o *office) refusesToStart(t *testing.T, sentences ...string) {
	t.Helper()
	p := o.start(t, "priya")
	if code := p.Wait(t); code != cli.ExitFailed {
		t.Errorf("exit code %d, want %d", code, cli.ExitFailed)
	}
	said := string(p.Recorded())
	if strings.Contains(said, "\x1b") {
		t.Errorf("terminal modes were touched: %q", said)
	}
	for _, sentence := range sentences {
		if !strings.Contains(flat(said), flat(sentence)) {
			t.Errorf("%q is missing in %s", sentence, said)
		}
	}
	if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, sentences[0]) {
		t.Errorf("moto resolve: exit code %d: %s", code, said)
	}
	o.bank.wantAuths(t, 0)
}

// used is an office that has a journal.
func used(t *testing.T, o *office) *office {
	t.Helper()
	if said, code := o.run(t, "resolve"); code != cli.ExitOK {
		t.Fatalf("exit code %d: %s", code, said)
	}
	return o
}

// plainOffice is an office of a user without root's rights, because the modes
// of files do not bind root.
func plainOffice(t *testing.T, b *bank) *office {
	t.Helper()
	if os.Getuid() != 0 {
		return newOffice(t, b)
	}
	const nobody = 65534
	folder, err := os.MkdirTemp("", "moto-office")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	o := officeAt(t, b, folder)
	give := func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			err = os.Chown(path, nobody, nobody)
		}
		return err
	}
	o.runAs = func(cmd *exec.Cmd) {
		if err := filepath.WalkDir(folder, give); err != nil {
			t.Fatal(err)
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return o
}

// TestJournalCannotBeWritten: without a journal to write to no console opens.
func TestJournalCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, test := range effort.Some([]struct {
		name         string
		file, folder fs.FileMode
		say          []string
	}{
		{"a read-only file", 0o400, 0o700, []string{"cannot be written", "nothing can be charged until the file, its folder and its disk can be written"}},
		{"a read-only folder", 0o600, 0o500, []string{"cannot be written", "nothing can be charged until the file, its folder and its disk can be written"}},
		{"a file of no use", 0o000, 0o700, []string{"has the wrong permissions", "mode 0600"}},
		{"a file for everybody", 0o666, 0o700, []string{"has the wrong permissions", "mode 0600"}},
		{"a folder for everybody", 0o600, 0o777, []string{"has the wrong permissions", "mode 0700"}},
	}, 2) {
		t.Run(test.name, func(t *testing.T) {
			o := used(t, plainOffice(t, startBank(t)))
			if err := os.Chmod(o.journal, test.file); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(filepath.Dir(o.journal), test.folder); err != nil {
				t.Fatal(err)
			}
			o.refusesToStart(t, test.say...)
		})
	}
}

// TestJournalDamaged: moto neither uses nor deletes a journal that it cannot trust.
func TestJournalDamaged(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for _, test := range effort.Some([]struct {
		name   string
		damage func(data []byte) []byte
		say    string
	}{
		{"a page overwritten", func(data []byte) []byte {
			copy(data[2*4096:], strings.Repeat("coffee", 600))
			return data
		}, "is damaged"},
		{"cut off", func(data []byte) []byte { return data[:len(data)/2] }, "is damaged"},
		{"empty", func([]byte) []byte { return nil }, "is damaged"},
		{"the head overwritten", func(data []byte) []byte {
			copy(data, strings.Repeat("coffee", 100))
			return data
		}, "is damaged"},
	}, 2) {
		t.Run(test.name, func(t *testing.T) {
			o := used(t, newOffice(t, b))
			data, err := os.ReadFile(o.journal)
			if err != nil {
				t.Fatal(err)
			}
			data = test.damage(data)
			if err := os.WriteFile(o.journal, data, 0o600); err != nil {
				t.Fatal(err)
			}
			o.refusesToStart(t, test.say, "Take no payments with it.", "move the file and those beside it that end in -wal and -shm to a safe place (do not delete them)",
				"look up the last day's payments at the gateway")
			if now, err := os.ReadFile(o.journal); err != nil || string(now) != string(data) {
				t.Errorf("the damaged file was touched: %v", err)
			}
		})
	}
	t.Run("something else", func(t *testing.T) {
		o := newOffice(t, b)
		if err := os.WriteFile(o.journal, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		alter(t, o.journal, "CREATE TABLE x (y)")
		o.refusesToStart(t, "is not a journal of moto", "Name another file as the journal in the configuration")
	})
	t.Run("a folder", func(t *testing.T) {
		o := newOffice(t, b)
		if err := os.Mkdir(o.journal, 0o700); err != nil {
			t.Fatal(err)
		}
		o.refusesToStart(t, "is not a journal of moto", "Name another file")
	})
}

// TestJournalGoneMidShift: the journal is moved away under an open console, which sends
// nothing that it cannot record. If the console has already noticed, its guard cannot
// read the journal either, and there is no confirm page.
func TestJournalGoneMidShift(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	take(t, p, caller(), "✔ APPROVED")
	if err := os.Rename(o.journal, o.journal+".away"); err != nil {
		t.Fatal(err)
	}
	fill(t, p, with(func(e *entry) { e.order, e.amount = "A18", "11.50" }))
	const unread = "NOT CHARGED: THE JOURNAL CANNOT BE READ"
	if strings.Contains(p.Text(), confirmPage) {
		p.Press("y") // the page waits for the guard
	}
	p.WaitUntil(t, "a refusal", func(shown string) bool {
		return strings.Contains(shown, "✖ NOT SENT") || strings.Contains(shown, unread)
	})
	if !strings.Contains(p.Text(), unread) {
		says(t, p, "the card was not charged")
		says(t, p, "The payment could not be recorded, so it was not sent")
		says(t, p, "was moved, replaced or deleted while it was in use; start again")
		grace()
		p.Press("enter")
		p.WaitFor(t, "Your payments today")
		leave(t, p)
	} else {
		p.Kill()
	}
	b.wantAuths(t, 1)
	if err := os.Rename(o.journal+".away", o.journal); err != nil {
		t.Fatal(err)
	}
	o.verify(t)
	if e := o.only(t); e.OwnReference != "A17" {
		t.Errorf("the journal has %s", e.OwnReference)
	}
}

// TestJournalDamagedMidShift: the file is overwritten under an open console, which
// sends nothing that it cannot look up or record.
func TestJournalDamagedMidShift(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	take(t, p, caller(), "✔ APPROVED")
	for _, end := range []string{"", "-wal"} {
		f, err := os.OpenFile(o.journal+end, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err == nil {
			_, err = f.Write([]byte(strings.Repeat("coffee", int(info.Size())/6)))
		}
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	// The console remembers what it read before, so the guard may find no fault.
	fill(t, p, with(func(e *entry) { e.order, e.amount = "A18", "11.50" }))
	if strings.Contains(p.Text(), confirmPage) {
		agree(t, p)
	}
	p.WaitUntil(t, "a refusal", func(shown string) bool {
		return strings.Contains(shown, "so it was not sent") || strings.Contains(shown, "✖ NOT CHARGED: THE JOURNAL CANNOT BE READ")
	})
	b.wantAuths(t, 1)
	if said, code := o.run(t, "journal", "verify"); code != cli.ExitFailed || !strings.Contains(said, "is damaged") {
		t.Errorf("journal verify: exit code %d: %s", code, said)
	}
}

// TestJournalHeld: another program has locked the journal. The console gives up the
// charge unsent, and goes on once the lock is gone.
func TestJournalHeld(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	fill(t, p, caller())
	release := hold(t, o.journal)
	agree(t, p)
	p.WaitFor(t, "✖ NOT SENT")
	says(t, p, "The payment could not be recorded, so it was not sent")
	says(t, p, "is held by another program")
	release()
	b.wantAuths(t, 0)
	// Nor does the console send an attempt that the journal recorded too late.
	time.Sleep(time.Second)
	b.wantAuths(t, 0)
	for _, e := range o.entries(t) {
		if e.Outcome == gateway.OutcomeApproved {
			t.Errorf("the journal has %v", e.Outcome)
		}
	}
	p.Press("e")
	p.WaitFor(t, "Still to ask")
	p.Type(canary + "\n1230" + testCode)
	p.Press("ctrl+r")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, 1)
	o.verify(t)
}

// TestJournalThatCannotBeMade: `moto check` says before the first console does that
// there is no place for a journal.
func TestJournalThatCannotBeMade(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for _, test := range []struct {
		name  string
		place func(folder string) error
		says  string
	}{
		{"in a folder that may not be written", func(folder string) error { return os.Mkdir(folder, 0o500) }, "cannot be written: the folder "},
		{"in a folder that may not be entered", func(folder string) error { return os.Mkdir(folder, 0o000) }, "has the wrong permissions"},
		{"below a file", func(folder string) error { return os.WriteFile(folder, nil, 0o600) }, "not a directory → Name another file as the journal"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := plainOffice(t, b)
			above := filepath.Join(filepath.Dir(filepath.Dir(o.journal)), "above")
			if err := test.place(above); err != nil {
				t.Fatal(err)
			}
			o.journal = filepath.Join(above, "one", "more", "journal.db")
			said, code := o.run(t, "check")
			if code == cli.ExitOK || !strings.Contains(flat(said), flat("✖ journal")) || !strings.Contains(flat(said), flat(test.says)) || strings.Contains(said, "first console makes it") {
				t.Errorf("exit code %d\n%s", code, said)
			}
		})
	}
}
