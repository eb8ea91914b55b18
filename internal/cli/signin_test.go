//go:build unix

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// TestStatusPages: a machine on the way answers with pages of status 400 and 401. The
// payment is unknown, never not accepted, and moto finds its outcome.
func TestStatusPages(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, row := range effort.Some([]struct {
		fault string
		paid  bool
	}{{"400", false}, {"401", false}, {"401bare", false}, {"400paid", true}, {"401paid", true}, {"401barepaid", true}}, 2) {
		t.Run(row.fault, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			fill(t, p, ordered("FAULT-"+row.fault+"-A17"))
			if row.paid {
				b.fault(t, `{"fault":"hide","arg":"9m","types":["AUTH"]}`)
			}
			agree(t, p)
			firstOutcome(t, p)
			if row.paid {
				b.release(t)
				p.WaitFor(t, "✔ APPROVED")
			} else {
				askedSoFar(t, p, 2)
				if !strings.Contains(p.Text(), "? UNKNOWN") {
					t.Errorf("an empty answer was trusted:\n%s", p.Text())
				}
			}
			if strings.Contains(string(p.Recorded()), "NOT ACCEPTED") {
				t.Error("it was called not accepted")
			}
			b.wantAuths(t, 1)
			o.verify(t)
		})
	}
}

// password changes the password that the bank accepts; "" is its first one again.
func (b *bank) changePassword(t *testing.T, to string) {
	t.Helper()
	if to == "" {
		b.control(t, "DELETE", "password", "")
		return
	}
	b.control(t, "PUT", "password", `{"password":"`+to+`"}`)
}

// TestAWrongPassword: the console tells the agent at the start, and no AUTH leaves.
// Once the gateway accepts the password again, the next payment is taken.
func TestAWrongPassword(t *testing.T) {
	t.Parallel()
	for _, settings := range []string{"", "ask_gateway = false"} {
		t.Run(settings, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			o.settings = settings
			b.changePassword(t, "another")
			p := o.console(t, "priya")
			says(t, p, "! The gateway refuses the sign-in: no payment can be taken.")
			fill(t, p, caller())
			if settings == "" {
				says(t, p, "NOT CHARGED: THE SIGN-IN IS REFUSED")
				grace() // the page may have just changed
				p.Press("esc")
			} else {
				agree(t, p)
				p.WaitFor(t, "✖ NOT SENT")
				says(t, p, "gateway does not accept the Webservices user or password")
				if e := o.only(t); e.Outcome != gateway.OutcomeNotSent || e.State != journal.Known {
					t.Errorf("the journal has %v %v", e.State, e.Outcome)
				}
				grace()
				p.Press("e")
			}
			p.WaitFor(t, "ctrl+f  More")
			b.wantAuths(t, 0)

			b.changePassword(t, "")
			again(t, p)
			agree(t, p)
			p.WaitFor(t, "✔ APPROVED")
			b.wantAuths(t, 1)
			o.verify(t)
		})
	}
}

// again goes from the form to the confirm page, and types the card again if it was
// wiped.
func again(t *testing.T, p *screentest.PTY) {
	t.Helper()
	if !strings.Contains(p.Text(), "1486") {
		p.Type(canary + "\n1230" + testCode)
	}
	p.Press("ctrl+r")
	p.WaitFor(t, confirmPage)
	grace()
}

// TestThePasswordChangesMidShift: the console does not know of the change, and the
// gateway refuses the AUTH. It refuses a query too, so the payment is NOT ACCEPTED, and
// moto watches it. The guard's query is refused as well, so the next payment is barred
// and does not leave.
func TestThePasswordChangesMidShift(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	b.opened(t)
	asked := b.arrived(t, gateway.TypeQuery)[""]
	fill(t, p, caller())
	eventually(t, "the guard has asked", func() bool { return b.arrived(t, gateway.TypeQuery)[""] >= asked+2 })
	b.changePassword(t, "another")
	agree(t, p)
	p.WaitFor(t, "✖ NOT ACCEPTED")
	says(t, p, "The gateway did not accept the Webservices user or password")
	e := o.only(t)
	if e.Outcome != gateway.OutcomeRejected || e.Resolution != journal.ResolvedSignIn || !e.Watched() {
		t.Errorf("the journal has %v by %q, watched %v", e.Outcome, e.Resolution, e.Watched())
	}
	grace()
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	fill(t, p, with(func(e *entry) { e.order, e.amount = "B18", "12.00" }))
	says(t, p, "NOT CHARGED: THE SIGN-IN IS REFUSED")
	grace()
	p.Press("esc")
	p.WaitFor(t, nothingMore)
	b.wantAuths(t, 0) // the bank refuses a sign-in with a wrong password
	b.changePassword(t, "")
	p.Press("ctrl+r")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, 1)
	o.verify(t)
}

// TestNotTakenAfter: the key has bounds, and the error names them.
func TestNotTakenAfter(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for value, code := range map[string]int{
		"4m59s": cli.ExitUsage, "1h0m1s": cli.ExitUsage, "0s": cli.ExitUsage, "-6m": cli.ExitUsage, "6": cli.ExitUsage, "": cli.ExitUsage,
		"5m": cli.ExitOK, "6m": cli.ExitOK, "1h": cli.ExitOK,
	} {
		o := newOffice(t, b)
		o.settings = "not_taken_after = \"" + value + "\""
		said, got := o.run(t, "resolve")
		if got != code || code != cli.ExitOK && !strings.Contains(said, "payment.not_taken_after: must be a time from 5m to 1h") {
			t.Errorf("%q: exit code %d, want %d: %s", value, got, code, said)
		}
	}
}
