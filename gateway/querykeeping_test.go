package gateway

import (
	"encoding/json"
	"net/http"
	"sync/atomic"
	"testing"
)

// TestQueryKeeping finds the payments of a card and then charges it.
func TestQueryKeeping(t *testing.T) {
	var pans []string
	url, count := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var got struct {
			Request []struct {
				PAN    string
				Filter struct{ PAN []struct{ Value string } }
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		if list := got.Request[0].Filter.PAN; len(list) == 1 {
			pans = append(pans, "query "+list[0].Value)
			jsonAnswer(envelope(goodQuery))(w, r)
			return
		}
		pans = append(pans, "auth "+got.Request[0].PAN)
		jsonAnswer(goodAnswer)(w, r)
	})
	client := testClient(t, url, ample)
	vault, err := NewVault()
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	request := testRequest()
	request.Card.Number, request.Card.Code = vault.CardNumber(), vault.SecurityCode()
	digitsInto(request.Card.Number.Push, "4111111111111111")
	digitsInto(request.Card.Code.Push, "123")
	query := Query{Sites: []string{"test_site12345"}, Cards: []CardNumber{request.Card.Number}}
	for range 3 {
		if r, err := client.QueryKeeping(t.Context(), query); err != nil || r.Outcome != OutcomeApproved || len(r.Records) != 2 {
			t.Errorf("%v %v", r.Outcome, err)
		}
	}
	if request.Card.Number.Len() != 16 || request.Card.Code.Len() != 3 || request.Card.Number.Check() != nil {
		t.Error("the query touched the card")
	}
	if r, err := client.Auth(t.Context(), request); err != nil || r.Outcome != OutcomeApproved {
		t.Errorf("%v %v", r.Outcome, err)
	}
	if request.Card.Number.Len() != 0 {
		t.Error("the payment left the card")
	}
	if len(pans) != 4 || pans[2] != "query 4111111111111111" || pans[3] != "auth 4111111111111111" {
		t.Error(pans)
	}
	// The card has been wiped, so the client refuses a query by it.
	_, err = client.QueryKeeping(t.Context(), query)
	checkFieldError(t, err, "pan", "")
	if count.Load() != 4 {
		t.Errorf("%d requests", count.Load())
	}
}

// TestQueryKeepingOfACardWipedMeanwhile: the card is wiped while the client prepares
// the query. The client sends nothing, neither a part of a number nor a query without
// one.
func TestQueryKeepingOfACardWipedMeanwhile(t *testing.T) {
	url, count := serve(t, jsonAnswer(envelope(goodQuery)))
	client := testClient(t, url, ample)
	card := testCard().Number
	var wiped atomic.Bool
	client.cfg.NewReference = func() string { // behind the checks
		wiped.Store(true)
		card.Wipe()
		return "Atest0001"
	}
	r, err := client.QueryKeeping(t.Context(), Query{Sites: []string{"s"}, Cards: []CardNumber{card}})
	checkError(t, err, true, KindNotReached, false)
	if r.Outcome != OutcomeNotSent || count.Load() != 0 || !wiped.Load() {
		t.Errorf("%v, %d requests", r.Outcome, count.Load())
	}
}
