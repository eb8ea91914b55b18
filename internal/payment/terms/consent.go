package terms

import "time"

// Consent is the caller's agreement that the card's details are kept for later
// payments. The zero value means that there is none. The card schemes want to know
// how it was asked for, by whom and when.
type Consent struct {
	// Wording is the version of the words that the agent read out; "" for no consent.
	Wording string
	Purpose string // what later payments are for, in the words of the configuration
	At      time.Time
}

// Given reports that the caller agreed.
func (c Consent) Given() bool { return c.Wording != "" }
