package cli_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/cli"
)

// TestAHeldTerminalEndsWithItsConsole: the terminal takes no output when its console is told
// to end, with a payment on its way. The outcome is recorded, the process ends although nothing of the
// terminal is read, and who reads it again finds it given back.
func TestAHeldTerminalEndsWithItsConsole(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{"terminated": syscall.SIGTERM, "hung up": syscall.SIGHUP} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			charge(t, p, ordered("FAULT-late.9m-A17"))
			b.arrives(t)
			if !p.Raw() {
				t.Fatal("the console does not take single keys: this tests nothing")
			}
			p.Hold()
			p.Signal(signal)
			select {
			case <-p.Exited():
				t.Fatal("the console ended before its payment")
			case <-time.After(8 * time.Second): // longer than it takes to end without one
			}
			b.release(t)
			select {
			case <-p.Exited():
			case <-time.After(hangs):
				t.Fatal("the console does not end while its terminal is held")
			}
			wantAnswer(t, o, b)
			if p.Raw() {
				t.Error("the terminal was not given back")
			}
			p.Release()
			if code := p.Wait(t); code != cli.ExitOK {
				t.Errorf("exit code %d", code)
			}
			if p.AltScreen() {
				t.Error("the terminal was left on the alternate screen")
			}
			says(t, p, "APPROVED £10.50, order FAULT-late.9m-A17")
			if listed, _ := o.run(t, "journal", "events"); !strings.Contains(listed, "told to end: ") || strings.Contains(listed, "left") {
				t.Errorf("the journal has:\n%s", listed)
			}
		})
	}
}

// TestServeEndsDespiteAClientThatNeverReads: the client of an agent with a payment on its way
// stands still when the server is told to end. The outcome is recorded, and the server ends.
func TestServeEndsDespiteAClientThatNeverReads(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	s := floorOf(t, b, "").serve(t)
	priya := s.at(t, "priya")
	charge(t, priya, ordered("FAULT-late.5m-A17"))
	b.arrives(t)
	priya.Signal(syscall.SIGSTOP)
	if err := s.server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-s.ended:
		t.Fatalf("the server ended before the payment: %v", err)
	case <-time.After(8 * time.Second): // longer than it takes to end without one
	}
	b.release(t)
	select {
	case err := <-s.ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(hangs):
		t.Fatal("the server does not end while a client does not read")
	}
	s.people = "" // the test's user is no agent
	wantAnswer(t, s.office, b)
}
