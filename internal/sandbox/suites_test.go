package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
)

// The tests of the vendor's two client libraries against its gateway, as far as a bank
// without money can pass them: the same requests, with the same headers, and the same
// checks of the answers.

const suiteSite = "test_suite"

// oddText stands for what the Python suite puts into names: quotes, braces, line
// breaks, format verbs and letters outside ASCII.
const oddText = "O\r'Brien \"Zoë\" {%s 100%% [\\n] <&>;\n\t£5 日本}#|+"

func suiteCard(pan string) fields {
	return fields{"pan": pan, "expirymonth": "11", "expiryyear": "2031", "securitycode": "123", "paymenttypedescription": "VISA"}
}

// suiteBase is what the suites send for a type by default.
func suiteBase(requestType string) fields {
	base := map[string]fields{
		"AUTH":          {"accounttypedescription": "ECOM", "currencyiso3a": "GBP", "baseamount": "100"},
		"ACCOUNTCHECK":  {"accounttypedescription": "ECOM", "currencyiso3a": "GBP", "baseamount": "0"},
		"THREEDQUERY":   {"accounttypedescription": "ECOM", "currencyiso3a": "GBP", "baseamount": "100", "termurl": "https://www.termurl.com"},
		"RISKDEC":       {"accounttypedescription": "FRAUDCONTROL", "currencyiso3a": "GBP", "baseamount": "100"},
		"STORE":         {"accounttypedescription": "CARDSTORE"},
		"CURRENCYRATE":  {"accounttypedescription": "ECOM", "dcccurrencyiso3a": "USD", "dccbaseamount": "100", "dcctype": "DCC"},
		"CACHETOKENISE": {},
		"ORDERDETAILS":  {},
		"REFUND":        {},
		"IDSTANDARD": {
			"accounttypedescription": "IDENTITYCHECK", "customercountryiso2a": "GB", "customerlastname": "Doe",
			"customerpremise": "1", "customerpostcode": "11011",
		},
		"ORDER": {
			"accounttypedescription": "ECOM", "paymenttypedescription": "PAYPAL", "currencyiso3a": "GBP", "baseamount": "100",
			"customerlastname": "Jones", "customerpremise": "1234", "customertown": "Bangor", "customercountryiso2a": "GB",
			"paypalemail": "test@example.com", "paypaladdressoverride": "1",
			"returnurl": "www.example.com/return", "cancelurl": "www.example.com/cancel",
		},
		"SUBSCRIPTION": {
			"subscriptionunit": "DAY", "subscriptiontype": "INSTALLMENT", "subscriptionfrequency": "1",
			"subscriptionfinalnumber": "1", "subscriptionnumber": "1",
		},
	}[requestType]
	return merged(base, fields{
		"sitereference": suiteSite, "requesttypedescriptions": []string{requestType},
		"customerfirstname": oddText, "field_that_wont_be_passed": "HERE",
	})
}

func merged(all ...fields) fields {
	out := fields{}
	for _, f := range all {
		for name, v := range f {
			out[name] = v
		}
	}
	return out
}

// one is an element of several, which name their type by itself.
func one(f fields) fields {
	return f.set("requesttypedescription", f["requesttypedescriptions"].([]string)[0], "requesttypedescriptions", nil)
}

// asLibrary posts elements as the vendor's libraries do, and returns the
// answers.
func asLibrary(t *testing.T, b *Bank, elements ...fields) []map[string]any {
	t.Helper()
	const reference = "Adb84a2vg"
	for i := range elements {
		elements[i] = elements[i].set("requestreference", reference, "versioninfo", "Python::3.11::1.0.25::Linux")
	}
	payload, err := json.Marshal(map[string]any{
		"alias": user, "version": "1.00", "request": elements, "libraryversion": "python_1.0.25", "acceptcustomeroutput": "2.00",
	})
	if err != nil {
		t.Fatal(err)
	}
	status, h, raw := post(t, b, payload, func(r *http.Request) {
		r.Header.Set("Content-Type", "application/json;charset=utf-8")
		r.Header.Set("Accept", "application/json")
		r.Header.Set("REQUESTREFERENCE", reference)
		r.Header.Set("VERSIONINFO", "Python::3.11::1.0.25::Linux")
		r.Header.Set("Connection", "close")
	})
	if status != http.StatusOK || h.Get("Content-Type") != "application/json" || !bytes.Contains(raw, []byte(`"response":[`)) {
		t.Fatalf("status %d, %s: %s", status, h.Get("Content-Type"), raw)
	}
	r := decodeReply(t, raw)
	if r.RequestReference != reference || r.Version != "1.00" || r.SecRand == "" {
		t.Errorf("envelope %+v", r)
	}
	return r.Response
}

// suiteRow is one of their tests.
type suiteRow struct {
	name     string
	requests func(made map[string]map[string]any) []fields
	answers  []fields // the later ones are not checked
}

