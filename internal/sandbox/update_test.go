package sandbox

import (
	"testing"
	"time"
)

func TestUpdateAnswer(t *testing.T) {
	b := newBank()
	a := send(t, b, updateOf(buy(t, b), "settlestatus", "2"))[0]
	want(t, a, "requesttypedescription", "TRANSACTIONUPDATE", "errorcode", "0", "errormessage", "Ok",
		"transactionstartedtimestamp", "2026-11-21 12:00:05")
	if len(a) != 4 {
		t.Errorf("%v, want nothing more", a)
	}
}

// Every field that can be updated, and how to see that it was.
func TestUpdates(t *testing.T) {
	for _, tc := range []struct{ field, value, shown string }{
		{"settlestatus", "0", "settlestatus"},
		{"settlestatus", "1", "settlestatus"},
		{"settlestatus", "2", "settlestatus"},
		{"settlestatus", "3", "settlestatus"},
		{"settlebaseamount", "960", "settlebaseamount"},
		{"settlebaseamount", "1050", "settlebaseamount"},
		{"settleduedate", "2026-11-28", "settleduedate"},
		{"expirydate", "01/2031", "expirydate"},
		{"orderreference", "New_Order_1", "orderreference"},
		{"billingfirstname", "Zoë", ""},
		{"billinglastname", "O'Brien", ""},
		{"billingemail", "zoe@example.com", ""},
		{"billingpremise", "No 1", ""},
		{"billingstreet", "High Street", ""},
		{"billingpostcode", "SW1A 1AA", ""},
	} {
		for _, list := range []bool{true, false} {
			b := newBank()
			ref := buy(t, b, "settlestatus", "2")
			u := updateOf(ref, tc.field, tc.value)
			if !list { // one value without its array
				u["filter"] = fields{"transactionreference": value{"value": ref, "symbol": "IS"}}
			}
			want(t, send(t, b, u)[0], "errorcode", "0")
			if tc.shown != "" {
				want(t, recordOf(t, b, ref), tc.shown, tc.value, "baseamount", "1050")
			} else if got := records(t, b, tc.field, values(tc.value)); len(got) != 1 {
				t.Errorf("%s: %d records with the new value", tc.field, len(got))
			}
		}
	}
}

// An amount in major units has the decimals of the payment's own currency.
func TestUpdateOfMainAmount(t *testing.T) {
	for _, tc := range []struct{ currency, paid, main, settled string }{
		{"GBP", "1050", "9.60", "960"},
		{"GBP", "1050", "9.6", "960"},
		{"GBP", "1050", "9", "900"},
		{"JPY", "1050", "960", "960"},
		{"KWD", "10500", "9.605", "9605"},
	} {
		b := newBank()
		ref := buy(t, b, "currencyiso3a", tc.currency, "baseamount", tc.paid)
		want(t, send(t, b, updateOf(ref, "settlemainamount", tc.main, "currencyiso3a", tc.currency))[0], "errorcode", "0")
		want(t, recordOf(t, b, ref), "settlebaseamount", tc.settled, "baseamount", tc.paid)
	}
	b := newBank()
	sale := buy(t, b)
	answers := send(t, b, updateOf(sale, "settlemainamount", "5.00"), refund(sale))
	if len(answers) != 1 {
		t.Errorf("%d answers, want the update's only: it gave back what the refund was for", len(answers))
	}
}

// The index follows a changed order reference, wherever the transaction is in its
// chain.
func TestUpdatedOrderReferenceIsFound(t *testing.T) {
	b := newBank()
	one, two, three := buy(t, b), buy(t, b), buy(t, b)
	for _, ref := range []string{two, one, three} {
		want(t, send(t, b, updateOf(ref, "orderreference", "moved"))[0], "errorcode", "0")
	}
	if n := len(records(t, b, "orderreference", values("My_Order_123"))); n != 0 {
		t.Errorf("%d records under the old reference", n)
	}
	list := records(t, b, "orderreference", values("moved"))
	if len(list) != 3 || list[0]["transactionreference"] != one || list[2]["transactionreference"] != three {
		t.Errorf("under the new reference: %v", list)
	}
	want(t, send(t, b, updateOf(two, "orderreference", "My_Order_123"))[0], "errorcode", "0")
	if n := len(records(t, b, "orderreference", values("moved"))); n != 2 {
		t.Errorf("%d records left, want 2", n)
	}
}

