// Package rights says who may do what: rights, the roles that have them, and the agents
// who have a role. Without a grant nothing is allowed. Without a table of agents the
// grant is Everything. The package reads no files and knows no terminal; the packages
// that move money ask it.
package rights

// Right is one thing that an agent may do.
type Right string

// The rights, by their names in the configuration. Agents always see their own
// payments; no right is needed for that.
const (
	Take         Right = "take"               // a payment, settled by the next run
	Preauthorise Right = "preauthorise"       // a pre-authorisation
	CheckCard    Right = "check_card"         // an account check, which takes no money
	Defer        Right = "defer"              // a payment that settles on a later day
	TakeHeld     Right = "take_held"          // a payment that is held until it is released
	SettleAtOnce Right = "settle_at_once"     // a payment that settles without the gateway's checks
	Repeat       Right = "repeat"             // a payment by the card of an earlier one
	Uncalled     Right = "merchant_initiated" // the same while the caller is not there
	Cancel       Right = "cancel"             // and reduce, before it settles
	Refund       Right = "refund"             // and release a refund that is held
	Payout       Right = "payout"             // and release a payout that is held
	Hold         Right = "hold"               // and release
	Change       Right = "change"             // an order reference, a settle due date or the customer's details
	Override     Right = "override"           // the warnings of the guard
	SettleByHand Right = "settle_by_hand"     // an outcome that is unknown
	Acknowledge  Right = "acknowledge"        // an alarm
	ViewAll      Right = "view_all"           // what other agents did
	SeeFloor     Right = "see_floor"          // who works, and how it goes; and to say a line to them
	EndSessions  Right = "end_sessions"       // of other agents
	SeeReasons   Right = "see_reasons"        // of refusals, which a caller does not hear
	KeepAgents   Right = "keep_agents"        // in the tables that the journal keeps

	OverrideRecorder Right = "override_recorder" // to take a card while the call may be recorded
)

// words are what a right allows, after "You may not".
var words = []struct {
	right Right
	says  string
}{
	{Take, "take payments"},
	{Preauthorise, "take pre-authorisations"},
	{CheckCard, "check cards"},
	{Defer, "take payments that settle on a later day"},
	{TakeHeld, "take payments that are held"},
	{SettleAtOnce, "let a payment settle without the gateway's checks"},
	{Repeat, "take a new payment by the card of an earlier one"},
	{Uncalled, "take a payment without the caller"},
	{Cancel, "cancel or reduce payments"},
	{Refund, "make refunds"},
	{Payout, "pay money out"},
	{Hold, "hold or release payments"},
	{Change, "change an order reference, a due date or the customer's details"},
	{Override, "continue despite this warning"},
	{SettleByHand, "settle an unknown outcome by hand"},
	{Acknowledge, "acknowledge alarms"},
	{ViewAll, "see the payments of other agents"},
	{SeeFloor, "see the floor"},
	{EndSessions, "end the sessions of other agents"},
	{SeeReasons, "see why the bank refused this"},
	{KeepAgents, "change the table of agents"},
	{OverrideRecorder, "take a card while the call may be recorded"},
}

// All are the rights in the order in which to list them.
func All() []Right {
	all := make([]Right, len(words))
	for i, w := range words {
		all[i] = w.right
	}
	return all
}

// Least are the rights of a role that names none.
func Least() []Right { return []Right{Take} }

// says is what a right allows.
func (r Right) says() string {
	for _, w := range words {
		if w.right == r {
			return w.says
		}
	}
	return "do this"
}
