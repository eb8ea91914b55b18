package sandbox

import (
	"maps"
	"slices"
	"testing"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// only are the requests that are booked and do nothing more, each with its required
// fields.
func only() map[string]fields {
	base := auth("orderreference", "only", "baseamount", nil, "currencyiso3a", nil, "pan", nil, "expirydate", nil, "securitycode", nil)
	card := []any{"pan", canary, "expirydate", "12/2030", "securitycode", "123"}
	of := func(name, account string, pairs ...any) fields {
		return base.set("requesttypedescriptions", []string{name}, "accounttypedescription", account).set(pairs...)
	}
	return map[string]fields{
		"STORE":   of("STORE", "CARDSTORE", card...),
		"RISKDEC": of("RISKDEC", "FRAUDCONTROL", append(card, "currencyiso3a", "GBP", "baseamount", "100")...),
		"CURRENCYRATE": of("CURRENCYRATE", "CURRENCYRATE", append(card,
			"dcccurrencyiso3a", "USD", "dccbaseamount", "100", "dcctype", "DCC")...),
		"IDSTANDARD": of("IDSTANDARD", "IDENTITYCHECK", "customerfirstname", "John", "customerlastname", "Doe", "customerpremise", "1",
			"customerpostcode", "11011", "customercountryiso2a", "GB"),
	}
}

// The bank books them, answers with their reference, and finds them.
func TestBookedOnly(t *testing.T) {
	for name, e := range only() {
		b := newBank()
		a := send(t, b, e)[0]
		want(t, a, "requesttypedescription", name, "errorcode", "0", "errormessage", "Ok", "livestatus", "0",
			"accounttypedescription", e["accounttypedescription"], "orderreference", "only", "operatorname", user,
			"settlestatus", nil, "authcode", nil, "acquirerresponsecode", nil)
		ref, _ := a["transactionreference"].(string)
		var masked any
		if e["pan"] != nil {
			masked = "411111######1111"
		}
		want(t, recordOf(t, b, ref), "requesttypedescription", name, "maskedpan", masked, "sitereference", "test_site12345")
		wantCode(t, send(t, b, updateOf(ref, "settlestatus", "2"))[0], "60017", "")
		wantCode(t, send(t, b, refund(ref))[0], "20006", "")
		b.Settle()
		want(t, recordOf(t, b, ref), "settlestatus", nil)
		if t.Failed() {
			t.Fatal(name, a)
		}
	}
}

// The required fields of each, and a value that it refuses.
func TestBookedOnlyRefused(t *testing.T) {
	wrong := map[string]string{
		"accounttypedescription": "CFT", "pan": "1", "dcccurrencyiso3a": "ZZZ", "dccbaseamount": "x", "dcctype": "X",
		"currencyiso3a": "gbp", "baseamount": "x", "sitereference": "a b", "customercountryiso2a": "GBR",
	}
	for name, e := range only() {
		needed := 0
		for _, field := range slices.Sorted(maps.Keys(e)) {
			if field == "requesttypedescriptions" || field == "orderreference" || field == "securitycode" {
				continue
			}
			needed++
			b := newBank()
			wantRejected(t, send(t, b, e.set(field, nil))[0], "30000", field)
			if v := wrong[field]; v != "" {
				bad := e.set(field, v)
				if field == "pan" {
					bad = bad.set("securitycode", nil)
				}
				wantRejected(t, send(t, b, bad)[0], "30000", field)
			}
			if b.book.Len() != 0 {
				t.Errorf("%s without %s is booked", name, field)
			}
		}
		if needed < 4 {
			t.Errorf("%s: only %d fields tested", name, needed)
		}
		wantRejected(t, send(t, newBank(), e.set("sitereference", "live"))[0], "30001", "")
		if e["pan"] != nil {
			wantRejected(t, send(t, newBank(), e.set("paymenttypedescription", "AMEX"))[0], "10103", "paymenttypedescription")
		}
	}
}

// A stored card pays without being sent again. A request without a stored card needs
// one.
func TestChildrenOfWhatIsBookedOnly(t *testing.T) {
	for name, e := range only() {
		b := newBank()
		ref := send(t, b, e)[0]["transactionreference"].(string)
		whole := childOf(ref, "accounttypedescription", "MOTO", "currencyiso3a", "GBP", "baseamount", "1050")
		if name == "IDSTANDARD" {
			wantCode(t, send(t, b, whole)[0], "30000", "pan expirydate")
			whole = whole.set("pan", canary, "expirydate", "12/2030")
		}
		want(t, send(t, b, whole)[0], "errorcode", "0", "maskedpan", "411111######1111", "parenttransactionreference", ref)
		missing := map[string]string{
			"STORE": "accounttypedescription currencyiso3a baseamount", "RISKDEC": "accounttypedescription",
			"CURRENCYRATE": "accounttypedescription currencyiso3a baseamount", "IDSTANDARD": "accounttypedescription currencyiso3a baseamount",
		}[name]
		wantCode(t, send(t, b, whole.set("accounttypedescription", nil, "currencyiso3a", nil, "baseamount", nil))[0], "30000", missing)
	}
}

// Every such type is a known request type.
func TestBookedKindsAreKnown(t *testing.T) {
	for _, k := range message.BookedKinds() {
		if !book.KnownType(k.Name) {
			t.Errorf("%s is not known", k.Name)
		}
	}
}
