package sandbox

import "testing"

// mainamount is baseamount in major units, with the decimals that ISO 4217 gives
// the currency, for every request type and currency.
func TestMainAmount(t *testing.T) {
	for _, tc := range []struct{ currency, main, base string }{
		{"GBP", "10.50", "1050"},
		{"GBP", "10.5", "1050"},
		{"GBP", "100", "10000"},
		{"GBP", "0.01", "1"},
		{"GBP", "007.00", "700"},
		{"GBP", "99999999999.99", "9999999999999"},
		{"JPY", "246", "246"},
		{"KWD", "1.234", "1234"},
		{"KWD", "1", "1000"},
	} {
		sent := []any{"currencyiso3a", tc.currency, "baseamount", nil, "mainamount", tc.main}
		b := newBank()
		a := send(t, b, auth(sent...))[0]
		want(t, a, "errorcode", "0", "baseamount", tc.base, "mainamount", nil)
		ref := a["transactionreference"].(string)
		want(t, recordOf(t, b, ref), "settlebaseamount", tc.base)
		for _, e := range []fields{
			auth(sent...).set("requesttypedescriptions", []string{"ACCOUNTCHECK"}),
			auth(sent...).set("requesttypedescriptions", []string{"RISKDEC"}),
			childOf(ref, "mainamount", tc.main), // in the parent's currency
		} {
			want(t, send(t, b, e)[0], "errorcode", "0", "baseamount", tc.base)
		}
		b.Settle()
		want(t, send(t, b, refund(ref, "mainamount", tc.main))[0], "errorcode", "0", "baseamount", tc.base)
		q := send(t, b, secure(sent...))[0]
		want(t, send(t, b, fields{"requesttypedescription": "AUTH", "md": q["md"], "pares": "Y", "mainamount": tc.main})[0],
			"errorcode", "0", "baseamount", tc.base)
	}
	want(t, send(t, newBank(), auth("requesttypedescriptions", []string{"ACCOUNTCHECK"}, "baseamount", nil, "mainamount", "0.00"))[0],
		"errorcode", "0", "baseamount", "0")
	want(t, send(t, newBank(), auth("baseamount", nil, "mainamount", 10.5))[0], "errorcode", "0", "baseamount", "1050")
	want(t, send(t, newBank(), auth("baseamount", nil, "mainamount", "700.00"))[0], "errorcode", "70000")
	want(t, send(t, newBank(), auth("mainamount", ""))[0], "errorcode", "0", "baseamount", "1050")
}

func TestMainAmountRefused(t *testing.T) {
	for _, tc := range []struct {
		sent []any
		data string
	}{
		{[]any{"mainamount", "10.50"}, "mainamount"}, // with a baseamount
		{[]any{"baseamount", nil, "mainamount", "10.505"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "10.500"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "1.5", "currencyiso3a", "JPY"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "1,050.00"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "10."}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", ".50"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "£10.50"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", " 10.50"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "-10.50"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "1e3"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "0.00"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "999999999999.99"}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", []string{"10.50"}}, "mainamount"},
		{[]any{"baseamount", nil, "mainamount", "10.50", "currencyiso3a", "ZZZ"}, "currencyiso3a"},
		{[]any{"baseamount", nil, "mainamount", "10.50", "currencyiso3a", nil}, "currencyiso3a"},
		{[]any{"baseamount", nil}, "baseamount"},
	} {
		b := newBank()
		wantRejected(t, send(t, b, auth(tc.sent...))[0], "30000", tc.data)
		if b.book.Len() != 0 {
			t.Errorf("%v: booked", tc.sent)
		}
	}
	b := newBank()
	ref := buy(t, b, "currencyiso3a", "JPY")
	wantRejected(t, send(t, b, childOf(ref, "mainamount", "10.50"))[0], "30000", "mainamount")
	wantRejected(t, send(t, b, childOf("23-9-99999", "mainamount", "10.50"))[0], "20004", "")
}
