package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// TestConsentWordsAreNeverCut: the journal records that the words were read out, so the
// agent sees all of even the longest that a configuration may have.
func TestConsentWordsAreNeverCut(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		words := make([]string, 75)
		for i := range words {
			words[i] = fmt.Sprintf("w%02d", i)
		}
		offer := allKinds()
		if offer.Script.Words = strings.Join(words, " "); len(offer.Script.Words) > 300 {
			t.Fatal("longer than the configuration takes")
		}
		c := newConsole(t, &bank{})
		offering(c.root.console, offer)
		c.Press("n", "ctrl+f", "enter", "enter")
		for _, size := range [][2]int{{60, 20}, {80, 24}, {120, 36}, {200, 50}} {
			c.Resize(size[0], size[1])
			c.mustShow(t, words...)
			c.mustShow(t, "▸ Keep the card", "recorded")
		}
	})
}

// TestAnotherCardIsNotKeptUnasked: the caller agreed to keeping the declined card, not
// the next one.
func TestAnotherCardIsNotKeptUnasked(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{answer: answered(gateway.OutcomeDeclined, "70000", "3", "2", "2", "2")})
		offering(c.root.console, allKinds())
		c.Press("n", "ctrl+f")
		c.Type("Pay\n\nyes\nlater\n")
		c.Press("ctrl+f")
		c.Type("A17\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
		c.mustShow(t, "Card is kept")
		c.agree()
		c.mustShow(t, "DECLINED")
		c.mustNotShow(t, "kept")
		c.clock.wait(time.Second)
		c.Press("e")
		c.Type("4242424242424242\n1230123")
		c.Press("ctrl+r")
		c.mustShow(t, "Check with the caller", "ending 4242")
		c.mustNotShow(t, "kept")
		c.agree()
		if got := c.bank.last().CredentialsOnFile; got != "" {
			t.Errorf("the other card is kept: %q", got)
		}
	})
}

// TestWrongFieldSaysSo: a key that does not leave a wrong answer says why.
func TestWrongFieldSaysSo(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		offering(c.root.console, terms.Offer{})
		for _, k := range []string{"ctrl+f", "ctrl+r", "shift+tab"} {
			c.Press("n")
			c.Type("A17\n10.50\n411111")
			c.Press(k)
			c.mustShow(t, "Correct Card number first.")
			c.Press("esc", "y")
		}
	})
}
