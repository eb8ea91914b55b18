package option

import (
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

func TestLimits(t *testing.T) {
	euros, _ := gateway.ParseCurrency("EUR")
	old := func(r *gateway.Record) { r.TransactionStarted = "2026-10-01 09:00:00" }
	settledNow := paymenttest.Paid(paymenttest.InStatus("100"))
	for name, tc := range map[string]struct {
		limits      Limits
		record      gateway.Record
		related     []gateway.Record
		whole, part string // why not; "" when it can be done
		most        int64  // of the part
	}{
		"none":           {Limits{Refunds: true}, settledNow, nil, "", "", 4800},
		"off":            {Limits{}, settledNow, nil, "Giving money back is switched off here. Ask a supervisor.", "Giving money back is switched off here. Ask a supervisor.", 0},
		"under the most": {Limits{Refunds: true, MaxRefund: paymenttest.Pounds(4800)}, settledNow, nil, "", "", 4800},
		"over the most":  {Limits{Refunds: true, MaxRefund: paymenttest.Pounds(2000)}, settledNow, nil, "At most £20.00 of one payment may be given back here. Ask a supervisor.", "", 2000},
		"in small pieces": {
			Limits{Refunds: true, MaxRefund: paymenttest.Pounds(2000)},
			settledNow,
			[]gateway.Record{paymenttest.Refunded(1500)},
			"At most £20.00 of one payment may be given back here, and £15.00 of this one has already been given back. Ask a supervisor.", "", 500,
		},
		"used up": {
			Limits{Refunds: true, MaxRefund: paymenttest.Pounds(2000)},
			settledNow,
			[]gateway.Record{paymenttest.Refunded(2000)},
			"At most £20.00 of one payment may be given back here, and £20.00 of this one has already been given back. Ask a supervisor.",
			"At most £20.00 of one payment may be given back here, and £20.00 of this one has already been given back. Ask a supervisor.", 0,
		},
		"another currency": {
			Limits{Refunds: true, MaxRefund: gateway.Money{Minor: 2000, Currency: euros}},
			settledNow, nil,
			"The maximum that may be given back is set in EUR and this payment is in GBP. Ask a supervisor.",
			"The maximum that may be given back is set in EUR and this payment is in GBP. Ask a supervisor.", 0,
		},
		"young enough": {Limits{Refunds: true, MaxAge: 30 * 24 * time.Hour}, settledNow, nil, "", "", 4800},
		"too old": {
			Limits{Refunds: true, MaxAge: 30 * 24 * time.Hour},
			paymenttest.Paid(paymenttest.InStatus("100"), old), nil,
			"This payment was taken 51 days ago; money is given back here for 30 days at most. Ask a supervisor.",
			"This payment was taken 51 days ago; money is given back here for 30 days at most. Ask a supervisor.", 0,
		},
		"of no age": {
			Limits{Refunds: true, MaxAge: time.Hour},
			paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.TransactionStarted = "" }), nil,
			"The gateway does not say when this payment was taken, and money is given back here for 1 hour at most. Ask a supervisor.",
			"The gateway does not say when this payment was taken, and money is given back here for 1 hour at most. Ask a supervisor.", 0,
		},
	} {
		for _, pending := range []bool{false, true} { // limits apply to unsettled payments too
			whole, part, record := RefundWhole, RefundPart, tc.record
			if pending {
				if tc.related != nil {
					continue
				}
				whole, part, record.SettleStatus = Cancel, Reduce, "0"
			}
			options := All(record, tc.related, paymenttest.Noon(), tc.limits)
			w, p := Pick(options, whole), Pick(options, part)
			if w.Refusal != tc.whole || p.Refusal != tc.part || w.Limited != (tc.whole != "") || p.Limited != (tc.part != "") {
				t.Errorf("%s: %q %q", name, w.Refusal, p.Refusal)
			}
			most := tc.most
			if pending && most == 4800 {
				most-- // a payment is not reduced to nothing
			}
			if p.Refusal == "" && p.Most.Minor != most {
				t.Errorf("%s: at most %v, want %d", name, p.Most, most)
			}
			if over := paymenttest.Pounds(most + 1); p.Refusal == "" && most < 4799 {
				limit := (*rights.LimitError)(nil)
				if err := p.CheckAmount(over); !errors.As(err, &limit) {
					t.Errorf("%s: %v passes: %v", name, over, err)
				}
			}
		}
	}
}

