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
		declined, locked := Declined, Unknown
		if one.name == "Update" || query {
			declined, locked = Rejected, Rejected
		}
		variants := []variant{
			{"good", one.good, one.done, false},
			{"declined", edit(t, one.good, "errorcode", "70000", "settlestatus", "3"), declined, query},
			{"rejected", edit(t, one.good, "errorcode", "60017", "settlestatus", ""), Rejected, query},
			{"rejected by ERROR", `{"requesttypedescription":"ERROR","errorcode":"30000","errordata":["sitereference"]}`, Rejected, query},
			{"bank system error", edit(t, one.good, "errorcode", "60010"), Unknown, query},
			{"investigation", edit(t, one.good, "errorcode", "60034"), Unknown, query},
			{"unlisted code", edit(t, one.good, "errorcode", "12345"), Unknown, query},
			{"locked", edit(t, one.good, "errorcode", "79001"), locked, query},
			{"code 00", edit(t, one.good, "errorcode", "00"), Unknown, query},
			{"no code", edit(t, one.good, "errorcode", ""), Unknown, true},
			{"another type", edit(t, one.good, "requesttypedescription", "SUBSCRIPTION"), Unknown, true},
			{"no type", edit(t, one.good, "requesttypedescription", ""), Unknown, true},
			{"done by ERROR", edit(t, one.good, "requesttypedescription", "ERROR"), Unknown, true},
		}
		if !query { // whose answer is of no site
			variants = append(variants, variant{"another site", edit(t, one.good, "sitereference", "test_other"), Unknown, true})
		}
		if slices.Contains(movesMoney, one.name) {
			variants = append(variants,
				variant{"settling", edit(t, one.good, "settlestatus", "10"), Approved, false},
				variant{"settled", edit(t, one.good, "settlestatus", "100"), Approved, false},
				variant{"held", edit(t, one.good, "settlestatus", "2"), Held, false},
				variant{"cancelled", edit(t, one.good, "settlestatus", "3"), Cancelled, false},
				variant{"odd settle status", edit(t, one.good, "settlestatus", "4"), Unknown, false},
				variant{"no settle status", edit(t, one.good, "settlestatus", ""), Unknown, false},
			)
		}
		if slices.Contains(movesMoney, one.name) || one.name == "StartMyBank" {
			variants = append(variants,
				variant{"no amount", edit(t, one.good, "baseamount", ""), Unknown, true},
				variant{"another amount", edit(t, one.good, "baseamount", "2002"), Unknown, true},
				variant{"amount with a zero in front", edit(t, one.good, "baseamount", "02001"), Unknown, true},
				variant{"no currency", edit(t, one.good, "currencyiso3a", ""), Unknown, true},
				variant{"another currency", edit(t, one.good, "currencyiso3a", "USD"), Unknown, true},
				variant{"no transaction reference", edit(t, one.good, "transactionreference", ""), Unknown, true},
			)
		}
		switch one.name {
		case "Refund":
			variants = append(variants,
				variant{"another parent", edit(t, one.good, "parenttransactionreference", "1-2-345670"), Unknown, true},
				variant{"parent not repeated", edit(t, one.good, "parenttransactionreference", ""), Approved, false},
				variant{"inherited order reference", edit(t, one.good, "orderreference", "theirs"), Approved, false})
		case "Payout":
			variants = append(variants,
				variant{"an ordinary refund", edit(t, one.good, "accounttypedescription", "ECOM"), Unknown, true},
				variant{"no account type", edit(t, one.good, "accounttypedescription", ""), Unknown, true},
				variant{"another order reference", edit(t, one.good, "orderreference", "theirs"), Unknown, true},
				variant{"no order reference", edit(t, one.good, "orderreference", ""), Unknown, true},
				variant{"another card", edit(t, one.good, "maskedpan", "411111######1112"), Unknown, true})
		case "Update":
			variants = append(variants,
				variant{"another transaction", edit(t, one.good, "transactionreference", "23-9-80007"), Unknown, true})
		case "AccountCheck":
			variants = append(variants,
				variant{"suspended", edit(t, one.good, "settlestatus", "2"), Approved, false},
				variant{"another order reference", edit(t, one.good, "orderreference", "theirs"), Unknown, true})
		case "ThreeDQuery":
			variants = append(variants,
				variant{"not enrolled", edit(t, one.good, "enrolled", "N", "acsurl", ""), Approved, false},
				variant{"no address", edit(t, one.good, "acsurl", ""), Unknown, true},
				variant{"no https", edit(t, one.good, "acsurl", "http://example.com"), Unknown, true},
				variant{"script", edit(t, one.good, "acsurl", "javascript:alert(1)"), Unknown, true})
		case "StartMyBank":
			variants = append(variants,
				variant{"settled", edit(t, one.good, "settlestatus", "100", "redirecturl", ""), Approved, false},
				variant{"cancelled", edit(t, one.good, "settlestatus", "3"), Cancelled, false},
				variant{"no address", edit(t, one.good, "redirecturl", ""), Unknown, true},
				variant{"another payment type", edit(t, one.good, "paymenttypedescription", "VISA"), Unknown, true})
		case "Query":
			variants = append(variants,
				variant{"no count", edit(t, one.good, "found", ""), Unknown, true},
				variant{"odd count", edit(t, one.good, "found", "two"), Unknown, true},
				variant{"records missing", edit(t, one.good, "found", "3"), Unknown, true},
				variant{"nothing found", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":[]}`, Approved, false},
				variant{"nothing found, no list", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0"}`, Approved, false},
				variant{"nothing found, null", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":null}`, Approved, false},
				variant{"records are an object", `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":{}}`, Unknown, true})
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
		{"refused", nil, NotSent, ErrNotReached},
		{"401", func(w http.ResponseWriter, _ *http.Request) { signInPage(w) }, Unknown, ErrSignIn},
		{"401 without a challenge", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }, Unknown, ErrStatus},
		{"400", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) }, Unknown, ErrBadRequest},
		{"502", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, Unknown, ErrStatus},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) }, Unknown, ErrStatus},
		{"closed", func(w http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); hijack(w, "") }, Unknown, ErrBroken},
		{"short", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			hijack(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{")
		}, Unknown, ErrTruncated},
		{"late", func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body); <-r.Context().Done() }, Unknown, ErrTimeout},
		{"garbled", jsonAnswer(`{"response":[`), Unknown, ErrGarbled},
		{"two responses", jsonAnswer(envelope(goodUpdate, goodUpdate)), Unknown, ErrMismatch},
		{"no response", jsonAnswer(envelope()), Unknown, ErrShape},
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
	outcomes := []Outcome{Unknown, Approved, Held, Cancelled, Declined, Rejected, NotSent}
	want := []string{"unknown", "approved", "held", "cancelled", "declined", "rejected", "not sent"}
	for i, o := range outcomes {
		if o.String() != want[i] {
			t.Errorf("%d is %q, want %q", o, o, want[i])
		}
	}
	var zero Outcome
	if zero != Unknown || Outcome(99).String() != "unknown" || Outcome(-1).String() != "unknown" {
		t.Error("the zero outcome is not unknown")
	}
}

func TestCheckAndSettlementWords(t *testing.T) {
	for result, want := range map[CheckResult]string{
		NotGiven: "Not given", NotChecked: "Not checked", Matched: "Matched", NotMatched: "Not matched",
		"": "No answer", "3": "No answer", "22": "No answer", "\x1b[31m2": "No answer",
	} {
		if result.String() != want {
			t.Errorf("%q is %q", string(result), result.String())
		}
	}
	for status, want := range map[SettleStatus]string{
		SettlePending: "Pending", SettleOverride: "Pending", SettleSuspended: "Suspended", SettleCancelled: "Cancelled",
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
