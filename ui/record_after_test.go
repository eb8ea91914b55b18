package ui

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

// TestResultsSayWhatIsSo: under each result stands what was made or changed, and
// when its money moves by its own due date.
func TestResultsSayWhatIsSo(t *testing.T) {
	change := func(f func(*gateway.Record)) func(*till) { return func(b *till) { f(&b.records[0]) } }
	made := func(r gateway.Record) func(*till) {
		return func(b *till) {
			for _, a := range b.auths {
				r.OrderReference = a.OrderReference
			}
			for _, p := range b.payouts {
				r.OrderReference = p.OrderReference
			}
			b.records = append(b.records, r)
		}
	}
	due := func(day string) func(*gateway.Record) { return func(r *gateway.Record) { r.SettleDueDate = day } }
	child := func(kind, account, status string) gateway.Record {
		return paidRecord(status, func(r *gateway.Record) {
			r.RequestType, r.AccountType, r.ParentTransaction, r.TransactionReference = kind, account, "23-9-80001", "23-9-90001"
			r.BaseAmount, r.SettleBaseAmount, r.CredentialsOnFile = "1500", "1500", "2"
		})
	}
	for name, tc := range map[string]struct {
		record     gateway.Record
		title      string
		typed      string
		after      func(*till)
		shows, not []string
	}{
		"release, due today": {
			paidRecord("2"), "Release the held payment", "goo\n", change(func(r *gateway.Record) { r.SettleStatus = "1" }),
			[]string{"RELEASED", "£48.00 settles in the next daily run.", "The payment now Pending: released, settles in the next run"},
			nil,
		},
		"release, due later": {
			paidRecord("2", due("2026-11-25")), "Release the held payment", "goo\n", change(func(r *gateway.Record) { r.SettleStatus = "1" }),
			[]string{"RELEASED", "£48.00 settles in the daily run of Wednesday 25 November.", "“The payment will be taken on Wednesday 25 November.”"},
			[]string{"next daily run", "next run"},
		},
		"re-dated": {
			paidRecord("0"), "Change the settlement date", "mon\ngoo\n", change(due("2026-11-23")),
			[]string{"CHANGED", "£48.00 settles in the daily run of Monday 23 November.", "“The payment will be taken on Monday 23 November 2026.”"},
			[]string{"next daily run", "next run", "that day"},
		},
		"re-dated while it is held": {
			paidRecord("2"), "Change the settlement date", "mon\ngoo\n", change(due("2026-11-23")),
			[]string{"£48.00 is held: it settles on Monday 23 November 2026 at the earliest, and not before it is released.", "The payment now Held: no money moves yet"},
			[]string{"daily run", "will be taken"},
		},
		"reduced": {
			paidRecord("0"), "Reduce the payment", "10.00\nnot\n", change(func(r *gateway.Record) { r.SettleBaseAmount = "3800" }),
			[]string{"REDUCED by £10.00", "Amount to settle £38.00 of £48.00"},
			nil,
		},
		"cancelled after it was reduced": {
			paidRecord("0", func(r *gateway.Record) { r.SettleBaseAmount = "1550" }), "Cancel the payment", "not\n",
			change(func(r *gateway.Record) { r.SettleStatus = "3" }),
			[]string{"CANCELLED £15.50", "The payment now Cancelled: no money moves", "Can be given back nothing"},
			[]string{"to settle"},
		},
		"all given back": {
			paidRecord("100"), "Refund the whole payment", "goo\n",
			func(b *till) {
				r := refundRecord("23-9-90001", "4800", "0")
				r.OrderReference = b.refunds[0].OrderReference
				b.records = append(b.records, r)
			},
			[]string{"REFUNDED −£48.00", "Given back £48.00 on its way", "Can be given back nothing"},
			nil,
		},
		"a repeat of a payment that settled": {
			paidRecord("100"), "Take a new payment from this card", "B-1\n15.00\n123\n", made(child("AUTH", "MOTO", "0")),
			[]string{"APPROVED £15.00", "The new payment now Pending: settles in the next run"},
			[]string{"The payment now", "Settled: paid", "Can be given back"},
		},
		"a repeat that the gateway does not show yet": {
			paidRecord("100"), "Take a new payment from this card", "B-1\n15.00\n123\n", nil,
			[]string{"APPROVED £15.00", "does not show it yet"},
			[]string{"The payment now", "Settled: paid", "Can be given back"},
		},
		"a payout from a record": {
			paidRecord("0"), "Pay money out to this card", "15.00\ngoo\n", made(child("REFUND", "CFT", "0")),
			[]string{"PAID OUT −£15.00", "The payout now Pending: settles in the next run"},
			[]string{"The payment now", "Can be given back", "Refund"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				b := &till{records: []gateway.Record{tc.record}, done: tc.after}
				c := newCounter(t, b, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true })
				c.Press("g")
				c.pick(t, tc.title)
				c.Type(tc.typed)
				c.clock.wait(time.Second)
				c.Press("y")
				view := running(c.View())
				for _, words := range tc.shows {
					if !strings.Contains(view, words) {
						t.Errorf("%q does not show:\n%s", words, c.View())
					}
				}
				for _, words := range tc.not {
					if strings.Contains(view, words) {
						t.Errorf("%q shows:\n%s", words, c.View())
					}
				}
			})
		})
	}
}