// givenBack reads an amount in the currency of the payment, and checks it.
func givenBack(o Option, text string) (gateway.Money, error) {
	amount, err := gateway.ParseMoney(text, o.Left.Currency)
	if err != nil {
		return gateway.Money{}, err
	}
	return amount, o.CheckAmount(amount)
}

// Wrong amounts and dates, with the sentence for each.
func TestOptionAmounts(t *testing.T) {
	settledOptions := All(paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000)}, paymenttest.Noon(), allLimits())
	pendingOptions := All(paymenttest.Paid(), nil, paymenttest.Noon(), allLimits())
	for _, tc := range []struct {
		option Option
		text   string
		want   string
	}{
		{Pick(settledOptions, RefundPart), "10.00", ""},
		{Pick(settledOptions, RefundPart), "38.00", ""},
		{Pick(settledOptions, RefundPart), "0", "the amount must be more than zero"},
		{Pick(settledOptions, RefundPart), "0.00", "the amount must be more than zero"},
		{Pick(settledOptions, RefundPart), "-5", "the amount must be more than zero"},
		{Pick(settledOptions, RefundPart), "38.01", "£38.01 is more than the £38.00 that is left of this payment"},
		{Pick(settledOptions, RefundPart), "48.00", "£48.00 is more than the £38.00 that is left of this payment"},
		{Pick(settledOptions, RefundPart), "10.005", "GBP has 2 decimals: write the amount as 10.50"},
		{Pick(settledOptions, RefundWhole), "38.00", ""},
		{Pick(settledOptions, RefundWhole), "37.00", "this gives back all of £38.00, and no other amount"},
		{Pick(pendingOptions, Reduce), "47.99", ""},
		{Pick(pendingOptions, Reduce), "48.00", "that is all of it: cancel the payment instead"},
		{Pick(pendingOptions, Reduce), "48.01", "£48.01 is more than the £48.00 that is left of this payment"},
		{Pick(pendingOptions, Cancel), "48.00", ""},
	} {
		_, err := givenBack(tc.option, tc.text)
		if got := paymenttest.ErrText(err); !strings.Contains(got, tc.want) || (tc.want == "") != (err == nil) {
			t.Errorf("operation %d, %s: %q, want %q", tc.option.Kind, tc.text, got, tc.want)
		}
	}
	euros, _ := gateway.ParseCurrency("EUR")
	if err := Pick(settledOptions, RefundPart).CheckAmount(gateway.Money{Minor: 100, Currency: euros}); err == nil {
		t.Error("euros are given back of a payment in pounds")
	}
	yen := All(paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.CurrencyISO3A = "JPY" }), nil, paymenttest.Noon(), allLimits())
	if _, err := givenBack(Pick(yen, RefundPart), "10.50"); !strings.Contains(paymenttest.ErrText(err), "JPY has no decimals") {
		t.Errorf("%v", err)
	}
}

func TestOptionExpiryAndDates(t *testing.T) {
	expired := paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.ExpiryDate = "10/2026" })
	o := Pick(All(expired, nil, paymenttest.Noon(), allLimits()), RefundWhole)
	for expiry, want := range map[gateway.Expiry]string{
		{}:                          "ask the caller for the expiry date of the new one",
		{Month: 10, Year: 2026}:     "the card has expired",
		{Month: 11, Year: 2026}:     "",
		{Month: 13, Year: 2030}:     "the month must be 01 to 12",
		{Month: 1, Year: 2026 + 60}: "more than 20 years ahead",
	} {
		err := o.CheckExpiry(expiry, paymenttest.Noon())
		if got := paymenttest.ErrText(err); !strings.Contains(got, want) || (want == "") != (err == nil) {
			t.Errorf("%v: %q, want %q", expiry, got, want)
		}
	}
	due := Pick(All(paymenttest.Paid(), nil, paymenttest.Noon(), allLimits()), Due)
	for date, ok := range map[string]bool{
		"2026-11-21": true, "2026-11-28": true, "2026-11-20": false, "2026-11-29": false, "tomorrow": false, "": false, "2026-11-31": false,
	} {
		if err := due.CheckDue(date); (err == nil) != ok {
			t.Errorf("%s: %v", date, err)
		}
	}
	pre := Pick(All(paymenttest.Paid(func(r *gateway.Record) { r.AuthMethod = "PRE" }), nil, paymenttest.Noon(), allLimits()), Due)
	if pre.DueTo != "2026-12-22" {
		t.Errorf("a payment authorised before its amount is final may wait until %s", pre.DueTo)
	}
}

