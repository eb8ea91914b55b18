package cli_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
)

// diskOffice is an office whose journal is on a small disk of its own. Without the
// right to mount one the test is skipped.
func diskOffice(t *testing.T, b *bank, size string) *office {
	t.Helper()
	folder := t.TempDir()
	disk := filepath.Join(folder, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		if os.Getuid() == 0 && !errors.Is(err, syscall.EPERM) {
			t.Fatalf("mount: %v", err)
		}
		t.Skipf("a disk of its own cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			_ = syscall.Unmount(disk, syscall.MNT_DETACH)
		}
	})
	o := officeAt(t, b, folder)
	o.journal = filepath.Join(disk, "journal.db")
	return o
}

// ballast fills a disk.
func ballast(t *testing.T, folder string) (remove func()) {
	t.Helper()
	path := filepath.Join(folder, "ballast")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size >= 1; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDiskTooSmall: no console opens on a disk that would fill up within a shift.
func TestDiskTooSmall(t *testing.T) {
	t.Parallel()
	o := diskOffice(t, startBank(t), "10m")
	o.refusesToStart(t, "has no room left on its disk", "Free at least 50 MB on the disk and try again")
}

// TestDiskReadOnly: the disk is mounted read-only.
func TestDiskReadOnly(t *testing.T) {
	t.Parallel()
	o := used(t, diskOffice(t, startBank(t), "60m"))
	if err := syscall.Mount("", filepath.Dir(o.journal), "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "mode=0700,size=60m"); err != nil {
		t.Fatal(err)
	}
	o.refusesToStart(t, "cannot be written", "nothing can be charged until the file, its folder and its disk can be written")
	o.verify(t) // look-ups work
}

// TestDiskFullMidShift: the disk fills up under an open console. The console sends
// nothing, says why and what to do, and goes on once there is room.
func TestDiskFullMidShift(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := diskOffice(t, b, "64m")
	p := o.console(t, "priya")
	take(t, p, caller(), "✔ APPROVED")
	empty := ballast(t, filepath.Dir(o.journal))
	for order, amount := range map[string]string{"A18": "11.50", "A19": "12.50"} {
		fill(t, p, with(func(e *entry) { e.order, e.amount = order, amount }))
		agree(t, p)
		p.WaitUntil(t, "an outcome", outcomeShown)
		grace()
	}
	p.WaitFor(t, "✖ NOT SENT")
	says(t, p, "the card was not charged")
	says(t, p, "The payment could not be recorded, so it was not sent")
	says(t, p, "has no room left on its disk")
	says(t, p, "Free at least 50 MB on the disk")
	recorded := len(o.entries(t))
	b.wantAuths(t, recorded) // only payments that the journal had room for were sent
	if recorded > 2 {
		t.Fatal("the disk was not full: this has tested nothing")
	}

	other := o.start(t, "ben") // a console that starts now
	if code := other.Wait(t); code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	says(t, other, "Free at least 50 MB on the disk and try again")

	empty()
	p.Press("e")
	p.WaitFor(t, "Still to ask")
	p.Type(canary + "\n1230" + testCode)
	p.Press("ctrl+r")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, recorded+1)
	o.verify(t)
}

// TestDiskFullMidSend: the disk fills up between the intent and the answer. The agent
// reads the outcome, and that it could not be recorded. Once there is room, moto finds
// the outcome again.
func TestDiskFullMidSend(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := diskOffice(t, b, "64m")
	o.timeout = "30s" // and then another console may ask about it
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-late.9m-A17"))
	b.arrives(t)
	empty := ballast(t, filepath.Dir(o.journal))
	b.release(t)
	p.WaitFor(t, "✔ APPROVED")
	says(t, p, "The outcome is not recorded yet: write it down")
	if e := o.only(t); e.State != journal.Open {
		t.Fatalf("the disk was not full: the journal has %v", e.State)
	}
	empty()
	b.wantAuths(t, 1)
	p.Kill()
	p.Wait(t)
	eventually(t, "the outcome is found out", func() bool {
		_, code := o.run(t, "resolve")
		return code == cli.ExitOK
	})
	if e := o.only(t); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery {
		t.Errorf("the journal has %v", e.Outcome)
	}
	b.wantAuths(t, 1)
	o.verify(t)
}
