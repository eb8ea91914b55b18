package book

import (
	"strings"

	"motoconsole/gateway"
)

// The test bank's tables. The vendor does not document which trigger wins; here the
// amount goes before the card.

// Trait is a test card's property in the bank's tables.
type Trait byte

const (
	Plain            Trait = iota
	declining              // every payment with it is declined
	advisingVisa           // repeats with it get an acquirer advice code
	advisingMaster         // the same, with one code more
	testCardsOfTrait = 6   // how many cards have one
)

// traits are the test cards that have a trait.
func traits() [testCardsOfTrait]struct {
	pan   string
	trait Trait
} {
	return [testCardsOfTrait]struct {
		pan   string
		trait Trait
	}{
		{"4242424242424242", declining},
		{"4000000000000812", declining},
		{"4111110000000112", declining},
		{"5100000000000412", declining},
		{"4000000000000671", advisingVisa},
		{"5100000000000271", advisingMaster},
	}
}

// TraitOf is a card's trait.
func TraitOf(pan []byte) Trait {
	for _, card := range traits() {
		if card.pan == string(pan) {
			return card.trait
		}
	}
	return Plain
}

// traitOfMasked is the trait of a card known only by its masked number, in a
// book read from disk.
func traitOfMasked(maskedPAN string) Trait {
	for _, card := range traits() {
		if n := len(maskedPAN); n == len(card.pan) && card.pan[:6] == maskedPAN[:6] && card.pan[n-4:] == maskedPAN[n-4:] {
			return card.trait
		}
	}
	return Plain
}

// ErrorCode is the error code of an authorisation that passed every check. The
// amounts are raw digits, in any currency; 1050 is the one the vendor promises
// never causes an error, and needs no row.
func ErrorCode(minor int64, card Trait) string {
	switch {
	case minor == 60010:
		return "60010"
	case minor == 60034: // this and the next are the bank's own
		return "60034"
	case minor == 99999:
		return "99999"
	case minor == 70000, card == declining:
		return "70000"
	}
	return "0"
}

// adviceOn is the acquirer advice code of a recurring payment: whether more may
// follow. It does not say how this one went.
func adviceOn(minor int64, card Trait) string {
	switch {
	case minor == 1001 && card == advisingMaster:
		return "1"
	case card != advisingVisa && card != advisingMaster:
		return "0"
	case minor == 1002:
		return "2"
	case minor == 1004:
		return "4"
	case minor == 1008:
		return "8"
	}
	return "0"
}

// checkPremise is the address check. Only the premise decides it.
func checkPremise(premise string) gateway.CheckResult {
	switch strings.ToUpper(strings.TrimSpace(premise)) {
	case "":
		return gateway.CheckNotGiven
	case "NO 789":
		return gateway.CheckMatched
	case "NO 123":
		return gateway.CheckNotMatched
	}
	return gateway.CheckNotChecked // "No 333"; inferred for any other
}

// checkPostcode is the postcode check. The vendor's pages print the test
// postcodes with TE in one place and TR in another; both work, as do the US
// ones in any country.
func checkPostcode(postcode string) gateway.CheckResult {
	switch strings.ToUpper(strings.ReplaceAll(postcode, " ", "")) {
	case "":
		return gateway.CheckNotGiven
	case "TE456ST", "TR456ST", "55555":
		return gateway.CheckMatched
	case "TE123ST", "TR123ST", "12345":
		return gateway.CheckNotMatched
	}
	return gateway.CheckNotChecked // "TE33 3ST", "33333"; inferred for any other
}

// CheckCode is the security code check. A code's length has been checked
// against the brand, so the four-digit ones are American Express or AstroPay.
func CheckCode(code []byte) gateway.CheckResult {
	switch string(code) {
	case "":
		return gateway.CheckNotGiven
	case "123", "1234":
		return gateway.CheckMatched
	case "214", "2144":
		return gateway.CheckNotMatched
	}
	return gateway.CheckNotChecked // 333, 3333; inferred for any other
}

// Decide is the bank's part: the checks and the error code.
func (t *Transaction) Decide() {
	t.Checks.Address = checkPremise(t.Texts.Get(billingPremise))
	t.Checks.Postcode = checkPostcode(t.Texts.Get(billingPostcode))
	if t.Account == AccountRecurring && t.RequestType == TypeAuth {
		t.Advice = adviceOn(t.Minor, t.Trait)
	}
	if t.ErrorCode == "0" {
		t.ErrorCode = ErrorCode(t.Minor, t.Trait)
	}
	if t.ErrorCode != "0" { // refused, or nothing came back from the bank
		t.SettleStatus = gateway.SettleCancelled
	}
}
