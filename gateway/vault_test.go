package gateway

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway/internal/secmem"
)

// newVault makes a vault that is closed at the end.
func newVault(t testing.TB) *Vault {
	t.Helper()
	v, err := NewVault()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

// TestVault: wiping a vault empties its own cards only, and a card without a vault has
// memory of its own.
func TestVault(t *testing.T) {
	v := newVault(t)
	for _, v := range []*Vault{v, nil} {
		card, other := Card{Number: v.CardNumber(), Code: v.SecurityCode()}, v.CardNumber()
		fill := func() {
			digitsInto(card.Number.Push, canaryPAN)
			digitsInto(card.Code.Push, canaryCode)
		}
		fill()
		if card.Number.Last4() != canaryPAN[12:] || card.Code.Len() != 4 || card.Code.Push('1') || other.Len() != 0 {
			t.Error("the card does not hold what was pushed")
		}
		if v.Wipe(); v != nil && (card.Number.Len()+card.Code.Len() != 0 || card.Number.Masked() != "") {
			t.Error("a handle is not empty after Wipe")
		}
		card.Wipe()
		fill()
		if textOf(card.Number.d) != canaryPAN {
			t.Error("a wiped card cannot be used again")
		}
		if v == nil {
			card.Wipe()
			continue
		}
		v.Close()
		if card.Number.Push('1') || card.Number.Len() != 0 || card.Number.Brand() != "" {
			t.Error("something can be used after Close")
		}
		card.Wipe()
		if _, err := v.Scratch(1); !errors.Is(err, secmem.ErrFull) {
			t.Errorf("a closed vault gave a scratch: %v", err)
		}
	}
}

// Goroutines use cards while others wipe and close the vault: nothing faults, and the
// race detector finds nothing.
func TestVaultFromManySides(t *testing.T) {
	v := newVault(t)
	s, err := v.Scratch(64)
	if err != nil {
		t.Fatal(err)
	}
	shared := v.CardNumber()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			own := v.CardNumber()
			for range 300 {
				pushAll(own, canaryPAN)
				pushAll(shared, canaryPAN)
				_, _ = own.Masked(), shared.Check()
				s.Use(func(bytes []byte) { bytes[i]++ })
				if i == 0 {
					p := AuthRequest{Card: Card{Number: shared}}.build(TypeAuth, time.Time{})
					body, err := encode("user", 350, p.element)
					if err == nil {
						body.Wipe()
					} else if !errors.Is(err, errEmptied) {
						t.Error(err)
					}
				}
				own.Wipe()
				if i == 1 {
					v.Wipe()
				}
			}
			if i == 1 {
				v.Close()
			}
		})
	}
	all.Wait()
	if shared.Len() != 0 {
		t.Error("digits after Close")
	}
}

// pushAll pushes digits until one is refused.
func pushAll(c CardNumber, digits string) {
	for _, d := range []byte(digits) {
		c.Push(d)
	}
}

// A payment whose card is wiped after the check is not sent without the card.
func TestEmptiedIsNotSent(t *testing.T) {
	request := testRequest()
	p, err := request.prepare(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	request.Card.Code.Wipe()
	if b, err := encode("user", 350, p.element); !errors.Is(err, errEmptied) || b != nil {
		t.Errorf("%v", err)
	}
	digitsInto(request.Card.Code.Push, "1234") // one more than estimated: still room
	b, err := encode("user", 350, p.element)
	if err != nil {
		t.Fatal(err)
	}
	b.Wipe()
}

// TestHeadSize: the head of a request is as long as estimated.
func TestHeadSize(t *testing.T) {
	for _, user := range []string{"u", "user@example.com", strings.Repeat("long", 60)} {
		url, _ := serve(t, jsonAnswer(goodAnswer))
		c := testClient(t, url, ample)
		c.cfg.Username, c.cfg.UserAgent = user, "moto/v1.2.3 "+user
		if r, err := c.Auth(t.Context(), testRequest()); err != nil || r.Outcome != OutcomeApproved {
			t.Errorf("a user of %d letters: %v %v", len(user), r.Outcome, err)
		}
		head := "POST /json/ HTTP/1.1\r\nHost: " + url[len("http://"):] + "\r\nUser-Agent: " + c.cfg.UserAgent + "\r\nContent-Length: 4000\r\nAccept: application/json\r\n" +
			"Authorization: Basic " + strings.Repeat("x", (len(user)+1+len("Password1^"))*4/3) + "\r\nContent-Type: application/json;charset=utf-8\r\nREQUESTREFERENCE: A12345678\r\nConnection: close\r\n\r\n"
		if off := len(head) - c.cfg.headSize(); off < -100 || off > 100 {
			t.Errorf("a user of %d letters: off by %d", len(user), off)
		}
	}
}