func suiteRows() []suiteRow {
	ok := fields{"errorcode": "0", "errormessage": "Ok"}
	approved := merged(ok, fields{"acquirerresponsecode": "00"})
	declined := fields{"errorcode": "70000", "errormessage": "Decline", "authcode": "DECLINED"}
	is := func(f fields, requestType string) fields { return f.set("requesttypedescription", requestType) }
	plain := func(f ...fields) func(map[string]map[string]any) []fields {
		return func(map[string]map[string]any) []fields { return f }
	}
	visa := suiteCard(canary)
	buyer := fields{
		"billingcountryiso2a": "DE", "billingfirstname": "FIRSTNAME", "billinglastname": "last1", "billingpostcode": "12345",
		"billingpremise": "789", "billingstreet": "Street", "billingtown": "Town",
	}
	sofort := merged(suiteBase("AUTH"), buyer, fields{"bankid": "987654321", "bankname": "FORTIS", "currencyiso3a": "EUR", "paymenttypedescription": "SOFORT"})
	bank := merged(suiteBase("AUTH"), buyer, fields{
		"achaba": "987654321", "achaccountnumber": "123456781", "achchecknumber": "123456", "achtype": "SAVINGS",
		"paymenttypedescription": "ACH", "currencyiso3a": "USD",
	})
	update := func(ref any, amount string) fields {
		return merged(suiteBase("REFUND"), fields{
			"requesttypedescriptions": []string{"TRANSACTIONUPDATE"}, "filter": fields{"transactionreference": values(ref)},
			"updates": fields{"settlebaseamount": amount},
		})
	}
	refundOf := func(ref any, pairs ...any) fields {
		return suiteBase("REFUND").set("parenttransactionreference", ref).set(pairs...)
	}
	both := merged(suiteBase("ACCOUNTCHECK"), visa, suiteBase("SUBSCRIPTION"), fields{"baseamount": "100"})
	secured := func(pan string) fields {
		return merged(suiteBase("THREEDQUERY"), suiteCard(pan), fields{"requesttypedescriptions": []string{"THREEDQUERY", "AUTH"}})
	}
	return []suiteRow{
		{"auth", plain(merged(suiteBase("AUTH"), visa)), []fields{approved}},
		{"auth of the other library", plain(merged(suiteBase("AUTH"), suiteCard("4111110000000211"))), []fields{approved}},
		{"auth moto", plain(merged(suiteBase("AUTH"), visa, fields{"accounttypedescription": "MOTO"})), []fields{approved}},
		{"auth with a main amount", plain(merged(suiteBase("AUTH"), visa).set("baseamount", nil, "mainamount", "1.00")), []fields{approved.set("baseamount", "100")}},
		{"auth with an empty token", plain(merged(suiteBase("AUTH"), visa, fields{"cachetoken": ""})), []fields{approved}},
		{"decline", plain(merged(suiteBase("AUTH"), suiteCard("4000000000000812"))), []fields{declined}},
		{"decline of another card", plain(merged(suiteBase("AUTH"), suiteCard("4242424242424242"))), []fields{declined}},
		{"auth from token", func(made map[string]map[string]any) []fields {
			return []fields{suiteBase("AUTH").set("cachetoken", made["token"]["cachetoken"])}
		}, []fields{approved}},
		{"cachetokenise", plain(merged(suiteBase("CACHETOKENISE"), visa)), []fields{ok}},
		{"store", plain(merged(suiteBase("STORE"), visa)), []fields{ok}},
		{"identity", plain(suiteBase("IDSTANDARD")), []fields{ok}},
		{"sofort", plain(sofort), []fields{ok.set("settlestatus", "10")}},
		{
			"sofort with addresses", plain(sofort.set("successfulurlredirect", "https://trustpayments.com", "errorurlredirect", "https://trustpayments.com")),
			[]fields{ok.set("settlestatus", "10")},
		},
		{"ach", plain(bank), []fields{ok.set("acquirerresponsecode", "A01", "acquirerresponsemessage", "APPROVED")}},
		{"order", plain(suiteBase("ORDER")), []fields{ok}},
		{"orderdetails", func(made map[string]map[string]any) []fields {
			return []fields{suiteBase("ORDERDETAILS").set("parenttransactionreference", made["order"]["transactionreference"])}
		}, []fields{ok.set("paypaladdressstatus", "Confirmed")}},
		{"accountcheck", plain(merged(suiteBase("ACCOUNTCHECK"), visa)), []fields{ok}},
		{"threedquery", plain(merged(suiteBase("THREEDQUERY"), visa)), []fields{ok}},
		{"threedquery and auth, enrolled", plain(secured(canary)), []fields{ok.set("enrolled", "Y")}},
		{"threedquery and auth, not enrolled", plain(secured("4000000000000721")), []fields{ok.set("enrolled", "N"), approved}},
		{"currencyrate", plain(merged(suiteBase("CURRENCYRATE"), visa)), []fields{ok}},
		{"currencyrate of its own account", plain(merged(suiteBase("CURRENCYRATE"), visa, fields{"accounttypedescription": "CURRENCYRATE"})), []fields{ok}},
		{"riskdec", plain(merged(suiteBase("RISKDEC"), visa).set("paymenttypedescription", nil)), []fields{ok}},
		{"payout", plain(merged(suiteBase("REFUND"), visa, fields{"accounttypedescription": "CFT", "baseamount": "500", "currencyiso3a": "GBP"}).
			set("paymenttypedescription", nil)), []fields{approved.set("authcode", "TEST REFUND ACCEPTED")}},
		{
			"accountcheck and subscription", plain(both.set("requesttypedescriptions", []string{"ACCOUNTCHECK", "SUBSCRIPTION"})),
			[]fields{is(ok, "ACCOUNTCHECK"), is(ok, "SUBSCRIPTION")},
		},
		{
			"accountcheck, then subscription", plain(one(merged(suiteBase("ACCOUNTCHECK"), visa, fields{"baseamount": "100"})), one(suiteBase("SUBSCRIPTION"))),
			[]fields{is(ok, "ACCOUNTCHECK"), is(ok, "SUBSCRIPTION")},
		},
		{"query", func(made map[string]map[string]any) []fields {
			return []fields{{"requesttypedescriptions": []string{"TRANSACTIONQUERY"}, "filter": fields{"transactionreference": values(made["pending"]["transactionreference"])}}}
		}, []fields{ok.set("found", "1")}},
		{"query with a symbol", func(made map[string]map[string]any) []fields {
			return []fields{{
				"requesttypedescriptions": []string{"TRANSACTIONQUERY"},
				"filter":                  fields{"transactionreference": fields{"value": made["pending"]["transactionreference"], "symbol": "IS"}},
			}}
		}, []fields{ok.set("found", "1")}},
		{"update", func(made map[string]map[string]any) []fields {
			return []fields{update(made["pending"]["transactionreference"], "50")}
		}, []fields{ok}},
		{"update, then refund: updated", func(made map[string]map[string]any) []fields {
			ref := made["pending"]["transactionreference"]
			return []fields{one(update(ref, "35")), one(refundOf(ref, "baseamount", "15"))}
		}, []fields{is(ok, "TRANSACTIONUPDATE")}},
		{"update, then refund: refunded", func(made map[string]map[string]any) []fields {
			ref := made["settled"]["transactionreference"]
			return []fields{one(update(ref, "80")), one(refundOf(ref, "baseamount", "20"))}
		}, []fields{is(fields{"errorcode": "60017", "errormessage": "Transaction not updatable"}, "TRANSACTIONUPDATE"), is(ok, "REFUND")}},
		{
			"update and refund in one", plain(merged(suiteBase("REFUND"), visa, fields{"requesttypedescriptions": []string{"TRANSACTIONUPDATE", "REFUND"}})),
			[]fields{is(fields{"errorcode": "30000", "errormessage": "Invalid field"}, "ERROR")},
		},
		{"refund", func(made map[string]map[string]any) []fields {
			return []fields{refundOf(made["settled"]["transactionreference"])}
		}, []fields{ok}},
		{"nothing", plain(fields{}), []fields{is(fields{"errorcode": "60018", "errormessage": "Invalid requesttype"}, "ERROR")}},
	}
}

