package journal

import "motoconsole/gateway"

// RequestType is the gateway's type of the request that an attempt makes.
type RequestType string

// The request types.
const (
	TypeAuth   RequestType = "AUTH"
	TypeCheck  RequestType = "ACCOUNTCHECK"
	TypeRefund RequestType = "REFUND"
	TypeUpdate RequestType = "UPDATE"
)

// Operation is what an attempt was to do.
type Operation string

// The operations.
const (
	OpCharge  Operation = "charge"
	OpCheck   Operation = "card check" // asks the bank about a card, and takes no money
	OpRepeat  Operation = "repeat"     // a new payment by the card of an earlier one
	OpRaise   Operation = "raise"      // adds to a pre-authorisation
	OpRefund  Operation = "refund"
	OpPayout  Operation = "payout" // new money to a card that no payment came from
	OpCancel  Operation = "cancel"
	OpReduce  Operation = "reduce"
	OpHold    Operation = "hold"
	OpRelease Operation = "release"
	OpDueDate Operation = "due date"
	OpOrder   Operation = "order reference"
	// OpCorrect corrects the customer's details, or the expiry date. It keeps neither:
	// the reason begins with the names of the fields.
	OpCorrect Operation = "correction"
	// OpUpdate is an update that an earlier moto kept under a name that does not
	// say what it changed. moto no longer makes it.
	OpUpdate Operation = "update"
)

// RequestType is that of the request that does the operation; "" for an unknown one.
func (o Operation) RequestType() RequestType {
	switch o {
	case OpCharge, OpRepeat, OpRaise:
		return TypeAuth
	case OpCheck:
		return TypeCheck
	case OpRefund, OpPayout:
		return TypeRefund
	case OpCancel, OpReduce, OpHold, OpRelease, OpDueDate, OpOrder, OpCorrect, OpUpdate:
		return TypeUpdate
	default:
		return ""
	}
}

// Noun names the operation in a sentence: "payment", "refund". reserves says that it
// makes a pre-authorisation, or changes one.
func (o Operation) Noun(reserves bool) string {
	switch o {
	case OpCharge:
		if reserves {
			return "pre-authorisation"
		}
		return "payment"
	case OpCheck:
		return "card check"
	case OpRepeat:
		return "repeat payment"
	case OpRaise:
		return "raise"
	case OpRefund:
		return "refund"
	case OpPayout:
		return "payout"
	case OpCancel:
		return "cancellation"
	case OpReduce:
		return "reduction"
	case OpHold:
		return "hold"
	case OpRelease:
		if reserves {
			return "capture"
		}
		return "release"
	case OpDueDate:
		return "change of due date"
	case OpOrder:
		return "change of order reference"
	case OpCorrect:
		return "correction"
	case OpUpdate:
		return "change"
	default: // of a newer moto
		return "operation"
	}
}

// Target is the state that an update asks for, or when a payment asks to settle. Only
// the fields of its operation are set.
type Target struct {
	SettleStatus   string // cancel "3", hold "2", release "1"; payment "", "2" or "1"
	SettleAmount   int64  // reduce: the amount to settle, in minor units of the entry's currency
	SettleDueDate  string // due date, payment: YYYY-MM-DD
	OrderReference string // order reference: the new one
}

// Raised is the amount that settles once by is added to it: more than every
// limit if the two cannot be added up.
func (t Target) Raised(by gateway.Money) gateway.Money {
	sum, _ := gateway.Money{Minor: t.SettleAmount, Currency: by.Currency}.Plus(by)
	return sum
}
