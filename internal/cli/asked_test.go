//go:build unix

package cli_test

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/screentest"
)

// TestThePortalHasTakenIt: the gateway has a payment by this card that the journal
// lacks. The page becomes a question that takes no y. With a reason the payment is
// made, and the agent does not type the card again.
func TestThePortalHasTakenIt(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for name, row := range map[string]struct {
		paid    string
		entry   entry
		says    []string
		settled bool
	}{
		"the same card and amount": {
			`"orderreference":"P1","baseamount":"1050"`, ordered("A17"),
			[]string{"Already taken?", "The gateway has £10.50 by this card just now, order P1, by webuser."},
			false,
		},
		"the same order": {
			`"orderreference":"A17","baseamount":"700"`, ordered("A17"),
			[]string{"Already taken?", "The gateway has £7.00 for order A17 from a card ending 1486, just now, by webuser."},
			false,
		},
		"the same order, which has settled": {
			`"orderreference":"A17","baseamount":"700"`, ordered("A17"), []string{"Already taken?", "for order A17"}, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			o.portal(t, row.paid)
			if row.settled {
				b.settle(t)
			}
			p := o.console(t, "priya")
			fill(t, p, row.entry)
			for _, want := range row.says {
				says(t, p, want)
			}
			grace()
			p.Type("\n") // no reason
			says(t, p, "Already taken?")
			p.Type("the caller wants two\n")
			p.WaitFor(t, confirmPage)
			grace()
			agree(t, p)
			p.WaitFor(t, "✔ APPROVED")
			if e := o.only(t); e.OverrideReason != "the caller wants two" || e.Last4 != "1486" {
				t.Errorf("because %q, card ending %q", e.OverrideReason, e.Last4)
			}
			b.wantAuths(t, 1)
			o.noTrace(t)
			o.verify(t)
		})
	}
}

// opened waits until a console has made its queries at the start. It queries the
// sign-in's reference twice: first to learn whether the sign-in is accepted, and last
// to learn the time. The queries in between depend on what the gateway has.
func (b *bank) opened(t *testing.T) {
	t.Helper()
	eventually(t, "the console has opened", func() bool { return b.arrived(t, gateway.TypeQuery)["in"] >= 2 })
}

// quiet fails unless the confirm page asks nothing.
func quiet(t *testing.T, p *screentest.PTY, e entry) {
	t.Helper()
	fill(t, p, e)
	if !strings.Contains(p.Text(), confirmPage) || strings.Contains(p.Text(), "Already taken?") {
		t.Fatalf("not the page to confirm:\n%s", p.Text())
	}
}

// TestAnotherPaymentOfThePortal: another payment taken in the portal gives no warning.
func TestAnotherPaymentOfThePortal(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.portal(t, `"orderreference":"P1","baseamount":"700"`)
	p := o.console(t, "priya")
	b.opened(t)
	asked := b.arrived(t, gateway.TypeQuery)[""]
	quiet(t, p, caller())
	eventually(t, "both questions arrive", func() bool { return b.arrived(t, gateway.TypeQuery)[""] >= asked+2 })
	if strings.Contains(p.Text(), "could not be asked") || !strings.Contains(p.Text(), confirmPage) {
		t.Errorf("finding nothing shows something:\n%s", p.Text())
	}
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
}

// TestASlowGateway: a slow gateway holds back a y for a second at most. What it finds
// later stands on the result.
func TestASlowGateway(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.portal(t, `"orderreference":"P1","baseamount":"1050"`)
	p := o.console(t, "priya")
	b.opened(t)
	b.fault(t, `{"fault":"late","arg":"9m","rate":1,"types":["TRANSACTIONQUERY"]}`)
	began := time.Now()
	quiet(t, p, caller())
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED") // before the gateway answers
	if time.Since(began) > 15*time.Second {
		t.Skip("the machine is too slow: the console waits 20 seconds for what the gateway has")
	}
	if strings.Contains(p.Text(), "Already taken?") {
		t.Error("the answer came in time: this has tested nothing")
	}
	b.release(t)
	says(t, p, "! Already taken? The gateway has £10.50 by this card")
	b.wantAuths(t, 1)
}

// TestAYBeforeTheAnswer: a y does not charge if the answer comes within a second and
// warns.
func TestAYBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.portal(t, `"orderreference":"P1","baseamount":"1050"`)
	p := o.console(t, "priya")
	b.opened(t)
	b.fault(t, `{"fault":"late","arg":"9m","rate":1,"types":["TRANSACTIONQUERY"]}`)
	quiet(t, p, caller())
	agree(t, p)
	b.release(t)
	// On a machine so slow that the second ends first, the warning stands on the result.
	p.WaitFor(t, "Already taken?")
	if strings.Contains(p.Text(), "APPROVED") {
		t.Skip("the machine is too slow: the answer took more than a second")
	}
	p.Press("y") // a y that is on its way
	grace()
	says(t, p, "Already taken?")
	b.wantAuths(t, 0)
}

// TestTheGatewayCannotBeAsked: the page has one quiet line, and the payment is made.
func TestTheGatewayCannotBeAsked(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	b.opened(t)
	b.fault(t, `{"fault":"502","rate":1,"types":["TRANSACTIONQUERY"]}`)
	fill(t, p, caller())
	says(t, p, "No answer about earlier payments: ask the caller.")
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	b.wantAuths(t, 1)
}

// TestNothingIsAsked: with ask_gateway off the console makes no query.
func TestNothingIsAsked(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.settings = "ask_gateway = false"
	o.portal(t, `"orderreference":"P1","baseamount":"1050"`)
	p := o.console(t, "priya")
	b.opened(t)
	asked := b.arrived(t, gateway.TypeQuery)[""]
	quiet(t, p, caller())
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	if n := b.arrived(t, gateway.TypeQuery)[""] - asked; n != 0 {
		t.Errorf("%d questions", n)
	}
	b.wantAuths(t, 1)
}
