package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

func settledTill() *till { return &till{records: []gateway.Record{paidRecord("100")}} }

func pendingTill() *till { return &till{records: []gateway.Record{paidRecord("0")}} }

func TestRefundFromRecordToOutcome(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.done = func(b *till) { b.records = append(b.records, refundRecord("23-9-90001", "1000", "0")) }
		c := newCounter(t, b)
		c.refundPart(t)
		c.mustShow(t, "ten pounds", "Left afterwards      £38.00", "Not delivered", "○ TEST", "Visa ending 1111", "y Refund £10.00")
		if b.sent() != 0 {
			t.Fatal("sent before it was confirmed")
		}
		c.Press("y")
		c.mustShow(t, "✔ REFUNDED −£10.00", "Say", "Can be given back £38.00")
		if len(b.refunds) != 1 || b.refunds[0].Amount.Minor != 1000 || b.refunds[0].Parent != "23-9-80001" || b.refunds[0].OperatorName != "priya" {
			t.Fatalf("%+v", b.refunds)
		}
		c.clock.wait(time.Second)
		c.Press("o")
		c.mustShow(t, "£38.00 can still be given back", "refunded −£10.00")
		entries, err := processorOf(c.root.console).Recent(t.Context(), 9)
		if err != nil || len(entries) != 1 || entries[0].Charge.Reason != "Not delivered" || entries[0].Noun() != "refund" {
			t.Errorf("%+v %v", entries, err)
		}
		c.Press("esc")
		c.root.goHome()
		c.mustShow(t, "Refunded", "Refund A17")
		c.mustNotShow(t, "Approved")
	})
}

// TestRefundNeedsItsKey: y does it, esc goes back, every other key does nothing
// and says so, and a y in flight does nothing either.
func TestRefundNeedsItsKey(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, k := range []string{"enter", "n", "Y", "esc", "space", "tab", "ctrl+r", "g"} {
			b := settledTill()
			c := newCounter(t, b)
			c.refundPart(t)
			c.Press(k)
			if b.sent() != 0 {
				t.Errorf("%s sent it", k)
			}
			if k == "esc" {
				c.mustShow(t, "Refund a part", "£10.00", "Not delivered")
				continue
			}
			c.mustShow(t, "Refund £10.00 to Visa ending 1111", "and esc (back) do something here.")
		}
		b := settledTill()
		c := newCounter(t, b)
		c.Press("g")
		c.pick(t, "Refund a part")
		c.Type("10.00\nnot")
		c.Press("enter")
		for range 3 {
			c.Press("y", "enter")
			c.clock.wait(500 * time.Millisecond)
		}
		c.mustShow(t, "Refund £10.00")
		if b.sent() != 0 {
			t.Error("a key in flight gave money back")
		}
	})
}

// TestOneRefundWhateverIsPressed: no key sends a second request, and leaving
// waits.
func TestOneRefundWhateverIsPressed(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.gate = make(chan struct{})
		c := newCounter(t, b)
		c.refundPart(t)
		c.Press("y")
		c.WaitFor("… SENDING")
		for _, k := range []string{"y", "enter", "esc", "ctrl+r", "g", "q", "tab"} {
			c.Press(k)
			c.mustShow(t, "… SENDING", "cannot be stopped")
		}
		if id, waiting := c.root.Unseen(); !waiting || id != c.root.operated().Attempt().ID {
			t.Error("leaving does not wait for a refund")
		}
		c.Press("ctrl+c")
		c.mustShow(t, "Quit moto?", "A refund of £10.00 is on its way")
		c.Resize(40, 10)
		close(b.gate)
		c.Drain()
		if id, unseen := c.root.Unseen(); !unseen || id != c.root.operated().Attempt().ID {
			t.Error("an outcome that no agent could see counts as seen")
		}
		c.Resize(80, 24)
		c.mustShow(t, "REFUNDED")
		for _, k := range []string{"enter", "g", "y", "e"} {
			c.Press(k)
			c.mustShow(t, "REFUNDED")
		}
		if b.sent() != 1 {
			t.Errorf("%d requests", b.sent())
		}
	})
}

