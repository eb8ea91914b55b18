package gateway

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// edit changes fields of an element; an empty value takes the field out.
func edit(t testing.TB, element string, pairs ...string) string {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(element), &all); err != nil {
		t.Fatal(err)
	}
	for pair := range slices.Chunk(pairs, 2) {
		if name, value := pair[0], pair[1]; value == "" {
			delete(all, name)
		} else {
			all[name] = value
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestOutcomes gives every call answers of every kind.
func TestOutcomes(t *testing.T) {
	movesMoney := []string{"Auth", "Refund", "Payout"}
	for _, one := range allCalls() {
		type variant struct {
			name, answer string
			want         Outcome
			err          bool
		}
		// A query that the gateway did not carry out is an error as well.
		query := one.name == "Query"
		declined, locked := OutcomeDeclined, OutcomeUnknown
		if one.name == "Update" || query {
			declined, locked = OutcomeRejected, OutcomeRejected
		}
		variants := []variant{
			{"good", one.good, one.done, false},
			{"declined", edit(t, one.good, "errorcode", "70000", "settlestatus", "3"), declined, query},
			{"rejected", edit(t, one.good, "errorcode", "60017", "settlestatus", ""), OutcomeRejected, query},
			{"rejected by ERROR", `{"requesttypedescription":"ERROR","errorcode":"30000","errordata":["sitereference"]}`, OutcomeRejected, query},
			{"bank system error", edit(t, one.good, "errorcode", "60010"), OutcomeUnknown, query},
			{"investigation", edit(t, one.good, "errorcode", "60034"), OutcomeUnknown, query},
			{"unlisted code", edit(t, one.good, "errorcode", "12345"), OutcomeUnknown, query},
			{"locked", edit(t, one.good, "errorcode", "79001"), locked, query},
			{"code 00", edit(t, one.good, "errorcode", "00"), OutcomeUnknown, query},
			{"no code", edit(t, one.good, "errorcode", ""), OutcomeUnknown, true},
			{"another type", edit(t, one.good, "requesttypedescription", "SUBSCRIPTION"), OutcomeUnknown, true},
			{"no type", edit(t, one.good, "requesttypedescription", ""), OutcomeUnknown, true},
			{"done by ERROR", edit(t, one.good, "requesttypedescription", "ERROR"), OutcomeUnknown, true},
		}
		if !query { // whose answer is of no site
			variants = append(variants, variant{"another site", edit(t, one.good, "sitereference", "test_other"), OutcomeUnknown, true})
		}
		if slices.Contains(movesMoney, one.name) {
			variants = append(variants,
				variant{"settling", edit(t, one.good, "settlestatus", "10"), OutcomeApproved, false},
				variant{"settled", edit(t, one.good, "settlestatus", "100"), OutcomeApproved, false},
				variant{"held", edit(t, one.good, "settlestatus", "2"), OutcomeHeld, false},
				variant{"cancelled", edit(t, one.good, "settlestatus", "3"), OutcomeCancelled, false},
				variant{"odd settle status", edit(t, one.good, "settlestatus", "4"), OutcomeUnknown, false},
				variant{"no settle status", edit(t, one.good, "settlestatus", ""), OutcomeUnknown, false},
			)
			for code, info := range errorCodes() { // the answer does not decide what only a query may
				if info.Outcome() == OutcomeUnknown {
					variants = append(variants, variant{"cancelled, with " + code, edit(t, one.good, "errorcode", code, "settlestatus", "3"), OutcomeUnknown, false})
				}
			}
		}
		if slices.Contains(movesMoney, one.name) || one.name == "StartMyBank" {
			variants = append(variants,
				variant{"no amount", edit(t, one.good, "baseamount", ""), OutcomeUnknown, true},
				variant{"another amount", edit(t, one.good, "baseamount", "2002"), OutcomeUnknown, true},
				variant{"amount with a zero in front", edit(t, one.good, "baseamount", "02001"), OutcomeUnknown, true},
				variant{"no currency", edit(t, one.good, "currencyiso3a", ""), OutcomeUnknown, true},
				variant{"another currency", edit(t, one.good, "currencyiso3a", "USD"), OutcomeUnknown, true},
				variant{"no transaction reference", edit(t, one.good, "transactionreference", ""), OutcomeUnknown, true},
			)
		}
		switch one.name {
		case "Refund":
			variants = append(variants,
				variant{"another parent", edit(t, one.good, "parenttransactionreference", "1-2-345670"), OutcomeUnknown, true},
				variant{"parent not repeated", edit(t, one.good, "parenttransactionreference", ""), OutcomeApproved, false},
				variant{"inherited order reference", edit(t, one.good, "orderreference", "theirs"), OutcomeApproved, false})
		case "Payout":
			variants = append(variants,
				variant{"an ordinary refund", edit(t, one.good, "accounttypedescription", "ECOM"), OutcomeUnknown, true},
				variant{"no account type", edit(t, one.good, "accounttypedescription", ""), OutcomeUnknown, true},
				variant{"another order reference", edit(t, one.good, "orderreference", "theirs"), OutcomeUnknown, true},
				variant{"no order reference", edit(t, one.good, "orderreference", ""), OutcomeUnknown, true},
				variant{"another card", edit(t, one.good, "maskedpan", "411111######1112"), OutcomeUnknown, true})
		case "Update":
			variants = append(variants,
				variant{"another transaction", edit(t, one.good, "transactionreference", "23-9-80007"), OutcomeUnknown, true})
		case "AccountCheck":
			variants = append(variants,
				variant{"suspended", edit(t, one.good, "settlestatus", "2"), OutcomeApproved, false},
				variant{"another order reference", edit(t, one.good, "orderreference", "theirs"), OutcomeUnknown, true})
		case "ThreeDQuery":
			variants = append(variants,
				variant{"not enrolled", edit(t, one.good, "enrolled", "N", "acsurl", ""), OutcomeApproved, false},
				variant{"no address", edit(t, one.good, "acsurl", ""), OutcomeUnknown, true},
				variant{"no https", edit(t, one.good, "acsurl", "http://example.com"), OutcomeUnknown, true},
				variant{"script", edit(t, one.good, "acsurl", "javascript:alert(1)"), OutcomeUnknown, true})
		case "StartMyBank":
			variants = append(variants,
				variant{"settled", edit(t, one.good, "settlestatus", "100", "redirecturl", ""), OutcomeApproved, false},
				variant{"cancelled", edit(t, one.good, "settlestatus", "3"), OutcomeCancelled, false},
				variant{"no address", edit(t, one.good, "redirecturl", ""), OutcomeUnknown, true},
				variant{"another payment type", edit(t, one.good, "paymenttypedescription", "VISA"), OutcomeUnknown, true})
		case "Query":
			variants = append(variants,
				variant{"no count", edit(t, one.good, "found", ""), OutcomeUnknown, true},
				variant{"odd count", edit(t, one.good, "found", "two"), OutcomeUnknown, true},
				variant{"records missing", edit(t, one.good, "found", "3"), OutcomeUnknown, true},
				variant{"nothing found", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":[]}`, OutcomeApproved, false},
				variant{"nothing found, no list", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0"}`, OutcomeApproved, false},
				variant{"nothing found, null", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":null}`, OutcomeApproved, false},
				variant{"records are an object", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":{}}`, OutcomeUnknown, true})
		}
		for _, v := range variants {
			t.Run(one.name+"/"+v.name, func(t *testing.T) {
				again := allCalls()[slices.IndexFunc(allCalls(), func(o oneCall) bool { return o.name == one.name })]
				url, count := serve(t, jsonAnswer(envelope(v.answer)))
				result, err := again.call(t, testClient(t, url, ample))
				if got, _ := outcomeOf(t, result); got != v.want || (err != nil) != v.err {
					t.Errorf("%v, %v; want %v", got, err, v.want)
				}
				if n := count.Load(); n != 1 {
					t.Errorf("%d requests", n)
				}
			})
		}
	}
}

// TestTransport breaks every call below the JSON. Nothing is ever sent twice.
func TestTransport(t *testing.T) {
	hijack := func(w http.ResponseWriter, send string) {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_, _ = io.WriteString(conn, send)
			_ = conn.Close()
		}
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	tests := []struct {
		name    string
		handler http.HandlerFunc // nil: no server listens
		want    Outcome
		kind    ErrorKind
	}{
		{"refused", nil, OutcomeNotSent, KindNotReached},
		{"401", func(w http.ResponseWriter, _ *http.Request) { signInPage(w) }, OutcomeUnknown, KindSignIn},
		{"401 without a challenge", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }, OutcomeUnknown, KindStatus},
		{"400", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }, OutcomeUnknown, KindBadRequest},
		{"502", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, OutcomeUnknown, KindStatus},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) }, OutcomeUnknown, KindStatus},
		{"closed", func(w http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); hijack(w, "") }, OutcomeUnknown, KindBroken},
		{"short", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			hijack(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{")
		}, OutcomeUnknown, KindTruncated},
		{"late", func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() }, OutcomeUnknown, KindTimeout},
		{"garbled", jsonAnswer(`{"response":[`), OutcomeUnknown, KindGarbled},
		{"two responses", jsonAnswer(envelope(goodUpdate, goodUpdate)), OutcomeUnknown, KindMismatch},
		{"no response", jsonAnswer(envelope()), OutcomeUnknown, KindShape},
	}
	for _, test := range tests {
		for _, one := range allCalls() {
			t.Run(test.name+"/"+one.name, func(t *testing.T) {
				t.Parallel()
				url, sends := "http://"+closed.Addr().String()+"/json/", int32(0)
				if test.handler != nil {
					address, count := serve(t, test.handler)
					url = address
					defer func() {
						if n := count.Load(); n != 1 {
							t.Errorf("%d requests on the wire, want 1", n)
						}
					}()
					sends = 1
				}
				result, err := one.call(t, testClient(t, url, timeoutFor(test.kind)))
				if got, _ := outcomeOf(t, result); got != test.want {
					t.Errorf("outcome %v, want %v", got, test.want)
				}
				checkError(t, err, true, test.kind, sends == 1)
				if one.card != nil && one.card().Len() != 0 {
					t.Error("the card was not wiped")
				}
			})
		}
	}
}

// signInPage is the gateway's documented answer to a wrong sign-in.
func signInPage(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Basic realm="Webservices"`)
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = io.WriteString(w, "<html>401 Authorization Required</html>")
}

func TestOutcomeWords(t *testing.T) {
	outcomes := []Outcome{OutcomeUnknown, OutcomeApproved, OutcomeHeld, OutcomeCancelled, OutcomeDeclined, OutcomeRejected, OutcomeNotSent}
	want := []string{"unknown", "approved", "held", "cancelled", "declined", "rejected", "not sent"}
	for i, o := range outcomes {
		if o.String() != want[i] {
			t.Errorf("%d is %q, want %q", o, o, want[i])
		}
	}
	var zero Outcome
	if zero != OutcomeUnknown || Outcome(99).String() != "unknown" || Outcome(-1).String() != "unknown" {
		t.Error("the zero outcome is not unknown")
	}
}

func TestCheckAndSettlementWords(t *testing.T) {
	for result, want := range map[CheckResult]string{
		CheckNotGiven: "Not given", CheckNotChecked: "Not checked", CheckMatched: "Matched", CheckNotMatched: "Not matched",
		"": "No answer", "3": "No answer", "22": "No answer", "\x1b[31m2": "No answer",
	} {
		if result.String() != want {
			t.Errorf("%q is %q", string(result), result.String())
		}
	}
	for status, want := range map[SettleStatus]string{
		SettlePending: "Pending", SettleOverride: "Pending", SettleSuspended: "Held", SettleCancelled: "Cancelled",
		SettleSettling: "Settling", SettleSettled: "Settled: paid", "": "not given", "4": "not given", "02": "not given",
	} {
		words := status.String()
		if !strings.Contains(words, want) {
			t.Errorf("%q is %q, want %q", string(status), words, want)
		}
		if strings.Contains(words, "paid") != (status == SettleSettled) {
			t.Errorf("%q says paid: %q", string(status), words)
		}
	}
}
