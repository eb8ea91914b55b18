// Package payment takes one payment from the agent's confirmation to a known
// outcome: it records the intent, hands the card to the gateway once, and
// records what came of it. It knows no terminal and no database.
package payment

import (
	"time"

	"motoconsole/gateway"
)

// Charge is what the agent confirmed. It holds no card data beyond the first
// six and last four digits.
type Charge struct {
	OrderReference string // the merchant's own
	Amount         gateway.Money
	Brand          gateway.Brand
	First6, Last4  string
	Billing        gateway.Billing
}

// State is how far an attempt is.
type State int

// The states of an attempt, in order. Editing and confirming come before
// there is one, and belong to the screen.
const (
	Recording State = iota // the intent is being made durable; nothing is sent yet
	Sending                // the request is on its way
	Done                   // Outcome holds
)

// Attempt is one try to take one payment.
type Attempt struct {
	ID string
	// SentReference is the order reference the gateway gets: the merchant's own
	// with a suffix no other attempt has, 25 characters at most.
	SentReference string
	Charge        Charge
	Agent, Site   string
	Began, Ended  time.Time
	State         State
	Outcome       gateway.Outcome
	// Result is the gateway's answer; its record is zero without one.
	Result gateway.AuthResult
	// Problem says, for people, why there is no answer; "" when there is one.
	Problem string
	// Fields are the gateway's names of the fields that were refused.
	Fields []string
}