// TestUnknownRefundIsLockedAndFindsOut: as an unknown payment is.
func TestUnknownRefundIsLockedAndFindsOut(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.answer = coded(gateway.OutcomeUnknown, "60010")
		c := newCounter(t, b)
		c.refundPart(t)
		c.Press("y")
		c.clock.wait(time.Second)
		c.mustShow(t, "? UNKNOWN", "whether this refund went through", "Do not send it again", "be refunded twice. May I call you back?", "Check now")
		c.mustNotShow(t, "charge", "taken")
		for _, k := range []string{"g", "e", "n", "esc"} {
			c.Press(k)
			c.mustShow(t, "? UNKNOWN")
		}
		c.Press("enter")
		c.mustShow(t, "1 unknown refund: do not send it again", "Unknown", "Refund A17")
		// On the record it counts as made, and other changes wait.
		c.root.open(kit.Open{Place: kit.Record, Record: b.records[0]})
		c.Press("r")
		c.mustShow(t, "£38.00 can still be given back", "refund of £10.00 by priya at 14:02, not known yet")
		b.records = append(b.records, refundRecord("23-9-90001", "1000", "0"))
		b.records[1].OrderReference = b.refunds[0].OrderReference
		c.root.goHome()
		c.Press("c")
		c.mustShow(t, "Refund A17-7K3M2P −£10.00: REFUNDED")
		c.mustNotShow(t, "1 unknown")
	})
}

// TestUnknownRefundTurnsIntoItsOutcome: on the page itself.
func TestUnknownRefundTurnsIntoItsOutcome(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.answer = coded(gateway.OutcomeUnknown, "60010")
		c := newCounter(t, b)
		c.refundPart(t)
		c.Press("y")
		c.clock.wait(time.Second)
		b.records = append(b.records, refundRecord("23-9-90001", "1000", "0"))
		b.records[1].OrderReference = b.refunds[0].OrderReference
		c.Press("c")
		c.mustShow(t, "✔ REFUNDED", "the gateway was asked")
		c.clock.wait(time.Second)
		c.mustShow(t, "g Stop this refund")
		c.Press("g")
		c.mustShow(t, "▸ Stop this refund", "£10.00")
		c.Press("esc", "esc", "g")
		c.mustShow(t, "Not now", "Refund all that is left", "£38.00")
	})
}

// TestChangedUnderUs: what was refunded elsewhere meanwhile is said, and what
// is legal now is offered; nothing is sent.
func TestChangedUnderUs(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		c := newCounter(t, b)
		c.refundPart(t)
		b.records = append(b.records, refundRecord("23-9-90001", "4500", "0"))
		c.Press("y")
		c.clock.wait(time.Second)
		c.mustShow(t, "✖ NOT SENT", "has changed since you opened it", "Can be given back £3.00", "You can now: refund all that is left, or refund a part.")
		if b.sent() != 0 {
			t.Fatal("more than is left was sent")
		}
		c.Press("g")
		c.mustShow(t, "Refund all that is left £3.00")

		b = pendingTill()
		c = newCounter(t, b)
		c.Press("g")
		c.pick(t, "Cancel the payment")
		c.Type("not")
		c.Press("enter")
		c.clock.wait(time.Second)
		b.records[0].SettleStatus = "100"
		c.Press("y")
		c.clock.wait(time.Second)
		c.mustShow(t, "✖ NOT SENT", "has changed since", "refund the whole payment, or refund a part")
		if b.sent() != 0 {
			t.Fatal("a settled payment was cancelled")
		}
	})
}

// TestRefusedByTheGateway: the same where the gateway is the first to know.
func TestRefusedByTheGateway(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for code, says := range map[string][]string{
			"20005": {"has not settled", "cannot be done in this way"}, // which is not what was read
			"60017": {"can no longer be changed", "has changed since", "You can now"},
			"20007": {"more than is left", "has changed since", "You can now"},
		} {
			b := settledTill()
			b.answer = coded(gateway.OutcomeRejected, code)
			c := newCounter(t, b)
			c.refundPart(t)
			c.Press("y")
			c.mustShow(t, append(says, "✖ NOT ACCEPTED")...)
		}
	})
}

