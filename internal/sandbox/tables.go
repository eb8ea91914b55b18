package sandbox

import (
	"strings"

	"motoconsole/gateway"
)

// The test bank's tables (gateway-facts 9). Which trigger wins when several
// meet is not documented; here the amount goes before the card.

// verdict is the error code of an authorisation that passed every check. The
// amounts are raw digits, whatever they are worth in the currency; 1050 is the
// one the vendor promises never causes an error, and needs no row.
func verdict(minor int64, pan []byte) string {
	switch minor {
	case 60010:
		return "60010"
	case 70000:
		return "70000"
	}
	switch string(pan) {
	case "4242424242424242", "4000000000000812", "4111110000000112", "5100000000000412":
		return "70000"
	}
	return "0"
}

// checkPremise is the address check. Only the premise decides it, no other
// address field does.
func checkPremise(premise string) gateway.CheckResult {
	switch strings.ToUpper(strings.TrimSpace(premise)) {
	case "":
		return gateway.NotGiven
	case "NO 789":
		return gateway.Matched
	case "NO 123":
		return gateway.NotMatched
	}
	return gateway.NotChecked // "No 333"; inferred for any other
}

// checkPostcode is the postcode check. The vendor's pages print the test
// postcodes with TE in one place and TR in another; both work, as do the US
// ones in any country.
func checkPostcode(postcode string) gateway.CheckResult {
	switch strings.ToUpper(strings.ReplaceAll(postcode, " ", "")) {
	case "":
		return gateway.NotGiven
	case "TE456ST", "TR456ST", "55555":
		return gateway.Matched
	case "TE123ST", "TR123ST", "12345":
		return gateway.NotMatched
	}
	return gateway.NotChecked // "TE33 3ST", "33333"; inferred for any other
}

// checkCode is the security code check. A code's length has been checked
// against the brand, so the four-digit ones are American Express or AstroPay.
func checkCode(code []byte) gateway.CheckResult {
	switch string(code) {
	case "":
		return gateway.NotGiven
	case "123", "1234":
		return gateway.Matched
	case "214", "2144":
		return gateway.NotMatched
	}
	return gateway.NotChecked // 333, 3333; inferred for any other
}
