package gateway

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fullRecord makes a record with a different value in every field, and its JSON.
func fullRecord(t testing.TB) (Record, string) {
	t.Helper()
	var record Record
	v := reflect.ValueOf(&record).Elem()
	wire := map[string]any{}
	for name, i := range recordSchema().byName {
		v.FieldByIndex(recordSchema().paths[i]).SetString("of " + name)
		wire[name] = "of " + name
	}
	record.ErrorData = []string{"pan", "expirydate"}
	wire["errordata"] = record.ErrorData
	text, err := json.Marshal(wire)
	if err != nil {
		t.Fatal(err)
	}
	return record, string(text)
}

func TestDecodeEveryField(t *testing.T) {
	want, text := fullRecord(t)
	for _, name := range []string{
		"requesttypedescription", "customerforwardedip", "customerdob", "customeraccountnumber", "billingtelephonetype",
		"fraudrating", "settlebaseamount", "expirydate", "interface", "sitereference", "eci", "cavv", "acsurl", "redirecturl",
	} {
		if _, ok := recordSchema().byName[name]; !ok {
			t.Errorf("%s has no place in a record", name)
		}
	}
	ans, fail := decodeAnswer([]byte(envelope(`{"records":[`+text+`,{},`+text+`],`+text[1:])), "Atest0001")
	if fail != nil {
		t.Fatal(fail)
	}
	resp := ans.responses[0]
	for i, got := range append(resp.records, resp.record) {
		if i == 1 {
			got, want := got, Record{}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the empty one: -want +got\n%s", diff)
			}
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

// TestCleanEveryField: there is no field that Cleaned forgets.
func TestCleanEveryField(t *testing.T) {
	var dirty Record
	v := reflect.ValueOf(&dirty).Elem()
	for _, path := range recordSchema().paths {
		v.FieldByIndex(path).SetString("\x1b]0;4111 1111 1111 1111\x07\u202e")
	}
	dirty.ErrorData = []string{"\x1b[2J", "5100000000000511"}
	before := dirty.AuthCode
	text := fmt.Sprintf("%+v", dirty.Cleaned())
	if strings.ContainsAny(text, "\x1b\x07\u202e") || strings.Contains(text, "1111") || strings.Contains(text, "0511") {
		t.Errorf("%q", text)
	}
	if dirty.AuthCode != before || dirty.ErrorData[0] != "\x1b[2J" {
		t.Error("Cleaned changed the record it was asked for a copy of")
	}
	if got := (Record{MD: strings.Repeat("x", 70_000)}).Cleaned().MD; len([]rune(got)) > maxShown {
		t.Errorf("%d characters", len(got))
	}
	want := Record{AuthCode: "TEST96", Issuer: "Čeština a.s.", MaskedPAN: "411111######1111", TransactionReference: "41111111111-11-111"}
	if diff := cmp.Diff(want, want.Cleaned()); diff != "" {
		t.Errorf("harmless values were changed:\n%s", diff)
	}
	for _, card := range []string{"4111-1111-1111-1111", "411111-1111-111111", "4111111111111111", "3400-000000-00611"} {
		if got := (Record{TransactionReference: card}).Cleaned().TransactionReference; strings.Contains(got, "11") {
			t.Errorf("a card in a reference is shown: %q", got)
		}
	}
}

// TestRefusedJSON: the decoder refuses what encoding/json accepts silently.
func TestRefusedJSON(t *testing.T) {
	many := func(n int, each string) string {
		return strings.TrimSuffix(strings.Repeat(each+",", n), ",")
	}
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"k%d":1,`, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	tests := []struct {
		name, text string
		kind       ErrorKind
	}{
		{"two names in a record", envelope(`{"records":[{"errorcode":"1","errorcode":"0"}]}`), KindGarbled},
		{"two names in other case", envelope(`{"records":[{"errorCode":"1","errorcode":"0"}]}`), KindGarbled},
		{"two names, one escaped", envelope(`{"errorcode":"1","error\u0063ode":"0"}`), KindGarbled},
		{"two names, one with a Kelvin sign", envelope(`{"token":"1","to\u212Aen":"0"}`), KindGarbled},
		{"two names deep in the unknown", envelope(`{"x":[{"y":{"a":1,"A":2}}]}`), KindGarbled},
		{"two envelopes", `{"requestreference":"Atest0001","response":[{}],"Response":[{}]}`, KindGarbled},
		{"deep in the unknown", envelope(`{"x":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + `}`), KindGarbled},
		{"many names", envelope(`{` + keys(257) + `}`), KindGarbled},
		{"many responses", envelope(many(maxBlock+1, "{}")), KindShape},
		{"many records", envelope(`{"records":[` + many(maxRecords+1, "{}") + `]}`), KindShape},
		{"a number", envelope(`{"records":[{"baseamount":1050}]}`), KindShape},
		{"true", envelope(`{"livestatus":true}`), KindShape},
		{"an object", envelope(`{"errorcode":{}}`), KindShape},
		{"a list of numbers", envelope(`{"errordata":[1]}`), KindShape},
		{"a response that is a string", envelope(`"0"`), KindShape},
		{"a response that is null", envelope(`null`), KindShape},
		{"found as a number", envelope(`{"found":2}`), KindShape},
		{"reference as a number", `{"requestreference":1,"response":[{}]}`, KindShape},
		{"single quotes", `{'response':[]}`, KindGarbled},
		{"a byte order mark", "\ufeff" + goodAnswer, KindGarbled},
		{"a comment", `{/**/"response":[]}`, KindGarbled},
		{"a comma too many", `{"response":[{}],}`, KindGarbled},
	}
	for _, test := range tests {
		_, fail := decodeAnswer([]byte(test.text), "Atest0001")
		if fail == nil || fail.Kind != test.kind || !fail.Written {
			t.Errorf("%s: %+v", test.name, fail)
		}
	}
	for name, text := range map[string]string{
		"null is no value":        envelope(`{"errorcode":"0","authcode":null,"errordata":null}`),
		"errordata of one string": envelope(`{"errorcode":"30000","errordata":"pan"}`),
		"unknown fields":          envelope(`{"errorcode":"0","new":{"a":[1,2.5e3,true,null,{}]},"other":-1}`),
		"blanks":                  " \r\n\t" + strings.ReplaceAll(envelope(`{ "errorcode" : "0" , "errordata" : [ "a" , "b" ] }`), ",", " ,\n"),
		"most names":              envelope(`{` + keys(256) + `}`),
		"bytes that are no text":  envelope("{\"issuer\":\"caf\xe9\"}"),
		"lone surrogate":          envelope(`{"issuer":"\ud800"}`),
	} {
		if _, fail := decodeAnswer([]byte(text), "Atest0001"); fail != nil {
			t.Errorf("%s: %v", name, fail)
		}
	}
}

