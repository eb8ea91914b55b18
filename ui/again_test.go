package ui

import (
	"testing"
	"time"

	"motoconsole/gateway"
)

// TestTheKeyAgreesWithItsPage: where the page allows the same card, the key does not say
// another one, and the form says why it asks for all of the card again.
func TestTheKeyAgreesWithItsPage(t *testing.T) {
	for code, key := range map[string]string{"N7": "Try again", "54": "Try again", "19": "Try again", "14": "Try again", "13": "Try again", "51": "Try another card", "41": "Try another card", "05": "Try another card"} {
		unhurried(t, func(t *testing.T) {
			c := newConsole(t, &bank{answer: func(r gateway.AuthRequest) (gateway.AuthResult, error) {
				result, err := answered(gateway.OutcomeDeclined, gateway.CodeDeclined, "3", "2", "2", "2")(r)
				result.Record.AcquirerResponseCode = code
				return result, err
			}})
			c.charge()
			c.mustShow(t, "DECLINED", "e  "+key)
			c.clock.wait(time.Second)
			c.Press("e")
			c.mustShow(t, "The card is not kept: ask for all of it again.")
		})
	}
}
