package gateway

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/effort"
)

// TestNoPointerIsLost: when an answer names a transaction, the error keeps what the
// answer said about it, however wrong the rest is.
func TestNoPointerIsLost(t *testing.T) {
	good := goodElement()
	without := func(name string) string { return edit(t, good, name, "") }
	with := func(pairs ...string) string { return edit(t, good, pairs...) }
	broken := goodAnswer[:strings.Index(goodAnswer, `,"settlestatus"`)]
	tests := []struct {
		name, answer string
		status       int
	}{
		{"another order reference", envelope(with("orderreference", "MY_ORDER_123")), 200},
		{"an order reference cut short", envelope(with("orderreference", "My_Order_12")), 200},
		{"no order reference", envelope(without("orderreference")), 200},
		{"another card", envelope(with("maskedpan", "411111######1112")), 200},
		{"a card masked in full", envelope(with("maskedpan", "################")), 200},
		{"another amount", envelope(with("baseamount", "1051")), 200},
		{"no amount", envelope(without("baseamount")), 200},
		{"another currency", envelope(with("currencyiso3a", "EUR")), 200},
		{"no currency", envelope(without("currencyiso3a")), 200},
		{"another site", envelope(with("sitereference", "test_other")), 200},
		{"from a live site", envelope(with("livestatus", "1")), 200},
		{"no request reference", strings.Replace(goodAnswer, `"requestreference":"Atest0001",`, "", 1), 200},
		{"another request reference", strings.Replace(goodAnswer, "Atest0001", "Atest0002", 1), 200},
		{"another type", envelope(with("requesttypedescription", "REFUND")), 200},
		{"no type", envelope(without("requesttypedescription")), 200},
		{"no errorcode", envelope(without("errorcode")), 200},
		{"declined for another order", envelope(with("errorcode", "70000", "orderreference", "theirs")), 200},
		{"rejected for another order", envelope(with("errorcode", "30000", "orderreference", "theirs")), 200},
		{"two elements", envelope(good, rejection), 200},
		{"two elements, the second has it", envelope(rejection, good), 200},
		{"responses", strings.Replace(goodAnswer, `"response":`, `"responses":`, 1), 200},
		{"Response", strings.Replace(goodAnswer, `"response":`, `"Response":`, 1), 200},
		{"no array", strings.NewReplacer(`[{`, `{`, `}]`, `}`).Replace(goodAnswer), 200},
		{"no envelope", good, 200},
		{"an array around it", `[` + goodAnswer + `]`, 200},
		{"a code that is a number", strings.Replace(goodAnswer, `"errorcode":"0"`, `"errorcode":0`, 1), 200},
		{"an amount that is a number", strings.Replace(goodAnswer, `"baseamount":"1050"`, `"baseamount":1050`, 1), 200},
		{"a live status that is true", strings.Replace(goodAnswer, `"livestatus":"0"`, `"livestatus":false`, 1), 200},
		{"a key twice", strings.Replace(goodAnswer, `"livestatus":"0"`, `"livestatus":"0","liveStatus":"0"`, 1), 200},
		{"a name in capitals, twice", strings.Replace(goodAnswer, `"livestatus":"0"`, `"livestatus":"0","TransactionReference":"23-9-80006"`, 1), 200},
		{"something behind", goodAnswer + "x", 200},
		{"something in front", "<br/>" + goodAnswer, 200},
		{"a NUL in the middle", strings.Replace(goodAnswer, `"authcode"`, "\x00}{<\"authcode\"", 1), 200},
		{"cut short", broken, 200},
		{"cut short and shorter than said", broken, -200},
		{"whole and shorter than said", goodAnswer, -200},
		{"too long", goodAnswer + strings.Repeat(" ", answerLimit), 200},
		{"deep", strings.Replace(goodAnswer, `"secrand":"zO9"`, `"x":`+strings.Repeat("[", 50)+strings.Repeat("]", 50), 1), 200},
		{"400", goodAnswer, 400},
		{"401", goodAnswer, 401},
		{"500", goodAnswer, 500},
		{"502 shorter than said", goodAnswer, -502},
		{"502 inside a page", "<html><pre>" + goodAnswer + "</pre>", 502},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			handler := withStatus(test.status, jsonMimeType, test.answer)
			if test.status < 0 {
				handler = withHead(fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Length: 99999\r\n\r\n%s", -test.status, test.answer))
			}
			url, _ := serve(t, handler)
			r, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
			var e *Error
			if !errors.As(err, &e) || r.Outcome != OutcomeUnknown {
				t.Fatalf("%v %v", r.Outcome, err)
			}
			if e.Record.TransactionReference != "23-9-80006" || len(e.Records) == 0 || e.Records[0].TransactionReference != "23-9-80006" {
				t.Errorf("%+v", e.Record)
			}
			for name, got := range map[string]string{
				"errorcode": e.Record.ErrorCode, "settle status": e.Record.SettleStatus,
				"order reference": e.Record.OrderReference, "masked card": e.Record.MaskedPAN,
			} {
				// Fields that the case removed, or that come after a break, are gone.
				gone := name == "errorcode" && test.name == "no errorcode" || name == "order reference" && test.name == "no order reference" ||
					name == "settle status" && strings.HasPrefix(test.name, "cut short") || test.name == "a NUL in the middle"
				if got == "" && !gone {
					t.Errorf("the %s is lost: %+v", name, e.Record)
				}
			}
		})
	}
}

