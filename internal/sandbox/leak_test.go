package sandbox

import (
	"bytes"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"motoconsole/internal/sandbox/message"
)

// A card and a code whose digits appear nowhere else.
const (
	leakPAN  = "4929123456789012345"
	leakCode = "907"
)

// leakPayload puts the card into an AUTH that the bank approves.
func leakPayload(t testing.TB, pairs ...any) []byte {
	return body(t, auth(append([]any{"pan", luhn(leakPAN), "securitycode", leakCode, "orderreference", "leak-test-order"}, pairs...)...))
}

// luhn replaces the last digit with the right check digit.
func luhn(pan string) string {
	sum := 0
	for i := range len(pan) - 1 {
		n := int(pan[len(pan)-2-i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return pan[:len(pan)-1] + string(rune('0'+(10-sum%10)%10))
}

// everyText visits every string and byte sequence reachable from v.
func everyText(v reflect.Value, seen map[uintptr]bool, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return
		}
		seen[v.Pointer()] = true
		everyText(v.Elem(), seen, visit)
	case reflect.Interface:
		everyText(v.Elem(), seen, visit)
	case reflect.Struct:
		for i := range v.NumField() {
			everyText(v.Field(i), seen, visit)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			everyText(it.Key(), seen, visit)
			everyText(it.Value(), seen, visit)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			visit(string(v.Bytes()))
			return
		}
		for i := range v.Len() {
			everyText(v.Index(i), seen, visit)
		}
	default: // holds no text
	}
}

func TestCardIsNeverKept(t *testing.T) {
	pan := luhn(leakPAN)
	b := newBank()
	for _, pairs := range [][]any{
		{}, {"baseamount", "70000"}, {"baseamount", "60010"}, {"customeraccountnumber", pan, "customeraccountnumbertype", "CARD"},
	} {
		if a := sendRaw(t, b, leakPayload(t, pairs...))[0]; a["errorcode"] == "30000" {
			t.Fatal(errordata(a))
		}
	}
	found := false
	everyText(reflect.ValueOf(b), map[uintptr]bool{}, func(s string) {
		if strings.Contains(s, pan) || s == leakCode || strings.Contains(s, pan[6:15]) {
			t.Errorf("the bank keeps %d bytes with card data in them", len(s))
		}
		found = found || strings.Contains(s, "leak-test-order")
	})
	if !found {
		t.Error("the search does not even find the order reference")
	}
	if got, _ := b.book.Booked("23-9-80001"); got.MaskedPAN != "492912#########"+pan[15:] {
		t.Errorf("masked number %s", got.MaskedPAN)
	}
}

// No answer and no log line shows a card, wherever in the request it was.
func TestCardIsNeverShown(t *testing.T) {
	pan := luhn(leakPAN)
	var out bytes.Buffer
	b := newBank(func(c *Config) {
		c.Log = slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	payloads := [][]byte{
		leakPayload(t), leakPayload(t, "baseamount", "70000"), leakPayload(t, "baseamount", "60010"),
		leakPayload(t, "expirydate", pan), leakPayload(t, "sitereference", pan), leakPayload(t, "pan", pan+"0"),
		leakPayload(t, "baseamount", pan), leakPayload(t, "billingfirstname", pan), leakPayload(t, "paymenttypedescription", pan),
		leakPayload(t, "parenttransactionreference", pan), leakPayload(t, "requesttypedescriptions", []string{pan}),
		body(t, queryFor("pan", values(pan)), queryFor("orderreference", values(pan), "colour", values(pan))),
		body(t, updateOf("23-9-80001", "orderreference", pan, "billingstreet", pan, "settlestatus", pan)),
		leakPayload(t)[1:], append(leakPayload(t), 0xff),
	}
	for i, payload := range payloads {
		_, _, raw := post(t, b, payload)
		if bytes.Contains(raw, []byte(pan)) || bytes.Contains(raw, []byte(`"`+leakCode+`"`)) {
			t.Errorf("payload %d: the answer shows the card", i)
		}
	}
	_, _, _ = post(t, b, leakPayload(t), func(r *http.Request) {
		r.Header.Set("REQUESTREFERENCE", pan)
		r.Header.Set("VERSIONINFO", pan)
	})
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		if strings.Contains(line, pan) || strings.Contains(line, pan[6:15]) || strings.Contains(line, leakCode+`"`) {
			t.Errorf("log line %d shows the card", i)
		}
	}
	if !strings.Contains(out.String(), `"type":"AUTH","errorcode":"70000"`) || !strings.Contains(out.String(), `"status":400`) {
		t.Errorf("the log does not say what happened:\n%s", out.String())
	}
}

func TestRequestIsWiped(t *testing.T) {
	payload := leakPayload(t)
	blk, ok := message.Decode(payload)
	if !ok {
		t.Fatal("no block")
	}
	e := blk.Elements[0]
	pan, _ := e.Digits("pan")
	code, _ := e.Digits("securitycode")
	if string(pan) != luhn(leakPAN) || string(code) != leakCode {
		t.Fatal("the card was not read")
	}
	clear(payload)
	everyText(reflect.ValueOf(blk), map[uintptr]bool{}, func(s string) {
		if strings.Contains(s, luhn(leakPAN)) {
			t.Error("a copy of the request survives the wipe")
		}
	})
	if strings.Trim(string(pan)+string(code), "\x00") != "" {
		t.Error("the card's digits survive the wipe")
	}
}

// Of a name sent twice the last counts, and the first is wiped too.
func TestANameSentTwiceIsWiped(t *testing.T) {
	first, last := luhn(leakPAN), "4111110000000211"
	payload := []byte(`{"alias":"a","request":[{"pan":"` + first + `", "a\"b" : [1,{"x":"]}"}] , "pan":"` + last + `"}, null, {}]}`)
	blk, ok := message.Decode(payload)
	if !ok || len(blk.Elements) != 3 || blk.Elements[1] != nil || len(blk.Elements[2]) != 0 {
		t.Fatalf("%v %d elements", ok, len(blk.Elements))
	}
	pan, ok := blk.Elements[0].Digits("pan")
	if !ok || string(pan) != last || string(blk.Elements[0][`a"b`]) != `[1,{"x":"]}"}]` {
		t.Fatalf("the fields are %q", blk.Elements[0])
	}
	if &pan[0] != &payload[bytes.Index(payload, []byte(last))] {
		t.Error("the number is a copy of the request's")
	}
}

// Nor does a query for a card leave a copy of its number.
func TestFilterIsWiped(t *testing.T) {
	pan := luhn(leakPAN)
	payload := body(t, queryFor("pan", values(pan), "orderreference", values("x", pan)))
	blk, ok := message.Decode(payload)
	if !ok {
		t.Fatal("no block")
	}
	f, ok := message.ReadFilter(blk.Elements[0]["filter"])
	if got, _ := f["pan"][0].Digits("value"); !ok || string(got) != pan {
		t.Fatal("the card was not read")
	}
	clear(payload)
	everyText(reflect.ValueOf([]any{f, blk}), map[uintptr]bool{}, func(s string) {
		if strings.Contains(s, pan) {
			t.Error("a copy of the filter survives the wipe")
		}
	})
}

// Each bank has its own key, so that nothing can be matched across runs.
func TestFingerprint(t *testing.T) {
	x, y := newBank(), newBank()
	one := x.key.Of([]byte(canary))
	if one != x.key.Of([]byte(canary)) {
		t.Error("the same card has two fingerprints")
	}
	if one == x.key.Of([]byte("4111110000000211")) {
		t.Error("two cards share a fingerprint")
	}
	if one == y.key.Of([]byte(canary)) {
		t.Error("two banks share a key")
	}
}
