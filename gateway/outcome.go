package gateway

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// Outcome is how a request that moves money ended.
type Outcome int

const (
	// OutcomeUnknown: the money may or may not have moved. It is the zero value, so
	// an outcome that was never set does not pass for a good one.
	OutcomeUnknown Outcome = iota
	// OutcomeApproved: authorised and on its way to settlement.
	OutcomeApproved
	// OutcomeHeld: authorised but suspended (settle status 2); no money moves until
	// it is released.
	OutcomeHeld
	// OutcomeCancelled: authorised and then cancelled (settle status 3); no money.
	OutcomeCancelled
	// OutcomeDeclined: refused by the bank or by a rule; no money.
	OutcomeDeclined
	// OutcomeRejected: refused before the bank was asked, because of a field, the
	// sign-in or the set-up; no money.
	OutcomeRejected
	// OutcomeNotSent: no byte of the request was written; no money, safe to try again. The
	// journal also keeps it for an attempt that was called not made.
	OutcomeNotSent
)

// MovesMoney reports an outcome in which money is reserved: it moves, or will once
// it is released.
func (o Outcome) MovesMoney() bool { return o == OutcomeApproved || o == OutcomeHeld }

// String is the outcome in lower case, for logs.
func (o Outcome) String() string {
	switch o {
	case OutcomeApproved:
		return "approved"
	case OutcomeHeld:
		return "held"
	case OutcomeCancelled:
		return "cancelled"
	case OutcomeDeclined:
		return "declined"
	case OutcomeRejected:
		return "rejected"
	case OutcomeNotSent:
		return "not sent"
	default:
		return "unknown"
	}
}

// ParseOutcome is the outcome that has String's word, and whether any has.
func ParseOutcome(word string) (Outcome, bool) {
	for o := OutcomeUnknown; o <= OutcomeNotSent; o++ {
		if o.String() == word {
			return o, true
		}
	}
	return OutcomeUnknown, false
}

// CodeClass groups errorcodes by what they call for.
type CodeClass string

// The classes of the error code table.
const (
	ClassOK          CodeClass = "ok"           // processed; see the settle status
	ClassFixField    CodeClass = "fix_field"    // correct the fields in errordata and send a new request
	ClassOtherCard   CodeClass = "other_card"   // refused for this card; ask for another
	ClassState       CodeClass = "state"        // the transaction's state does not allow the request
	ClassWaitRetry   CodeClass = "wait_retry"   // nothing was done; the same request may work later
	ClassPending     CodeClass = "pending"      // still being processed; query
	ClassUnknown     CodeClass = "unknown"      // may have been done; query
	ClassLogin       CodeClass = "login"        // the Webservices user may not do this
	ClassConfig      CodeClass = "config"       // account or site set-up
	ClassSoftware    CodeClass = "software"     // a malformed request, or a fault at the gateway
	ClassClientUsage CodeClass = "client_usage" // made by the vendor's clients, never by the gateway
	ClassPortal      CodeClass = "portal"       // portal sign-in and administration
)

// MoneyState says whether an errorcode means that money may have moved.
type MoneyState string

// The money states of the error code table.
const (
	MoneyOK       MoneyState = "ok"       // done
	MoneyNone     MoneyState = "none"     // nothing was charged
	MoneyDeclined MoneyState = "declined" // the charge was refused
	MoneyUnknown  MoneyState = "unknown"  // may have been charged: query before anything else
)

// The errorcodes that several parts of the program test for. The table lists all codes.
const (
	CodeFine            = "0"
	CodeMoreThanLeft    = "20007" // a refund of more than is left
	CodeBelowMinimum    = "20022" // a refund of less than may be given back at once
	CodeField           = "30000" // a field is wrong
	CodeMoreThanSettles = "60016" // a reduction to more than settles
	CodeNotUpdatable    = "60017" // the transaction settles, or was cancelled
	CodeRiskReferred    = "60500" // the risk has to be looked at
	CodeDeclined        = "70000" // by the bank
	CodeUncertain       = "70001" // the answer tells nothing
	CodeLocked          = "79001" // a record is locked for a moment
	CodePortalLocked    = "90007"
)

// CodeInfo describes one errorcode.
type CodeInfo struct {
	Code    string     `json:"code"`
	Message string     `json:"message"` // the gateway's own dictionary text
	Class   CodeClass  `json:"class"`
	Money   MoneyState `json:"money"`
	// Basis is the source of class and money: D documented by the vendor, C taken
	// from its client code, I inferred on the safe side.
	Basis  string `json:"basis"`
	Action string `json:"action"` // what to do about it
}

//go:embed errorcodes.json
var errorCodesJSON []byte

// errorCodes is the embedded table, parsed at its first use.
var errorCodes = sync.OnceValue(func() map[string]CodeInfo {
	var list []CodeInfo
	if err := json.Unmarshal(errorCodesJSON, &list); err != nil {
		panic("gateway: embedded error code table: " + err.Error())
	}
	byCode := make(map[string]CodeInfo, len(list))
	for _, info := range list {
		byCode[info.Code] = info
	}
	return byCode
})

// FromBank reports that the bank's answer is meant, and not the gateway's.
func (c CodeInfo) FromBank() bool {
	switch c.Code {
	case CodeDeclined, "70001", "71000", "72000":
		return true
	default: // the other codes that begin with a 7 are about the gateway's own line and queue
		return false
	}
}

// LookupCode describes an errorcode, and reports whether the table lists it. An
// unlisted code has the money state unknown, so it is never taken for "not
// charged".
func LookupCode(code string) (CodeInfo, bool) {
	info, ok := errorCodes()[code]
	if !ok {
		return CodeInfo{
			Code: Clean(code, 8), Class: ClassUnknown, Money: MoneyUnknown, Basis: "I",
			Action: "A code this program does not know. Query before anything else, then support.",
		}, false
	}
	return info, true
}

// lockedCode reports a code that says a record was locked. The table says that
// nothing was charged. That is safe to believe of an update, which sets absolute
// values. A charge or refund may still have been made.
func lockedCode(code string) bool { return code == CodeLocked || code == CodePortalLocked }

// Outcome is what the code means for a request that moves money, before its settle
// status is considered.
func (c CodeInfo) Outcome() Outcome {
	switch {
	case lockedCode(c.Code):
		return OutcomeUnknown
	case c.Money == MoneyOK:
		return OutcomeApproved
	case c.Money == MoneyDeclined:
		return OutcomeDeclined
	case c.Money == MoneyNone:
		return OutcomeRejected
	default:
		return OutcomeUnknown
	}
}
