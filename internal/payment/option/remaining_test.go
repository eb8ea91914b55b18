package option

import (
	"errors"
	"testing"

	"motoconsole/gateway"
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
		"nothing refunded":                  {paidRecord(inStatus("100")), nil, 4800, nil},
		"reduced before it settled":         {paidRecord(inStatus("100"), reducedTo("3000")), nil, 3000, nil},
		"one refund":                        {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000)}, 3800, nil},
		"several":                           {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000), refundRecord(500)}, 3300, nil},
		"the same record twice":             {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000), refundRecord(1000)}, 3800, nil},
		"declined refund":                   {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, declined)}, 4800, nil},
		"cancelled refund":                  {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, inStatus("3"))}, 4800, nil},
		"held refund":                       {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, inStatus("2"))}, 3800, nil},
		"refund whose outcome is not known": {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, func(r *gateway.Record) { r.ErrorCode = "60010" })}, 3800, nil},
		"reduced refund":                    {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, reducedTo("400"))}, 4400, nil},
		"payout":                            {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, payout)}, 4800, nil},
		"repeat":                            {paidRecord(inStatus("100")), []gateway.Record{paidRecord(func(r *gateway.Record) { r.ParentTransaction = "23-9-80001" })}, 4800, nil},
		"refund of another payment":         {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, foreign)}, 4800, nil},
		"refund that names none":            {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, func(r *gateway.Record) { r.ParentTransaction = "" })}, 3800, nil},
		"more refunded than settled":        {paidRecord(inStatus("100")), []gateway.Record{refundRecord(5000)}, 0, nil},
		"pending":                           {paidRecord(), nil, 4800, nil},
		"cancelled":                         {paidRecord(inStatus("3")), nil, 0, nil},
		"declined":                          {paidRecord(declined), nil, 0, nil},
		"a refund":                          {refundRecord(1000), nil, 0, nil},
		"MyBank on its way":                 {paidRecord(inStatus("10"), func(r *gateway.Record) { r.PaymentType = "MYBANK" }), nil, 4800, nil},
		"unknown":                           {paidRecord(func(r *gateway.Record) { r.ErrorCode = "60010" }), nil, 0, errUncertain},
		"no amount":                         {paidRecord(inStatus("100"), reducedTo("")), nil, 0, errNoAmount},
		"unconfirmed decimals":              {paidRecord(inStatus("100"), func(r *gateway.Record) { r.CurrencyISO3A = "KWD" }), nil, 0, errNoAmount},
		"refund in another currency":        {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, func(r *gateway.Record) { r.CurrencyISO3A = "EUR" })}, 0, errOddRefund},
		"unreadable refund":                 {paidRecord(inStatus("100")), []gateway.Record{refundRecord(1000, func(r *gateway.Record) { r.BaseAmount, r.SettleBaseAmount = "ten", "" })}, 0, errOddRefund},
	} {
		left, err := Remaining(tc.record, tc.related)
		if left.Minor != tc.left || !errors.Is(err, tc.err) {
			t.Errorf("%s: %d %v, want %d %v", name, left.Minor, err, tc.left, tc.err)
		}
	}
	dinar, _ := gateway.CurrencyWithExponent("KWD", 3)
	left, err := Remaining(paidRecord(inStatus("100"), func(r *gateway.Record) { r.CurrencyISO3A = "KWD" }), nil, dinar)
	if err != nil || left.Minor != 4800 || left.Currency != dinar {
		t.Errorf("confirmed decimals: %v %v", left, err)
	}
}
