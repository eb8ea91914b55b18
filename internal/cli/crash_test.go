//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// barred fails unless the console bars the same card and amount as in doubt. It goes
// back home.
func barred(t *testing.T, p *screentest.PTY, e entry) {
	t.Helper()
	fill(t, p, e)
	says(t, p, "Until it is known, this card cannot be charged this amount")
	says(t, p, barredPage)
	// y does nothing. A page that has just changed, because the gateway has the payment
	// too, says so only after a while without keys.
	eventually(t, "the page says what does something", func() bool {
		grace()
		p.Press("y")
		grace()
		return strings.Contains(p.Text(), "Only esc")
	})
	p.Press("esc") // back to the form
	p.WaitFor(t, nothingMore)
	p.Press("esc")
	p.WaitFor(t, "Discard this payment?")
	p.Press("y")
	p.WaitFor(t, "Your payments today")
}

// TestKilledAfterTheAnswerWasLost: the next console shows the payment at its start,
// bars the card, and finds the outcome.
func TestKilledAfterTheAnswerWasLost(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-lost.9m-A17"))
	firstOutcome(t, p)
	p.Kill()
	p.Wait(t)
	o.noTrace(t) // with the log (-wal) the dead console left

	p = o.console(t, "ben") // another agent's console shows it too
	says(t, p, "1 unknown payment: do not take it again")
	barred(t, p, ordered("A18"))
	b.release(t)
	says(t, p, "FAULT-lost.9m-A17 £10.50: APPROVED")
	p.WaitGone(t, "1 unknown")
	fill(t, p, ordered("A18"))
	says(t, p, "THIS CARD PAID £10.50")
	b.wantAuths(t, 1)
	if e := o.only(t); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery {
		t.Errorf("the journal has %v by %q", e.Outcome, e.Resolution)
	}
	o.verify(t)
}

// TestKilledMidSend: the process dies while the bank is silent, and the bank has booked
// the payment. The next console shows an unknown payment as soon as it starts, bars the
// card and finds the outcome.
func TestKilledMidSend(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.timeout = impatient // for so long the dead console could still have sent it
	p := o.console(t, "priya")
	b.control(t, "PUT", "faults", `{"fault":"hide","arg":"9m","types":["AUTH"]}`)
	charge(t, p, ordered("FAULT-late.9m-A17"))
	b.arrives(t)
	p.Kill()
	p.Wait(t)
	if e := o.only(t); e.State != journal.Open {
		t.Fatalf("the journal has %v", e.State)
	}
	if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, "FAULT-late.9m-A17-") {
		t.Errorf("a payment is open, and moto resolve says (exit code %d): %s", code, said)
	}

	p = o.console(t, "priya")
	says(t, p, "1 unknown payment: do not take it again")
	barred(t, p, ordered("A18"))
	b.release(t)
	eventually(t, "its outcome is found out", func() bool { return o.only(t).State == journal.Known })
	says(t, p, "FAULT-late.9m-A17 £10.50: APPROVED")
	b.wantAuths(t, 1)
	o.verify(t)
}

// TestKilledAtAnyMoment kills consoles at moments around the sending. The journal has
// every payment that reached the bank.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	b := startBank(t, "--latency", "10ms")
	o := newOffice(t, b)
	sent := 0
	delays := []time.Duration{0, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 40 * time.Millisecond}
	for i, delay := range delays {
		p := o.console(t, "priya")
		fill(t, p, with(func(e *entry) { e.order, e.amount = "A"+string(rune('1'+i)), "10.5"+string(rune('1'+i)) }))
		p.Press("y")
		time.Sleep(delay)
		if i == len(delays)-1 {
			eventually(t, "one arrives, however slow the machine is", func() bool { return b.arrived(t, "AUTH")[""] > 0 })
		}
		p.Kill()
		p.Wait(t)
		known := map[string]bool{}
		for _, e := range o.entries(t) {
			known[e.SentReference[strings.LastIndexByte(e.SentReference, '-')+1:]] = true
		}
		arrived := b.arrived(t, "AUTH")
		for suffix, count := range arrived {
			if suffix != "" && (count != 1 || !known[suffix]) {
				t.Errorf("after %v: %d AUTHs with the suffix %s, in the journal: %v", delay, count, suffix, known[suffix])
			}
		}
		sent = arrived[""]
		o.verify(t)
	}
	if sent == 0 {
		t.Error("every console was killed before it sent anything: this has tested nothing")
	}
	t.Logf("%d of 5 were sent, %d recorded", sent, len(o.entries(t)))
}