// TestRecordSaysWhatIsSo: the bar and the rows of a record's page, with what is
// known of its family and of the journal.
func TestRecordSaysWhatIsSo(t *testing.T) {
	for name, tc := range map[string]struct {
		records    []gateway.Record
		shows, not []string
	}{
		"reduced": {
			[]gateway.Record{paidRecord("0", func(r *gateway.Record) { r.SettleBaseAmount = "1550" })},
			[]string{"✔ APPROVED, REDUCED £15.50 Visa ending 1111 · order A17-7K3M2P of £48.00 taken", "£15.50 will settle £32.50 given back"},
			nil,
		},
		"reduced and cancelled": {
			[]gateway.Record{paidRecord("3", func(r *gateway.Record) { r.SettleBaseAmount = "1550" })},
			[]string{"✖ CANCELLED £48.00 ", "Money Nothing can be given back This payment was cancelled: no money moves"},
			[]string{"to settle £", "£15.50 of"},
		},
		"all given back": {
			[]gateway.Record{paidRecord("100"), refundRecord("23-9-90001", "4800", "100")},
			[]string{"! SETTLED, ALL GIVEN BACK £48.00", "£0.00 left £48.00 given back", "refunded −£48.00"},
			[]string{"✔ SETTLED £48.00"},
		},
		"a part given back": {
			[]gateway.Record{paidRecord("100"), refundRecord("23-9-90001", "800", "100")},
			[]string{"✔ SETTLED, £8.00 GIVEN BACK £48.00"},
			nil,
		},
		"declined": {
			[]gateway.Record{paidRecord("3", func(r *gateway.Record) { r.ErrorCode = "70000" })},
			[]string{"✖ DECLINED £48.00", "tried 21 November, 09:00", "Nothing settles: declined"},
			[]string{"taken 21 November"},
		},
		"card check": {
			[]gateway.Record{paidRecord("0", func(r *gateway.Record) { r.RequestType, r.BaseAmount, r.SettleBaseAmount = "ACCOUNTCHECK", "0", "" })},
			[]string{"✔ CARD CHECK: CHECKED no money", "Nothing settles: a card check moves no money"},
			[]string{": settles", "taken 21 November"},
		},
		"the advice not to try again": {
			[]gateway.Record{paidRecord("100", func(r *gateway.Record) { r.AcquirerAdviceCode = "4" })}, []string{"✔ SETTLED £48.00"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c := newCounter(t, &till{records: tc.records})
				view := running(c.View())
				for _, words := range tc.shows {
					if !strings.Contains(view, words) {
						t.Errorf("%q does not show:\n%s", words, c.View())
					}
				}
				for _, words := range tc.not {
					if strings.Contains(view, words) {
						t.Errorf("%q shows:\n%s", words, c.View())
					}
				}
			})
		})
	}
}

// TestNoRepeatAgainstTheAdvice: a card that the bank said not to try again is
// not charged from its record, and the words say what to do.
func TestNoRepeatAgainstTheAdvice(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, code := range []string{"4", "8"} {
			b := &till{records: []gateway.Record{paidRecord("100", func(r *gateway.Record) { r.AcquirerAdviceCode = code })}}
			c := newCounter(t, b)
			c.Press("g")
			c.pick(t, "New payment")
			c.mustShow(t, "The bank said not to try this card again: take another card.")
			if c.mustNotShow(t, "Order reference"); b.sent() != 0 {
				t.Error("the card was charged")
			}
		}
	})
}