// FuzzDecoder compares the decoder with encoding/json: both read the same values, and
// the decoder refuses all that encoding/json refuses.
func FuzzDecoder(f *testing.F) {
	_, full := fullRecord(f)
	for _, seed := range []string{
		goodAnswer, envelope(goodQuery), envelope(full), envelope(goodThreeD, goodMyBank), `{"a":"\u0041\"","b":[],"requestreference":"Atest0001","response":[{"issuer":"` + "\xff" + `é\ud83d\ude00"}]}`,
	} {
		f.Add([]byte(seed))
	}
	type wireResponse struct {
		Issuer       *string
		Found        *string
		Records      []map[string]any
		OrderReferen *string `json:"orderreference"`
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		ans, fail := decodeAnswer(text, "Atest0001")
		if fail != nil {
			return
		}
		var want struct {
			RequestReference string
			Response         []wireResponse
		}
		dec := json.NewDecoder(bytes.NewReader(text))
		if err := dec.Decode(&want); err != nil && !strings.Contains(err.Error(), "cannot unmarshal") {
			t.Fatalf("encoding/json: %v", err)
		} else if err != nil {
			return // fields that we do not read, or read only in lower case
		}
		if len(want.Response) != len(ans.responses) {
			return // "Response" in another case
		}
		for i, w := range want.Response {
			got := ans.responses[i]
			if w.Issuer != nil && got.record.Issuer != "" && *w.Issuer != got.record.Issuer {
				t.Errorf("issuer %q, want %q", got.record.Issuer, *w.Issuer)
			}
			if w.OrderReferen != nil && got.record.OrderReference != "" && *w.OrderReferen != got.record.OrderReference {
				t.Errorf("order reference %q, want %q", got.record.OrderReference, *w.OrderReferen)
			}
		}
	})
}

// FuzzDecodeQuery gives a query random answers. Nothing panics, only an answer that
// says done is believed, and what is shown is clean.
func FuzzDecodeQuery(f *testing.F) {
	_, full := fullRecord(f)
	f.Add([]byte(envelope(goodQuery)))
	f.Add([]byte(envelope(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"1","records":[` + full + `]}`)))
	f.Add([]byte(envelope(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"500","records":[{},{}]}`)))
	f.Add([]byte(envelope(`{"requesttypedescription":"ERROR","errorcode":"60019","errordata":["filter"]}`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		ans, fail := decodeAnswer(text, "Atest0001")
		if fail != nil {
			return
		}
		q := Query{Sites: []string{"test_site12345"}}
		p, err := q.prepare(time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range judgeAll([]Request{q}, []*prepared{p}, answer{reference: ans.reference, responses: ans.responses[:1]}) {
			r := e.Result.(QueryResult)
			if (r.Outcome == OutcomeApproved) != (e.Err == nil) {
				t.Errorf("%v with error %v", r.Outcome, e.Err)
			}
			if r.Outcome == OutcomeApproved && (ans.responses[0].record.RequestType != TypeQuery || ans.responses[0].record.ErrorCode != "0" || r.Found != len(r.Records)) {
				t.Errorf("believed: %+v", r)
			}
			for _, record := range r.Records {
				record.Outcome()
				record.What()
				record.StartedAt()
				if again := record.Cleaned(); !cmp.Equal(record, again) {
					t.Errorf("not clean:\n%s", cmp.Diff(record, again))
				}
			}
		}
	})
}

func FuzzDecodeAnswer(f *testing.F) {
	f.Add([]byte(goodAnswer))
	f.Add([]byte(goodAnswer[:100]))
	f.Add([]byte(`{"requestreference":"Atest0001","response":[{"errordata":["pan"],"errorcode":"30000"}]}`))
	f.Add([]byte(`{"response":[null]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		ans, fail := decodeAnswer(text, "Atest0001")
		if fail != nil {
			return
		}
		if len(ans.responses) == 0 || !json.Valid(text) {
			t.Error("accepted an answer without elements or that is not JSON")
		}
		r := testRequest()
		p, err := r.prepare(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		for i := range ans.responses {
			record := ans.responses[i].record
			result, fail := p.judge(&ans.responses[i], "Atest0001")
			if fail != nil || result.Outcome != OutcomeApproved && result.Outcome != OutcomeHeld && result.Outcome != OutcomeCancelled {
				continue
			}
			if record.BaseAmount != "1050" || record.ErrorCode != "0" || record.OrderReference != r.OrderReference ||
				record.CurrencyISO3A != "GBP" || record.RequestType != "AUTH" || record.TransactionReference == "" {
				t.Error("believed without the echoes")
			}
		}
	})
}
