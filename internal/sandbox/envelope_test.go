package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEnvelopeOfALibraryCaller(t *testing.T) {
	status, h, raw := post(t, newBank(), body(t, auth()), func(r *http.Request) {
		r.Header.Set("REQUESTREFERENCE", "A0bxh87wt")
	})
	if ct := h.Get("Content-Type"); status != 200 || ct != "application/json" {
		t.Fatalf("status %d, content type %q", status, ct)
	}
	r := decodeReply(t, raw)
	if r.RequestReference != "A0bxh87wt" || r.Version != "1.00" || len(r.Response) != 1 {
		t.Errorf("envelope %+v", r)
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(raw, &top); err != nil {
		t.Fatal(err)
	}
	if n := len(r.SecRand); n == 0 || n > 16 || len(top) != 4 {
		t.Errorf("a library caller got the fields %v and a secrand of %d characters", slices.Sorted(mapsKeys(top)), n)
	}
}

func mapsKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestEnvelopeOfOtherCallers(t *testing.T) {
	made := regexp.MustCompile(`^W\d+-[0-9a-z]{8}$`)
	for _, sent := range []string{"", strings.Repeat("A", 26)} {
		_, _, raw := post(t, newBank(), body(t, auth()), func(r *http.Request) {
			r.Header.Set("REQUESTREFERENCE", sent)
		})
		r := decodeReply(t, raw)
		if !made.MatchString(r.RequestReference) {
			t.Errorf("request reference %q, want one made by the gateway", r.RequestReference)
		}
		if n := len(r.SecRand); n == 0 || n > 16 {
			t.Errorf("secrand has %d characters, want 1 to 16", n)
		}
	}
}

func TestMalformedRequests(t *testing.T) {
	envelope := func(request string) string {
		return fmt.Sprintf(`{"alias":%q,"version":"1.00","request":%s}`, user, request)
	}
	for name, tc := range map[string]struct{ body, code, data string }{
		"empty":                {"", "10205", "invalid json"},
		"not JSON":             {"alias=x&pan=4111111111111111", "10205", "invalid json"},
		"cut short":            {envelope(`[{"requesttypedescription":"AUTH"`), "10205", "invalid json"},
		"two documents":        {envelope(`[]`) + envelope(`[]`), "10205", "invalid json"},
		"byte order mark":      {"\ufeff" + envelope(`[]`), "10205", "invalid json"},
		"array at the top":     {"[]", "10205", "invalid json"},
		"null at the top":      {"null", "10205", "invalid json"},
		"deep nesting":         {envelope(strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000)), "10205", "invalid json"},
		"nested within limits": {envelope(strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000)), "60018", "None"},
		"no request":           {fmt.Sprintf(`{"alias":%q}`, user), "60018", "None"},
		"request null":         {envelope(`null`), "60018", "None"},
		"request empty":        {envelope(`[]`), "60018", "None"},
		"request an object":    {envelope(`{"requesttypedescription":"AUTH"}`), "60018", "None"},
		"element a number":     {envelope(`[1]`), "60018", "None"},
		"element null":         {envelope(`[null]`), "60018", "None"},
		"no type":              {envelope(`[{}]`), "60018", "None"},
		"type null":            {envelope(`[{"requesttypedescription":null}]`), "60018", "None"},
		"type a list":          {envelope(`[{"requesttypedescription":["AUTH"]}]`), "60018", "None"},
		"types a string":       {envelope(`[{"requesttypedescriptions":"AUTH"}]`), "60018", "None"},
		"types empty":          {envelope(`[{"requesttypedescriptions":[]}]`), "60018", "None"},
		"types of objects":     {envelope(`[{"requesttypedescriptions":[{}]}]`), "60018", "None"},
		"gibberish type":       {envelope(`[{"requesttypedescription":"XYZZY"}]`), "60018", "XYZZY"},
		"type in lower case":   {envelope(`[{"requesttypedescriptions":["auth"]}]`), "60018", "auth"},
		"type is very long":    {envelope(`[{"requesttypedescription":"` + strings.Repeat(canary, 20_000) + `"}]`), "60018", strings.Repeat("#", 19) + "…"},
		"one type unknown":     {envelope(`[{"requesttypedescriptions":["ACCOUNTCHECK","NOPE"]}]`), "60018", "NOPE"},
		"both type fields":     {envelope(`[{"requesttypedescription":"AUTH","requesttypedescriptions":["AUTH"]}]`), "60040", ""},
		"update with refund":   {envelope(`[{"requesttypedescriptions":["TRANSACTIONUPDATE","REFUND"]}]`), "30000", "requesttypedescriptions"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBank()
			answers := sendRaw(t, b, []byte(tc.body))
			if len(answers) != 1 {
				t.Fatalf("%d answers, want 1", len(answers))
			}
			wantRejected(t, answers[0], tc.code, tc.data)
			if b.book.Len() != 0 {
				t.Error("booked a payment")
			}
		})
	}
}

func TestSeveralElements(t *testing.T) {
	b := newBank()
	answers := send(t, b, auth(), fields{}, auth("baseamount", "70000"), fields{"requesttypedescription": "REVERSAL"})
	if len(answers) != 4 {
		t.Fatalf("%d answers, want 4", len(answers))
	}
	want(t, answers[0], "errorcode", "0", "requesttypedescription", "AUTH")
	wantRejected(t, answers[1], "60018", "None")
	want(t, answers[2], "errorcode", "70000", "transactionreference", "23-9-80002")
	want(t, answers[3], "errorcode", "0", "requesttypedescription", "REVERSAL")
}

