package home

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// TestAStoppedRefundIsNoCancelledPayment: the row of a stop names what it stopped, that of the
// refund says that it was stopped, and a payment is cancelled as before. Where the column cuts
// its end, the order is whole.
func TestAStoppedRefundIsNoCancelledPayment(t *testing.T) {
	row := func(operation journal.Operation, stops string, outcome gateway.Outcome) payment.Attempt {
		return attempt("A17", func(a *payment.Attempt) {
			a.ID, a.Operation, a.Stops, a.Outcome, a.Parent = string(operation)+stops, operation, stops, outcome, "23-9-7"
		})
	}
	for _, c := range []struct {
		row                 payment.Attempt
		outcome, wide, thin string
	}{
		{row(journal.OpCancel, "refund", gateway.OutcomeApproved), "✔ Stopped ", "Stop of refund A17", "A17: "},
		{row(journal.OpCancel, "payout", gateway.OutcomeApproved), "✔ Stopped ", "Stop of payout A17", "A17: "},
		{row(journal.OpCancel, "", gateway.OutcomeApproved), "✔ Cancelled ", "Cancellation A17", "A17: "},
		{row(journal.OpRefund, "", gateway.OutcomeCancelled), "✖ Stopped ", "Refund A17", "A17: "},
		{row(journal.OpPayout, "", gateway.OutcomeCancelled), "✖ Stopped ", "Payout A17", "A17: "},
		{row(journal.OpCharge, "", gateway.OutcomeCancelled), "✖ Cancelled ", "A17", "A17"},
	} {
		p, _ := newPage(t)
		p.Update(kit.JournalMsg{Today: []payment.Attempt{c.row}})
		for width, order := range map[int]string{80: c.wide, 200: c.wide, 60: c.thin} {
			view := drawn(p, width, 33)
			if line := rowWith(view, "13:00"); !strings.Contains(line, c.outcome) || !strings.Contains(line, order) {
				t.Errorf("%s of %q, %d wide: %s", c.row.Operation, c.row.Stops, width, line)
			}
		}
	}
}

// rowWith is the first row of a view with some words.
func rowWith(view, words string) string {
	for line := range strings.SplitSeq(view, "\n") {
		if strings.Contains(line, words) {
			return line
		}
	}
	return ""
}

// TestHeldRowsHaveTheColumnsOfHome: what is held, or reserved, has its time, its card and the
// agent who took it, and only the preview says what holds it. Of an earlier day it has the day.
func TestHeldRowsHaveTheColumnsOfHome(t *testing.T) {
	gbp, _ := gateway.ParseCurrency("GBP")
	for when, since := range map[string]time.Time{
		"12:06": time.Date(2026, 11, 21, 12, 6, 0, 0, time.Local),
		"19/11": time.Date(2026, 11, 19, 12, 6, 0, 0, time.Local),
	} {
		for _, reserved := range []bool{false, true} {
			p, a := newPage(t)
			p.Update(kit.JournalMsg{Holds: payment.Holds{List: []payment.Held{{
				TransactionReference: "23-9-1", What: "payment", FromCaller: true, Order: "A17", Amount: gateway.Money{Minor: 1800, Currency: gbp},
				By: "the gateway's checks", Agent: "priya", Since: since, Brand: gateway.Visa, Last4: "1111", Reserved: reserved,
			}}}})
			a.press(p, "a")
			word := map[bool]string{true: "Reserved", false: "Held"}[reserved]
			for _, width := range []int{80, 200} {
				view := drawn(p, width, 33)
				line := rowWith(view, when+"  ")
				inOrder(t, line, when, "£18.00", "Visa 1111", word, "A17", "priya")
				if strings.Contains(line, "gateway") && width == 80 {
					t.Errorf("%s", line)
				}
				inOrder(t, view, word+" by the gateway’s checks")
			}
		}
	}
}