// TestWhatFollowsARefusal: what the gateway does not do with this payment is not
// offered again, nor the form it was typed into, and the caller hears no more
// than is so.
func TestWhatFollowsARefusal(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, tc := range []struct {
			code           string
			shows, without []string
		}{
			{"20034", []string{"Payment type does not support refunds", "“I am sorry, it cannot be done in this way. Let me see what can.”", "The gateway has refused this"}, []string{"Correct it", "has changed since", "has changed in the meantime"}},
			{"20011", []string{"was declined", "The gateway says that this payment was declined"}, []string{"Correct it"}},
			{"20007", []string{"The gateway shows    Settled", "You can now: refund a part."}, []string{"The payment now", "Correct it"}},
			{"70000", []string{"The bank declined it. No money moved.", "e Correct it"}, []string{"You can now", "has changed since"}},
		} {
			b := settledTill()
			b.answer = coded(gateway.OutcomeRejected, tc.code)
			c := newCounter(t, b)
			c.refundPart(t)
			c.Press("y")
			c.clock.wait(time.Second)
			c.mustShow(t, "✖ NOT ACCEPTED")
			c.mustShow(t, tc.shows...)
			for _, words := range tc.without {
				if strings.Contains(running(c.View()), words) {
					t.Errorf("%s: says %q:\n%s", tc.code, words, c.View())
				}
			}
		}
		b := pendingTill()
		b.answer = coded(gateway.OutcomeRejected, "60017")
		c := newCounter(t, b)
		c.Press("g")
		c.pick(t, "Cancel the payment")
		c.Type("not\n")
		c.clock.wait(time.Second)
		c.Press("y")
		c.clock.wait(time.Second)
		c.mustShow(t, "The gateway shows    Pending", "The gateway says that this payment has begun to settle or was cancelled, and does not show which yet. Look again in a minute.")
		if view := c.View(); strings.Contains(view, "Can be given back") || strings.Contains(view, "The payment now") {
			t.Errorf("\n%s", view)
		}
		c.Press("g")
		c.clock.wait(time.Second)
		if view := c.View(); strings.Contains(view, "✔ Cancel") || strings.Contains(view, "✔ Reduce") {
			t.Errorf("a change is offered:\n%s", view)
		}
	})
}

// TestHeldAndStoppedSayItOnce: a refund that is held, or stopped at once.
func TestHeldAndStoppedSayItOnce(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for settle, word := range map[string]string{"2": "released", "3": "stopped"} {
			b := settledTill()
			outcome := gateway.OutcomeHeld
			if settle == "3" {
				outcome = gateway.OutcomeCancelled
			}
			b.answer = func() (gateway.AuthResult, error) {
				info, _ := gateway.LookupCode("0")
				return gateway.AuthResult{Outcome: outcome, Code: info, Record: gateway.Record{
					RequestType: gateway.TypeRefund, ErrorCode: "0", SettleStatus: settle, TransactionReference: "23-9-90001", TransactionStarted: started(14),
				}}, nil
			}
			c := newCounter(t, b)
			c.refundPart(t)
			c.Press("y")
			c.clock.wait(time.Second)
			if view := running(c.View()); strings.Count(view, "until a supervisor")+strings.Count(view, "until it is released") > 1 || strings.Count(view, "stopped straight away") > 1 || !strings.Contains(view, word) && !strings.Contains(view, "releases it") {
				t.Errorf("%s:\n%s", word, view)
			}
		}
	})
}

func TestAmountsThatWillNotDo(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for typed, words := range map[string]string{
			"0.00":  "must be more than zero",
			"48.01": "£48.01 is more than the £48.00 that is left of this payment",
			"1.5":   "decimals",
			"99999": "more than the £48.00",
		} {
			b := settledTill()
			c := newCounter(t, b)
			c.Press("g")
			c.pick(t, "Refund a part")
			c.Type(typed)
			c.Press("tab", "ctrl+r")
			if !strings.Contains(running(c.View()), words) && words != "decimals" {
				t.Errorf("%s: %q is not said:\n%s", typed, words, c.View())
			}
			if strings.Contains(c.View(), "once. esc goes back") || b.sent() != 0 {
				t.Errorf("%s was accepted", typed)
			}
		}
	})
}

