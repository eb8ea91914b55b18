package sandbox

import (
	"path/filepath"
	"testing"
)

func order(pairs ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"ORDER"}, "accounttypedescription": "ECOM", "sitereference": "test_site12345",
		"paymenttypedescription": "PAYPAL", "currencyiso3a": "GBP", "baseamount": "100", "orderreference": "P-1",
		"customerfirstname": "Tester", "customerlastname": "Jones", "customerpremise": "1234", "customertown": "Bangor",
		"customercountryiso2a": "GB", "paypalemail": "test@example.com", "paypaladdressoverride": "1",
		"returnurl": "www.example.com/return", "cancelurl": "www.example.com/cancel",
	}.set(pairs...)
}

// payOrder is the AUTH of an ORDER.
func payOrder(o map[string]any, pairs ...any) fields {
	return fields{
		"requesttypedescription": "AUTH", "sitereference": "test_site12345", "paymenttypedescription": "PAYPAL",
		"parenttransactionreference": o["transactionreference"], "paypaltoken": o["paypaltoken"], "paypalpayerid": "0123456789pid",
	}.set(pairs...)
}

// A payment by PayPal: the order, its details, the payment, and a refund. Only PayPal
// may be settled from the start.
func TestPayPal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.db")
	b := openBank(t, path)
	o := send(t, b, order())[0]
	want(t, o, "requesttypedescription", "ORDER", "errorcode", "0", "transactionreference", "23-9-80001",
		"paymenttypedescription", "PAYPAL", "baseamount", "100", "currencyiso3a", "GBP", "settlestatus", nil, "maskedpan", nil)
	if token, _ := o["paypaltoken"].(string); len(token) < 10 {
		t.Fatalf("token %q", token)
	}
	d := fields{"requesttypedescription": "ORDERDETAILS", "sitereference": "test_site12345", "parenttransactionreference": o["transactionreference"]}
	want(t, send(t, b, d)[0], "errorcode", "0", "paypaladdressstatus", "Confirmed", "parenttransactionreference", o["transactionreference"])

	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBank(t, path) // the order survives a restart
	a := send(t, b, payOrder(o, "settlestatus", "100"))[0]
	want(t, a, "errorcode", "0", "settlestatus", "100", "baseamount", "100", "currencyiso3a", "GBP", "accounttypedescription", "ECOM",
		"parenttransactionreference", o["transactionreference"], "paypaltoken", nil)
	ref := a["transactionreference"].(string)
	want(t, recordOf(t, b, ref), "customertown", "Bangor", "settlebaseamount", "100", "paypaltoken", nil, "expirydate", nil)
	wantCode(t, send(t, b, updateOf(ref, "settlebaseamount", "80"))[0], "60017", "")
	want(t, send(t, b, refund(ref, "baseamount", "20"))[0], "errorcode", "0", "settlestatus", "0", "paymenttypedescription", "PAYPAL")
	want(t, send(t, b, refund(ref, "baseamount", "30", "settlestatus", "100"))[0], "errorcode", "0", "settlestatus", "100")
	wantCode(t, send(t, b, refund(ref, "baseamount", "51"))[0], "20007", "baseamount")

	later := send(t, b, payOrder(o))[0]
	want(t, later, "errorcode", "0", "settlestatus", "0")
	wantCode(t, send(t, b, refund(later["transactionreference"].(string)))[0], "20005", "")
	b.Settle()
	want(t, send(t, b, refund(later["transactionreference"].(string)))[0], "errorcode", "0", "baseamount", "100")
}

func TestPayPalRefused(t *testing.T) {
	b := newBank()
	for _, name := range []string{"sitereference", "accounttypedescription", "paymenttypedescription", "currencyiso3a", "baseamount", "returnurl", "cancelurl"} {
		wantRejected(t, send(t, b, order(name, nil))[0], "30000", name)
	}
	for name, v := range map[string]any{
		"paymenttypedescription": "VISA", "baseamount": "0", "paypalemail": "x", "paypaladdressoverride": "2", "customerpostcode": "75001",
	} {
		wantRejected(t, send(t, b, order(name, v))[0], "30000", name)
	}
	wantRejected(t, send(t, b, order("sitereference", "live"))[0], "30001", "")
	o, other := send(t, b, order())[0], send(t, b, order())[0]
	sale := buy(t, b)
	for name, tc := range map[string]struct {
		request    fields
		code, data string
	}{
		"no order":             {payOrder(o, "parenttransactionreference", nil), "30000", "parenttransactionreference"},
		"unknown order":        {payOrder(o, "parenttransactionreference", "23-9-99999"), "20004", ""},
		"another site's":       {payOrder(o, "sitereference", "test_other"), "20004", ""},
		"a card's":             {payOrder(o, "parenttransactionreference", sale), "20033", ""},
		"no token":             {payOrder(o, "paypaltoken", nil), "30000", "paypaltoken"},
		"another order's":      {payOrder(o, "paypaltoken", other["paypaltoken"]), "30000", "paypaltoken"},
		"no payer":             {payOrder(o, "paypalpayerid", nil), "30000", "paypalpayerid"},
		"another currency":     {payOrder(o, "currencyiso3a", "EUR"), "20015", "currencyiso3a"},
		"a check":              {payOrder(o, "requesttypedescription", "ACCOUNTCHECK"), "30000", "paymenttypedescription"},
		"declined":             {payOrder(o, "baseamount", "70000"), "70000", ""},
		"an order as a parent": {childOf(o["transactionreference"].(string), "pan", canary, "expirydate", "12/2030"), "20033", ""},
		"details of no order":  {fields{"requesttypedescription": "ORDERDETAILS", "sitereference": "test_site12345", "parenttransactionreference": sale}, "20033", ""},
		"details of nothing":   {fields{"requesttypedescription": "ORDERDETAILS", "sitereference": "test_site12345"}, "30000", "parenttransactionreference"},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data {
			t.Errorf("%s: %v %q, want %s %q", name, a["errorcode"], errordata(a), tc.code, tc.data)
		}
	}
	paid := send(t, b, payOrder(o, "settlestatus", "100"))[0]["transactionreference"].(string)
	wantCode(t, send(t, b, childOf(paid))[0], "20028", "")
	wantCode(t, send(t, b, refund(paid, "accounttypedescription", "CFT"))[0], "20034", "")
}

// Only PayPal settles on request.
func TestSettledOnRequestRefused(t *testing.T) {
	b := newBank()
	sale := buySettled(t, b)
	for name, e := range map[string]fields{
		"card":   auth("settlestatus", "100"),
		"child":  childOf(sale, "settlestatus", "100"),
		"check":  auth("settlestatus", "100").set("requesttypedescriptions", []string{"ACCOUNTCHECK"}),
		"mybank": transfer("settlestatus", "100"),
		"sofort": transfer("settlestatus", "100", "paymenttypedescription", "SOFORT"),
		"ach":    ach("settlestatus", "100"),
		"refund": refund(sale, "settlestatus", "100"),
		"payout": auth("requesttypedescriptions", []string{"REFUND"}, "accounttypedescription", "CFT", "settlestatus", "100"),
	} {
		a := send(t, b, e)[0]
		if a["errorcode"] != "30000" || errordata(a) != "settlestatus" {
			t.Errorf("%s: %v %q", name, a["errorcode"], errordata(a))
		}
	}
}
