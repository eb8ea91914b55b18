package ui

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/screentest"
)

// seenGateway is a gateway that answers the guard's question when the test lets it.
type seenGateway struct {
	answer  chan struct{} // closed when it may answer; nil means at once
	records []gateway.Record
	err     error
	cards   int // how many queries had a whole card number
}

func (s *seenGateway) QueryKeeping(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	if len(q.Cards) == 1 && q.Cards[0].Len() == len(testPAN) {
		s.cards++
	}
	if s.answer != nil {
		select {
		case <-s.answer:
		case <-ctx.Done():
			return gateway.QueryResult{}, ctx.Err()
		}
	}
	if s.err != nil {
		return gateway.QueryResult{}, s.err
	}
	return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: time.Date(2026, 11, 21, 14, 6, 0, 0, time.UTC), Records: s.records}, nil
}

// ofPortal is a payment that a user of the portal took four minutes ago.
func ofPortal() gateway.Record {
	return gateway.Record{
		RequestType: "AUTH", TransactionReference: "9-9-9", OrderReference: "A16", SiteReference: "test_site12345", ErrorCode: "0", SettleStatus: "0",
		BaseAmount: "1050", CurrencyISO3A: "GBP", MaskedPAN: "411111######1111", OperatorName: "webuser", TransactionStarted: "2026-11-21 14:02:00",
	}
}

// askingConsole is a console whose processor asks the gateway, in a synctest bubble,
// where waiting takes no time.
func askingConsole(t *testing.T, s *seenGateway, test func(t *testing.T, c *console)) {
	t.Helper()
	unhurried(t, func(t *testing.T) {
		b := &bank{answer: approved}
		clock := newClock()
		session := newSession(b, clock, gateway.ModeTest)
		processorOf(session).Search = s
		root := New(session)
		test(t, &console{Model: screentest.NewModel(t, root, 80, 24), root: root, bank: b, clock: clock})
	})
}

const takenBefore = "The gateway has £10.50 by this card 4 minutes ago, order A16, by webuser."

// TestSeenBeforeTheCharge: the page turns into a question, a y already on its way does
// nothing, and the charge needs a reason. The form still has the card for it.
func TestSeenBeforeTheCharge(t *testing.T) {
	s := &seenGateway{records: []gateway.Record{ofPortal()}}
	askingConsole(t, s, func(t *testing.T, c *console) {
		c.fill()
		c.mustShow(t, "Already taken?", takenBefore)
		c.Press("y") // already on its way: ignored
		c.clock.wait(time.Second)
		c.Press("y")
		c.Press("enter")
		if c.bank.count() != 0 {
			t.Fatal("a y on its way charged the card")
		}
		c.clock.wait(time.Second)
		c.Press("y")
		if c.clock.wait(time.Second); c.bank.count() != 1 || s.cards != 1 {
			t.Errorf("with a reason given %d AUTHs; asked by the whole card %d times", c.bank.count(), s.cards)
		}
		c.mustShow(t, "✔ APPROVED")
	})
}

// TestSeenWithinASecond: the agent's yes waits for the answer a second at most,
// and an answer within it still stops the charge.
func TestSeenWithinASecond(t *testing.T) {
	for _, late := range []bool{false, true} {
		s := &seenGateway{records: []gateway.Record{ofPortal()}}
		askingConsole(t, s, func(t *testing.T, c *console) {
			s.answer = make(chan struct{})
			c.fill()
			c.clock.wait(time.Second)
			c.Press("y")
			if c.bank.count() != 0 {
				t.Fatal("charged before the gateway had a second to answer")
			}
			if late {
				time.Sleep(payment.SeenWait)
				c.WaitFor("✔ APPROVED")
			}
			close(s.answer)
			c.WaitFor("Already taken?")
			c.mustShow(t, takenBefore)
			if got, want := c.bank.count(), map[bool]int{false: 0, true: 1}[late]; got != want {
				t.Errorf("late %v: %d AUTHs, want %d", late, got, want)
			}
			if late { // it stands on the result
				c.mustShow(t, "✔ APPROVED")
			}
		})
	}
}

// TestSeenCannotBeAsked: the page has one quiet line and can charge. A refused sign-in
// bars the charge.
func TestSeenCannotBeAsked(t *testing.T) {
	askingConsole(t, &seenGateway{err: errors.New("no line")}, func(t *testing.T, c *console) {
		c.fill()
		c.mustShow(t, "No answer about earlier payments: ask the caller.", "Check with the caller")
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "✔ APPROVED")
	})
	askingConsole(t, &seenGateway{err: &gateway.Error{Kind: gateway.KindSignIn, Written: true}}, func(t *testing.T, c *console) {
		c.fill()
		c.mustShow(t, "NOT CHARGED: THE SIGN-IN IS REFUSED")
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "NOT CHARGED: THE SIGN-IN IS REFUSED", "Only esc (back) does something here.")
		c.Press("esc")
		c.mustShow(t, "New payment")
		if c.bank.count() != 0 {
			t.Error("charged with a sign-in that is refused")
		}
	})
}

// TestNothingSeenShowsNothing: finding nothing proves nothing, so the page says
// nothing.
func TestNothingSeenShowsNothing(t *testing.T) {
	askingConsole(t, &seenGateway{}, func(t *testing.T, c *console) {
		c.fill()
		c.mustShow(t, "Check with the caller")
		c.mustNotShow(t, "gateway", "Already taken")
	})
}

// TestALateRefusalIsNoPayment: the gateway's word that the bank refused this card earlier
// asks whether to try it again. Beside an outcome it is left out, whether it came before
// the charge or after it: nothing was taken then, and the caller must not pay by another
// card what this one has just paid.
func TestALateRefusalIsNoPayment(t *testing.T) {
	refused := ofPortal()
	refused.TransactionReference, refused.ErrorCode, refused.SettleStatus, refused.AcquirerResponseCode = "9-9-8", "70000", "3", "41"
	for name, late := range map[string]bool{"before the charge": false, "while sending, or after": true} {
		t.Run(name, func(t *testing.T) {
			s := &seenGateway{records: []gateway.Record{refused}}
			askingConsole(t, s, func(t *testing.T, c *console) {
				if late {
					s.answer = make(chan struct{})
					s.records = append(s.records, ofPortal()) // which does belong on the result
				}
				c.fill()
				c.clock.wait(time.Second)
				if !late {
					c.mustShow(t, "Try this card again?", "the bank said not to try the card ending 1111 again")
					c.mustNotShow(t, "Already taken?")
					c.Type("bank agreed")
					c.Press("enter")
					c.clock.wait(time.Second)
				}
				c.Press("y")
				if late {
					time.Sleep(payment.SeenWait)
					c.WaitFor("✔ APPROVED")
					close(s.answer)
					c.WaitFor("The gateway has £10.50 by this card")
				}
				c.mustShow(t, "✔ APPROVED")
				c.mustNotShow(t, "another card", "not to try")
				if !late {
					c.mustNotShow(t, "Already taken")
				}
			})
		})
	}
}
