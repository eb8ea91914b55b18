package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

func TestPaymentFromKeyToOutcome(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{}
		c := newConsole(t, b)
		c.fill()
		c.mustShow(t, "Charge £10.50 to Visa ending 1111", "ten pounds and fifty pence", "A17", "Ann Smith", "test_site12345", "○ TEST")
		if b.count() != 0 {
			t.Fatal("charged before it was confirmed")
		}
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "✔ APPROVED", "✔ Matched", "23-9-80001", "TEST01", "A17-7K3M21", "Pending: settles", "Say")
		if b.count() != 1 || b.cards[0] != "411111######1111" {
			t.Fatalf("%d requests, card %v", b.count(), b.cards)
		}
		r := b.asked[0]
		if r.Amount.Minor != 1050 || r.Billing.Premise != "No 789" || r.Billing.Postcode != "TE45 6ST" ||
			r.Billing.FirstName != "Ann" || r.Billing.LastName != "Smith" || r.Billing.Country != "GB" || r.OperatorName != "priya" {
			t.Errorf("request %+v", r)
		}
		c.clock.wait(time.Second)
		c.Press("enter")
		c.mustShow(t, "Your payments today", "14:02", "£10.50", "Visa 1111", "Approved", "A17")
	})
}

// TestKeystrokes counts the keys that a payment takes beyond its data: as many as the
// README says.
func TestKeystrokes(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n")
		beyond := 0
		press := func(k string) { c.Press(k); beyond++ }
		c.Type("A17")
		press("enter")
		c.Type("10.50")
		press("enter")
		c.Type(testPAN)
		press("enter")
		c.Type("1230" + "123" + "Ann Smith")
		press("enter")
		c.Type("No 789")
		press("enter")
		c.Type("TE45 6ST")
		press("enter")
		c.clock.wait(time.Second)
		press("y")
		c.mustShow(t, "APPROVED")
		if beyond != 7 {
			t.Errorf("%d keys, the README says 7", beyond)
		}
	})
}

func TestConfirmNeedsItsKey(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, k := range effort.Some([]string{"enter", "n", "Y", "esc", "space", "tab", "ctrl+r"}, 3) {
			b := &bank{}
			c := newConsole(t, b)
			c.fill()
			c.clock.wait(time.Second)
			c.Press(k)
			if b.count() != 0 {
				t.Errorf("%s charged", k)
			}
			if k == "esc" {
				c.mustShow(t, "New payment", "Ann Smith")
				continue
			}
			c.mustShow(t, "Charge £10.50", "Only y (charge the card) and esc (back) do something here.")
			c.Press("enter", "enter") // nor does the next one come again
			c.mustShow(t, "Charge £10.50")
			c.Press("y")
			c.mustShow(t, "APPROVED")
		}
	})
}

// TestKeysAreNoAnswers: text typed while moto asks whether to discard the form does
// nothing. A part of it would be another answer.
func TestKeysAreNoAnswers(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed := newTyped(t, &bank{})
		c.Press("n")
		typed("A17\r")
		c.Press("esc")
		c.mustShow(t, "Discard this payment?")
		typed("10.50\r")
		c.mustShow(t, "Discard this payment?", "Only y (discard) and esc (back to the form) do something here.")
		c.Press("esc")
		c.mustShow(t, "▸ Amount            ", "A17")
		c.mustNotShow(t, "10")
		typed("10.50")
		c.mustShow(t, "▸ Amount             £10.50")
	})
}

// TestConfirmSwallowsKeysInFlight: a y typed before the agent could see the page
// neither charges nor goes back, however often it comes.
func TestConfirmSwallowsKeysInFlight(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{}
		c := newConsole(t, b)
		c.fill()
		for range 3 {
			c.Press("y")
			c.Press("enter")
			c.clock.wait(500 * time.Millisecond)
		}
		c.mustShow(t, "Charge £10.50")
		if b.count() != 0 {
			t.Fatal("a key in flight charged the card")
		}
		// A y in the help is not for the page below, nor is a y right after it.
		c.clock.wait(time.Second)
		c.Press("f1")
		c.Press("y", "esc")
		c.Press("y")
		c.Resize(20, 5)
		c.Press("y")
		c.Resize(80, 24)
		c.Press("y")
		if b.count() != 0 {
			t.Fatal("a key meant for another page charged the card")
		}
		c.clock.wait(time.Second)
		c.Press("y")
		if b.count() != 1 {
			t.Fatal("y does not charge after the quiet")
		}
	})
}