// A payout for a payment counts towards the maximum of one payment, however the rest is
// given back. After a payout for a cancelled payment, all of that payment counts.
func TestPayoutsCountForEveryOperation(t *testing.T) {
	paidOut := paymenttest.Refunded(1000)
	paidOut.AccountType = string(gateway.AccountPayout)
	limits := Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(2000)}
	for kind, status := range map[Kind]string{RefundPart: "100", Reduce: "0"} {
		o := Pick(All(paymenttest.Paid(paymenttest.InStatus(status)), []gateway.Record{paidOut}, paymenttest.Noon(), limits), kind)
		if o.Most != paymenttest.Pounds(1000) {
			t.Errorf("%v: at most %v, want the rest of the maximum", kind, o.Most)
		}
	}
	for status, want := range map[string]int64{"3": 5800, "0": 1000, "100": 1000} {
		if f := newFacts(paymenttest.Paid(paymenttest.InStatus(status)), []gateway.Record{paidOut}, paymenttest.Noon(), limits); f.given != paymenttest.Pounds(want) {
			t.Errorf("settle status %s: %v was given, want %v", status, f.given, paymenttest.Pounds(want))
		}
	}
}

// TestWhoseLimit: a sentence says whether a limit is this agent's or holds for all.
func TestWhoseLimit(t *testing.T) {
	for _, tc := range []struct {
		err         func(Limits) *rights.LimitError
		all, agents string
	}{
		{
			func(l Limits) *rights.LimitError {
				_, err := l.most(paymenttest.Pounds(4800), paymenttest.Pounds(0))
				return err
			},
			"At most £20.00 of one payment may be given back here. Ask a supervisor.",
			"You may give back at most £20.00 of one payment. Ask a supervisor.",
		},
		{
			func(l Limits) *rights.LimitError {
				_, err := l.most(paymenttest.Pounds(4800), paymenttest.Pounds(500))
				return err
			},
			"At most £20.00 of one payment may be given back here, and £5.00 of this one has already been given back. Ask a supervisor.",
			"You may give back at most £20.00 of one payment, and £5.00 of this one has already been given back. Ask a supervisor.",
		},
		{
			func(l Limits) *rights.LimitError { return l.MayPayOut(paymenttest.Pounds(2001), paymenttest.Pounds(0)) },
			"A payout may be at most £20.00 here. Ask a supervisor.",
			"You may pay out at most £20.00. Ask a supervisor.",
		},
		{
			func(l Limits) *rights.LimitError {
				return l.MayPayOut(paymenttest.Pounds(1900), paymenttest.Pounds(500))
			},
			"At most £20.00 of one payment may be given back and paid out here, and £5.00 of this one has already been given back or paid out, or is held. Ask a supervisor.",
			"You may give back and pay out at most £20.00 of one payment, and £5.00 of this one has already been given back or paid out, or is held. Ask a supervisor.",
		},
		{
			func(l Limits) *rights.LimitError {
				return l.MayForOrder(paymenttest.Pounds(1900), paymenttest.Pounds(500))
			},
			"At most £20.00 may be given back and paid out for one order here, and £5.00 has already been given back or paid out for this order. Ask a supervisor.",
			"You may give back and pay out at most £20.00 for one order, and £5.00 has already been given back or paid out for this order. Ask a supervisor.",
		},
		{
			func(l Limits) *rights.LimitError { return l.MayToday(paymenttest.Pounds(9001), paymenttest.Pounds(0)) },
			"At most £90.00 may be given back by one agent in one day here. Ask a supervisor.",
			"You may give back at most £90.00 in one day. Ask a supervisor.",
		},
		{
			func(l Limits) *rights.LimitError {
				return l.MayToday(paymenttest.Pounds(8600), paymenttest.Pounds(500))
			},
			"At most £90.00 may be given back by one agent in one day here, and you have given back £5.00 today. Ask a supervisor.",
			"You may give back at most £90.00 in one day, and you have given back £5.00 today. Ask a supervisor.",
		},
	} {
		l := Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(2000), MaxAgentDay: paymenttest.Pounds(9000)}
		all := tc.err(l)
		l.OwnRefund, l.OwnDay = true, true
		if own := tc.err(l); all == nil || all.Sentence != tc.all || own == nil || own.Sentence != tc.agents {
			t.Errorf("got %v and %v", all, own)
		}
	}
}
