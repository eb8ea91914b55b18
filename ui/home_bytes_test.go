package ui

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// TestBytesPerArrowOnHome: moving the selection changes two rows and nothing else.
func TestBytesPerArrowOnHome(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newClock()
		session := newSession(&bank{answer: approved}, c, gateway.ModeTest)
		for i := range 9 {
			id := fmt.Sprint("A", i)
			err := processorOf(session).Store.Intent(t.Context(), journal.Entry{
				ID: id, Operation: journal.OpCharge, SentReference: id, OwnReference: id, Site: session.Site, Agent: session.Agent, Brand: "VISA",
				Amount: gateway.Money{Minor: 1050, Currency: session.Form.Currency}, First6: "411111", Last4: "1111", IntentAt: c.Now(),
			}, "", time.Time{})
			if err != nil {
				t.Fatal(err)
			}
		}
		s := screentest.NewScreen(t, New(session), 80, 24)
		defer s.Close() // or it draws through the next hour
		s.WaitFor(t, "1–9 of 9")
		s.Settle(t)
		before := s.Bytes()
		const keys = 8
		for range keys {
			at := s.Bytes()
			s.Press("down")
			s.WaitUntil(t, "the selection has moved", func(string) bool { return s.Bytes() > at })
		}
		s.Settle(t)
		per := (s.Bytes() - before) / keys
		if t.Logf("%d bytes a key", per); per > 500 {
			t.Errorf("%d bytes a key", per)
		}
	})
}
