package option

import (
	"errors"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

func TestRemaining(t *testing.T) {
	declined := func(r *gateway.Record) { r.ErrorCode, r.SettleStatus = "70000", "3" }
	reducedTo := func(digits string) func(*gateway.Record) {
		return func(r *gateway.Record) { r.SettleBaseAmount = digits }
	}
	payout := func(r *gateway.Record) { r.AccountType = "CFT" }
	foreign := func(r *gateway.Record) { r.ParentTransaction = "23-9-70000" }
	for name, tc := range map[string]struct {
		record  gateway.Record
		related []gateway.Record
		left    int64
		err     error
	}{
		"nothing refunded":                  {paymenttest.Paid(paymenttest.InStatus("100")), nil, 4800, nil},
		"reduced before it settled":         {paymenttest.Paid(paymenttest.InStatus("100"), reducedTo("3000")), nil, 3000, nil},
		"one refund":                        {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000)}, 3800, nil},
		"several":                           {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000), paymenttest.Refunded(500)}, 3300, nil},
		"the same record twice":             {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000), paymenttest.Refunded(1000)}, 3800, nil},
		"declined refund":                   {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, declined)}, 4800, nil},
		"cancelled refund":                  {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, paymenttest.InStatus("3"))}, 4800, nil},
		"held refund":                       {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, paymenttest.InStatus("2"))}, 3800, nil},
		"refund whose outcome is not known": {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, func(r *gateway.Record) { r.ErrorCode = "60010" })}, 3800, nil},
		"reduced refund":                    {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, reducedTo("400"))}, 4400, nil},
		"payout":                            {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, payout)}, 4800, nil},
		"repeat":                            {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Paid(func(r *gateway.Record) { r.ParentTransaction = "23-9-80001" })}, 4800, nil},
		"refund of another payment":         {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, foreign)}, 4800, nil},
		"refund that names none":            {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, func(r *gateway.Record) { r.ParentTransaction = "" })}, 3800, nil},
		"more refunded than settled":        {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(5000)}, 0, nil},
		"pending":                           {paymenttest.Paid(), nil, 4800, nil},
		"cancelled":                         {paymenttest.Paid(paymenttest.InStatus("3")), nil, 0, nil},
		"declined":                          {paymenttest.Paid(declined), nil, 0, nil},
		"a refund":                          {paymenttest.Refunded(1000), nil, 0, nil},
		"MyBank on its way":                 {paymenttest.Paid(paymenttest.InStatus("10"), func(r *gateway.Record) { r.PaymentType = "MYBANK" }), nil, 4800, nil},
		"unknown":                           {paymenttest.Paid(func(r *gateway.Record) { r.ErrorCode = "60010" }), nil, 0, errUncertain},
		"no amount":                         {paymenttest.Paid(paymenttest.InStatus("100"), reducedTo("")), nil, 0, errNoAmount},
		"unconfirmed decimals":              {paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.CurrencyISO3A = "KWD" }), nil, 0, errNoAmount},
		"refund in another currency":        {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, func(r *gateway.Record) { r.CurrencyISO3A = "EUR" })}, 0, errOddRefund},
		"unreadable refund":                 {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(1000, func(r *gateway.Record) { r.BaseAmount, r.SettleBaseAmount = "ten", "" })}, 0, errOddRefund},
	} {
		left, err := Remaining(tc.record, tc.related)
		if left.Minor != tc.left || !errors.Is(err, tc.err) {
			t.Errorf("%s: %d %v, want %d %v", name, left.Minor, err, tc.left, tc.err)
		}
	}
	dinar, _ := gateway.CurrencyWithExponent("KWD", 3)
	left, err := Remaining(paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.CurrencyISO3A = "KWD" }), nil, dinar)
	if err != nil || left.Minor != 4800 || left.Currency != dinar {
		t.Errorf("confirmed decimals: %v %v", left, err)
	}
}
