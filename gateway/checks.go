package gateway

// CheckResult is the bank's answer to one of the address (AVS) and security
// code checks, the gateway's securityresponse fields. The checks do not decide
// the authorisation: a card can be approved with nothing matched.
type CheckResult string

// The values the vendor documents. 3 is not used.
const (
	NotGiven   CheckResult = "0" // we sent nothing to check
	NotChecked CheckResult = "1" // the bank could not or would not check
	Matched    CheckResult = "2" // equals the issuer's record
	NotMatched CheckResult = "4" // differs from the issuer's record
)

// String is the caption the vendor's portal uses, or "No answer" for a
// value that was not sent or is not documented.
func (c CheckResult) String() string {
	switch c {
	case NotGiven:
		return "Not given"
	case NotChecked:
		return "Not checked"
	case Matched:
		return "Matched"
	case NotMatched:
		return "Not matched"
	default:
		return "No answer"
	}
}

// Checks are the three check results of a payment.
type Checks struct {
	Address      CheckResult // house number or premise
	Postcode     CheckResult
	SecurityCode CheckResult
}