// The settle status decides what may be updated.
func TestUpdateObeysSettleStatus(t *testing.T) {
	b := newBank()
	for _, status := range []string{"0", "1", "2"} {
		ref := buy(t, b, "settlestatus", status)
		want(t, send(t, b, updateOf(ref, "billingfirstname", "Joe"))[0], "errorcode", "0")
		want(t, send(t, b, updateOf(ref, "settlestatus", "3"))[0], "errorcode", "0")
		wantCode(t, send(t, b, updateOf(ref, "settlestatus", "0"))[0], "60017", "") // final
	}
	ref := buy(t, b)
	b.BeginSettlement()
	want(t, recordOf(t, b, ref), "settlestatus", "10")
	wantCode(t, send(t, b, updateOf(ref, "settlestatus", "3"))[0], "60017", "")
	b.Settle()
	wantCode(t, send(t, b, updateOf(ref, "settlestatus", "3"))[0], "60017", "")

	money := send(t, b, refund(ref))[0]["transactionreference"].(string)
	want(t, send(t, b, updateOf(money, "settlestatus", "2"))[0], "errorcode", "0")

	for _, e := range []fields{
		auth("baseamount", "70000"),
		auth("requesttypedescriptions", []string{"ACCOUNTCHECK"}),
		secure(),
	} {
		ref, _ := send(t, b, e)[0]["transactionreference"].(string)
		wantCode(t, send(t, b, updateOf(ref, "settlestatus", "2"))[0], "60017", "")
	}
}

