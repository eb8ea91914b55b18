package script

import "motoconsole/gateway"

// advised is what an advice code says of another try, whatever the bank's own code says.
type advised struct {
	code gateway.AdviceCode
	next string // "" leaves what the bank's own code says
	try  Try
}

// adviceCodes are the gateway's advice codes, of one digit, and Mastercard's, of two.
// Whether the gateway passes Mastercard's on is not known. What is not here gives no advice.
var adviceCodes = []advised{
	{gateway.AdviceNewAccount, "The bank has newer details of this card: ask for the newer card or its expiry date.", TryChecked},
	{gateway.AdviceTryLater, otherCard, TryTomorrow},
	{gateway.AdviceStop, otherCard, TryNever},
	{gateway.AdviceBlocked, otherCard, TryNever},
	{"01", "The bank has newer details of this card: ask for the newer card or its expiry date.", TryChecked},
	{"02", otherCard, TryTomorrow},
	{gateway.AdviceNever, otherCard, TryNever},
	{gateway.AdviceStopSeries, stopSeries, TryNever},
	{"24", "", TryHour},
	{"25", "", TryTomorrow},
	{"26", "", TryDays},
	{"27", "", TryDays},
	{"28", "", TryDays},
	{"29", "", TryDays},
	{"30", "", TryDays},
}

// adviceOf finds the row of an advice code.
func adviceOf(code gateway.AdviceCode) (advised, bool) {
	for _, a := range adviceCodes {
		if a.code == code {
			return a, true
		}
	}
	return advised{}, false
}
