package script

import "motoconsole/gateway"

// Sealed reports a refusal whose reason only those may know who have the right.
func Sealed(r gateway.Record) bool {
	found, ok := refusal(r)
	return ok && found.sealed
}

// Withheld reports a record that went through Discreet and had something to hide.
func Withheld(r gateway.Record) bool { return r.AcquirerResponseCode == withheld }

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
// codes, nor the texts that came with them. It stays a refusal of the same outcome, and
// keeps that its reason is withheld, so For has the same line for it.
func Discreet(r gateway.Record) gateway.Record {
	found, ok := refusal(r)
	if !ok || !found.sealed {
		return r
	}
	if _, ours := rowOf(errorCodes, "", r.ErrorCode); ours {
		r.ErrorCode = gateway.CodeDeclined
	}
	info, _ := gateway.LookupCode(r.ErrorCode)
	r.ErrorMessage = info.Message
	r.AcquirerResponseCode, r.AcquirerResponseText, r.AcquirerAdviceCode = withheld, "", ""
	r.FraudRating = ""
	return r
}
