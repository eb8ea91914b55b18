//go:build unix

package cli_test

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/screentest"
)

// seed puts a payment that was taken some time ago into the journal.
func (o *office) seed(t *testing.T, agent, order string, minor int64, ago time.Duration) {
	t.Helper()
	pound, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-ago)
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: o.journal, Host: "a host", Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() //nolint:errcheck // what was recorded is durable without it
	err = store.Intent(t.Context(), journal.Entry{
		ID: order, Operation: journal.OpCharge, SentReference: order + "-SEEDED", OwnReference: order,
		Amount: gateway.Money{Minor: minor, Currency: pound}, Site: "test_floor1",
		First6: "453957", Last4: "1486", Brand: "VISA", Agent: agent, IntentAt: at,
	}, "", time.Time{})
	if err == nil {
		_, err = store.Record(t.Context(), order, journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
			e.State, e.Outcome, e.AnsweredAt = journal.Known, gateway.OutcomeApproved, at
			return nil
		}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestSecondAgentIsWarned: another console of the journal warns of the same card and
// amount.
func TestSecondAgentIsWarned(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	o.seed(t, "priya", "A16", 4800, 4*time.Minute+10*time.Second)
	o.seed(t, "priya", "A15", 4900, 16*time.Minute) // outside the window
	ben := o.console(t, "ben")                      // open before the first payment
	priya := o.console(t, "priya")
	take(t, priya, ordered("A17"), "✔ APPROVED")

	// Just now, at the other console.
	fill(t, ben, ordered("A18"))
	says(t, ben, "THIS CARD PAID £10.50 JUST NOW")
	ben.Type("\n") // without a reason it does not continue
	says(t, ben, "same caller?")
	agree(t, ben)
	says(t, ben, "same caller?")
	ben.Press("backspace")
	ben.Press("esc")
	ben.WaitFor(t, nothingMore)
	ben.Press("esc")
	ben.WaitFor(t, "Discard this payment?")
	ben.Press("y")
	ben.WaitFor(t, "Your payments today")
	b.wantAuths(t, 1)

	// Minutes ago: taken again with a reason, which the journal keeps.
	fill(t, ben, with(func(e *entry) { e.order, e.amount = "A19", "48.00" }))
	says(t, ben, "THIS CARD PAID £48.00 4 MINUTES AGO")
	ben.Type("two tickets\n")
	ben.WaitFor(t, confirmPage)
	says(t, ben, "Reason two tickets")
	grace()
	agree(t, ben)
	ben.WaitFor(t, "✔ APPROVED")
	if e := o.entries(t)[0]; e.OverrideReason != "two tickets" || e.Agent != "ben" || e.OwnReference != "A19" {
		t.Errorf("the journal has %s by %s because %q", e.OwnReference, e.Agent, e.OverrideReason)
	}
	grace()

	// Long enough ago, or another amount: no warning. A paid order: a warning.
	fill(t, ben, with(func(e *entry) { e.order, e.amount = "A20", "49.00" }))
	if !strings.Contains(ben.Text(), confirmPage) {
		t.Errorf("a payment of 16 minutes ago:\n%s", ben.Text())
	}
	ben.Press("esc")
	ben.WaitFor(t, nothingMore)
	ben.Press("esc")
	ben.WaitFor(t, "Discard this payment?")
	ben.Press("y")
	ben.WaitFor(t, "Your payments today")
	fill(t, ben, with(func(e *entry) { e.order, e.amount = "A15", "7.00" }))
	says(t, ben, "ORDER A15 HAS ALREADY BEEN PAID")
	b.wantAuths(t, 2)
	o.verify(t)
}

// TestBothAgentsAtOnce: two consoles show the confirm page with the same card and
// amount, and both agents press y. One payment is sent.
func TestBothAgentsAtOnce(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := o.console(t, "priya"), o.console(t, "ben")
	fill(t, priya, ordered("FAULT-late.1s-A17"))
	fill(t, ben, ordered("FAULT-late.1s-A18"))
	agree(t, priya)
	agree(t, ben)
	// The guard stops the other one, or the journal does when it is about to be sent.
	warned := func(shown string) bool {
		return strings.Contains(shown, barredPage) || asksWhy(shown)
	}
	approved, stopped := 0, 0
	for _, p := range []*screentest.PTY{priya, ben} {
		p.WaitUntil(t, "an outcome or a warning", func(shown string) bool { return outcomeShown(shown) || warned(shown) })
		switch shown := p.Text(); {
		case strings.Contains(shown, "✔ APPROVED"):
			approved++
		case warned(shown), strings.Contains(flat(shown), flat("at another desk: it was not sent from here")),
			strings.Contains(flat(shown), flat("at another desk in the meantime: it was not sent from here")):
			stopped++
		}
	}
	if approved != 1 || stopped != 1 {
		t.Errorf("%d approved and %d stopped:\n%s\n%s", approved, stopped, priya.Text(), ben.Text())
	}
	b.wantAuths(t, 1)
	o.verify(t)
}

// TestConfirmPageLeftOpen: while a console stays on the confirm page, another console
// charges the same card the same amount. The guard's earlier answer no longer holds.
func TestConfirmPageLeftOpen(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := o.console(t, "priya"), o.console(t, "ben")
	fill(t, ben, ordered("A18"))
	take(t, priya, ordered("A17"), "✔ APPROVED")
	if !strings.Contains(ben.Text(), confirmPage) {
		t.Fatalf("not the page to confirm:\n%s", ben.Text())
	}
	agree(t, ben)
	ben.WaitUntil(t, "an outcome or a warning", func(shown string) bool { return outcomeShown(shown) || asksWhy(shown) })
	b.wantAuths(t, 1)
	o.verify(t)
}
