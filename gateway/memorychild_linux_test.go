package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// sendCards is the other process of TestNoCardInMemory. A command is a kind, two bytes
// for the length, and sixteen disguised digits.
func sendCards(t *testing.T) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(os.Getenv(senderCert))) {
		t.Fatal("no certificate")
	}
	client := testClient(t, os.Getenv(senderURL), time.Minute)
	client.cfg.RootCAs = roots
	vault, err := NewVault()
	if err != nil {
		t.Fatal(err)
	}
	defer vault.Close()
	for order := make([]byte, 19); ; {
		if _, err := io.ReadFull(os.Stdin, order); err != nil {
			os.Exit(0) // no more commands; exit before the test framework prints PASS
		}
		if err := sendCard(t.Context(), client, vault, order); err != nil {
			say(err.Error())
			continue
		}
		say("done")
	}
}

func sendCard(ctx context.Context, client *Client, vault *Vault, order []byte) error {
	kind, filler, disguised := sending(order[0]), int(order[1])<<8|int(order[2]), order[3:]
	card := Card{Number: vault.CardNumber(), Code: vault.SecurityCode(), Expiry: Expiry{12, 2030}}
	switch kind {
	case sendCold: // the handshake has filled the pool, so empty it again
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
			runtime.GC()
			runtime.GC()
		}})
	case sendWarm, sendQuery, sendKeeping:
	case sendNaive:
		return sendNaively(ctx, client, disguised)
	default:
		runtime.GC()
		runtime.GC()
		return nil
	}
	for _, c := range disguised {
		if !card.Number.Push(^c) {
			return fmt.Errorf("a digit was not taken")
		}
	}
	for _, c := range []byte("123") {
		card.Code.Push(c)
	}
	var outcome Outcome
	var err error
	query := Query{Cards: []CardNumber{card.Number}, OrderReferences: []string{strings.Repeat("y", filler%250+1)}}
	if kind == sendKeeping {
		if r, err := client.QueryKeeping(ctx, query); err != nil || r.Outcome != OutcomeApproved || card.Number.Len() != 16 {
			return fmt.Errorf("the card was not kept: %v, %w", r.Outcome, err)
		}
	}
	if kind == sendQuery {
		var r QueryResult
		r, err = client.Query(ctx, query)
		outcome = r.Outcome
		card.Code.Wipe()
	} else {
		r := AuthRequest{Site: "test_site12345", OrderReference: "My_Order_123", Amount: gbp(1050), Card: card}
		for _, field := range []*string{&r.OperatorName, &r.CustomField4, &r.CustomField5} {
			// A "<" takes six bytes.
			n := min(filler/6, 250)
			*field = strings.Repeat("<", n)
			if filler -= 6 * n; filler < 6 {
				*field += strings.Repeat("z", filler)
				break
			}
		}
		var got AuthResult
		got, err = client.Auth(ctx, r)
		outcome = got.Outcome
	}
	if err == nil && outcome != OutcomeApproved {
		err = fmt.Errorf("the outcome is %v", outcome)
	}
	return err
}

// sendNaively sends a card as an ordinary client does.
func sendNaively(ctx context.Context, client *Client, disguised []byte) error {
	var number strings.Builder
	for _, c := range disguised {
		number.WriteByte(^c)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, client.cfg.URL, strings.NewReader(`{"request":[{"pan":"`+number.String()+`"}]}`))
	if err != nil {
		return err
	}
	naive := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: client.cfg.RootCAs}}}
	answer, err := naive.Do(r)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}
