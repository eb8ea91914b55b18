package script

import (
	"strings"

	"motoconsole/gateway"
)

// What the agent does next.
const (
	otherCard  = "Ask for another card."
	smaller    = "Ask for another card, or for a smaller amount."
	ringBank   = "Ask for another card, or let the caller ring the bank first."
	supervisor = "Stop, and tell a supervisor."
	fixAmount  = "Check the amount and the currency."
	rekey      = "Ask for the number again. If it is the same, ask for another card."
	checkCode  = "Ask for the security code again. If it is the same, ask for another card."
	checkDate  = "Ask for the expiry date again. If it is the same, ask for another card."
	checkCard  = "Ask for number, expiry date and security code again, and try once."
	await      = "Ask for another card, or try again later."
	stopSeries = "Stop the series. Do not argue with the caller."
)

// The details that may be checked before another try.
const (
	theNumber = "the number"
	theDate   = "the expiry date"
	theCode   = "the security code"
	theCard   = "all details"
)

// row is what one code means.
type row struct {
	code  string
	brand gateway.Brand // "" for any; a row of a brand goes before
	means string        // for the agent; of a sealed row for those who may know
	say   Name
	next  string
	try   Try
	check string // for TryChecked, the detail
	// sealed says that the code tells something of the cardholder that only the bank may.
	sealed bool
}

// seal is a row that is sealed: to those who may not know, all of these are the same.
func seal(code string, brand gateway.Brand, means string) row {
	return row{code: code, brand: brand, means: means, say: BankRefused, next: ringBank, try: TryNever, sealed: true}
}

// inPart is the bank's own code of an approval of less than was asked for.
const inPart = "10"

// bankCodes are the bank's own codes: the gateway's acquirerresponsecode.
var bankCodes = []row{
	{code: "00", means: "The bank approved it.", say: Declined, next: otherCard},
	{code: inPart, means: "The bank approved a part of it: check the amount.", say: ApprovedPart, next: supervisor},
	{code: "01", means: "The bank wants to speak to the caller first.", say: BankRefused, next: ringBank, try: TryAfterBank},
	{code: "02", means: "The bank wants to speak to the caller first.", say: BankRefused, next: ringBank, try: TryAfterBank},
	{code: "03", means: "The bank does not know our merchant number.", say: OurSide, next: supervisor, try: TryNot},
	seal("04", "", "The bank asks for the card to be kept."),
	{code: "05", means: "The bank gives no reason.", say: BankRefused, next: ringBank, try: TryTomorrow},
	seal("07", "", "The bank suspects fraud, and asks for the card to be kept."),
	{code: "12", means: "The bank does not accept this kind of payment. If that comes often, our set-up may be at fault.", say: BankRefused, next: otherCard, try: TryNever},
	{code: "13", means: "The bank does not accept the amount.", say: OurSide, next: fixAmount, try: TryAfterFix},
	{code: "14", means: "The bank knows no card with this number.", say: CheckNumber, next: rekey, try: TryNever, check: theNumber},
	{code: "15", means: "No bank has cards with this number.", say: CheckNumber, next: rekey, try: TryNever, check: theNumber},
	{code: "19", means: "The bank asks for the details once more.", say: CheckAll, next: checkCard, try: TryChecked, check: theCard},
	{code: "30", means: "The bank could not read our message.", say: OurSide, next: supervisor, try: TryNot},
	seal("33", "", "The card has expired, and the bank asks for it to be kept."),
	seal("34", "", "The bank suspects fraud, and asks for the card to be kept."),
	seal("35", "", "The bank asks for the card to be kept, and for a call to it."),
	seal("36", "", "The card is restricted, and the bank asks for it to be kept."),
	seal("37", "", "The bank asks for the card to be kept, and for a call to its security."),
	seal("38", "", "A wrong PIN was given too often, and the bank asks for the card to be kept."),
	{code: "39", means: "The card has no credit account.", say: CardUnsuitable, next: otherCard, try: TryNot},
	seal("41", "", "The card was reported lost."),
	seal("43", "", "The card was reported stolen."),
	seal("46", "", "The account is closed."),
	{code: "51", means: "The account does not have this amount at the moment.", say: AmountRefused, next: smaller, try: TryLater},
	{code: "52", means: "The card has no current account.", say: CardUnsuitable, next: otherCard, try: TryNot},
	{code: "54", means: "The card has expired, or the expiry date is wrong.", say: CheckExpiry, next: checkDate, try: TryChecked, check: theDate},
	{code: "55", means: "The bank wants a PIN, which cannot be given by telephone.", say: CardUnsuitable, next: otherCard, try: TryNot},
	{code: "57", means: "The card is not meant for payments like this one.", say: CardUnsuitable, next: otherCard, try: TryNever},
	{code: "58", means: "Our account may not take payments like this one.", say: OurSide, next: supervisor, try: TryNot},
	seal("59", "", "The bank suspects fraud."),
	{code: "61", means: "The amount is over the limit of the card.", say: AmountRefused, next: smaller, try: TryLater},
	seal("62", "", "The card is restricted, in this country or for this kind of payment."),
	seal("63", "", "The bank saw a fault of security. With Mastercard that often is a wrong security code."),
	{code: "65", means: "The card was used too often.", say: BankRefused, next: otherCard, try: TryTomorrow},
	seal("67", "", "The bank asks for the card to be kept."),
	{code: "70", means: "The bank wants a PIN or another proof, which cannot be given by telephone.", say: CardUnsuitable, next: otherCard, try: TryNot},
	{code: "70", brand: gateway.Mastercard, means: "The bank wants to speak to the caller first.", say: BankRefused, next: ringBank, try: TryNot},
	{code: "75", means: "A wrong PIN was given too often.", say: BankRefused, next: ringBank, try: TryTomorrow},
	{code: "78", means: "The card is new, and not activated yet.", say: BankRefused, next: ringBank, try: TryAfterBank},
	seal("79", "", "The card was replaced, or its account is closed."),
	{code: "80", means: "The bank refused it under a rule of its own.", say: BankRefused, next: otherCard, try: TryNot},
	{code: "82", means: "The bank refused it under a rule of its own.", say: BankRefused, next: otherCard, try: TryNot},
	{code: "82", brand: gateway.Visa, means: "The check of the security code failed.", say: CheckCode, next: checkCode, try: TryChecked, check: theCode},
	seal("83", "", "The bank suspects fraud."),
	seal("83", gateway.Visa, "The card scheme blocked it, because it suspects fraud."),
	{code: "85", means: "The bank sees no reason to decline: that is its word for a card check that passed.", say: BankRefused, next: otherCard, try: TryTomorrow},
	{code: "91", means: "The bank’s system does not answer.", say: BankSilent, next: await, try: TryMinutes},
	{code: "92", means: "The bank cannot be reached.", say: BankSilent, next: await, try: TryLater},
	seal("93", "", "The bank may not complete it, by law."),
	{code: "96", means: "The bank’s system has a fault.", say: BankSilent, next: await, try: TryLater},
	seal("9G", "", "The cardholder had payments like this one blocked."),
	{code: "N7", means: "The security code is wrong.", say: CheckCode, next: checkCode, try: TryChecked, check: theCode},
	{code: "R0", means: "The cardholder stopped this payment of a series.", say: BankRefused, next: stopSeries, try: TryNever},
	{code: "R1", means: "The cardholder stopped all payments of this series.", say: BankRefused, next: stopSeries, try: TryNever},
	{code: "R3", means: "The cardholder stopped all payments of series.", say: BankRefused, next: stopSeries, try: TryNever},
}

