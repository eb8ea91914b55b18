package gateway

// Outcome is what became of a request that moves money. Exactly one holds.
type Outcome int

const (
	// Unknown: the money may or may not have moved. It is the zero value, so
	// that an outcome that was never set does not pass for a good one.
	Unknown Outcome = iota
	// Approved: authorised, and on its way to settlement.
	Approved
	// Held: authorised but suspended (settle status 2); no money until released.
	Held
	// Cancelled: authorised and then cancelled (settle status 3); no money.
	Cancelled
	// Declined: refused by the bank or by a rule; no money.
	Declined
	// Rejected: refused before the bank was asked, for a field, the sign-in or
	// the set-up; no money.
	Rejected
	// NotSent: no byte of the request was written; no money, safe to try again.
	NotSent
)

// String is the outcome as one lower-case word for logs and the journal.
func (o Outcome) String() string {
	switch o {
	case Approved:
		return "approved"
	case Held:
		return "held"
	case Cancelled:
		return "cancelled"
	case Declined:
		return "declined"
	case Rejected:
		return "rejected"
	case NotSent:
		return "not sent"
	default:
		return "unknown"
	}
}
