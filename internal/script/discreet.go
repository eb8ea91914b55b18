package script

import "motoconsole/gateway"

// Sealed reports a refusal whose reason only those may know who have the right.
func Sealed(r gateway.Record) bool {
	found, ok := refusal(r)
	return ok && found.sealed
}

// Withheld reports a record that went through Discreet and had something to hide.
func Withheld(r gateway.Record) bool {
	return r.AcquirerResponseCode == withheld || r.AcquirerResponseCode == unlisted
}

// refusal is the row of a record that is no approval, whatever its outcome is called.
func refusal(r gateway.Record) (row, bool) {
	if r.ErrorCode == gateway.CodeFine {
		return row{}, false
	}
	return CaseOf(r).row()
}

// Reason is what the codes of a refused record mean, for those who may know. It is ""
// where the table says nothing.
func Reason(r gateway.Record) string {
	found, _ := refusal(r)
	return found.means
}

// Discreet is a record without what tells the reason of a sealed refusal: neither the
// codes, nor the texts that came with them. Nor has it a code of the bank that the table
// does not know, nor a text without a known code, as either may tell as much. It keeps its
// outcome, and that its reason is withheld, so For has the same line for it.
func Discreet(r gateway.Record) gateway.Record {
	found, ok := refusal(r)
	switch {
	case r.ErrorCode == gateway.CodeFine:
		return r
	case ok && found.sealed:
	case hasUnlisted(r):
		r.AcquirerResponseCode, r.AcquirerResponseText, r.FraudRating = unlisted, "", ""
		return r
	default:
		return r
	}
	if _, ours := rowOf(errorCodes, "", r.ErrorCode); ours {
		if r.Outcome() == gateway.OutcomeDeclined {
			r.ErrorCode = gateway.CodeDeclined
		} else {
			r.ErrorCode = gateway.CodeUncertain
		}
	}
	info, _ := gateway.LookupCode(r.ErrorCode)
	r.ErrorMessage = info.Message
	r.AcquirerResponseCode, r.AcquirerResponseText, r.AcquirerAdviceCode = withheld, "", ""
	r.FraudRating = ""
	return r
}

// hasUnlisted reports a code or a text of the bank that the table knows nothing of.
func hasUnlisted(r gateway.Record) bool {
	_, known := rowOf(bankCodes, gateway.Brand(r.PaymentType), written(r.AcquirerResponseCode))
	return !known && r.AcquirerResponseCode+r.AcquirerResponseText != ""
}
