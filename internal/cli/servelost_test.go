//go:build unix

package cli_test

import (
	"os/exec"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/screentest"
)

// seatOf is an agent's console over SSH whose line a test drops.
type seatOf struct {
	*screentest.PTY

	floor *served
	cmd   *exec.Cmd
}

// seat signs Priya in.
func (s *served) seat(t *testing.T) *seatOf {
	t.Helper()
	seat := &seatOf{floor: s}
	seat.signIn(t)
	seat.WaitFor(t, "Your payments today")
	return seat
}

func (c *seatOf) signIn(t *testing.T) {
	t.Helper()
	c.cmd = c.floor.ssh(t, "priya")
	c.PTY = c.floor.open(t, c.cmd)
}

// drop cuts the line, and waits until the server knows.
func (c *seatOf) drop(t *testing.T) {
	t.Helper()
	before := strings.Count(c.floor.keyText(t, "moto.log"), `"event":"end"`)
	_ = c.cmd.Process.Kill()
	<-c.Exited()
	eventually(t, "the server knows that the line is gone", func() bool {
		return strings.Count(c.floor.keyText(t, "moto.log"), `"event":"end"`) > before
	})
}

// again drops the line and signs in again, until the screen shows a text.
func (c *seatOf) again(t *testing.T, until string) {
	t.Helper()
	c.drop(t)
	c.signIn(t)
	says(t, c.PTY, until)
}

// TestDroppedLink: at each step of a payment the line drops, and the agent signs in
// again. The page is the same, with the answer that came meanwhile; the card is gone, and
// nothing is charged twice.
func TestDroppedLink(t *testing.T) {
	t.Parallel()
	const gone = "he line dropped, so the card data was removed"
	card := func(t *testing.T, p *seatOf) {
		t.Helper()
		p.Type(canary + "\n1230" + testCode)
		p.WaitFor(t, nothingMore)
		p.Press("ctrl+r")
		p.WaitFor(t, confirmPage)
		grace()
		p.Press("y")
		p.WaitFor(t, "✔ APPROVED")
	}
	for _, c := range []struct {
		name string
		// tls has the bank reached over a line that the test can hold.
		tls bool
		run func(t *testing.T, p *seatOf, held *line)
		// auths are the payments that the bank was asked for.
		auths int
		not   bool // it was not approved
	}{
		{"home", false, func(t *testing.T, p *seatOf, _ *line) { p.again(t, "Your payments today") }, 0, false},
		{"form", false, func(t *testing.T, p *seatOf, _ *line) {
			p.Press("n")
			p.WaitFor(t, "Still to ask")
			p.Type("A17\n10.50\n" + canary + "\n1230")
			p.WaitFor(t, "expires 12/30")
			p.again(t, gone)
			p.WaitFor(t, "£10.50")
			p.Type(canary + "\n1230" + testCode + "Ann Smith\nNo 789\nTE45 6ST\n")
			p.WaitFor(t, confirmPage)
			grace()
			p.Press("y")
			p.WaitFor(t, "✔ APPROVED")
		}, 1, false},
		{"confirm", false, func(t *testing.T, p *seatOf, _ *line) {
			fill(t, p.PTY, caller())
			p.again(t, gone)
			card(t, p)
		}, 1, false},
		{"sending, before the first byte", true, func(t *testing.T, p *seatOf, held *line) {
			fill(t, p.PTY, caller())
			held.hold()
			p.Press("y")
			eventually(t, "the AUTH's connection", func() bool { return held.made.Load() > 0 && len(p.floor.entries(t)) == 1 })
			p.drop(t)
			held.release()
			p.signIn(t)
			p.WaitUntil(t, "an outcome", outcomeShown)
		}, -1, false},
		{"sending, after the first byte", false, func(t *testing.T, p *seatOf, _ *line) {
			charge(t, p.PTY, ordered("FAULT-late.5m-A17"))
			p.floor.bank.arrives(t)
			p.drop(t)
			p.floor.bank.release(t)
			eventually(t, "the outcome is recorded", func() bool { return p.floor.only(t).Outcome == gateway.OutcomeApproved })
			p.signIn(t)
			p.WaitFor(t, "✔ APPROVED")
		}, 1, false},
		{"sending, and back before the answer", false, func(t *testing.T, p *seatOf, _ *line) {
			charge(t, p.PTY, ordered("FAULT-late.5m-A17"))
			p.floor.bank.arrives(t)
			p.again(t, "Charging")
			p.again(t, "Charging")
			p.floor.bank.release(t)
			p.WaitFor(t, "✔ APPROVED")
		}, 1, false},
		{"unknown", false, func(t *testing.T, p *seatOf, _ *line) {
			charge(t, p.PTY, ordered("FAULT-lost-A17"))
			p.WaitFor(t, "UNKNOWN")
			p.drop(t)
			eventually(t, "the outcome is found", func() bool { return p.floor.only(t).Outcome == gateway.OutcomeApproved })
			p.signIn(t)
			p.WaitFor(t, "✔ APPROVED")
		}, 1, false},
		{"result", false, func(t *testing.T, p *seatOf, _ *line) {
			take(t, p.PTY, caller(), "✔ APPROVED")
			p.again(t, "✔ APPROVED")
			p.WaitFor(t, "£10.50")
		}, 1, false},
		{"operations", false, func(t *testing.T, p *seatOf, _ *line) {
			take(t, p.PTY, caller(), "✔ APPROVED")
			p.Press("enter")
			p.WaitFor(t, "Your payments today")
			findPayment(t, p.PTY, "A17")
			giveBack(t, p.PTY, "Cancel", "not\n", "y  Cancel")
			p.again(t, "y  Cancel")
			grace()
			p.Press("y")
			p.WaitFor(t, "✔ CANCELLED")
			p.again(t, "✔ CANCELLED")
		}, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var held *line
			b := (*bank)(nil)
			if c.tls {
				var o *office
				o, held = tlsOffice(t)
				b = o.bank
			} else {
				b = startBank(t)
			}
			f := floorOf(t, b, "")
			f.people = strings.Replace(f.people, `rights = ["take"]`, `rights = ["take", "cancel"]`, 1)
			if c.tls {
				f.timeout = impatient
			}
			s := f.serve(t)
			p := s.seat(t)
			c.run(t, p, held)
			p.drop(t)
			s.stop(t)
			s.people = ""
			if c.auths >= 0 {
				b.wantAuths(t, c.auths)
				if entries := s.entries(t); len(entries) > 0 && !c.not && entries[0].Outcome != gateway.OutcomeApproved {
					t.Errorf("the journal has %v", entries[0].Outcome)
				}
			} else if e := s.only(t); e.Outcome != gateway.OutcomeApproved && e.Outcome != gateway.OutcomeNotSent {
				t.Errorf("the journal has %v", e.Outcome)
			}
			s.verify(t)
			s.noTrace(t)
		})
	}
}