// TestTerminalLostMidSend: after SIGHUP and the loss of its terminal, a console records
// the answer before it ends.
func TestTerminalLostMidSend(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-late.9m-A17"))
	b.arrives(t)
	p.Hangup()
	b.release(t)
	if code := p.Wait(t); code < 0 {
		t.Errorf("the console was killed by the hangup: exit code %d", code)
	}
	wantAnswer(t, o, b)
}

// TestSignalsMidSend: after SIGTERM a console waits for its payment, and further
// signals of any kind lose no record.
func TestSignalsMidSend(t *testing.T) {
	t.Parallel()
	for _, test := range effort.Some([]struct {
		name   string
		then   []syscall.Signal
		logged string
	}{
		{"terminated", []syscall.Signal{syscall.SIGTERM}, "terminated"},
		{"terminated twice", []syscall.Signal{syscall.SIGTERM, syscall.SIGTERM}, "terminated"},
		{"impatiently", []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGINT, syscall.SIGTERM}, "terminated"},
		{"hung up twice", []syscall.Signal{syscall.SIGHUP, syscall.SIGHUP}, "hangup"},
	}, 2) {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			charge(t, p, ordered("FAULT-late.9m-A17"))
			b.arrives(t)
			for _, signal := range test.then {
				p.Signal(signal)
				time.Sleep(150 * time.Millisecond)
			}
			// The answer must not come before the signal: the console would end at once.
			says(t, p, "moto waits until its outcome is recorded. Do not make it again.")
			b.release(t)
			if code := p.Wait(t); code != cli.ExitOK {
				t.Errorf("exit code %d", code)
			}
			says(t, p, "APPROVED £10.50, order FAULT-late.9m-A17")
			if p.AltScreen() {
				t.Error("the terminal was left on the alternate screen")
			}
			wantAnswer(t, o, b)
			log, err := os.ReadFile(filepath.Join(o.folder, "moto.log"))
			says := regexp.MustCompile(`"msg":"the console was told to end","session":"\w+","agent":"priya","by":"` + test.logged)
			if err != nil || !says.Match(log) {
				t.Errorf("the log does not say why the console ended (%v):\n%s", err, log)
			}
		})
	}
}

// wantAnswer fails unless the journal has the answer of the only payment.
func wantAnswer(t *testing.T, o *office, b *bank) {
	t.Helper()
	b.wantAuths(t, 1)
	if e := o.only(t); e.State != journal.Known || e.Outcome != gateway.OutcomeApproved || e.Resolution != "" || e.TransactionReference == "" {
		t.Errorf("the journal has %v %v by %q", e.State, e.Outcome, e.Resolution)
	}
	o.verify(t)
}

// TestSilenceMidSend: the bank is silent for longer than the agent waits. A console
// that is told to end records the outcome as unknown, and the next one says so.
func TestSilenceMidSend(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.timeout = impatient
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-stall.9m-A17"))
	b.arrives(t)
	p.Signal(syscall.SIGTERM)
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
	says(t, p, "UNKNOWN £10.50, order FAULT-stall.9m-A17")
	if e := o.only(t); e.State != journal.InDoubt {
		t.Errorf("the journal has %v", e.State)
	}
	p = o.console(t, "priya")
	p.WaitFor(t, "1 unknown payment")
	b.wantAuths(t, 1)
	leave(t, p)
	o.verify(t)
}

// TestTerminalLostBeforeTheCharge: a console that loses its terminal on the
// confirm page sends nothing.
func TestTerminalLostBeforeTheCharge(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	fill(t, p, caller())
	p.Hangup()
	if code := p.Wait(t); code < 0 {
		t.Errorf("the console was killed by the hangup: exit code %d", code)
	}
	b.wantAuths(t, 0)
	if n := len(o.entries(t)); n != 0 {
		t.Errorf("the journal has %d attempts", n)
	}
}
