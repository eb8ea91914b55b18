package gateway

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func newVault(t testing.TB) *Vault {
	t.Helper()
	v, err := NewVault()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

func TestVaultWipesAndCloses(t *testing.T) {
	v := newVault(t)
	card := Card{Number: v.CardNumber(), Code: v.SecurityCode()}
	other := v.CardNumber()
	fill := func() {
		digitsInto(card.Number.Push, canaryPAN)
		digitsInto(card.Code.Push, canaryCode)
	}
	fill()
	if card.Number.Last4() != canaryPAN[12:] || other.Len() != 0 {
		t.Error("the vault does not hold what was pushed")
	}
	v.Wipe()
	if strings.Trim(string(v.memory), "\x00") != "" {
		t.Error("something is left in the vault")
	}
	if card.Number.Len()+card.Code.Len() != 0 || card.Number.Masked() != "" {
		t.Error("a handle is not empty after Wipe")
	}
	// A number of before the wipe must not share the place of one behind it.
	digitsInto(other.Push, "5555341244441115")
	card.Number.Wipe()
	card.Number.Pop()
	if textOf(other.d) != "5555341244441115" {
		t.Error("a handle from before the wipe reached another's digits")
	}
	fill()
	v.Close()
	v.Close()
	if v.memory != nil {
		t.Error("the memory was not given back")
	}
	if card.Number.Push('1') || card.Number.Len() != 0 || other.Brand() != "" {
		t.Error("something can be used after Close")
	}
	card.Wipe()
	other.Pop()
	v.Wipe()
	if _, err := v.Scratch(1); err == nil {
		t.Error("a closed vault gave a scratch")
	}
}

// A card that is handed over lives while the form has begun the next one.
func TestVaultHandsOver(t *testing.T) {
	v := newVault(t)
	taken := v.CardNumber()
	digitsInto(taken.Push, canaryPAN)
	for range 3 * vaultPlaces {
		next := v.CardNumber()
		digitsInto(next.Push, "5555341244441115")
		if textOf(taken.d) != canaryPAN {
			t.Fatal("the card that was handed over has changed")
		}
		next.Wipe()
	}
}

func TestVaultRunsOut(t *testing.T) {
	v := newVault(t)
	var all []CardNumber
	for range vaultPlaces {
		c := v.CardNumber()
		if !c.Push('4') {
			t.Fatalf("%d numbers and no more", len(all))
		}
		all = append(all, c)
	}
	more := v.CardNumber()
	if more.Push('4') || more.Len() != 0 {
		t.Error("a number was taken that there is no room for")
	}
	all[7].Wipe()
	if !more.Push('4') {
		t.Error("a place that was given back is not used again")
	}
	if _, err := v.Scratch(vaultSize); err == nil {
		t.Error("a scratch as large as the vault")
	}
	if _, err := v.Scratch(-1); err == nil {
		t.Error("a scratch of less than nothing")
	}
}

func TestScratch(t *testing.T) {
	v := newVault(t)
	s, err := v.Scratch(4096)
	if err != nil {
		t.Fatal(err)
	}
	c := v.CardNumber()
	func() {
		defer func() { _ = recover() }()
		s.Use(func(bytes []byte) {
			copy(bytes, canaryPAN)
			c.Push('4') // the vault is not locked
			panic("in the middle")
		})
	}()
	if strings.Contains(string(v.memory), canaryPAN) {
		t.Error("a panic leaves the scratch as it was")
	}
	// Closing meanwhile does not take the memory away from under it.
	entered, closed := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		s.Use(func(bytes []byte) {
			close(entered)
			<-closed
			if len(bytes) != 4096 || strings.Trim(string(bytes), "\x00") != "" {
				done <- fmt.Errorf("%d bytes", len(bytes))
			}
			copy(bytes, canaryPAN)
		})
		close(done)
	}()
	<-entered
	v.Close()
	close(closed)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if v.memory != nil || s.Use(func([]byte) { t.Error("a closed vault lends bytes") }) {
		t.Error("the memory was not given back by the last to leave")
	}
}

