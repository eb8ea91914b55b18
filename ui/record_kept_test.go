package ui

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

// TestCodeOfARepeatIsWiped: the code that the caller reads out for a payment by the card
// on file goes as a card's does, and the rest of the form stays.
func TestCodeOfARepeatIsWiped(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for name, let := range map[string]func(*counter){
			"idle": func(c *counter) { c.clock.wait(90 * time.Second); c.Send(idleMsg{c.root.idleWatch}) },
			"lock": func(c *counter) { c.clock.wait(15 * time.Minute); c.Send(idleMsg{c.root.idleWatch}) },
			"left": func(c *counter) { c.Press("esc", "y") },
		} {
			c := newCounter(t, &till{records: []gateway.Record{paidRecord("100")}}, func(s *kit.Console) {
				s.CardIdle, s.LockAfter = 90*time.Second, 15*time.Minute
			})
			c.Press("g")
			c.pick(t, "Take a new payment from this card")
			c.Type("B-1\n15.00\n123")
			if !c.root.operated().HoldsCard() {
				t.Fatal("no code was typed")
			}
			let(c)
			if c.root.operated().HoldsCard() {
				t.Errorf("%s: the code is left", name)
			}
			if name == "idle" {
				c.mustShow(t, "B-1", "£15.00")
			}
		}
	})
}

// TestAWipedCodeOfARepeatIsNotLeftOut: the page says that the code is gone, and is not
// confirmed without it before the agent has seen that. Where a repeat may go without,
// the agent then decides.
func TestAWipedCodeOfARepeatIsNotLeftOut(t *testing.T) {
	for name, required := range map[string]bool{"required": true, "optional": false} {
		for _, confirming := range []bool{false, true} {
			unhurried(t, func(t *testing.T) {
				b := &till{records: []gateway.Record{paidRecord("100")}}
				c := newCounter(t, b, func(s *kit.Console) {
					s.CardIdle, s.LockAfter, s.Form.CodeRequired = 90*time.Second, 15*time.Minute, required
				})
				c.Press("g")
				c.pick(t, "Take a new payment from this card")
				c.Type("B-1\n15.00\n123")
				if confirming {
					c.Press("ctrl+r")
					c.mustShow(t, "Charge £15.00")
				}
				c.clock.wait(90 * time.Second)
				c.Send(idleMsg{c.root.idleWatch})
				c.mustShow(t, "the card data was removed")
				c.Press("ctrl+r")
				c.mustShow(t, "the card data was removed")
				c.mustNotShow(t, "Charge £15.00")
				c.Press("enter")
				c.clock.wait(time.Second)
				if c.Press("y"); len(b.auths) > 0 == required {
					t.Errorf("%s, confirming %v: %d payments were sent", name, confirming, len(b.auths))
				}
			})
		}
	}
}

// TestARepeatThatTheCallerDoesNotAskFor has a reason and no code, and is offered only
// where the caller agreed that the card is kept.
func TestARepeatThatTheCallerDoesNotAskFor(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		kept := paidRecord("100", func(r *gateway.Record) { r.CredentialsOnFile = "1" })
		b := &till{records: []gateway.Record{kept}}
		c := newCounter(t, b)
		c.Press("g")
		c.pick(t, "Take a new payment from this card")
		c.Type("B-1\n15.00\n")
		c.mustShow(t, "Asked for by", "The caller")
		c.Press("up")
		c.Type("us: un\n123\n")
		c.mustShow(t, "the caller does not ask for this payment and cannot read the code out", "shift+tab to change who asks for it")
		c.Press("backspace", "backspace", "backspace", "enter")
		c.clock.wait(time.Second)
		c.mustShow(t, "Charge £15.00", "Us: unscheduled", "Check before you charge", "New amount £15.00")
		c.mustNotShow(t, "Say", "caller")
		c.Press("y")
		c.mustShow(t, "APPROVED")
		c.mustNotShow(t, "Say", "thank you")
		if r := b.auths[0]; r.InitiationReason != gateway.InitiationUnscheduled || r.CredentialsOnFile != gateway.CredentialsUse || r.Card.Code.Len() != 0 {
			t.Errorf("sent %+v", r)
		}
	})
	for name, consent := range map[string]string{"no consent": "", "no card kept": "0"} {
		unhurried(t, func(t *testing.T) {
			c := newCounter(t, &till{records: []gateway.Record{paidRecord("100", func(r *gateway.Record) { r.CredentialsOnFile = consent })}})
			c.Press("g")
			c.pick(t, "Take a new payment from this card")
			if c.mustNotShow(t, "Asked for by"); t.Failed() {
				t.Error(name)
			}
		})
	}
}
