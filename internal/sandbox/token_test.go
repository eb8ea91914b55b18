package sandbox

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func tokenise(pairs ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"CACHETOKENISE"}, "sitereference": "test_site12345",
		"pan": canary, "expirymonth": "12", "expiryyear": "2030", "securitycode": "123",
	}.set(pairs...)
}

// byToken is an AUTH whose card is a token.
func byToken(token any, pairs ...any) fields {
	return auth("pan", nil, "expirydate", nil, "securitycode", nil, "cachetoken", token).set(pairs...)
}

// A token pays as its card would, in every request that takes a card.
func TestTokenStandsForItsCard(t *testing.T) {
	b, c := movingBank()
	a := send(t, b, tokenise())[0]
	want(t, a, "requesttypedescription", "CACHETOKENISE", "errorcode", "0", "errormessage", "Ok", "transactionreference", nil)
	token, _ := a["cachetoken"].(string)
	if len(token) < 32 || strings.Contains(token, "1111") {
		t.Fatalf("token %q", token)
	}
	if b.book.Len() != 0 {
		t.Error("a token is in the book")
	}
	paid := send(t, b, byToken(token))[0]
	want(t, paid, "errorcode", "0", "acquirerresponsecode", "00", "maskedpan", "411111######1111", "paymenttypedescription", "VISA",
		"securityresponsesecuritycode", "2")
	want(t, recordOf(t, b, paid["transactionreference"].(string)), "expirydate", "12/2030")
	if n := len(records(t, b, "pan", values(canary))); n != 1 {
		t.Errorf("%d payments found by the card's number", n)
	}
	for _, e := range []fields{
		byToken(token, "requesttypedescriptions", []string{"ACCOUNTCHECK"}),
		byToken(token, "requesttypedescriptions", []string{"RISKDEC"}),
		byToken(token, "requesttypedescriptions", []string{"THREEDQUERY"}, "termurl", "https://example.com"),
		byToken(token, "requesttypedescriptions", []string{"STORE"}, "accounttypedescription", "CARDSTORE"),
		byToken(token, "requesttypedescriptions", []string{"REFUND"}, "accounttypedescription", "CFT"),
		byToken(token, "expirydate", "01/2031", "securitycode", "214"),
	} {
		want(t, send(t, b, e)[0], "errorcode", "0", "maskedpan", "411111######1111")
	}
	for _, x := range send(t, b, byToken(token, "requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH"})) {
		want(t, x, "errorcode", "0", "securityresponsesecuritycode", "2")
	}
	wrapped := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"datacenterurl":"https://localhost:9","cachetoken":%q}`, token))
	want(t, send(t, b, byToken(wrapped))[0], "errorcode", "0")
	want(t, send(t, b, byToken(token, "paymenttypedescription", "VISA"))[0], "errorcode", "0")
	wantCode(t, send(t, b, byToken(token, "paymenttypedescription", "AMEX"))[0], "10103", "paymenttypedescription")
	declining := send(t, b, tokenise("pan", "4242424242424242"))[0]["cachetoken"]
	want(t, send(t, b, byToken(declining))[0], "errorcode", "70000")

	c.pass(tokenLife - time.Second)
	want(t, send(t, b, byToken(token))[0], "errorcode", "0")
	c.pass(time.Second)
	wantCode(t, send(t, b, byToken(token))[0], "30000", "cachetoken")
}

func TestTokensRefused(t *testing.T) {
	b := newBank()
	for _, name := range []string{"sitereference", "pan"} {
		wantRejected(t, send(t, b, tokenise(name, nil))[0], "30000", name)
	}
	wantRejected(t, send(t, b, tokenise("expirymonth", nil, "expiryyear", nil))[0], "30000", "expirydate")
	wantRejected(t, send(t, b, tokenise("securitycode", "1234"))[0], "30000", "securitycode")
	wantRejected(t, send(t, b, tokenise("sitereference", "live"))[0], "30001", "")
	wantRejected(t, send(t, b, tokenise("paymenttypedescription", "AMEX"))[0], "10103", "paymenttypedescription")

	token := send(t, b, tokenise())[0]["cachetoken"].(string)
	for _, tc := range []struct {
		request fields
		data    string
	}{
		{byToken("nonsense"), "cachetoken"},
		{byToken([]string{token}), "cachetoken"},
		{byToken(token[:len(token)-1]), "cachetoken"},
		{byToken(token, "pan", canary, "expirydate", "12/2030"), "cachetoken"},
		{byToken(nil), "pan expirydate"},
		{byToken(""), "pan expirydate"},
		{byToken(token, "securitycode", "1234"), "securitycode"},
	} {
		wantRejected(t, send(t, b, tc.request)[0], "30000", tc.data)
	}
	// The vendor's older browser library also wraps an empty token.
	empty := base64.StdEncoding.EncodeToString([]byte(`{"datacenterurl":"https://localhost:9","cachetoken":""}`))
	want(t, send(t, b, auth("cachetoken", empty))[0], "errorcode", "0")
	if b.book.Len() != 1 {
		t.Errorf("%d booked", b.book.Len())
	}
}

// The bank forgets tokens when their time is over, and the oldest if there are very
// many.
func TestTokensAreForgotten(t *testing.T) {
	s := tokens{cards: make(map[string]keptCard)}
	now := noon()
	first := s.keep(card{masked: "first"}, now)
	for range maxTokens {
		s.keep(card{}, now)
	}
	if _, ok := s.find(first, now); ok || len(s.cards) != maxTokens || len(s.given) != maxTokens {
		t.Errorf("%d kept, the first of them %v", len(s.cards), ok)
	}
	last := s.keep(card{masked: "last"}, now.Add(tokenLife))
	if c, ok := s.find(last, now.Add(tokenLife)); !ok || c.masked != "last" || len(s.cards) != 1 {
		t.Errorf("%d kept after their time", len(s.cards))
	}
}

// No token, and nothing kept for it, holds a card number or a security code.
func TestTokensHoldNoCard(t *testing.T) {
	pan := luhn(leakPAN)
	b := newBank()
	a := send(t, b, tokenise("pan", pan, "securitycode", leakCode))[0]
	want(t, a, "errorcode", "0")
	everyText(reflect.ValueOf(b), map[uintptr]bool{}, func(s string) {
		if strings.Contains(s, pan[6:15]) || s == leakCode {
			t.Error("the bank keeps card data for a token")
		}
	})
	for name, v := range a {
		if s, _ := v.(string); strings.Contains(s, pan[6:15]) {
			t.Errorf("%s shows the card", name)
		}
	}
}