// errorCodes are the gateway's own codes that say more than that the payment was refused.
var errorCodes = []row{
	seal("30002", "", "The card is on the list of cards that are not accepted here."),
	{code: "30004", means: "A Maestro card needs 3-D Secure, which cannot be done by telephone.", say: CardUnsuitable, next: otherCard, try: TryNot},
	{code: "60021", means: "The bank wants 3-D Secure, which cannot be done by telephone.", say: CardUnsuitable, next: otherCard, try: TryNot},
	{code: "60022", means: "The bank wants 3-D Secure, which cannot be done by telephone.", say: CardUnsuitable, next: otherCard, try: TryNot},
	seal("60036", "", "The gateway’s screening stopped it, because it suspects fraud."),
	{code: "60042", means: "The account does not have this amount at the moment.", say: AmountRefused, next: smaller, try: TryLater},
	seal("60043", "", "The card scheme’s restrictions stopped it."),
	seal("60044", "", "The gateway’s screening stopped it, because it suspects fraud."),
	seal("60045", "", "Restrictions stopped it."),
	seal("60107", "", "The decision on the risk was to deny it."),
	seal("60500", "", "The decision on the risk was to have it looked at."),
	{code: "71000", means: "The bank wants 3-D Secure, which cannot be done by telephone.", say: CardUnsuitable, next: otherCard, try: TryNot},
	{code: "72000", means: "The bank wants to speak to the caller first.", say: BankRefused, next: ringBank, try: TryAfterBank},
}

// What stands in place of a sealed code, and of one that the table does not know.
const (
	withheld = "withheld"
	unlisted = "not shown"
)

// rowOf finds the row of a code, that of the brand before that of any.
func rowOf(table []row, brand gateway.Brand, code string) (found row, ok bool) {
	for _, r := range table {
		if r.code == code && (r.brand == "" && !ok || r.brand != "" && r.brand == schemeOf(brand)) {
			found, ok = r, true
		}
	}
	return found, ok
}

// schemeOf is the scheme whose meanings a brand's codes have. The gateway tells the types
// of Visa and Mastercard apart.
func schemeOf(b gateway.Brand) gateway.Brand {
	switch b {
	case "DELTA", "ELECTRON", "PURCHASING", "VPAY":
		return gateway.Visa
	case "MASTERCARDDEBIT", gateway.Maestro:
		return gateway.Mastercard
	default:
		return b
	}
}

// written is the bank's code as the table writes it.
func written(code string) string {
	if code == withheld {
		return code
	}
	return strings.ToUpper(strings.TrimSpace(code))
}