// TestOneChargeWhateverIsPressed: no key sends a second request.
func TestOneChargeWhateverIsPressed(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{gate: make(chan struct{})}
		c := newConsole(t, b)
		c.charge()
		c.mustShow(t, "CHARGING", "Do not take it again")
		for _, k := range []string{"y", "enter", "esc", "ctrl+r", "n", "q", "tab"} {
			c.Press(k)
			c.mustShow(t, "CHARGING", "cannot be stopped")
		}
		c.Press("ctrl+c")
		c.mustShow(t, "Quit moto?", "still on its way")
		c.Press("enter")
		if c.Quitting() {
			t.Fatal("left although the question was not answered with y")
		}
		close(b.gate)
		c.WaitFor("APPROVED")
		for _, k := range []string{"enter", "n", "y", "ctrl+r", "e"} {
			c.Press(k) // already on its way when the page came up
			c.mustShow(t, "APPROVED")
		}
		if b.count() != 1 {
			t.Errorf("%d requests", b.count())
		}
	})
}

// TestNothingLiesOverAnOutcome: an outcome closes the question and the help. One that
// comes while the window is too small counts as unseen.
func TestNothingLiesOverAnOutcome(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, k := range []string{"ctrl+c", "f1"} {
			b := &bank{gate: make(chan struct{})}
			c := newConsole(t, b)
			c.charge()
			c.Press(k)
			close(b.gate)
			c.WaitFor("APPROVED")
			if _, unseen := c.root.Unseen(); unseen {
				t.Error("a shown outcome counts as unseen")
			}
		}
		b := &bank{gate: make(chan struct{})}
		c := newConsole(t, b)
		c.charge()
		c.Resize(40, 10)
		close(b.gate)
		c.Drain()
		if _, unseen := c.root.Unseen(); !unseen {
			t.Error("an outcome that no agent could see counts as seen")
		}
		c.Press("ctrl+c")
		if !c.Quitting() {
			t.Error("nothing is lost, yet ctrl+c does not leave")
		}
	})
}

// TestUnknownIsLockedAndFindsOut: the page of an unknown outcome offers no
// next payment, and turns into the outcome when it is known.
func TestUnknownIsLockedAndFindsOut(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")}
		c := newConsole(t, b)
		c.charge()
		c.mustShow(t, "? UNKNOWN", "Do not take it again", "you will not be charged twice", "Check now", "Next check")
		c.Press("n")
		c.mustShow(t, "? UNKNOWN")
		c.Press("c") // the line is down, so the outcome stays unknown
		c.mustShow(t, "? UNKNOWN", "1 time: still unknown")
		b.found = func(q gateway.Query) (gateway.QueryResult, error) {
			return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: c.clock.Now(), Found: 1, Records: []gateway.Record{{
				RequestType: "AUTH", OrderReference: q.OrderReferences[0], ErrorCode: "0", SettleStatus: "0",
				TransactionReference: "23-9-80001", BaseAmount: "1050", CurrencyISO3A: "GBP",
			}}}, nil
		}
		c.Press("c")
		c.mustShow(t, "✔ APPROVED", "23-9-80001", "the gateway was asked")
		if b.count() != 1 {
			t.Errorf("%d AUTHs", b.count())
		}
	})
}

