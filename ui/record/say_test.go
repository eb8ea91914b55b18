package record

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/terms"
)

// again is a record that is opened again, and what the agent then says.
type again struct {
	kind     string // payment, reserved, refund, payout
	settle   gateway.SettleStatus
	stays    string            // the amount that settles, in minor units; "" for all of it
	act      journal.Operation // the newest act on it, done and opened; "" for none
	refunded gateway.SettleStatus
	says     string
}

// records are those of the kinds, of £20.00.
func (c again) record() gateway.Record {
	r := gateway.Record{
		TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000", SettleBaseAmount: c.stays,
		RequestType: gateway.TypeAuth, ErrorCode: gateway.CodeFine, SettleStatus: string(c.settle), SettleDueDate: "2026-11-21", OrderReference: "A17",
		PaymentType: "VISA", MaskedPAN: "411111######1111",
	}
	switch c.kind {
	case "reserved":
		r.AuthMethod = string(gateway.AuthPre)
	case "refund":
		r.RequestType, r.ParentTransaction = gateway.TypeRefund, "23-9-7"
	case "payout":
		r.RequestType, r.AccountType = gateway.TypeRefund, string(gateway.AccountPayout)
	}
	return r
}

// TestWhatIsSaidOfWhatIsOpenedAgain: a caller who rings again hears what became of the
// money, from every door to the record, and never the opposite.
func TestWhatIsSaidOfWhatIsOpenedAgain(t *testing.T) {
	const (
		pending, override, held, cancelled, settling, settled = gateway.SettlePending, gateway.SettleOverride, gateway.SettleSuspended, gateway.SettleCancelled, gateway.SettleSettling, gateway.SettleSettled

		bank  = " Your bank may take a few working days to show it."
		whole = "That has gone through, thank you: £20.00."
	)
	for _, c := range []again{
		{"payment", pending, "", "", "", whole},
		{"payment", settling, "", "", "", whole},
		{"payment", settled, "", "", "", whole},
		{"payment", cancelled, "", journal.OpCancel, "", "The payment was cancelled. You have not been charged."},
		{"payment", pending, "1500", journal.OpReduce, "", "£15.00 will be taken from your card within a day."},
		{"payment", held, "", journal.OpHold, "", "The payment needs a check at our end. You will not be charged until that is done."},
		{"payment", override, "", journal.OpRelease, "", "£20.00 will be taken from your card within a day."},
		{"payment", settled, "", journal.OpRelease, "", "£20.00 is taken from your card."},
		{"payment", settled, "", "", pending, "£5.00 is on its way back to you." + bank},
		{"payment", settled, "", "", settled, "£5.00 has gone back to you." + bank},
		{"payment", settled, "", "", held, "That needs a check at our end. Nothing has moved yet."},
		{"payment", settled, "", "", cancelled, "£20.00 is taken from your card."},
		{"reserved", held, "", "", "", "That has gone through, thank you: £20.00 is reserved on your card."},
		{"reserved", held, "1500", journal.OpReduce, "", "That has gone through, thank you: £15.00 is reserved on your card."},
		{"reserved", override, "", journal.OpRelease, "", "£20.00 will be taken from your card within a day."},
		{"reserved", settled, "1500", journal.OpRelease, "", "£15.00 is taken from your card."},
		{"reserved", cancelled, "", journal.OpCancel, "", "The payment was cancelled. You have not been charged."},
		{"refund", pending, "", "", "", "The refund leaves us within a day." + bank},
		{"refund", settling, "", "", "", "The refund has left us." + bank},
		{"refund", settled, "", "", "", "The refund has left us." + bank},
		{"refund", held, "", "", "", "That needs a check at our end. Nothing has moved yet."},
		{"refund", cancelled, "", journal.OpCancel, "", "This refund will not be paid."},
		{"payout", pending, "", "", "", "The payout leaves us within a day." + bank},
		{"payout", settled, "", "", "", "The payout has left us." + bank},
		{"payout", cancelled, "", journal.OpCancel, "", "This payout will not be paid."},
	} {
		for _, door := range []string{"the record", "the row of what was done"} {
			for _, later := range []time.Duration{0, 3 * 24 * time.Hour} {
				p := newPage(t, c.record())
				now := time.Date(2026, 11, 21, 14, 2, 0, 0, time.UTC).Add(later)
				p.view.shell.Console.Now = func() time.Time { return now }
				seen := operation.Snapshot{Record: c.record()}
				if c.kind == "reserved" {
					seen.Made = payment.Attempt{ID: "made", Operation: journal.OpCharge, State: payment.Known, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}
				}
				if c.act != "" {
					seen.Acts = []payment.Attempt{{ID: "act", Operation: c.act, State: payment.Known, Outcome: gateway.OutcomeApproved}}
					if door != "the record" {
						p.view.attempt = "act"
					}
				}
				if c.refunded != "" {
					seen.Related = []gateway.Record{{
						TransactionReference: "23-9-9", ParentTransaction: "23-9-8", RequestType: gateway.TypeRefund, ErrorCode: gateway.CodeFine,
						SettleStatus: string(c.refunded), BaseAmount: "500", CurrencyISO3A: "GBP",
					}}
				}
				p.view.take(seen)
				want := c.says
				if want == whole && later > 0 {
					want = "£20.00 is taken from your card."
					if c.settle == pending {
						want = "£20.00 will be taken from your card within a day."
					}
				}
				v, ok := p.view.spoken()
				if got := p.view.shell.Say(v.Say); !ok || got != "“"+want+"”" {
					t.Errorf("%+v, by %s, %s later: %s", c, door, later, got)
				}
				word := p.view.verdict().Word
				if stopped := c.settle == cancelled && (c.kind == "refund" || c.kind == "payout"); stopped != strings.HasSuffix(word, ": STOPPED") || stopped && strings.Contains(word, "CANCELLED") {
					t.Errorf("%+v is called %s", c, word)
				}
			}
		}
	}
}