// What many goroutines do while others wipe and close: nothing faults, and the
// race detector has nothing to say.
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
						body.wipe()
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

// pushAll pushes what is taken.
func pushAll(c CardNumber, digits string) {
	for _, d := range []byte(digits) {
		c.Push(d)
	}
}

// A card that is wiped when it has been checked is not sent without it.
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
	digitsInto(request.Card.Code.Push, "1234") // one more than was reckoned with: still room
	if b, err := encode("user", 350, p.element); err == nil && &b.data[0] != &b.memory[b.headroom] {
		t.Error("the body has left its memory")
	}
}

// A number of its own has memory only while it holds digits.
func TestSingleVault(t *testing.T) {
	c := NewCardNumber()
	v := (*c.d.at).vault
	if v.memory != nil {
		t.Error("an empty number has memory")
	}
	for range 3 {
		digitsInto(c.Push, canaryPAN)
		if v.memory == nil || textOf(c.d) != canaryPAN {
			t.Fatal("the digits are not in the vault")
		}
		if c.Wipe(); v.memory != nil {
			t.Fatal("a wiped number keeps memory")
		}
	}
}

func TestPadding(t *testing.T) {
	for _, reckoned := range []int{250, 350, 1100, 5000} {
		for _, head := range []int{reckoned - headSlack, reckoned, reckoned + headSlack} {
			for size := 1; size < 20_000; size++ {
				blanks, full := padding(reckoned, size)
				if blanks < 1400 || full && blanks < maxRecord {
					t.Fatalf("%d bytes: %d blanks", size, blanks)
				}
				// Follow the records: when the first byte of JSON comes, one that is
				// as long as all that is left has gone.
				record, longest, at := firstRecord, 0, 0
				if full {
					record = maxRecord
				}
				for at+record <= head+blanks {
					at, longest = at+record, record
					if record += firstRecord; full {
						record = maxRecord
					}
				}
				if rest := head + blanks + size - at; rest > longest && longest < maxRecord {
					t.Fatalf("head %d, %d bytes: %d blanks, the last record has %d and the one before %d", head, size, blanks, rest, longest)
				}
			}
		}
	}
}

// TestHeadSize: the head of a request is as long as it was reckoned to be.
func TestHeadSize(t *testing.T) {
	for _, user := range []string{"u", "user@example.com", strings.Repeat("long", 60)} {
		url, _ := serve(t, jsonAnswer(goodAnswer))
		c := testClient(t, url, 5*time.Second)
		c.cfg.Username, c.cfg.UserAgent = user, "moto/v1.2.3 "+user
		if r, err := c.Auth(t.Context(), testRequest()); err != nil || r.Outcome != Approved {
			t.Errorf("a user of %d letters: %v %v", len(user), r.Outcome, err)
		}
		head := "POST /json/ HTTP/1.1\r\nHost: " + url[len("http://"):] + "\r\nUser-Agent: " + c.cfg.UserAgent + "\r\nContent-Length: 4000\r\nAccept: application/json\r\n" +
			"Authorization: Basic " + strings.Repeat("x", (len(user)+1+len("Password1^"))*4/3) + "\r\nContent-Type: application/json;charset=utf-8\r\nREQUESTREFERENCE: A12345678\r\nConnection: close\r\n\r\n"
		if off := len(head) - c.cfg.headSize(); off < -100 || off > 100 {
			t.Errorf("a user of %d letters: off by %d", len(user), off)
		}
	}
}

func BenchmarkVaultPush(b *testing.B) {
	c := newVault(b).CardNumber()
	for b.Loop() {
		c.Push('4')
		c.Pop()
	}
}

func BenchmarkSingleVault(b *testing.B) {
	for b.Loop() {
		c := NewCardNumber()
		c.Push('4')
		c.Wipe()
	}
}
