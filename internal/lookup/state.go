package lookup

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// State is a transaction's state in one word.
type State string

// The states that can be searched for. A record may be in several: a settled
// payment is approved as well.
const (
	StateApproved    State = "approved"
	StateHeld        State = "held"
	StateCancelled   State = "cancelled"
	StateDeclined    State = "declined"
	StateNotAccepted State = "not accepted"
	StateUnknown     State = "unknown"
	StatePending     State = "pending"  // approved, not yet with the bank
	StateSettling    State = "settling" // settle status 10
	StateSettled     State = "settled"  // settle status 100
	StateReserved    State = "reserved" // a pre-authorisation that has not been captured
	StateCaptured    State = "captured" // one that has been, and has not settled yet
	StatePreauth     State = "pre-authorisation"
)

// parseStates reads a status word, also in the plural. Some words stand for several
// states.
func parseStates(word string) ([]State, bool) {
	switch singular(word) {
	case "approved", "authorised", "authorized", "successful", "approval", "authorisation", "authorization":
		return []State{StateApproved}, true
	case "reserved":
		return []State{StateReserved}, true
	case "captured":
		return []State{StateCaptured}, true
	case "pre-authorisation", "preauthorisation", "pre-authorization", "preauthorization", "preauth", "pre-auth":
		return []State{StatePreauth}, true
	case "held", "suspended":
		return []State{StateHeld}, true
	case "cancelled", "canceled", "cancellation":
		return []State{StateCancelled}, true
	case "declined", "decline":
		return []State{StateDeclined}, true
	case "rejected", "rejection":
		return []State{StateNotAccepted}, true
	case "refused", "failed", "refusal", "failure":
		return []State{StateDeclined, StateNotAccepted}, true
	case "unknown":
		return []State{StateUnknown}, true
	case "pending":
		return []State{StatePending}, true
	case "settling":
		return []State{StateSettling}, true
	case "settled", "paid":
		return []State{StateSettled}, true
	}
	return nil, false
}

// in reports whether a record is in a state. reserved says that the journal knows it as
// reserved, and now is the moment of the search.
func (s State) in(r gateway.Record, reserved bool, now time.Time) bool {
	status := gateway.SettleStatus(r.SettleStatus)
	switch s {
	case StateApproved:
		return r.Outcome() == gateway.OutcomeApproved
	case StateHeld:
		return r.Outcome() == gateway.OutcomeHeld
	case StateReserved, StateCaptured: // by the one rule of these words
		return statement.State(r, reserved, now) == string(s)
	case StatePreauth:
		return statement.IsPreauthorisation(r)
	case StateCancelled:
		return r.Outcome() == gateway.OutcomeCancelled
	case StateDeclined:
		return r.Outcome() == gateway.OutcomeDeclined
	case StateNotAccepted:
		return r.Outcome() == gateway.OutcomeRejected
	case StateUnknown:
		return r.Outcome() == gateway.OutcomeUnknown
	case StatePending:
		return r.MovesMoney() && r.Outcome() == gateway.OutcomeApproved && (status == gateway.SettlePending || status == gateway.SettleOverride)
	case StateSettling: // a MyBank payment on its way is unknown until it arrives
		return r.MovesMoney() && r.ErrorCode == gateway.CodeFine && status == gateway.SettleSettling
	case StateSettled:
		return r.MovesMoney() && r.Outcome() == gateway.OutcomeApproved && status == gateway.SettleSettled
	}
	return false
}

// Trouble reports a record of a request that the gateway or the bank could not
// carry out, with the description of its errorcode. A decline is a result, not
// trouble.
func Trouble(r gateway.Record) (gateway.CodeInfo, bool) {
	info, _ := gateway.LookupCode(r.ErrorCode)
	o := info.Outcome()
	return info, o == gateway.OutcomeRejected || o == gateway.OutcomeUnknown
}

// inAny reports whether a record is in one of the states searched for, or none was.
func (s Search) inAny(r gateway.Record, reserved bool) bool {
	return len(s.States) == 0 || slices.ContainsFunc(s.States, func(state State) bool { return state.in(r, reserved, s.now) })
}