// TestLeaveAnUnknownAndBeTold: home shows the unknown payment, and the news arrives
// wherever the agent is.
func TestLeaveAnUnknownAndBeTold(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")})
		c.charge()
		left := c.root.charge().Attempt()
		c.Press("enter")
		c.mustShow(t, "1 unknown payment", "Unknown", "priya")
		c.Press("n")
		left.State, left.Outcome = payment.Known, gateway.OutcomeApproved
		c.Send(kit.ResolvedMsg{Attempt: left})
		c.mustShow(t, "New payment", "A17 £10.50: APPROVED")
	})
}

// TestSameCardInDoubtIsBarred: until the outcome is known the same card and
// amount cannot be charged again, whatever is pressed.
func TestSameCardInDoubtIsBarred(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")}
		c := newConsole(t, b)
		c.charge()
		c.Press("enter")
		c.fill()
		c.clock.wait(time.Second)
		c.mustShow(t, "is still unknown", "cannot be charged now")
		for _, k := range []string{"y", "enter", "x", "1", "ctrl+r"} {
			c.Press(k)
			c.mustShow(t, "cannot be charged now", "Only esc (back) does something here.")
		}
		c.Press("esc")
		c.mustShow(t, "New payment")
		if b.count() != 1 {
			t.Errorf("%d AUTHs", b.count())
		}
	})
}

// TestDuplicateNeedsAReason: moto asks about the same card and amount, and charges
// again only with a reason, which the journal keeps.
func TestDuplicateNeedsAReason(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{}
		c := newConsole(t, b)
		c.charge()
		c.Press("enter")
		c.clock.wait(4 * time.Minute)
		c.fill()
		c.clock.wait(time.Second)
		c.mustShow(t, "THIS CARD PAID £10.50 4 MINUTES AGO", "same caller?", "Yes, the same purchase: Esc. Another purchase: say why.", "Reason to charge again", "4 minutes ago", "priya", "Earlier")
		c.Press("enter")
		c.mustShow(t, "Enter the reason")
		c.Type("two tickets")
		c.Press("enter")
		c.clock.wait(time.Second)
		c.mustShow(t, "Charge £10.50", "two tickets")
		c.Press("y")
		c.mustShow(t, "APPROVED")
		if b.count() != 2 {
			t.Errorf("%d AUTHs", b.count())
		}
		recent, err := processorOf(c.root.console).Recent(t.Context(), 1)
		if err != nil || recent[0].Charge.Reason != "two tickets" {
			t.Errorf("%v %v", recent, err)
		}
	})
}

func TestTooSmallWindowAsksVisibly(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n")
		c.Type("A17")
		c.Resize(40, 10)
		c.Press("ctrl+c")
		c.mustShow(t, "Quit moto?", "y quits", "thrown away")
	})
}

func TestOutcomesReadTruly(t *testing.T) {
	tests := []struct {
		name    string
		answer  func(gateway.AuthRequest) (gateway.AuthResult, error)
		show    []string
		never   []string
		correct bool
	}{
		{"held", answered(gateway.OutcomeHeld, "0", "2", "2", "2", "2"), []string{"! HELD", "it is held: tell a supervisor. No money moves until it is released", "Saturday 28 November, 7 days after it was taken", "Held: no money moves yet"}, []string{"APPROVED"}, false},
		{"cancelled", answered(gateway.OutcomeCancelled, "0", "3", "2", "2", "2"), []string{"✖ CANCELLED", "no money moves"}, []string{"APPROVED"}, false},
		{"declined", answered(gateway.OutcomeDeclined, "70000", "3", "4", "1", "0"), []string{"✖ DECLINED", "✖ Not matched", "– Not checked", "– Not given", "Do you have another one"}, []string{"APPROVED"}, true},
		{"unknown", answered(gateway.OutcomeUnknown, "60010", "", "", "", ""), []string{"? UNKNOWN", "Do not take it again", "Bank System Error"}, []string{"APPROVED", "DECLINED", "Correct it", "Next payment"}, false},
		{"rejected", func(gateway.AuthRequest) (gateway.AuthResult, error) {
			info, _ := gateway.LookupCode("30000")
			return gateway.AuthResult{Outcome: gateway.OutcomeRejected, Code: info, Fields: []string{"billingpostcode"}}, nil
		}, []string{"NOT ACCEPTED", "was not charged", "Correct", "postcode"}, []string{"APPROVED"}, true},
		{"not sent", func(gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, &gateway.Error{Kind: gateway.KindNotReached}
		}, []string{"NOT SENT", "Nothing was sent", "could not be reached"}, []string{"APPROVED", "DECLINED"}, true},
		{"broken line", func(gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{}, &gateway.Error{Kind: gateway.KindBroken, Written: true}
		}, []string{"UNKNOWN", "line dropped"}, []string{"APPROVED", "DECLINED", "not charged"}, false},
		{"an error without an outcome", func(gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{}, errors.New("odd")
		}, []string{"UNKNOWN"}, []string{"APPROVED"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c := newConsole(t, &bank{answer: test.answer})
				c.charge()
				c.mustShow(t, test.show...)
				c.mustNotShow(t, test.never...)
				c.Press("e")
				if test.correct {
					// Everything but the card is kept.
					c.mustShow(t, "New payment", "A17", "£10.50", "Ann Smith", "No 789", "TE45 6ST")
					c.mustNotShow(t, "1111", "12/30")
				} else {
					c.mustShow(t, test.show[0])
				}
			})
		})
	}
}