// TestLimitsAreSaidAndKept: over a limit nothing is sent, a sentence says so
// and the journal keeps that it was tried.
func TestLimitsAreSaidAndKept(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		c := newCounter(t, b, func(s *kit.Console) {
			serviceOf(s).Limits.MaxRefund = gateway.Money{Minor: 2000, Currency: s.Form.Currency}
		})
		c.Press("g")
		c.pick(t, "Refund a part")
		c.Type("30.00\nnot")
		c.Press("enter")
		c.mustShow(t, "NOT SENT", "At most £20.00 of one payment may be given back here. Ask a supervisor.", "The request is recorded.")
		c.clock.wait(time.Second)
		c.Press("enter", "y")
		c.mustShow(t, "NOT SENT", "Only esc (back) does something here.")
		c.Press("esc")
		c.mustShow(t, "£30.00", "Not delivered")
		entries, err := processorOf(c.root.console).Recent(t.Context(), 9)
		if err != nil || len(entries) != 1 || entries[0].Outcome != gateway.OutcomeNotSent || entries[0].Charge.Amount.Minor != 3000 {
			t.Errorf("%+v %v", entries, err)
		}
		off := newCounter(t, settledTill(), func(s *kit.Console) { serviceOf(s).Limits.Refunds = false })
		off.Press("g")
		off.pick(t, "Refund the whole payment")
		off.mustShow(t, "NOT SENT", "Giving money back is switched off here. Ask a supervisor.")
		if b.sent() != 0 || off.till.sent() != 0 {
			t.Error("a limit was passed")
		}
	})
}

// TestOtherOperations: what else can be done, as the gateway gets it.
func TestOtherOperations(t *testing.T) {
	settleStatus := func(s string) func(*till) { return func(b *till) { b.records[0].SettleStatus = s } }
	for _, tc := range []struct {
		title  string
		status string
		typed  string
		says   string
		done   string
		after  func(*till)
		check  func(*till) bool
	}{
		{"Cancel the payment", "0", "not\n", "Cancel the payment of £48.00", "CANCELLED", settleStatus("3"), func(b *till) bool { return b.updates[0].SettleStatus == "3" }},
		{"Reduce the payment", "0", "10.00\nnot\n", "Reduce by £10.00: £38.00 will be taken from Visa ending 1111", "REDUCED", func(b *till) { b.records[0].SettleBaseAmount = "3800" }, func(b *till) bool { return b.updates[0].SettleAmount.Minor == 3800 }},
		{"Release the held payment", "2", "goo\n", "Release the held payment of £48.00", "RELEASED", settleStatus("1"), func(b *till) bool { return b.updates[0].SettleStatus == "1" }},
		{"Cancel the held payment", "2", "goo\n", "Cancel the held payment", "CANCELLED", settleStatus("3"), func(b *till) bool { return b.updates[0].SettleStatus == "3" }},
		{"Hold the payment", "0", "goo\n", "Hold the payment of £48.00", "HELD", settleStatus("2"), func(b *till) bool { return b.updates[0].SettleStatus == "2" }},
		{"Change the order reference", "0", "B-99\ntyp\n", "Change the order reference to B-99", "CHANGED", func(b *till) { b.records[0].OrderReference = "B-99" }, func(b *till) bool { return b.updates[0].OrderReference == "B-99" }},
		{"Change the settlement date", "0", "mon\ngoo\n", "Settle the payment of £48.00 on Monday 23 November 2026", "CHANGED", func(b *till) { b.records[0].SettleDueDate = "2026-11-23" }, func(b *till) bool { return b.updates[0].SettleDueDate == "2026-11-23" }},
		{"Take a new payment from this card", "100", "B-1\n15.00\n123\n", "Charge £15.00 to Visa ending 1111, the card of the earlier payment", "APPROVED", nil, func(b *till) bool {
			return b.auths[0].Parent == "23-9-80001" && b.auths[0].CredentialsOnFile == "2" && b.auths[0].InitiationReason == "" && b.auths[0].Amount.Minor == 1500 && strings.HasPrefix(b.auths[0].OrderReference, "B-1-")
		}},
	} {
		t.Run(tc.title, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				b := &till{records: []gateway.Record{paidRecord(tc.status)}, done: tc.after}
				c := newCounter(t, b)
				c.Press("g")
				c.pick(t, tc.title)
				c.Type(tc.typed)
				c.clock.wait(time.Second)
				c.mustShow(t, tc.says)
				c.Press("y")
				c.mustShow(t, tc.done)
				if b.sent() != 1 || !tc.check(b) {
					t.Errorf("%+v %+v", b.updates, b.auths)
				}
			})
		})
	}
}

