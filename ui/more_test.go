package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// TestMoreFieldsAreRemembered: the drawer is as the agent left it, on the next payment and
// on the next console.
func TestMoreFieldsAreRemembered(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		var kept []bool
		c.root.console.KeepMore = func(open bool) { kept = append(kept, open) }
		c.Press("n")
		c.mustNotShow(t, "Contact and address")
		c.Press("ctrl+f")
		c.mustShow(t, "Contact and address", "ctrl+f Close")
		c.Press("esc", "n")
		c.mustShow(t, "Contact and address")
		c.Press("ctrl+f", "esc", "n")
		c.mustNotShow(t, "Contact and address")
		if !slices.Equal(kept, []bool{true, false}) {
			t.Errorf("%v", kept)
		}
	})
}

// TestRejectedFieldsShow: the form shows all fields that the gateway refused, even hidden
// ones, and each says so.
func TestRejectedFieldsShow(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{answer: func(r gateway.AuthRequest) (gateway.AuthResult, error) {
			res, err := answered(gateway.OutcomeRejected, "60025", "")(r)
			res.Fields = []string{"customeraccountnumber", "customerdob", "customerlastname", "customerpostcode"}
			return res, err
		}}
		c := newConsole(t, b)
		c.charge()
		c.mustShow(t, "NOT ACCEPTED", "Correct", "account number, date of birth, surname, their postcode")
		c.Press("e")
		c.mustShow(t, "▸ Account number", "✖ Surname", "✖ Date of birth")
		c.Type("12345678\n")
		c.Type("Jones\n31/01/1980\nTE456ST\n")
		c.mustNotShow(t, "✖")
		c.Press("ctrl+r")
		c.Type(testPAN + "\n1230123")
		b.answer = approved
		c.Press("ctrl+r")
		c.mustShow(t, "Check with the caller", "Recipient", "account, Jones, TE45 6ST, born 31 January 1980")
		c.agree()
		c.mustShow(t, "APPROVED")
		if r := b.last(); r.Customer.LastName != "Jones" || r.Customer.DateOfBirth != "1980-01-31" || r.Recipient.Type != gateway.RecipientAccount {
			t.Errorf("%+v", r.Customer)
		}
	})
}

// last is the newest request.
func (b *bank) last() gateway.AuthRequest {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked[len(b.asked)-1]
}

// TestSameCallerAgain: one key after a payment begins another with the caller's name,
// address and contact.
func TestSameCallerAgain(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n", "ctrl+f")
		c.mustShow(t, "▸ Statement text")
		for range 6 {
			c.Press("enter")
		}
		c.Type("ann@example.com\n")
		c.Press("ctrl+f", "esc", "esc")
		c.Type("A17\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
		c.agree()
		c.mustShow(t, "APPROVED", "Same caller")
		c.Press("s")
		c.mustShow(t, "▸ Order reference", "Ann Smith", "No 789", "TE45 6ST", "no amount yet", "no card yet")
		c.Type("A18\n20.50\n" + "5100000000000511" + "1230123")
		c.Press("ctrl+r")
		c.mustShow(t, "Ann Smith", "A18", "ann@example.com")
		c.agree()
		c.mustShow(t, "APPROVED", "A18")
		if r := c.bank.last(); r.Billing.Email != "ann@example.com" || r.Billing.LastName != "Smith" || c.bank.count() != 2 {
			t.Errorf("%+v", r.Billing)
		}
	})
}

// TestNotOfferedWithoutTheRight: the form does not offer what the agent has no right
// to, and the help says who has the right.
func TestNotOfferedWithoutTheRight(t *testing.T) {
	for _, has := range []struct {
		rights []rights.Right
		says   string
	}{
		{[]rights.Right{rights.Take, rights.CheckCard}, "You may not take pre-authorisations: ask lena (lead)"},
		{[]rights.Right{rights.Take, rights.CheckCard, rights.Preauthorise}, "You may not choose any of the ways in which a pre-authorisation settles here"},
	} {
		notOffered(t, has.rights, has.says)
	}
}

// notOffered opens the form of an agent who can take no pre-authorisation.
func notOffered(t *testing.T, has []rights.Right, says string) {
	t.Helper()
	unhurried(t, func(t *testing.T) {
		b := &bank{answer: approved}
		s := newSession(b, newClock(), gateway.ModeTest)
		table := rights.NewTable(
			[]rights.Role{{Name: "agent", Rights: has}, {Name: "lead", Rights: rights.All()}},
			[]rights.Agent{{Name: "priya", Role: "agent"}, {Name: "lena", Role: "lead"}}, true,
		)
		processorOf(s).Grant = table.Grant("priya")
		processorOf(s).Offer = allKinds()
		s.Form.Offer = processorOf(s).Offered()
		root := New(s)
		c := &console{Model: newModel(t, root), root: root, bank: b, clock: newClock()}
		c.Press("n", "ctrl+f")
		c.Type("pre")
		c.mustShow(t, "Choose payment or card check")
		c.Press("ctrl+u")
		c.Type("card\n")
		c.mustShow(t, "card check")
		c.Press("f1")
		c.mustShow(t, says)
	})
}

// TestTheAccountIsWipedLikeACard: after idle time, at a lock, and when the form is
// discarded.
func TestTheAccountIsWipedLikeACard(t *testing.T) {
	for name, let := range map[string]func(c *console){
		"idle": func(c *console) {
			c.clock.wait(2 * time.Minute)
			c.Send(idleMsg{c.root.idleWatch})
		},
		"locked": func(c *console) {
			c.clock.wait(time.Hour)
			c.Send(idleMsg{c.root.idleWatch})
			c.mustShow(t, "Locked")
		},
		"discarded": func(c *console) { c.Press("esc", "y") },
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				b := &bank{answer: approved}
				clock := newClock()
				s := offering(newSession(b, clock, gateway.ModeTest), terms.Offer{Recipient: true})
				s.CardIdle, s.LockAfter = 90*time.Second, 15*time.Minute
				vault, err := gateway.NewVault()
				if err != nil {
					t.Fatal(err)
				}
				defer vault.Close()
				s.Form.Vault = vault
				root := New(s)
				c := &console{Model: newModel(t, root), root: root, bank: b, clock: clock}
				c.Press("n")
				c.Type("A17\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
				c.Press("tab")
				c.Press("shift+tab")
				c.Type(strings.Repeat("5", 16))
				if !holds(root) {
					t.Fatal("no card is held")
				}
				let(c)
				if holds(root) {
					t.Errorf("something of a card is left:\n%s", c.View())
				}
			})
		})
	}
}

func holds(r *Root) bool { return len(r.cardHolders()) > 0 }
