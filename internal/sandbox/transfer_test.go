package sandbox

import "testing"

// ach is a payment from an American bank account, as the vendor's tests send it.
func ach(pairs ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"AUTH"}, "accounttypedescription": "ECOM", "sitereference": "test_site12345",
		"currencyiso3a": "USD", "baseamount": "100", "paymenttypedescription": "ACH",
		"achaba": "987654321", "achaccountnumber": "123456781", "achchecknumber": "123456", "achtype": "SAVINGS",
		"billingfirstname": "FIRSTNAME", "billinglastname": "last1", "billingcountryiso2a": "DE", "billingpostcode": "11011",
	}.set(pairs...)
}

func TestACH(t *testing.T) {
	b := newBank()
	a := send(t, b, ach())[0]
	want(t, a, "errorcode", "0", "acquirerresponsecode", "A01", "acquirerresponsemessage", "APPROVED", "settlestatus", "0",
		"paymenttypedescription", "ACH", "baseamount", "100", "maskedpan", nil, "redirecturl", nil, "achaccountnumber", nil)
	ref := a["transactionreference"].(string)
	r := recordOf(t, b, ref)
	want(t, r, "billingpostcode", "11011", "acquirerresponsecode", "A01", "achaccountnumber", nil)
	b.Settle()
	want(t, send(t, b, refund(ref, "baseamount", "40"))[0], "errorcode", "0", "paymenttypedescription", "ACH", "settlestatus", "0")
	want(t, send(t, b, ach("baseamount", "70000"))[0], "errorcode", "70000", "settlestatus", "3", "acquirerresponsecode", nil)
	for name, bad := range map[string]any{
		"currencyiso3a": "EUR", "achaba": "98765432", "achaccountnumber": nil, "achtype": "OTHER", "baseamount": nil,
		"sitereference": nil, "accounttypedescription": nil, "achchecknumber": "x",
	} {
		wantRejected(t, send(t, b, ach(name, bad))[0], "30000", name)
	}
	wantCode(t, send(t, b, childOf(ref))[0], "20028", "")
}

func TestSofort(t *testing.T) {
	sofort := func(pairs ...any) fields {
		return ach("paymenttypedescription", "SOFORT", "currencyiso3a", "EUR", "bankid", "987654321", "bankname", "FORTIS",
			"achaba", nil, "achaccountnumber", nil, "achchecknumber", nil, "achtype", nil).set(pairs...)
	}
	b := newBank()
	a := send(t, b, sofort())[0] // the Python suite sends no return addresses, the PHP suite does
	want(t, a, "errorcode", "0", "settlestatus", "10", "paymenttypedescription", "SOFORT", "redirecturl", "https://example.com", "acquirersecret", nil)
	ref := a["transactionreference"].(string)
	want(t, send(t, b, sofort("successfulurlredirect", "https://trustpayments.com", "errorurlredirect", "https://trustpayments.com"))[0],
		"errorcode", "0", "settlestatus", "10")
	want(t, recordOf(t, b, ref), "redirecturl", nil, "settlestatus", "10")
	b.Settle()
	status(t, b, ref, "100")
	want(t, send(t, b, refund(ref, "baseamount", "40"))[0], "errorcode", "0", "settlestatus", "0") // in part, unlike MyBank
	for name, bad := range map[string]any{
		"currencyiso3a": "GBP", "successfulurlredirect": "nowhere", "baseamount": "0", "billingemail": "x", "sitereference": nil,
	} {
		wantRejected(t, send(t, b, sofort(name, bad))[0], "30000", name)
	}
}

// Only an AUTH takes a payment type that is not a card.
func TestNoCheckWithoutACard(t *testing.T) {
	for _, e := range []fields{transfer(), ach(), transfer("paymenttypedescription", "SOFORT")} {
		e = e.set("requesttypedescription", nil, "requesttypedescriptions", []string{"ACCOUNTCHECK"})
		b := newBank()
		wantRejected(t, send(t, b, e)[0], "30000", "paymenttypedescription")
		if b.book.Len() != 0 {
			t.Error("booked")
		}
	}
}
