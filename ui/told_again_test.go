package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// An ending is how an attempt ended, as the journal and the gateway have it.
type ending struct {
	state      journal.State
	outcome    gateway.Outcome
	operation  journal.Operation // "" for a charge
	code       string
	bank       string // the bank's own code
	settle     string
	resolution string
	reference  bool // the gateway has a record of it
}

// endings are all ways in which a payment, a card check and what is done with a payment can
// end.
func endings() map[string]ending {
	known, doubt := journal.Known, journal.InDoubt
	return map[string]ending{
		"approved":                  {state: known, outcome: gateway.OutcomeApproved, code: "0", settle: "0", reference: true},
		"held":                      {state: known, outcome: gateway.OutcomeHeld, code: "0", settle: "2", reference: true},
		"cancelled":                 {state: known, outcome: gateway.OutcomeCancelled, code: "0", settle: "3", reference: true},
		"declined":                  {state: known, outcome: gateway.OutcomeDeclined, code: "70000", settle: "3", reference: true},
		"declined, the amount":      {state: known, outcome: gateway.OutcomeDeclined, code: "70000", bank: "51", settle: "3", reference: true},
		"declined, the number":      {state: known, outcome: gateway.OutcomeDeclined, code: "70000", bank: "14", settle: "3", reference: true},
		"declined, sealed":          {state: known, outcome: gateway.OutcomeDeclined, code: "70000", bank: "41", settle: "3", reference: true},
		"declined, without record":  {state: known, outcome: gateway.OutcomeDeclined, code: "70000", bank: "51"},
		"not accepted":              {state: known, outcome: gateway.OutcomeRejected, code: "30000", reference: true},
		"not accepted, no record":   {state: known, outcome: gateway.OutcomeRejected, code: "30000"},
		"not sent":                  {state: known, outcome: gateway.OutcomeNotSent},
		"not taken":                 {state: known, outcome: gateway.OutcomeNotSent, resolution: journal.ResolvedNotFound},
		"unknown":                   {state: doubt, outcome: gateway.OutcomeUnknown, code: "60010"},
		"unknown, with a reference": {state: doubt, outcome: gateway.OutcomeUnknown, code: "60010", reference: true},
		"a card that was checked":   {state: known, outcome: gateway.OutcomeApproved, operation: journal.OpCheck, code: "0", settle: "0", reference: true},
		"a card that was declined":  {state: known, outcome: gateway.OutcomeDeclined, operation: journal.OpCheck, code: "70000", reference: true},
		"a check that was lost":     {state: known, outcome: gateway.OutcomeNotSent, operation: journal.OpCheck, resolution: journal.ResolvedNotFound},
		"a check in doubt":          {state: doubt, outcome: gateway.OutcomeUnknown, operation: journal.OpCheck, code: "60010"},
		"a payout that was lost":    {state: known, outcome: gateway.OutcomeNotSent, operation: journal.OpPayout, resolution: journal.ResolvedNotFound},
		"a payout in doubt":         {state: doubt, outcome: gateway.OutcomeUnknown, operation: journal.OpPayout, code: "60010"},
	}
}

// endedSo is a console whose journal has one attempt that ended so.
func endedSo(t *testing.T, how ending) (*counter, journal.Entry) {
	t.Helper()
	if how.operation == "" {
		how.operation = journal.OpCharge
	}
	b := &till{}
	c := newCounter(t, b, func(s *kit.Console) { s.Floor = theStaff(s.Now()) })
	store := processorOf(c.root.console).Store
	e := journal.Entry{
		ID: "A17", Operation: how.operation, SentReference: "A17-7K3M2P", OwnReference: "A17", Site: "test_site12345", Agent: "priya",
		Amount: gateway.Money{Minor: 1050, Currency: c.root.console.Form.Currency}, First6: "411111", Last4: "1111", Brand: string(gateway.Visa), IntentAt: c.clock.Now(),
	}
	if how.operation == journal.OpCheck {
		e.Amount.Minor = 0
	}
	err := store.Intent(t.Context(), e, "", time.Time{})
	if err == nil {
		e, err = store.Record(t.Context(), e.ID, journal.Change{Step: journal.StepAnswered, At: c.clock.Now(), Apply: func(e *journal.Entry) error {
			e.State, e.Outcome, e.AnsweredAt, e.ErrorCode, e.BankCode, e.SettleStatus = how.state, how.outcome, c.clock.Now(), how.code, how.bank, how.settle
			e.Resolution = how.resolution
			if how.reference {
				e.TransactionReference = "23-9-80001"
			}
			if how.state == journal.InDoubt {
				e.NextCheckAt = c.clock.Now().Add(2 * time.Minute)
			}
			return nil
		}})
	}
	if err != nil {
		t.Fatal(err)
	}
	if how.reference {
		r := e.Record()
		r.AcquirerResponseCode, r.LiveStatus = how.bank, "0"
		r.TransactionStarted = c.clock.Now().UTC().Format(time.DateTime)
		b.records = []gateway.Record{r}
	}
	c.root.console.Search = &archive{records: b.records}
	c.withJournal(lookup.Attempt{ID: e.ID, Record: e.Record(), Outcome: e.Outcome})
	c.Send(kit.LookMsg{})
	return c, e
}