func TestSeveralTypes(t *testing.T) {
	b := newBank()
	types := []string{"ACCOUNTCHECK", "AUTH"}
	answers := send(t, b, auth("requesttypedescriptions", types))
	if len(answers) != 2 {
		t.Fatalf("%d answers, want one for each type", len(answers))
	}
	want(t, answers[0], "requesttypedescription", "ACCOUNTCHECK", "errorcode", "0")
	want(t, answers[1], "requesttypedescription", "AUTH", "errorcode", "0")

	answers = send(t, b, auth("requesttypedescriptions", []string{"AUTH", "RISKDEC"}, "pan", "1"), auth())
	if len(answers) != 2 {
		t.Fatalf("%d answers, want the failed AUTH and the next element", len(answers))
	}
	wantRejected(t, answers[0], "30000", "pan")
	want(t, answers[1], "errorcode", "0")
}

func TestTooManyAnswers(t *testing.T) {
	repeat := func(n int, f fields) []fields { return slices.Repeat([]fields{f}, n) }
	b := newBank()
	if got := len(send(t, b, repeat(maxAnswers, auth())...)); got != maxAnswers {
		t.Errorf("%d answers, want %d", got, maxAnswers)
	}
	booked := b.book.Len()
	many := slices.Repeat([]string{"AUTH"}, maxAnswers)
	for name, elements := range map[string][]fields{
		"one element more":   repeat(maxAnswers+1, auth()),
		"10 000 elements":    repeat(10_000, fields{"requesttypedescription": "AUTH"}),
		"types add up":       {auth("requesttypedescriptions", many), auth()},
		"refused ones count": {auth("requesttypedescriptions", many), {}},
	} {
		answers := send(t, b, elements...)
		if len(answers) != 1 {
			t.Fatalf("%s: %d answers, want 1", name, len(answers))
		}
		wantRejected(t, answers[0], "60011", "")
	}
	if b.book.Len() != booked {
		t.Error("part of a refused block was carried out")
	}
}

// The last of a name sent twice counts, as in the common JSON parsers, and
// names are case sensitive.
func TestDuplicateAndForeignKeys(t *testing.T) {
	payload := strings.Replace(string(body(t, auth())), `"baseamount":"1050"`,
		`"baseamount":"1","baseamount":"2050","BASEAMOUNT":"3","field_that_wont_be_passed":{"a":[1]}`, 1)
	want(t, sendRaw(t, newBank(), []byte(payload))[0], "errorcode", "0", "baseamount", "2050")
}

func TestScalarsThatAreNotStrings(t *testing.T) {
	a := send(t, newBank(), auth("baseamount", 1050, "pan", json.Number(canary), "securitycode", 123,
		"settlestatus", 2, "billingpremise", 7, "orderreference", 12))[0]
	want(t, a, "errorcode", "0", "baseamount", "1050", "maskedpan", "411111######1111",
		"securityresponsesecuritycode", "2", "settlestatus", "2", "orderreference", "12")

	null := json.RawMessage("null")
	want(t, send(t, newBank(), auth("securitycode", null, "settlestatus", null, "billingpostcode", null))[0],
		"errorcode", "0", "securityresponsesecuritycode", "0", "settlestatus", "0")

	for _, odd := range []any{[]string{"1050"}, fields{"value": "1050"}, true, 10.5, -1050, json.RawMessage("1e3")} {
		wantRejected(t, send(t, newBank(), auth("baseamount", odd))[0], "30000", "baseamount")
	}
	for _, name := range []string{"pan", "expirydate", "securitycode", "orderreference", "billingpremise", "sitereference"} {
		wantRejected(t, send(t, newBank(), auth(name, []string{"123"}))[0], "30000", name)
	}
}

// Escapes change how a value is written, not what it is.
func TestEscapedText(t *testing.T) {
	payload := string(body(t, auth("billingpremise", "No 789")))
	payload = strings.Replace(payload, `"12/2030"`, `"12\/2030"`, 1)
	payload = strings.Replace(payload, `"`+canary+`"`, `"\u0034111111111111111"`, 1)
	payload = strings.Replace(payload, `"No 789"`, `"\u004eo 789"`, 1)
	want(t, sendRaw(t, newBank(), []byte(payload))[0], "errorcode", "0",
		"maskedpan", "411111######1111", "securityresponseaddress", "2")
}

func TestKnownOtherTypes(t *testing.T) {
	for _, name := range []string{"REVERSAL", "WALLETVERIFY", "IDENTITYCHECK"} {
		want(t, send(t, newBank(), fields{"requesttypedescription": name})[0],
			"requesttypedescription", name, "errorcode", "0", "errormessage", "Ok",
			"transactionstartedtimestamp", "2026-11-21 12:00:05")
	}
}

func TestRequestsAreCounted(t *testing.T) {
	b := newBank()
	send(t, b, auth(), auth())
	sendRaw(t, b, []byte("nonsense"))
	_, _, _ = post(t, b, body(t, auth()), func(r *http.Request) { r.SetBasicAuth(user, "wrong") })
	if got := b.Requests(); got != 2 {
		t.Errorf("%d requests, want the 2 that were let in", got)
	}
}