// TestMissingSettleStatus: an answer without a settle status is unknown, without an
// error, and its record is whole.
func TestMissingSettleStatus(t *testing.T) {
	url, _ := serve(t, jsonAnswer(envelope(edit(t, goodElement(), "settlestatus", ""))))
	r, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
	if err != nil || r.Outcome != OutcomeUnknown || r.Record.TransactionReference != "23-9-80006" {
		t.Errorf("%v %v %+v", r.Outcome, err, r.Record)
	}
}

// TestEveryPointerIsKept: an error keeps all transactions that the answer names, in a
// block for each request without a certain answer.
func TestEveryPointerIsKept(t *testing.T) {
	url, _ := serve(t, jsonAnswer(envelope(goodElement(), edit(t, goodElement(), "transactionreference", "23-9-80007"))))
	client := testClient(t, url, ample)
	_, err := client.Auth(t.Context(), testRequest())
	checkNames(t, err, "23-9-80006 23-9-80007")
	elements, err := client.Block(t.Context(), testRequest(), testRequest(), testRequest())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range elements {
		checkNames(t, e.Err, "23-9-80006 23-9-80007")
	}
}

// TestNoPointerOfAMoveIsLost: the answer to a refund, payout or update is not the one
// that belongs to it, and its transactions are kept.
func TestNoPointerOfAMoveIsLost(t *testing.T) {
	for _, one := range allCalls() {
		if one.name == "Query" || one.name == "Update" { // whose answers name no transaction
			continue
		}
		want := "1-2-345679"
		switch one.name {
		case "Auth":
			want = "23-9-80006"
		case "AccountCheck":
			want = "23-9-80007"
		case "ThreeDQuery":
			want = "1-2-345678"
		case "StartMyBank":
			want = "23-86-113"
		}
		for field, value := range map[string]string{"requesttypedescription": "SUBSCRIPTION", "sitereference": "test_other", "errorcode": ""} {
			url, _ := serve(t, jsonAnswer(envelope(edit(t, one.good, field, value))))
			_, err := one.call(t, testClient(t, url, ample))
			checkNames(t, err, want)
			one = allCalls()[slices.IndexFunc(allCalls(), func(o oneCall) bool { return o.name == one.name })] // with a card
		}
	}
	for name, call := range map[string]func(c *Client) error{
		"another parent": func(c *Client) error {
			r := testRefund()
			r.Parent = "1-2-3"
			_, err := c.Refund(t.Context(), r)
			return err
		},
		"another transaction": func(c *Client) error {
			_, err := c.Update(t.Context(), Cancel("test_site12345", "23-9-1"))
			return err
		},
	} {
		url, _ := serve(t, jsonAnswer(envelope(edit(t, goodRefund, "parenttransactionreference", "1-2-9", "requesttypedescription",
			map[string]string{"another parent": TypeRefund, "another transaction": TypeUpdate}[name]))))
		checkNames(t, call(testClient(t, url, ample)), "1-2-345679")
	}
}

