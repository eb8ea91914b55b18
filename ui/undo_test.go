package ui

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// mostUndo is how many keys the undoing of a mistake just made may take.
const mostUndo = 4

// TestUndoingAMistake: from the outcome of a payment that should not have been taken to
// its cancellation it takes four keys, and the reason is there to be agreed to.
func TestUndoingAMistake(t *testing.T) {
	for kind, tc := range map[string]struct{ chosen, outcome, marked, reason string }{
		"a payment":           {"", "APPROVED", "▸ Cancel the payment", "Charged by mistake"},
		"a pre-authorisation": {"Pre\n", "RESERVED", "▸ Cancel the pre-authorisation", "Reserved by mistake"},
	} {
		t.Run(kind, func(t *testing.T) {
			f := newHall(t)
			c := f.console(t, "priya")
			offering(c.root.console, allKinds())
			rewire(c.root.console)
			c.takeA17(t, tc.chosen, tc.outcome)
			c.undo(t, tc.marked, tc.reason)
			if n := f.bank.Arrived(gateway.TypeUpdate); n != 1 {
				t.Errorf("the bank was asked %d times", n)
			}
		})
	}
}

// TestStoppingARefundJustGiven: a wrong refund is stopped with four keys from its result,
// from its row on home and from its record. The key is named after it everywhere, the page says what becomes of the money, and the payment has it again.
func TestStoppingARefundJustGiven(t *testing.T) {
	for from, goes := range map[string]func(t *testing.T, c *console){
		"its result": func(*testing.T, *console) {},
		"its row on home": func(t *testing.T, c *console) {
			c.Press("enter")
			c.wait(t, "Refunded")
		},
		"its record": func(t *testing.T, c *console) {
			c.Press("o")
			c.wait(t, "on its way back")
			c.Press("enter")
			c.wait(t, "this refund")
		},
	} {
		t.Run(from, func(t *testing.T) {
			f := newHall(t)
			c := f.console(t, "priya")
			c.payA17(t)
			reference := c.root.charge().Attempt().Result.Record.TransactionReference
			f.bank.Settle()
			c.clock.wait(time.Hour)
			c.open(t, reference)
			c.Press("g")
			c.pickOption(t, "Refund a part")
			c.Type("4.00\nnot\n")
			c.wait(t, "Check with the caller")
			c.clock.wait(time.Second)
			c.Press("y")
			c.wait(t, "✔ REFUNDED")
			c.clock.wait(time.Second)
			goes(t, c)
			c.clock.wait(time.Second)
			if !strings.Contains(c.View(), "Stop this refund") {
				c.mustShow(t, "g Stop q Quit") // the footer of home is full
			}
			c.undone(t, "▸ Stop this refund", "Typed the wrong amount", "y Stop the refund of £4.00", "✔ STOPPED", "£4.00 stays with us")
			c.clock.wait(time.Second)
			c.open(t, reference)
			c.mustShow(t, "£10.50 can still be given back")
		})
	}
}

// undo cancels what was just made, from its outcome.
func (c *console) undo(t *testing.T, marked, reason string) {
	t.Helper()
	c.undone(t, marked, reason, "y Cancel £10.50", "✔ CANCELLED", "")
}

// undone presses the keys that undo something: g and Enter choose how, Enter agrees to the
// reason, y does it. says is what the page of the choice, and the result, say of the money.
func (c *console) undone(t *testing.T, marked, reason, does, done, says string) {
	t.Helper()
	keys := 0
	press := func(key, until string) {
		c.clock.wait(time.Second)
		keys++
		c.Press(key)
		c.wait(t, until)
	}
	press("g", marked)
	c.mustShow(t, says)
	press("enter", "● "+reason)
	press("enter", "Check with the caller")
	c.mustShow(t, "Reason "+reason, does)
	press("y", done)
	c.mustShow(t, says)
	if keys > mostUndo {
		t.Errorf("%d keys", keys)
	}
}

// TestUndoByRight: an agent who may not cancel is told who may, and the key does not
// stand in the footer.
func TestUndoByRight(t *testing.T) {
	table := rights.NewTable([]rights.Role{{Name: "clerk", Rights: rights.Least()}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true)
	f := newHall(t)
	c := f.console(t, "priya")
	processorOf(c.root.console).Grant = table.Grant("priya")
	rewire(c.root.console)
	c.payA17(t)
	c.clock.wait(time.Second)
	c.mustNotShow(t, "Give back")
	c.Press("g")
	c.mustShow(t, "You may not cancel or reduce payments: ask Ann Lee (lead).", "APPROVED")
}

// TestNothingToUndo: what took no money is not given back from its page.
func TestNothingToUndo(t *testing.T) {
	c := newConsole(t, &bank{answer: answered(gateway.OutcomeDeclined, "70000", "3", "1", "1", "1")})
	c.charge()
	c.mustNotShow(t, "Give back")
}

// payA17 takes a payment of £10.50 and waits for its page.
func (c *console) payA17(t *testing.T) {
	t.Helper()
	c.takeA17(t, "", "APPROVED")
}

// takeA17 is payA17 with what is chosen in the drawer first.
func (c *console) takeA17(t *testing.T, chosen, outcome string) {
	t.Helper()
	if chosen != "" {
		c.Press("n", "ctrl+f")
		c.Type(chosen)
		c.Press("ctrl+f")
		c.Type(a17)
	} else {
		c.fill()
	}
	c.wait(t, "Check with the caller")
	c.clock.wait(time.Second)
	c.Press("y")
	c.wait(t, outcome)
}

// a17 is what is typed of the payment of fill.
const a17 = "A17\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n"

// TestEveryone: an agent with the right sees what all did today, with who did it and the
// totals of all, and comes back to the own payments; another agent is told who may.
func TestEveryone(t *testing.T) {
	f := newHall(t)
	tom := f.console(t, "tom")
	tom.payA17(t)
	c := f.console(t, "priya")
	c.wait(t, "No payments yet today")
	c.Press("v")
	c.wait(t, "All agents’ payments today")
	c.wait(t, "tom")
	c.mustShow(t, "Home all agents", "Agent", "£10.50", "1 payment", "A17")
	c.Press("esc")
	c.wait(t, "Your payments today")
	c.mustNotShow(t, "tom", "£10.50")

	processorOf(c.root.console).Grant = rights.NewTable([]rights.Role{{Name: "clerk"}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true).Grant("priya")
	c.Press("v")
	c.mustShow(t, "You may not see the payments of other agents: ask Ann Lee (lead).", "Your payments today")
}

// TestAPayoutIsStoppedFromItsResult: a payout to a card that was read out has no earlier
// payment, and its own record opens from its result, with what can be done with it.
func TestAPayoutIsCancelledFromItsResult(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for key, want := range map[string]string{"g": "Stop this payout", "o": "Payout"} {
			b := &till{}
			b.done = func(b *till) {
				r := refundRecord("23-9-90001", "1500", "0")
				r.AccountType, r.ParentTransaction, r.OrderReference = "CFT", "", b.payouts[0].OrderReference
				b.records = append(b.records, r)
			}
			c := newCounter(t, b, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true })
			c.Press("p")
			c.Type("P-1\n15.00\n" + testPAN + "\n1230goo\n")
			c.clock.wait(time.Second)
			c.Press("y")
			c.clock.wait(time.Second)
			c.mustShow(t, "PAID OUT −£15.00", "g Stop this payout")
			c.Press(key)
			c.mustShow(t, want, "−£15.00")
		}
	})
}
