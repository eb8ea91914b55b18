package option

import (
	"fmt"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

const (
	withBank     = "- It is with the bank now and cannot be changed any more."
	waitToRefund = "- It is with the bank now: it can be refunded once it has settled."
	noneTaken    = "This payment was cancelled: no money moves, so there is nothing to give back."
	notSettled   = "- It has not settled yet: cancel it, or reduce it."
	hasSettled   = "- It has settled and cannot be changed any more: refund it."
	settledMB    = "- It has settled and cannot be changed any more: refund it whole."
	changeMB     = "- A MyBank payment cannot be changed: it can be refunded, whole, once it has settled."
	refundMB     = "- A MyBank payment can only be refunded once it has settled."
	unfinishedMB = "- The customer or the bank has not finished this MyBank payment: it can be refunded, whole, once it has settled."
	failedMB     = "This MyBank payment failed or was cancelled. The bank may still complete it: look again later before you promise anything."
	wholeMB      = "- A MyBank payment can only be refunded whole."
	waitCard     = "The bank is settling the payment now, so it cannot be changed or refunded yet. Wait until tomorrow, Sunday 22 November, when it should have settled, and refund it then."
	waitMB       = "The customer or the bank has not finished this MyBank payment. Look again later today: it can be refunded, whole, once it has settled."
)

// TestOptions: every settle status, whole and part, card and MyBank, with the
// card expired or not and the authorisation final or not.
func TestOptions(t *testing.T) {
	for _, row := range []struct {
		status   string
		myBank   bool
		first    string // the first option if no money can be given back now
		cancel   string
		reduce   string
		whole    string // refund
		part     string
		release  string
		hold     string
		openOnly string // order reference and due date
	}{
		{"0", false, "", "Cancel the payment", "Reduce the payment", notSettled, notSettled, "- It is not held: it settles by itself.", "Hold the payment", ""},
		{"1", false, "", "Cancel the payment", "Reduce the payment", notSettled, notSettled, "- It is not held: it settles by itself.", "Hold the payment", ""},
		{"2", false, "", "Cancel the held payment", "Reduce the payment", notSettled, notSettled, "Release the held payment", "- It is held already.", ""},
		{"3", false, noneTaken, "- " + noneTaken, "- " + noneTaken, "- " + noneTaken, "- " + noneTaken, "- " + noneTaken, "- " + noneTaken, "- " + noneTaken},
		{"10", false, waitCard, withBank, withBank, waitToRefund, waitToRefund, withBank, withBank, withBank},
		{"100", false, "", hasSettled, hasSettled, "Refund the whole payment", "Refund a part", hasSettled, hasSettled, hasSettled},
		{"0", true, "", changeMB, changeMB, refundMB, refundMB, changeMB, changeMB, changeMB},
		{"1", true, "", changeMB, changeMB, refundMB, refundMB, changeMB, changeMB, changeMB},
		{"2", true, "", changeMB, changeMB, refundMB, refundMB, changeMB, changeMB, changeMB},
		{"3", true, failedMB, "- " + failedMB, "- " + failedMB, "- " + failedMB, "- " + failedMB, "- " + failedMB, "- " + failedMB, "- " + failedMB},
		{"10", true, waitMB, unfinishedMB, unfinishedMB, unfinishedMB, unfinishedMB, unfinishedMB, unfinishedMB, unfinishedMB},
		{"100", true, "", settledMB, settledMB, "Refund the whole payment", wholeMB, settledMB, settledMB, settledMB},
	} {
		for _, expired := range []bool{false, true} {
			for _, scheme := range []struct {
				brand, method string
				final         string // the scheme in the warning, "" for none
			}{
				{"VISA", "FINAL", ""},
				{"MASTERCARD", "FINAL", "Mastercard"},
				{"MASTERCARD", "", "Mastercard"},
				{"MASTERCARDDEBIT", "FINAL", "Mastercard"},
				{"MAESTRO", "FINAL", "Maestro"},
				{"MASTERCARD", "PRE", ""},
			} {
				record := paymenttest.Paid(paymenttest.InStatus(row.status), func(r *gateway.Record) {
					r.PaymentType, r.AuthMethod = scheme.brand, scheme.method
					if expired {
						r.ExpiryDate = "10/2026"
					}
					if row.myBank {
						r.PaymentType, r.MaskedPAN, r.CurrencyISO3A = "MYBANK", "", "EUR"
					}
				})
				t.Run(fmt.Sprint(row.status, record.PaymentType, scheme.method, expired), func(t *testing.T) {
					options := All(record, nil, paymenttest.Noon(), allLimits())
					got := optionTexts(options)
					withExpiry := ""
					if expired && !row.myBank && row.status == "100" {
						withExpiry = " with a new expiry date"
					}
					order, due := row.openOnly, row.openOnly
					if order == "" {
						order, due = "Change the order reference", "Change the settlement date"
					}
					release, cancel, reduce := row.release, row.cancel, row.reduce
					if scheme.method == "PRE" && release == "Release the held payment" && !row.myBank {
						release, cancel, reduce = "Capture the reserved amount", "Cancel the pre-authorisation", "Reduce the pre-authorisation"
					}
					for kind, want := range map[Kind]string{
						Cancel: cancel, Reduce: reduce, RefundWhole: row.whole + withExpiry,
						RefundPart: row.part + withExpiry, Release: release, Hold: row.hold,
						Order: order, Due: due,
					} {
						if got[kind] != want {
							t.Errorf("operation %d: %q, want %q", kind, got[kind], want)
						}
						o := Pick(options, kind)
						warned := scheme.final != "" && !row.myBank && strings.Contains("012", row.status) &&
							(kind == Cancel || kind == Reduce || kind == Hold || kind == Due)
						if (o.Warning != "") != warned || warned && !strings.HasPrefix(o.Warning, scheme.final+" wants this final payment settled within 4 days") {
							t.Errorf("operation %d warns: %q", kind, o.Warning)
						}
						if o.NeedsExpiry != (withExpiry != "" && o.Legal()) {
							t.Errorf("operation %d wants an expiry date: %v", kind, o.NeedsExpiry)
						}
						if o.Legal() && kind.GivesBack() && o.Caller == "" {
							t.Errorf("operation %d has nothing to say to the caller", kind)
						}
					}
					first := options[0]
					if is := first.Kind == Nothing || first.Kind == Wait; is != (row.first != "") || is && first.Says != row.first {
						t.Errorf("first is %d %q, want %q", first.Kind, first.Says, row.first)
					}
				})
			}
		}
	}
}

// The words of the most common operations.
func TestOptionWords(t *testing.T) {
	for _, tc := range []struct {
		record gateway.Record
		kind   Kind
		says   string
		caller string
	}{
		{
			paymenttest.Paid(), Cancel, "The whole payment stops before it settles. This cannot be undone.",
			"You will not be charged. Your bank may show it as pending for a few days.",
		},
		{
			paymenttest.Paid(), Reduce, "Only the remainder is taken; the caller keeps the rest.",
			"You will be charged less. Your bank may hold the whole amount for a few days.",
		},
		{
			paymenttest.Paid(paymenttest.InStatus("100")), RefundWhole, "A refund to the same card. It goes out in the next daily run and can be stopped until then.",
			"The refund leaves us within a day. Your bank may take a few working days to show it on the card ending 1111.",
		},
		{
			paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.ExpiryDate = "10/2026" }), RefundPart,
			"A refund to the same card. It goes out in the next daily run and can be stopped until then. The card has expired since: the bank wants the expiry date of the card that took its place.",
			"The refund leaves us within a day. Your bank may take a few working days to show it on the card ending 1111.",
		},
		{
			paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.PaymentType, r.CurrencyISO3A = "MYBANK", "EUR" }), RefundWhole,
			"A refund to the bank account the money came from. It is paid at once and cannot be stopped.",
			"The refund leaves us now. Your bank decides when it shows in your account.",
		},
		{
			paymenttest.Paid(paymenttest.InStatus("10")), Wait, waitCard,
			"Your payment is being settled now. We can refund it once that is done, which should be by tomorrow, Sunday 22 November.",
		},
		{
			paymenttest.Refunded(1000), Cancel, "The refund stops before it settles. The customer keeps nothing of it: £10.00 stays with us. This cannot be undone.",
			"This refund will not be paid.",
		},
		{
			paymenttest.Paid(paymenttest.InStatus("2")), Release, "It will be taken in the next daily run, without the fraud and duplicate checks that may have held it.",
			"The payment will be taken within a day.",
		},
	} {
		o := Pick(All(tc.record, nil, paymenttest.Noon(), allLimits()), tc.kind)
		if o.Says != tc.says || o.Caller != tc.caller {
			t.Errorf("operation %d:\n%s\n%s", tc.kind, o.Says, o.Caller)
		}
	}
	warning := Pick(All(paymenttest.Paid(func(r *gateway.Record) { r.PaymentType = "MASTERCARD" }), nil, paymenttest.Noon(), allLimits()), Cancel).Warning
	if want := "Mastercard wants this final payment settled within 4 days and unchanged, and may fine the shop if it is cancelled. If it was a mistake, go on; otherwise let it settle, and refund it then."; warning != want {
		t.Errorf("%q", warning)
	}
}

