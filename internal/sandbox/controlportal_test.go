package sandbox

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"motoconsole/internal/sandbox/faults"
)

// inPortal does something in the vendor's portal, and returns the portal's answer.
func inPortal(t *testing.T, s *Server, what string, pairs ...any) (int, map[string]any) {
	t.Helper()
	payload, err := json.Marshal(fields{}.set(pairs...))
	if err != nil {
		t.Fatal(err)
	}
	status, _, text := control(t, s, "POST", "portal/"+what, string(payload))
	var a map[string]any
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatalf("%s: %d %s", what, status, text)
	}
	return status, a
}

func keyed(pairs ...any) []any {
	return append([]any{
		"pan", canary, "expirydate", "12/2030", "baseamount", "1050", "currencyiso3a", "GBP",
		"sitereference", "test_site12345", "orderreference", "A17",
	}, pairs...)
}

// A query finds a payment by the same card, keyed in the portal, by card and order like
// any other, and its record differs from ours.
func TestPortalPays(t *testing.T) {
	b := newBank()
	s := served(t, b)
	setFault(t, b, "502", func(f *faults.Fault) { f.Rate = 1 }) // no fault strikes the portal
	status, a := inPortal(t, s, "auth", keyed()...)
	if status != 200 {
		t.Fatalf("%d %v", status, a)
	}
	want(t, a, "errorcode", "0", "transactionreference", "23-9-80001", "orderreference", "A17", "operatorname", "webuser", "maskedpan", "411111######1111")
	b.ClearFaults()
	for filter, v := range map[string]string{"pan": canary, "orderreference": "A17", "transactionreference": "23-9-80001"} {
		list := records(t, b, filter, values(v))
		if len(list) != 1 {
			t.Fatalf("%s finds %d records", filter, len(list))
		}
		want(t, list[0], "interface", portalInterface, "operatorname", "webuser", "errorcode", "0", "settlestatus", "0")
	}
	buy(t, b)
	want(t, recordOf(t, b, "23-9-80002"), "interface", "PASS-JSON-JSON")
	send(t, b, childOf("23-9-80001"))
	want(t, recordOf(t, b, "23-9-80003"), "interface", "PASS-JSON-JSON") // it was not keyed in the portal
	if status, a := inPortal(t, s, "auth", keyed("operatorname", "ben", "baseamount", "70000")...); status != 422 || a["errorcode"] != "70000" {
		t.Errorf("a decline: %d %v", status, a)
	}
	if status, a := inPortal(t, s, "auth", keyed("pan", "4111111111111112")...); status != 422 || errordata(a) != "pan" {
		t.Errorf("a wrong card: %d %v", status, a)
	}
	const card = "GBP by 1111"
	wantLedger(t, b,
		"1 portal AUTH A17 23-9-80001 of : 1050 "+card+", booked, 0, 0, +1050 []",
		"2 api AUTH My_Order_123 23-9-80002 of : 1050 "+card+", booked, 0, 0, +1050 []",
		"3 api AUTH A17 23-9-80003 of 23-9-80001: 1050 "+card+", booked, 0, 0, +1050 []",
		"4 portal AUTH A17 23-9-80004 of : 70000 "+card+", booked, 70000, 3, +0 []",
		"5 portal AUTH A17  of : 1050 GBP by 1112, nothing, 30000, , +0 []",
	)
	if got := b.Ledger()[3].Operator; got != "ben" {
		t.Errorf("operator %q", got)
	}
}

