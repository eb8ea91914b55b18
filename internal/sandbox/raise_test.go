package sandbox

import (
	"testing"
	"time"
)

// raiseOf is an AUTH that adds to a pre-authorisation.
func raiseOf(parent string, pairs ...any) fields {
	return childOf(parent, "authmethod", "INCREMENTAL", "baseamount", "500", "currencyiso3a", "GBP", "orderreference", "Raise").set(pairs...)
}

// TestRaise: what settles of the pre-authorisation rises by the amount, the record of
// the raise has the state of the pre-authorisation, and money is counted once.
func TestRaise(t *testing.T) {
	b, c := movingBank()
	ref := buy(t, b, "authmethod", "PRE", "settlestatus", "2")
	a := send(t, b, raiseOf(ref))[0]
	want(t, a, "errorcode", "0", "requesttypedescription", "AUTH", "authmethod", "INCREMENTAL", "parenttransactionreference", ref,
		"baseamount", "500", "currencyiso3a", "GBP", "maskedpan", "411111######1111", "orderreference", "Raise", "settlestatus", "2")
	want(t, recordOf(t, b, ref), "baseamount", "1050", "settlebaseamount", "1550", "settlestatus", "2")
	raise := a["transactionreference"].(string)
	ledger := b.Ledger()
	if got := ledger[len(ledger)-1].Money; got != 500 {
		t.Errorf("the ledger has %d", got)
	}

	wantCode(t, send(t, b, updateOf(ref, "settlebaseamount", "1551"))[0], "60016", "settlebaseamount")
	want(t, send(t, b, updateOf(ref, "settlebaseamount", "1549"))[0], "errorcode", "0")
	want(t, send(t, b, raiseOf(ref, "orderreference", "Once more"))[0], "errorcode", "0")
	want(t, recordOf(t, b, ref), "settlebaseamount", "2049")
	wantCode(t, send(t, b, updateOf(raise, "settlestatus", "3"))[0], "60017", "")

	want(t, send(t, b, updateOf(ref, "settlestatus", "1"))[0], "errorcode", "0")
	c.pass(time.Hour)
	b.Settle()
	want(t, recordOf(t, b, ref), "settlestatus", "100", "settlebaseamount", "2049")
	want(t, recordOf(t, b, raise), "settlestatus", "100")
	wantCode(t, send(t, b, refund(raise))[0], "20006", "")
	want(t, send(t, b, refund(ref, "baseamount", "2049"))[0], "errorcode", "0")
	wantCode(t, send(t, b, raiseOf(ref))[0], "20035", "")
}

func TestRaiseRules(t *testing.T) {
	b := newBank()
	pre := buy(t, b, "authmethod", "PRE")
	raised := send(t, b, raiseOf(pre))[0]["transactionreference"].(string)
	master := buy(t, b, "authmethod", "PRE", "pan", "5100000000000511")
	gone := buy(t, b, "authmethod", "PRE")
	want(t, send(t, b, updateOf(gone, "settlestatus", "3"))[0], "errorcode", "0")
	for _, tc := range []struct {
		request    fields
		code, data string
	}{
		{raiseOf(pre), "0", ""},
		{raiseOf(pre, "baseamount", "70000"), "70000", ""},
		{raiseOf(pre, "baseamount", nil), "30000", "baseamount"},
		{raiseOf(pre, "currencyiso3a", "EUR"), "20015", "currencyiso3a"},
		{raiseOf(pre, "pan", canary, "expirydate", "12/2030"), "30000", "authmethod"},
		{raiseOf("23-9-99999"), "20004", ""},
		{raiseOf(buy(t, b)), "20035", ""},
		{raiseOf(master), "20035", ""},
		{raiseOf(gone), "20035", ""},
		{raiseOf(raised), "20033", ""},
		{childOf(raised), "20033", ""},
		{auth("authmethod", "INCREMENTAL"), "30000", "authmethod"},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data {
			t.Errorf("%v: %v %q, want %s %q", tc.request, a["errorcode"], errordata(a), tc.code, tc.data)
		}
	}
	want(t, recordOf(t, b, pre), "settlebaseamount", "2050") // a raise that is declined adds nothing
}