// TestWhatToSayCanBeReachedAgain: after the agent has left the result, the row on home, in
// Find and on the floor opens what to say, what to do next and whether the card may be tried
// again, whatever became of the payment and whether or not the gateway has a record of it.
func TestWhatToSayCanBeReachedAgain(t *testing.T) {
	ways := map[string]func(t *testing.T, c *counter){
		"home": func(t *testing.T, c *counter) {
			t.Helper()
			c.Press("enter")
		},
		"Find": func(t *testing.T, c *counter) {
			t.Helper()
			c.Press("f")
			c.Type("A17\n")
			c.Drain()
			c.mustShow(t, "1 payment")
			c.Press("enter")
		},
		"the floor": func(t *testing.T, c *counter) {
			t.Helper()
			c.Press("o")
			c.Drain()
			c.clock.wait(time.Second)
			c.Press("a", "enter")
		},
	}
	for name, how := range endings() {
		for where, opens := range ways {
			if where == "the floor" && how.state != journal.InDoubt {
				continue // only what waits is listed there
			}
			if where == "Find" && how.outcome == gateway.OutcomeNotSent && how.resolution == "" {
				continue // it never left this host, and Find is about what did
			}
			t.Run(name+", from "+where, func(t *testing.T) {
				unhurried(t, func(t *testing.T) {
					c, e := endedSo(t, how)
					c.clock.wait(time.Second)
					opens(t, c)
					c.Drain()
					a := payment.AttemptOf(e)
					v := kit.VerdictOf(a, c.clock.Now())
					means, _, _ := strings.Cut(v.Means, ". ")
					want := slices.DeleteFunc([]string{c.root.console.Script.Say(v.Say), v.Next, kit.Capital(v.Again), v.Reason, means}, func(text string) bool { return text == "" })
					if len(want) == 0 || !strings.HasPrefix(want[0], "“") {
						t.Fatalf("nothing is said of %+v", a)
					}
					for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}} {
						c.Resize(size[0], size[1])
						shown := running(screentest.Columns(c.View())) + " " + running(c.View())
						for _, words := range want {
							if !strings.Contains(shown, running(words)) {
								t.Errorf("%v does not show %q:\n%s", size, words, c.View())
							}
						}
					}
					c.Resize(80, 24)
					c.mustShow(t, "esc  Back")
				})
			})
		}
	}
}

// TestNewsOfAnAttemptThatIsOpen: the page of an attempt without a record learns what became
// of it, also while the page that sent it is still there, and offers what comes next.
func TestNewsOfAnAttemptThatIsOpen(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := unknownConsole(t)
		c.Press("enter")
		c.clock.wait(time.Second)
		c.Press("enter")
		c.mustShow(t, "? UNKNOWN", "What moto is doing", "c  Check now", "esc  Back")
		c.Press("n")
		c.mustShow(t, "A new payment begins on home")
		c.settle(gateway.OutcomeNotSent, journal.ResolvedNotFound, "")
		c.mustShow(t, "✖ NOT TAKEN", "“I have checked: I find no trace of that payment, so you should not have been charged.”", "n  New payment")
		c.mustNotShow(t, "What moto is doing", "Earlier payment", "not known yet") // nor the answer to the last key
		c.Press("c")
		c.mustShow(t, "Nothing to check: its outcome is known.")
		c.Send(kit.ResolvedMsg{Attempt: c.attempt}) // late
		c.mustShow(t, "✖ NOT TAKEN")
		c.Press("n")
		c.mustShow(t, "New payment", "Order reference")
	})
}

// TestTheLineOfWhatWasDoneWithAPayment: the row of a refund that was not made opens the
// payment with the line of the refund, and not with that of the payment.
func TestTheLineOfWhatWasDoneWithAPayment(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.answer = coded(gateway.OutcomeDeclined, "70000")
		c := newCounter(t, b)
		c.refundPart(t)
		c.Press("y")
		c.clock.wait(time.Second)
		c.mustShow(t, "✖ DECLINED", "One moment, please: that did not go through.")
		c.Press("enter")
		c.clock.wait(time.Second)
		c.mustShow(t, "Refund A17", "Declined")
		c.Press("enter")
		c.mustShow(t, "✔ SETTLED", "“One moment, please: that did not go through. Let me see how it stands now.”", "Nothing was refunded.")
		c.mustNotShow(t, "That has gone through")
	})
}