func TestRejectedFieldIsFocused(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		info, _ := gateway.LookupCode("30000")
		c := newConsole(t, &bank{answer: func(gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{Outcome: gateway.OutcomeRejected, Code: info, Fields: []string{"billingpostcode"}}, nil
		}})
		c.charge()
		c.Press("e")
		c.mustShow(t, "▸ Postcode", "Refused: check it with the caller")
	})
}

func TestEscAsksBeforeTypingIsLost(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n", "esc")
		c.mustShow(t, "Your payments today")
		c.Press("n")
		c.Type("A17")
		c.Press("esc")
		c.mustShow(t, "Discard this payment?")
		c.Press("enter", "n")
		c.mustShow(t, "Discard this payment?")
		c.Press("esc")
		c.mustShow(t, "New payment", "A17")
		c.Press("esc", "y")
		c.mustShow(t, "Your payments today")
		c.Press("n")
		c.mustNotShow(t, "A17")
	})
}

// TestNoCardOnAnyScreen reads the screen after every key of a payment.
func TestNoCardOnAnyScreen(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		check := func() {
			view := c.View()
			for i := 0; i+5 <= len(testPAN); i++ {
				if part := testPAN[i : i+5]; strings.Contains(strings.ReplaceAll(view, " ", ""), part) {
					t.Fatalf("part of the card number is on the screen:\n%s", view)
				}
			}
			if strings.Contains(c.Raw().WindowTitle, "1111") {
				t.Fatal("card data in the window title")
			}
		}
		c.Press("n")
		c.Type("A17")
		c.Press("enter")
		c.Type("10.50\n")
		for _, part := range []string{testPAN + "\n", "1230", "123"} {
			for _, d := range part {
				c.Type(string(d))
				check()
			}
		}
		c.Press("ctrl+r")
		check()
		c.clock.wait(time.Second)
		c.Press("y")
		check()
		c.Press("enter")
		check()
	})
}

func TestTooSmallWindowDoesNothing(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{}
		c := newConsole(t, b)
		c.fill()
		c.clock.wait(time.Second)
		c.Resize(59, 19)
		c.mustShow(t, "Too small", "59×19", "60×20", "○ TEST")
		c.Press("y")
		if b.count() != 0 {
			t.Fatal("charged from a page that could not be read")
		}
		c.Resize(60, 20)
		c.mustShow(t, "Charge £10.50")
	})
}