// The portal's changes to a payment of ours.
func TestPortalChanges(t *testing.T) {
	b := newBank()
	s := served(t, b)
	ref := buy(t, b)
	for _, step := range []struct {
		pairs []any
		shown []any
	}{
		{[]any{"orderreference", "B18"}, []any{"orderreference", "B18", "settlebaseamount", "1050"}},
		{[]any{"settlebaseamount", "600"}, []any{"settlebaseamount", "600", "settlestatus", "0"}},
		{[]any{"settlestatus", "2"}, []any{"settlestatus", "2"}},
		{[]any{"settlestatus", "1"}, []any{"settlestatus", "1"}},
	} {
		if status, a := inPortal(t, s, "update", append(step.pairs, "transactionreference", ref)...); status != 200 {
			t.Fatalf("%v: %d %v", step.pairs, status, a)
		}
		want(t, recordOf(t, b, ref), append(step.shown, "interface", "PASS-JSON-JSON")...)
	}
	if status, a := inPortal(t, s, "refund", "parenttransactionreference", ref); status != 422 || a["errorcode"] != "20005" {
		t.Errorf("a refund too early: %d %v", status, a)
	}
	b.Settle()
	status, a := inPortal(t, s, "refund", "parenttransactionreference", ref, "baseamount", "200")
	if status != 200 {
		t.Fatalf("a refund: %d %v", status, a)
	}
	want(t, recordOf(t, b, a["transactionreference"].(string)), "interface", portalInterface, "operatorname", "webuser", "parenttransactionreference", ref)
	gone := buy(t, b)
	if status, a := inPortal(t, s, "update", "transactionreference", gone, "settlestatus", "3"); status != 200 {
		t.Errorf("a cancellation: %d %v", status, a)
	}
	want(t, recordOf(t, b, gone), "settlestatus", "3")
	for _, pairs := range [][]any{
		{"settlestatus", "3"},
		{"transactionreference", gone},
		{"transactionreference", gone, "settlestatus", "0"},
		{"transactionreference", "23-9-99999", "settlestatus", "3"},
	} {
		if status, a := inPortal(t, s, "update", pairs...); status != 422 || a["errorcode"] == "0" {
			t.Errorf("%v: %d %v", pairs, status, a)
		}
	}
	moved := int64(0)
	for _, e := range b.Ledger() {
		moved += e.Money
	}
	if moved != 400 {
		t.Errorf("the ledger sums up to %d, want 400", moved)
	}
}

func TestPortalRefusesNonsense(t *testing.T) {
	b := newBank()
	s := served(t, b)
	for _, what := range []string{"auth", "refund", "update"} {
		for _, payload := range []string{"", "[]", "null", `"x"`, "{", `{}{}`, "\xff", "{" + strings.Repeat(" ", maxControlBody) + "}"} {
			if status, _, text := control(t, s, "POST", "portal/"+what, payload); status != 400 {
				t.Errorf("%s %.20q: %d %s", what, payload, status, text)
			}
		}
		if status, _, text := control(t, s, "POST", "portal/"+what, "{}"); status != 422 {
			t.Errorf("%s of nothing: %d %s", what, status, text)
		}
	}
	if b.book.Len() != 0 {
		t.Errorf("%d booked", b.book.Len())
	}
}

// No request of the API passes for the portal's.
func TestInterfaceIsNotTheCallers(t *testing.T) {
	b := newBank()
	ref := buy(t, b, "interface", "PASS-MYST-MYST")
	send(t, b, updateOf(ref, "interface", "PASS-MYST-MYST", "orderreference", "x"))
	want(t, recordOf(t, b, ref), "interface", "PASS-JSON-JSON", "orderreference", "x")
}

// A payment keyed in the portal leaves no copy of the card in the bank.
func TestPortalKeepsNoCard(t *testing.T) {
	b := newBank()
	pan := luhn(leakPAN)
	for _, what := range []string{"auth", "refund", "update"} {
		status, a := inPortal(t, served(t, b), what, keyed("pan", pan, "securitycode", leakCode, "transactionreference", pan)...)
		if strings.Contains(fmt.Sprint(a), pan) {
			t.Errorf("%s: %d, and the answer shows the card", what, status)
		}
	}
	everyText(reflect.ValueOf(b), map[uintptr]bool{}, func(text string) {
		if strings.Contains(text, pan) || strings.Contains(text, pan[6:15]) || text == leakCode {
			t.Errorf("the bank keeps %d bytes with card data in them", len(text))
		}
	})
}