// checkNames checks which transaction references an error keeps.
func checkNames(t *testing.T, err error, want string) {
	t.Helper()
	var e *Error
	var names []string
	if errors.As(err, &e) {
		for _, r := range e.Records {
			names = append(names, r.TransactionReference)
		}
	}
	if got := strings.Join(names, " "); got != want {
		t.Errorf("%q, want %q (%v)", got, want, err)
	}
}

// TestFoundIsNotNothing: a query without a usable answer says how many records the
// gateway claimed, and keeps those that it read.
func TestFoundIsNotNothing(t *testing.T) {
	query := func(found, records string) string {
		if found != "" {
			found = `,"found":` + found
		}
		return `{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0"` + found + records + `}`
	}
	one := `{"transactionreference":"23-9-1","orderreference":"ours"}`
	tests := []struct {
		name, answer string
		status       int
		found        int
		names        string
	}{
		{"one claimed, no list", envelope(query(`"1"`, "")), 200, 1, ""},
		{"one claimed, an empty list", envelope(query(`"1"`, `,"records":[]`)), 200, 1, ""},
		{"one claimed, null", envelope(query(`"1"`, `,"records":null`)), 200, 1, ""},
		{"two claimed, one there", envelope(query(`"2"`, `,"records":[`+one+`]`)), 200, 2, "23-9-1"},
		{"none claimed, one there", envelope(query(`"0"`, `,"records":[`+one+`]`)), 200, 1, "23-9-1"},
		{"no figure, one there", envelope(query("", `,"records":[`+one+`]`)), 200, 1, "23-9-1"},
		{"no figure, one without a reference", envelope(query("", `,"records":[{}]`)), 200, 1, ""},
		{"no figure, none there", envelope(query("", `,"records":[]`)), 200, 0, ""},
		{"a figure that is none", envelope(query(`"two"`, `,"records":[]`)), 200, 0, ""},
		{"blanks around the figure", envelope(query(`" 1 "`, `,"records":[]`)), 200, 1, ""},
		{"a figure too long", envelope(query(`"99999999999999999999"`, `,"records":[]`)), 200, 1, ""},
		{"1+", envelope(query(`"1+"`, `,"records":[]`)), 200, 1, ""},
		{"a number", envelope(query(`2`, `,"records":[]`)), 200, 2, ""},
		{"less than none", envelope(query(`"-1"`, `,"records":[]`)), 200, 0, ""},
		{"records that are an object", envelope(query(`"1"`, `,"records":`+one)), 200, 1, "23-9-1"},
		{"a record that is null", envelope(query(`"1"`, `,"records":[null]`)), 200, 1, ""},
		{"another request reference", strings.Replace(envelope(query(`"1"`, `,"records":[`+one+`]`)), "Atest0001", "B", 1), 200, 1, "23-9-1"},
		{"another type", strings.Replace(envelope(query(`"1"`, `,"records":[`+one+`]`)), TypeQuery, TypeAuth, 1), 200, 1, "23-9-1"},
		{"responses", strings.Replace(envelope(query(`"1"`, `,"records":[`+one+`]`)), `"response":`, `"responses":`, 1), 200, 1, "23-9-1"},
		{"cut short", strings.TrimSuffix(query(`"2"`, `,"records":[`+one+`,{"transactionreference":"23-9`), "}"), 200, 2, "23-9-1"},
		{"400", envelope(query(`"1"`, `,"records":[`+one+`]`)), 400, 1, "23-9-1"},
		{"502", envelope(query(`"1"`, `,"records":[`+one+`]`)), 502, 1, "23-9-1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, _ := serve(t, withStatus(test.status, jsonMimeType, test.answer))
			r, err := testClient(t, url, ample).Query(t.Context(), Query{Sites: []string{"test_site12345"}})
			var e *Error
			if !errors.As(err, &e) || r.Outcome != OutcomeUnknown || e.Found != test.found {
				t.Fatalf("%v, found %+v, want %d", err, e, test.found)
			}
			checkNames(t, err, test.names)
		})
	}
}