func TestHostileAnswerIsInert(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		hostile := "\x1b]0;APPROVED\x07\x1b[2J\x1b[1;1H\u202e99.1\u2066DECLINED\rAPPROVED\nAPPROVED 99.99\u009bm"
		b := &bank{answer: func(r gateway.AuthRequest) (gateway.AuthResult, error) {
			info, _ := gateway.LookupCode("70000")
			record := gateway.Record{ErrorCode: "70000", ErrorMessage: hostile, AuthCode: hostile, TransactionReference: hostile, SettleStatus: hostile}
			return gateway.AuthResult{Outcome: gateway.OutcomeDeclined, Code: info, Record: record.Cleaned(), Fields: []string{gateway.Clean(hostile, 40)}}, nil
		}}
		c := newConsole(t, b)
		c.charge()
		c.mustShow(t, "DECLINED")
		for _, r := range c.View() {
			if r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066') {
				t.Fatalf("%U reached the screen", r)
			}
		}
		if n := strings.Count(c.View(), "\n"); n != 23 {
			t.Errorf("%d rows", n+1)
		}
	})
}

func TestOutcomeFindsItsOwnerWhereverTheAgentIs(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.charge()
		done := c.root.charge().Attempt()
		c.Press("n")
		c.Send(kit.DoneMsg{Attempt: done})
		c.mustShow(t, "A17 £10.50: APPROVED", "New payment")
	})
}

func TestHelpListsEveryKey(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{}, reachAll)
		defer c.root.Close()
		for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}} {
			c.Resize(size[0], size[1])
			c.Press("?")
			seen := ""
			for range kit.KeyGroups() {
				seen += c.View()
				c.Press("down")
			}
			for _, g := range kit.KeyGroups() {
				for _, k := range g.Keys {
					lacks := func(word string) bool { return !strings.Contains(seen, word) }
					if lacks(k.Key) || slices.ContainsFunc(strings.Fields(k.Does), lacks) {
						t.Errorf("%v: the help lacks %s %s", size, k.Key, k.Does)
					}
				}
			}
			c.Press("x")
			c.mustShow(t, "Only esc and ↑ ↓ do something here.")
			c.Press("esc")
		}
		c.mustShow(t, "Your payments today")
		c.Press("n", "f1")
		c.mustShow(t, "where you were", "ctrl+r")
	})
}

func TestHomeKeys(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("l")
		c.mustShow(t, "Type what the caller tells you")
		c.Press("esc")
		c.Press("q")
		if !c.Quitting() {
			t.Error("q does not quit")
		}
	})
}

func BenchmarkKeystroke(b *testing.B) {
	root := New(newSession(&bank{answer: approved}, newClock(), gateway.ModeTest))
	model, _ := root.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	model, _ = model.Update(tea.KeyPressMsg{Code: 'n', Text: "n"})
	b.ReportAllocs()
	for b.Loop() {
		model, _ = model.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
		_ = model.View()
		model, _ = model.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		_ = model.View()
	}
}

func TestALongOrderReferenceSaysThatItIsCut(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n")
		c.Type("INVOICE-2026-00000000412")
		c.Press("enter")
		c.Type("10.50\n" + testPAN + "\n1230" + "123")
		c.Press("ctrl+r")
		c.mustShow(t, "INVOICE-2026-00000000412", "sent as INVOICE-2026-00000-")
	})
}

// TestSettledElsewhereIsTold: another console or a supervisor settled it.
func TestSettledElsewhereIsTold(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, leave := range []bool{false, true} {
			c := newConsole(t, &bank{answer: answered(gateway.OutcomeUnknown, "60010", "", "", "", "")})
			c.charge()
			if leave {
				c.Press("enter", "n")
			}
			processor := processorOf(c.root.console)
			c.clock.wait(time.Minute)
			if _, err := finderOf(processor.Resolver).RuleOn(t.Context(), rights.Everything(), c.sent(), gateway.OutcomeApproved, "J. Doe", "the portal says so"); err != nil {
				t.Fatal(err)
			}
			c.Send(watchMsg{})
			c.Drain() // reading the journal may take longer than the test waits for a command
			if leave {
				c.mustShow(t, "New payment", "A17 £10.50: APPROVED")
			} else {
				c.mustShow(t, "✔ APPROVED", "J. Doe settled it")
			}
		}
	})
}