func TestUpdateRefused(t *testing.T) {
	b := newBank()
	ref := buy(t, b)
	one := func(filter any, updates any) fields {
		return fields{"requesttypedescription": "TRANSACTIONUPDATE", "filter": filter, "updates": updates}
	}
	this, cancel := fields{"transactionreference": values(ref)}, fields{"settlestatus": "3"}
	for name, tc := range map[string]struct {
		request    fields
		code, data string
	}{
		"no filter":                  {one(nil, cancel), "60019", ""},
		"empty filter":               {one(fields{}, cancel), "60019", ""},
		"only unknown filters":       {one(fields{"colour": values("red")}, cancel), "60019", ""},
		"no transaction named":       {one(fields{"sitereference": values("test_site12345")}, cancel), "60019", ""},
		"filter is text":             {one("x", cancel), "60037", "filter"},
		"filter value is text":       {one(fields{"transactionreference": ref}, cancel), "60037", "filter"},
		"filter of texts":            {one(fields{"transactionreference": []string{ref}}, cancel), "60037", "filter"},
		"reference malformed":        {one(fields{"transactionreference": values("a b")}, cancel), "30000", "transactionreference"},
		"unknown transaction":        {one(fields{"transactionreference": values("23-9-99999")}, cancel), "60014", ""},
		"one of two unknown":         {one(fields{"transactionreference": values(ref, "23-9-99999")}, cancel), "60014", ""},
		"another site's":             {one(fields{"transactionreference": values(ref), "sitereference": values("test_other")}, cancel), "60014", ""},
		"no updates":                 {one(this, nil), "60013", ""},
		"empty updates":              {one(this, fields{}), "60013", ""},
		"updates are a list":         {one(this, []string{"settlestatus"}), "60013", "updates"},
		"only unknown updates":       {one(this, fields{"pan": canary, "baseamount": "1", "currencyiso3a": "EUR"}), "60013", ""},
		"amount too large":           {one(this, fields{"settlebaseamount": "1051"}), "60016", "settlebaseamount"},
		"main amount too large":      {one(this, fields{"settlemainamount": "10.51"}), "60016", "settlemainamount"},
		"main amount is nothing":     {one(this, fields{"settlemainamount": "0.00"}), "30000", "settlemainamount"},
		"main amount too fine":       {one(this, fields{"settlemainamount": "9.999"}), "30000", "settlemainamount"},
		"main amount with a comma":   {one(this, fields{"settlemainamount": "1,0"}), "30000", "settlemainamount"},
		"both amounts":               {one(this, fields{"settlemainamount": "5", "settlebaseamount": "500"}), "30000", "settlemainamount"},
		"another currency":           {one(this, fields{"settlemainamount": "5", "currencyiso3a": "EUR"}), "30000", "currencyiso3a"},
		"amount is nothing":          {one(this, fields{"settlebaseamount": "0"}), "30000", "settlebaseamount"},
		"settled by hand":            {one(this, fields{"settlestatus": "100"}), "30000", "settlestatus"},
		"settling by hand":           {one(this, fields{"settlestatus": "10"}), "30000", "settlestatus"},
		"due before today":           {one(this, fields{"settleduedate": "2026-11-20"}), "30000", "settleduedate"},
		"due too late":               {one(this, fields{"settleduedate": "2026-11-29"}), "30000", "settleduedate"},
		"due is no date":             {one(this, fields{"settleduedate": "soon"}), "30000", "settleduedate"},
		"expired":                    {one(this, fields{"expirydate": "10/2026"}), "30000", "expirydate"},
		"expiry is no date":          {one(this, fields{"expirydate": "1/27"}), "30000", "expirydate"},
		"good and bad fields":        {one(this, fields{"settlestatus": "3", "billingemail": "x"}), "30000", "billingemail"},
		"object for a field's value": {one(this, fields{"settlestatus": fields{"value": "3"}}), "30000", "settlestatus"},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data {
			t.Errorf("%s: %v %q, want %s %q", name, a["errorcode"], errordata(a), tc.code, tc.data)
		}
		want(t, a, "requesttypedescription", "TRANSACTIONUPDATE") // not ERROR
	}
	want(t, recordOf(t, b, ref), "settlestatus", "0", "settlebaseamount", "1050", "settleduedate", "2026-11-21", "expirydate", "12/2030")
}

func TestUpdateOfSeveral(t *testing.T) {
	b := newBank()
	one, two := buy(t, b), buy(t, b, "settlestatus", "2")
	u := updateOf(one, "settlestatus", "1")
	u["filter"] = fields{"transactionreference": values(one, two, one)}
	want(t, send(t, b, u)[0], "errorcode", "0")
	want(t, recordOf(t, b, one), "settlestatus", "1")
	want(t, recordOf(t, b, two), "settlestatus", "1")

	want(t, send(t, b, updateOf(two, "settlestatus", "3"))[0], "errorcode", "0")
	u["updates"] = fields{"settlestatus": "2"}
	wantCode(t, send(t, b, u)[0], "60017", "")
	want(t, recordOf(t, b, one), "settlestatus", "1") // all or none
}

// The settlement of a pre-authorisation may be postponed by 31 days.
func TestUpdateDueDateOfPreAuthorisation(t *testing.T) {
	b, c := movingBank()
	ref := buy(t, b, "authmethod", "PRE")
	c.pass(20 * 24 * time.Hour)
	want(t, send(t, b, updateOf(ref, "settleduedate", "2026-12-22"))[0], "errorcode", "0")
	wantCode(t, send(t, b, updateOf(ref, "settleduedate", "2026-12-23"))[0], "30000", "settleduedate")
	wantCode(t, send(t, b, updateOf(ref, "settleduedate", "2026-12-10"))[0], "30000", "settleduedate")
}