func TestTheVendorsSuites(t *testing.T) {
	for _, row := range suiteRows() {
		t.Run(row.name, func(t *testing.T) {
			b := newBank()
			visa := suiteCard(canary)
			made := map[string]map[string]any{
				"order":   asLibrary(t, b, suiteBase("ORDER"))[0],
				"pending": asLibrary(t, b, merged(suiteBase("AUTH"), visa))[0],
				"token":   asLibrary(t, b, merged(suiteBase("CACHETOKENISE"), visa))[0],
			}
			made["settled"] = asLibrary(t, b, suiteBase("AUTH").set("settlestatus", "100", "paymenttypedescription", "PAYPAL",
				"parenttransactionreference", made["order"]["transactionreference"],
				"paypaltoken", made["order"]["paypaltoken"], "paypalpayerid", "d41d8cd98fpid"))[0]
			answers := asLibrary(t, b, row.requests(made)...)
			if len(answers) < len(row.answers) {
				t.Fatalf("%d answers, want %d: %v", len(answers), len(row.answers), answers)
			}
			for i, wanted := range row.answers {
				for name, v := range wanted {
					want(t, answers[i], name, v)
				}
			}
			if list := recordsIn(answers[0]); len(list) > 0 {
				want(t, list[0], "requesttypedescription", "AUTH", "interface", "PASS-JSON-JSON", "acquirerresponsecode", "00",
					"transactionreference", made["pending"]["transactionreference"])
			}
			if t.Failed() {
				t.Log(answers)
			}
		})
	}
}