// TestSecondSignIn: a second terminal is refused while a key is pressed at the first, and
// takes the console over when none is. It may be of another kind and size.
func TestSecondSignIn(t *testing.T) {
	t.Parallel()
	s := floorOf(t, startBank(t), "per_agent = 1").serve(t)
	first := s.seat(t)
	first.Press("n")
	first.WaitFor(t, "Still to ask")
	first.Type("A17\n10.50\n" + canary + "\n")
	first.WaitFor(t, "Visa ending 1486")

	second := s.ssh(t, "priya")
	p := s.open(t, second)
	p.WaitFor(t, "Your console is open at another terminal")
	says(t, first.PTY, "Press a key to keep the console here")
	first.Type("1230")
	if code := p.Wait(t); code != 2 || !strings.Contains(p.Text(), "your console stays there") {
		t.Errorf("the second terminal: %d\n%s", code, p.Text())
	}
	first.WaitFor(t, "expires 12/30") // no key was lost

	second = s.ssh(t, "priya")
	second.Env = append(second.Env, "TERM=linux", "LANG=C")
	p = s.open(t, second)
	p.Resize(100, 30)
	says(t, p, "he line dropped, so the card data was removed")
	if code := first.Wait(t); code == 0 || !strings.Contains(first.Text(), "Your console moved to another terminal") {
		t.Errorf("the first terminal: %d\n%s", code, first.Text())
	}
	for _, size := range [][2]int{{1, 1}, {500, 200}, {60, 20}, {80, 24}} {
		p.Resize(size[0], size[1])
	}
	says(t, p, "Still to ask")
	p.Type(canary + "\n1230" + testCode + "Ann Smith\nNo 789\nTE45 6ST\n")
	p.WaitFor(t, confirmPage)
	grace()
	p.Press("y")
	p.WaitFor(t, "APPROVED")
	grace()
	p.Press("enter")
	says(t, p, "Your payments today")
	p.Press("q")
	if code := p.Wait(t); code != 0 {
		t.Errorf("%d\n%s", code, p.Text())
	}
	s.stop(t)
	for _, want := range []string{`"result":"took over"`, `"result":"A key was pressed at your other terminal`} {
		if !strings.Contains(s.keyText(t, "moto.log"), want) {
			t.Errorf("the log has no %s", want)
		}
	}
}

// TestServeTakesInAgents: an agent who was added signs in without a restart, and one who
// was taken out is sent away.
func TestServeTakesInAgents(t *testing.T) {
	t.Parallel()
	s := floorOf(t, startBank(t), "").serve(t)
	sam := s.keyOf(t, "sam")
	if said, code := s.asks(t, "sam", "check"); code != 255 {
		t.Errorf("Sam before: %d %s", code, said)
	}
	joe := s.at(t, "joe")
	s.people = strings.Replace(s.people, "[agents.joe]\n", "[agents.sam]\nkeys = [\""+sam+"\"]\n", 1)
	s.config(t, "supervisor")
	hangUp(t, s)
	says(t, joe, "You were removed from this server's agents")
	if said, code := s.asks(t, "sam", "lookup today"); code == 255 || strings.Contains(said, "Permission denied") {
		t.Errorf("Sam: %d %s", code, said)
	}
	s.stop(t)
	s.people = ""
	listed, _ := s.run(t, "journal", "events", "--json")
	for _, want := range []string{`"event":"agents","agent":"sam","address":"","result":"added"`, `"agent":"joe","address":"","result":"removed"`} {
		if !strings.Contains(listed, want) {
			t.Errorf("no %s in\n%s", want, listed)
		}
	}
}