func TestOptionWaits(t *testing.T) {
	for due, want := range map[string]string{
		"2026-11-20": "an hour",
		"2026-11-21": "until tomorrow, Sunday 22 November",
		"2026-11-22": "until Monday 23 November",
		"":           "until tomorrow, Sunday 22 November",
	} {
		o := All(paymenttest.Paid(paymenttest.InStatus("10"), func(r *gateway.Record) { r.SettleDueDate = due }), nil, paymenttest.Noon(), allLimits())[0]
		if o.Kind != Wait || !strings.Contains(o.Says, "Wait "+want+", when") || !o.Until.After(paymenttest.Noon()) {
			t.Errorf("due %s: %q, until %v", due, o.Says, o.Until)
		}
	}
}

// TestOptionDueDates: a payment due later than today is not promised for the next daily
// run, and a held payment stays held after a change of its due date.
func TestOptionDueDates(t *testing.T) {
	due := func(day string) func(*gateway.Record) { return func(r *gateway.Record) { r.SettleDueDate = day } }
	for _, tc := range []struct {
		record       gateway.Record
		kind         Kind
		says, caller string
	}{
		{paymenttest.Paid(paymenttest.InStatus("2"), due("2026-11-21")), Release, "It will be taken in the next daily run,", "The payment will be taken within a day."},
		{paymenttest.Paid(paymenttest.InStatus("2"), due("2026-11-20")), Release, "It will be taken in the next daily run,", "The payment will be taken within a day."},
		{paymenttest.Paid(paymenttest.InStatus("2"), due("")), Release, "It will be taken in the next daily run,", "The payment will be taken within a day."},
		{paymenttest.Paid(paymenttest.InStatus("2"), due("2026-11-25")), Release, "It will be taken in the daily run of Wednesday 25 November,", "The payment will be taken on Wednesday 25 November."},
		{paymenttest.Refunded(1000, paymenttest.InStatus("2"), due("2026-11-25")), Release, "It will go out in the daily run of Wednesday 25 November,", "The refund leaves us on Wednesday 25 November. Your bank may take a few working days to show it."},
		{paymenttest.Paid(), Due, "It will be taken in that day’s run, at the latest 7 days after it was taken.", "The payment will be taken on that day."},
		{paymenttest.Paid(paymenttest.InStatus("2")), Due, "It is held, and will be taken in that day’s run at the earliest: not before it is released.", "You are not charged while we look into this, and not before that day."},
		{paymenttest.Refunded(1000, paymenttest.InStatus("2")), Due, "It is held,", "The refund waits until we have looked into this, and until that day at least."},
	} {
		o := Pick(All(tc.record, nil, paymenttest.Noon(), allLimits()), tc.kind)
		if !strings.HasPrefix(o.Says, tc.says) || o.Caller != tc.caller {
			t.Errorf("operation %d, due %q, status %s:\n%s\n%s", tc.kind, tc.record.SettleDueDate, tc.record.SettleStatus, o.Says, o.Caller)
		}
	}
}
