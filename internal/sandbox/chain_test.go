package sandbox

import (
	"slices"
	"testing"
)

// inShop is a payment in a shop, with the fields of every request type.
func inShop(pairs ...any) fields {
	return secure(append([]any{
		"subscriptionunit", "MONTH", "subscriptiontype", "RECURRING", "subscriptionfrequency", "1",
		"subscriptionfinalnumber", "12", "subscriptionnumber", "1",
		"dcccurrencyiso3a", "USD", "dccbaseamount", "1050", "dcctype", "DCC",
	}, pairs...)...)
}

// The later types of one element are children of the earlier ones, one by one,
// and queries find them so.
func TestTypesOfOneElementAreAChain(t *testing.T) {
	const notEnrolled, frictionless = "4000000000000721", "4000000000001000"
	for _, tc := range []struct {
		pan   string
		types []string
	}{
		{canary, []string{"ACCOUNTCHECK", "AUTH"}},
		{canary, []string{"AUTH", "SUBSCRIPTION"}},
		{canary, []string{"ACCOUNTCHECK", "SUBSCRIPTION"}},
		{canary, []string{"ACCOUNTCHECK", "AUTH", "SUBSCRIPTION"}},
		{canary, []string{"AUTH", "AUTH", "AUTH"}},
		{canary, []string{"RISKDEC", "ACCOUNTCHECK", "AUTH", "SUBSCRIPTION"}},
		{canary, []string{"CURRENCYRATE", "AUTH"}},
		{notEnrolled, []string{"THREEDQUERY", "AUTH"}},
		{notEnrolled, []string{"RISKDEC", "THREEDQUERY", "ACCOUNTCHECK", "AUTH", "SUBSCRIPTION"}},
		{frictionless, []string{"THREEDQUERY", "AUTH", "SUBSCRIPTION"}},
	} {
		b := newBank()
		answers := send(t, b, inShop("requesttypedescriptions", tc.types, "pan", tc.pan))
		if len(answers) != len(tc.types) {
			t.Fatalf("%v: %d answers: %v", tc.types, len(answers), answers)
		}
		var parent any
		for i, a := range answers {
			want(t, a, "requesttypedescription", tc.types[i], "errorcode", "0", "errormessage", "Ok", "parenttransactionreference", parent)
			if parent != nil {
				list := records(t, b, "parenttransactionreference", values(parent))
				if len(list) != 1 || list[0]["transactionreference"] != a["transactionreference"] {
					t.Errorf("%v: children of %v: %v", tc.types, parent, list)
				}
			}
			parent = a["transactionreference"]
		}
		if t.Failed() {
			t.Fatal(tc.types, answers)
		}
	}
}

// Only the first type has the element's own parent.
func TestAChainUnderAParent(t *testing.T) {
	b := newBank()
	ref := buy(t, b)
	answers := send(t, b, childOf(ref, "requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH"}))
	want(t, answers[0], "parenttransactionreference", ref, "errorcode", "0")
	want(t, answers[1], "parenttransactionreference", answers[0]["transactionreference"], "errorcode", "0", "baseamount", "1050")
}

