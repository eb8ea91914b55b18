package book

// UsualDecline is the bank's own code of a refusal, unless a fault asks for another.
const UsualDecline = "05"

// wrongCode is the bank's code for a security code that does not match.
const wrongCode = "N7"

// bankWords are the bank's own codes of refusals with its messages, as ISO 8583 and the
// card schemes word them.
var bankWords = map[string]string{
	"01": "Refer to card issuer", "02": "Refer to card issuer, special condition", "03": "Invalid merchant",
	"04": "Pick up card", "05": "Do not honour", "12": "Invalid transaction", "13": "Invalid amount",
	"14": "Invalid card number", "15": "No such issuer", "19": "Re-enter transaction", "30": "Format error",
	"34": "Suspected fraud, pick up", "36": "Restricted card, pick up", "39": "No credit account",
	"41": "Lost card, pick up", "43": "Stolen card, pick up", "46": "Closed account", "51": "Insufficient funds",
	"52": "No checking account", "54": "Expired card", "55": "Incorrect PIN", "57": "Transaction not permitted to cardholder",
	"58": "Transaction not permitted to terminal", "59": "Suspected fraud", "61": "Exceeds amount limit",
	"62": "Restricted card", "63": "Security violation", "65": "Exceeds frequency limit", "70": "PIN data required",
	"75": "PIN tries exceeded", "78": "Blocked, first used", "79": "Life cycle", "80": "Policy",
	"82": "Policy or negative CVV result", "83": "Fraud or security", "85": "No reason to decline", "91": "Issuer unavailable",
	"92": "Unable to route transaction", "93": "Violation of law", "96": "System malfunction", wrongCode: "CVV2 mismatch",
	"R0": "Stop payment order", "R1": "Revocation of authorisation", "R3": "Revocation of all authorisations",
}

// BankWords is the bank's message of one of its codes, "" for a code that it does not have.
func BankWords(code string) string { return bankWords[code] }