// TestARefusedQueryMayHaveFound: records that come with an errorcode are kept too.
func TestARefusedQueryMayHaveFound(t *testing.T) {
	for _, code := range []string{"60017", "70000", "12345"} {
		url, _ := serve(t, jsonAnswer(envelope(edit(t, goodQuery, "errorcode", code))))
		r, err := testClient(t, url, ample).Query(t.Context(), Query{Sites: []string{"test_site12345"}})
		var e *QueryError
		if !errors.As(err, &e) || e.Found != 2 || len(r.Records) != 2 || r.Found != 2 || r.Outcome == OutcomeApproved {
			t.Errorf("%s: %v %+v", code, err, r)
		}
	}
}

// TestNamedIsCleaned: what a hostile text names is cleaned and shortened, and a card
// number in it is hidden.
func TestNamedIsCleaned(t *testing.T) {
	hostile := `{{"transactionreference":"\u001b]0;x\u0007` + strings.Repeat("y", 5000) + `","authcode":"4111 1111 1111 1111","md":"\q"` + "\x1b"
	records, _ := named([]byte(hostile))
	e := (&Error{}).keep(records, 0)
	if len(e.Records) != 1 || strings.ContainsAny(e.Record.TransactionReference, "\x1b\x07") || len(e.Record.TransactionReference) > 2*maxShown ||
		strings.Contains(e.Record.AuthCode, "1111") || strings.Contains(e.Error(), "yyy") {
		t.Errorf("%+v", e)
	}
	for _, nothing := range []string{
		"", "{}", `{"transactionreference":null}`, `{"transactionreference":""}`, `{"transactionreference":{}}`, `{"transactionreference"`,
		`{"transactionreference":`, `{"transactionreference":"23-9-8`, `{"transactionreference":12`, `{"parenttransactionreference":"1-2-3"}`,
	} {
		if records, _ := named([]byte(nothing)); len(records) != 0 {
			t.Errorf("%q: %+v", nothing, records)
		}
	}
	brace := "" // without one, each reference is looked at with 16 KiB on both sides
	if testing.Short() {
		brace = "{"
	}
	many := []byte(strings.Repeat(brace+`"transactionreference":"1-2-3","found":"`, effort.Of(queryLimit/40, 2*maxRecords)))
	if records, _ := named(many); len(records) != maxRecords {
		t.Errorf("%d records", len(records))
	}
}

// FuzzNamed: no text makes named panic, or name what the text does not hold.
func FuzzNamed(f *testing.F) {
	f.Add([]byte(goodAnswer))
	f.Add([]byte(envelope(goodQuery)))
	f.Add([]byte(`"transactionreference" : "\u0041`))
	f.Fuzz(func(t *testing.T, text []byte) {
		records, found := named(text)
		if len(records) > 0 && !strings.Contains(strings.ToLower(string(text)), `"transactionreference"`) || found < 0 {
			t.Errorf("%d, %+v", found, records)
		}
		e := (&Error{}).keep(records, found)
		for _, r := range e.Records {
			if again := r.Cleaned(); again.TransactionReference != r.TransactionReference {
				t.Errorf("not clean: %q", r.TransactionReference)
			}
		}
	})
}