// A type that fails, or leads to the card issuer's page, is the last of its element:
// the later types are not carried out. The next element is.
func TestWhereAChainEnds(t *testing.T) {
	const challenge, failing, rejected, notPerformed = "4000000000001091", "4000000000001018", "4000000000001042", "4000000000001109"
	for name, tc := range map[string]struct {
		sent  []any
		types []string
		codes []string // of the answers
	}{
		"enrolled":             {[]any{}, []string{"THREEDQUERY", "AUTH"}, []string{"0"}},
		"enrolled, longer":     {[]any{}, []string{"RISKDEC", "THREEDQUERY", "AUTH", "SUBSCRIPTION"}, []string{"0", "0"}},
		"challenge":            {[]any{"pan", challenge}, []string{"THREEDQUERY", "AUTH"}, []string{"0"}},
		"not performed":        {[]any{"pan", notPerformed}, []string{"THREEDQUERY", "AUTH"}, []string{"0"}},
		"failed":               {[]any{"pan", failing}, []string{"THREEDQUERY", "AUTH"}, []string{"0", "60022"}},
		"rejected":             {[]any{"pan", rejected}, []string{"THREEDQUERY", "AUTH", "SUBSCRIPTION"}, []string{"0", "60022"}},
		"failed, with a check": {[]any{"pan", failing}, []string{"THREEDQUERY", "ACCOUNTCHECK", "AUTH"}, []string{"0", "60022"}},
		"declined":             {[]any{"baseamount", "70000"}, []string{"ACCOUNTCHECK", "AUTH"}, []string{"70000"}},
		"unknown":              {[]any{"baseamount", "60010"}, []string{"AUTH", "SUBSCRIPTION"}, []string{"60010"}},
		"wrong field":          {[]any{"pan", "1"}, []string{"THREEDQUERY", "AUTH"}, []string{"30000"}},
		"refund too early":     {[]any{}, []string{"AUTH", "REFUND", "AUTH"}, []string{"0", "20005"}},
		"subscription last":    {[]any{}, []string{"AUTH", "SUBSCRIPTION", "AUTH"}, []string{"0", "0", "20032"}},
	} {
		b := newBank()
		answers := send(t, b, inShop("requesttypedescriptions", tc.types).set(tc.sent...), auth("orderreference", "next"))
		var codes []string
		for _, a := range answers[:len(answers)-1] {
			codes = append(codes, a["errorcode"].(string))
		}
		if !slices.Equal(codes, tc.codes) {
			t.Errorf("%s: %v, want %v", name, codes, tc.codes)
		}
		want(t, answers[len(answers)-1], "errorcode", "0", "orderreference", "next", "parenttransactionreference", nil)
		for _, e := range b.Ledger() {
			if !e.Done {
				t.Errorf("%s: the ledger still waits for %s", name, e.Type)
			}
			if e.Money != 0 && e.OrderReference != "next" && slices.Contains(tc.types, "THREEDQUERY") {
				t.Errorf("%s: money moved: %+v", name, e)
			}
		}
	}
}

// A card that has to be authenticated first is charged once, when the cardholder is
// back.
func TestAnEnrolledCardIsChargedAfterItsPage(t *testing.T) {
	b := newBank()
	e := inShop("requesttypedescriptions", []string{"THREEDQUERY", "AUTH", "SUBSCRIPTION"})
	q := send(t, b, e)
	if len(q) != 1 || q[0]["acsurl"] == nil {
		t.Fatalf("%v", q)
	}
	back := fields{
		"requesttypedescriptions": []string{"AUTH", "SUBSCRIPTION"}, "md": q[0]["md"], "pares": "eJz",
		"subscriptionunit": "MONTH", "subscriptiontype": "RECURRING", "subscriptionfrequency": "1",
	}
	answers := send(t, b, back)
	if len(answers) != 2 {
		t.Fatalf("%v", answers)
	}
	want(t, answers[0], "errorcode", "0", "status", "Y", "parenttransactionreference", q[0]["transactionreference"])
	want(t, answers[1], "errorcode", "0", "requesttypedescription", "SUBSCRIPTION", "parenttransactionreference", answers[0]["transactionreference"])
}

// A SUBSCRIPTION in an element of its own belongs to the element before.
func TestSubscriptionOfTheElementBefore(t *testing.T) {
	subscription := fields{
		"requesttypedescription": "SUBSCRIPTION", "sitereference": "test_site12345",
		"subscriptionunit": "DAY", "subscriptiontype": "INSTALLMENT", "subscriptionfrequency": "1", "subscriptionfinalnumber": "1", "subscriptionnumber": "1",
	}
	b := newBank()
	one := send(t, b, auth(), subscription)
	want(t, one[1], "errorcode", "0", "parenttransactionreference", one[0]["transactionreference"])
	own := send(t, b, auth(), subscription.set("parenttransactionreference", one[0]["transactionreference"]))
	want(t, own[1], "errorcode", "0", "parenttransactionreference", one[0]["transactionreference"])
	wantRejected(t, send(t, b, auth("baseamount", "70000"), subscription)[1], "20019", "")
	wantRejected(t, send(t, b, auth("pan", "1"), subscription)[1], "20004", "")
	wantRejected(t, send(t, b, subscription)[0], "20004", "")
	wantRejected(t, send(t, b, auth(), secure(), subscription)[2], "20033", "")
	want(t, recordOf(t, b, own[1]["transactionreference"].(string)), "requesttypedescription", "SUBSCRIPTION",
		"subscriptionunit", "DAY", "subscriptiontype", "INSTALLMENT", "subscriptionfinalnumber", "1", "settlestatus", nil)
}