// TestPayoutIsNoRefundInTheJournal: what the record's page says of the journal.
func TestPayoutIsNoRefundInTheJournal(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &till{records: []gateway.Record{paidRecord("0")}}
		b.done = func(b *till) {
			r := refundRecord("23-9-90001", "1500", "0")
			r.AccountType, r.OrderReference = "CFT", b.payouts[0].OrderReference
			b.records = append(b.records, r)
		}
		c := newCounter(t, b, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true })
		c.Press("g")
		c.pick(t, "Pay money out to this card")
		c.Type("15.00\ngoo\n")
		c.clock.wait(time.Second)
		c.Press("y")
		c.clock.wait(time.Second)
		c.Press("o", "tab")
		c.mustShow(t, "paid out −£15.00")
		for range 60 {
			c.Press("down")
			if strings.Contains(c.View(), "Journal") {
				break
			}
		}
		c.Press("d")
		c.Resize(80, 100)
		c.mustShow(t, "Payout ✔ PAID OUT, £15.00, priya")
		c.mustNotShow(t, "REFUNDED", "efunded")
	})
}

// TestAfterARepeatTheNewPaymentIsGivenBack: what can be done now is about the
// payment that was just made, and not about the one whose card it used.
func TestAfterARepeatTheNewPaymentIsGivenBack(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &till{records: []gateway.Record{paidRecord("100")}}
		b.done = func(b *till) {
			b.records = append(b.records, paidRecord("0", func(r *gateway.Record) {
				r.TransactionReference, r.ParentTransaction, r.OrderReference = "23-9-90001", "23-9-80001", b.auths[0].OrderReference
				r.BaseAmount, r.SettleBaseAmount = "1500", "1500"
			}))
		}
		c := newCounter(t, b)
		c.Press("g")
		c.pick(t, "Take a new payment from this card")
		c.Type("B-1\n15.00\n123\n")
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "APPROVED £15.00", "o Open earlier payment")
		c.clock.wait(time.Second)
		c.Press("g")
		c.mustShow(t, "Correct the customer’s details", "£15.00 Visa ending 1111 · order B-1", "Cancel the payment £15.00")
		c.Press("esc", "esc")
		c.mustShow(t, "£48.00 ✔ Settled · this payment")
	})
}

// TestPayoutInDoubtIsNoRefund: neither its page nor the question before leaving
// calls a payout a refund.
func TestPayoutInDoubtIsNoRefund(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &till{records: []gateway.Record{paidRecord("0")}, gate: make(chan struct{})}
		b.answer = coded(gateway.OutcomeUnknown, "60010")
		c := newCounter(t, b, func(s *kit.Console) { serviceOf(s).Limits.Payouts = true })
		c.Press("g")
		c.pick(t, "Pay money out to this card")
		c.Type("15.00\ngoo\n")
		c.clock.wait(time.Second)
		c.Press("y")
		if busy := c.root.operated().Busy(); !strings.Contains(busy, "A payout of £15.00") {
			t.Errorf("%q", busy)
		}
		close(b.gate)
		c.WaitFor("UNKNOWN")
		c.mustShow(t, "whether this payout went through")
		c.mustNotShow(t, "refund went through")
	})
}

// TestPagesNameWhatTheyAreAbout: a payout is not gone back to as a payment, and
// a card check has no amount.
func TestPagesNameWhatTheyAreAbout(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		payout := refundRecord("23-9-90001", "1500", "0")
		payout.AccountType = "CFT"
		b := &till{records: []gateway.Record{payout}, done: func(b *till) { b.records[0].SettleStatus = "3" }}
		c := newCounter(t, b)
		c.Press("g")
		c.pick(t, "Stop this payout")
		c.Type("cust\n")
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "The payout now Cancelled: no money moves", "o Open", "enter Home")
		check := paidRecord("0", func(r *gateway.Record) { r.RequestType = gateway.TypeAccountCheck })
		c = newCounter(t, &till{records: []gateway.Record{check}})
		c.Press("g")
		c.mustShow(t, "Card check Visa ending 1111 · order")
		c.mustNotShow(t, "£48.00")
	})
}