// TestExpiredCardAsksForTheNewDate and sends it.
func TestExpiredCardAsksForTheNewDate(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &till{records: []gateway.Record{paidRecord("100", func(r *gateway.Record) { r.ExpiryDate = "10/2026" })}}
		c := newCounter(t, b)
		c.Press("g")
		c.pick(t, "Refund the whole payment with a new expiry date")
		c.mustShow(t, "▸ New expiry date")
		c.Type("1029not")
		c.Press("enter")
		c.clock.wait(time.Second)
		c.mustShow(t, "New expiry date      10/29")
		c.Press("y")
		c.mustShow(t, "REFUNDED")
		if got := b.refunds[0]; got.Expiry != (gateway.Expiry{Month: 10, Year: 2029}) || got.Amount.Minor != 4800 {
			t.Errorf("%+v", got)
		}
	})
}

// TestRepeatIsGuarded: the same card and amount again needs a reason, and no
// more may be charged than a payment may be.
func TestRepeatIsGuarded(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		b.done = nil
		c := newCounter(t, b, func(s *kit.Console) { s.Form.MaxAmount = gateway.Money{Minor: 5000, Currency: s.Form.Currency} })
		repeat := func(order, amount string, code ...string) {
			c.Press("g")
			c.pick(t, "Take a new payment from this card")
			c.Type(order + "\n" + amount + "\n" + strings.Join(code, ""))
			c.clock.wait(time.Second)
		}
		repeat("B-1", "50.01")
		c.mustShow(t, "The most this console takes is £50.00")
		c.Press("esc", "y", "esc")
		repeat("B-1", "15.00", "123\n")
		c.Press("y")
		c.mustShow(t, "APPROVED")
		c.clock.wait(time.Second)
		c.Press("o")
		repeat("B-2", "15.00", "123\n")
		c.mustShow(t, "same caller?")
		c.Type("two tickets\n")
		c.clock.wait(time.Second)
		c.mustShow(t, "Charge £15.00", "two tickets", "I am about to take fifteen pounds from", "New amount £15.00")
		c.Press("y")
		c.mustShow(t, "APPROVED")
		if b.sent() != 2 {
			t.Errorf("%d requests", b.sent())
		}
	})
}

// TestPayouts: only where they are allowed, unmistakable, and with no card left
// on any screen.
func TestPayouts(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		off := newCounter(t, settledTill())
		off.Press("g")
		off.mustNotShow(t, "Pay money out")
		off.root.goHome()
		off.Press("p")
		off.mustShow(t, "Your payments today")
		off.mustNotShow(t, "pay out", "Pay out")

		on := func(s *kit.Console) { serviceOf(s).Limits.Payouts = true }
		b := settledTill()
		c := newCounter(t, b, on)
		c.Press("g")
		c.pick(t, "Pay money out to this card")
		c.mustShow(t, "PAYOUT", "not a refund")
		c.Type("60.00\ngoo\n") // more than was taken
		c.clock.wait(time.Second)
		c.mustShow(t, "PAYOUT", "Pay out £60.00 to Visa ending 1111", "y Pay out £60.00")
		c.Press("y")
		c.mustShow(t, "PAYOUT", "PAID OUT")
		if len(b.payouts) != 1 || b.payouts[0].Parent != "23-9-80001" || b.payouts[0].Amount.Minor != 6000 {
			t.Fatalf("%+v", b.payouts)
		}

		b = &till{}
		c = newCounter(t, b, on)
		c.Press("p")
		c.mustShow(t, "PAYOUT", "Pay out to a card")
		c.Type("P-1\n20.00\n")
		for _, d := range testPAN + "\n1230" {
			c.Type(string(d))
			if view := strings.ReplaceAll(c.View(), " ", ""); strings.Contains(view, "41111") || strings.Contains(view, "11111") {
				t.Fatalf("part of the card number is on the screen:\n%s", c.View())
			}
		}
		c.Type("goo\n")
		c.clock.wait(time.Second)
		c.mustShow(t, "Pay out £20.00 to Visa ending 1111", "expires 12/30", "twenty pounds")
		c.Press("y")
		c.mustShow(t, "PAID OUT", "P-1")
		if len(b.payouts) != 1 || b.payouts[0].Parent != "" || !strings.HasPrefix(b.payouts[0].OrderReference, "P-1-") {
			t.Fatalf("%+v", b.payouts)
		}
		c.clock.wait(time.Second)
		c.Press("enter")
		c.mustShow(t, "Paid out", "Payout P-1")
	})
}

// TestNothingIsLostByLooking: g before the state is known opens the options when
// it is; esc asks before typing is lost.
func TestNothingIsLostByLooking(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := settledTill()
		c := newCounter(t, b)
		cmd := c.root.open(kit.Open{Place: kit.Record, Record: b.records[0]})
		c.Press("g")
		c.mustShow(t, "Loading")
		c.Send(cmd())
		c.mustShow(t, "Not now")
		c.pick(t, "Refund a part")
		c.Type("10.00")
		c.Press("esc")
		c.mustShow(t, "Discard this form?")
		c.Press("x")
		c.mustShow(t, "Discard this form?")
		c.Press("esc")
		c.mustShow(t, "£10.00")
		c.Press("esc", "y")
		c.mustShow(t, "Not now")
		c.Press("esc")
		c.mustShow(t, "can still be given back")
	})
}

// TestReasonsAreShown while they are asked for, however many there are and
// however small the terminal is.
func TestReasonsAreShown(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, settledTill())
		c.Press("g")
		c.pick(t, "Refund a part")
		c.mustNotShow(t, "Goodwill")
		c.Type("10.00\n")
		c.mustShow(t, "Faulty or wrong goods", "Not delivered", "Goodwill", "Other")
		c.mustNotShow(t, "●")
		c.Type("not")
		c.mustShow(t, "● Not delivered")
		c.Type("x") // names no reason: none is chosen, and the field is not left
		c.mustShow(t, "notx", "Not in the list: type the start of a name")
		c.mustNotShow(t, "●")
		c.Press("tab")
		c.mustShow(t, "notx", "Not in the list: type the start of a name", "Goodwill")
		c.Press("backspace", "tab")
		c.mustNotShow(t, "Goodwill ")

		c = newCounter(t, settledTill())
		c.root.console.Reasons = nil
		for i := range 12 {
			c.root.console.Reasons = append(c.root.console.Reasons, fmt.Sprintf("%d %s", i, strings.Repeat("long ", 11)))
		}
		c.Press("g")
		c.pick(t, "Refund a part")
		c.Type("10.00\n")
		for _, size := range [][2]int{{60, 20}, {80, 24}, {200, 50}} {
			c.Resize(size[0], size[1])
			c.mustShow(t, "Reason", "Details")
			if size[1] >= 24 {
				c.mustShow(t, "0 long", "11 long", "Other")
			}
		}
	})
}

// TestReduceSaysWhichAmount is asked for: by how much, and not to how much.
func TestReduceSaysWhichAmount(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, pendingTill())
		c.Press("g")
		c.pick(t, "Reduce the payment")
		c.mustShow(t, "at most £47.99")

		for status, says := range map[string]string{
			"0": "“You will be charged £10.00 less: £38.00 instead of £48.00. Your bank",
			"2": "“You are not charged while we look into this. After that you will be charged £10.00 less: £38.00 instead of £48.00. Your bank",
		} { // what the caller is asked before it is done, and told afterwards
			b := &till{records: []gateway.Record{paidRecord(status)}}
			b.done = func(b *till) { b.records[0].SettleBaseAmount = "3800" }
			c := newCounter(t, b)
			c.Press("g")
			c.pick(t, "Reduce the payment")
			c.Type("10.00\nnot\n")
			c.clock.wait(time.Second)
			c.mustShow(t, "y Reduce by £10.00", "“I am about to take ten pounds less")
			c.Press("y")
			c.clock.wait(time.Second)
			c.mustShow(t, "✔ REDUCED", says)
		}
	})
}

// TestWhyAnOptionIsNotPossible: on the smallest screen too, Enter on what is not possible says
// why, and the marked row has the whole reason.
func TestWhyAnOptionIsNotPossible(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, size := range sizes[:3] {
			c := newCounter(t, settledTill())
			c.Resize(size[0], size[1])
			c.Press("g", "up") // the last row
			const why = "It has settled and cannot be changed any more: refund it."
			c.mustShow(t, why)
			c.Press("enter")
			c.mustShow(t, "Not possible now: It has settled")
		}
	})
}

// TestLettersTakeNoOption: what is typed names something, and Enter does not take
// something else for it.
func TestLettersTakeNoOption(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, settledTill())
		c.Press("g")
		c.Type("refund a part\n")
		c.mustShow(t, "Not now", "Letters do nothing here")
		c.Press("enter") // it has been said
		c.mustShow(t, "ctrl+r Confirm")
		c.Press("esc")
		c.Type("re")
		c.pick(t, "Refund a part") // by the arrows
		c.mustShow(t, "Refund a part", "at most £48.00")
	})
}
