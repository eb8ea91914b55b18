package journal

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// State says how much is known of an attempt.
type State string

// The states of an attempt. An attempt found never to have reached the gateway
// is Known with the outcome gateway.OutcomeNotSent and the resolution
// ResolvedNotFound; it is watched for as long as NextCheckAt is set.
const (
	Open    State = "OPEN"     // the intent is durable, no answer is recorded
	InDoubt State = "IN DOUBT" // sent, and its outcome is not known yet
	Known   State = "KNOWN"    // Outcome is known
)

// How an attempt in doubt was resolved.
const (
	ResolvedQuery      = "query"
	ResolvedLateAnswer = "late answer"
	ResolvedNotFound   = "not found"
	ResolvedSupervisor = "supervisor"
	ResolvedSignIn     = "sign-in refused" // the answer refused the sign-in, and so did two queries sent at once
	ResolvedReconciled = "reconciled"      // the gateway had it, but the journal did not
)

// Hidden replaces a text that may hold a card number.
const Hidden = "[hidden]"

// Entry is one attempt. It holds no card data beyond the first six and last
// four digits, no hash of the card and no password. Times are UTC.
type Entry struct {
	ID        string
	Operation Operation
	// Target is the state that an update asks for, or when a payment asks to settle.
	// Before is the transaction as the agent saw it when confirming an update or a refund.
	// For a payout to a card that was read out, Before.OrderReference is the transaction
	// reference of a payment that the gateway showed for its order.
	Target, Before Target
	// AuthMethod is how a payment asked to be authorised, the gateway's authmethod; ""
	// leaves it to the account. A release or reduction has the method of the
	// pre-authorisation that it captures or reduces.
	AuthMethod string
	// Initiation is why a payment was taken without the caller: the gateway's
	// initiationreason, or the payment's place in a series, as gateway.Subscription
	// writes it; "" for a payment with the caller.
	Initiation string
	// Consent is the caller's agreement that the card's details are kept.
	Consent Consent
	// SentReference is the order reference as sent to the gateway; no other attempt
	// of the journal has it. Only an UPDATE may have none.
	SentReference string
	OwnReference  string // the merchant's
	Parent        string // the transaction reference a REFUND or UPDATE acts on
	Amount        gateway.Money
	Site          string
	First6, Last4 string
	Brand         string
	Agent, Host   string
	// Role is what the agent was entitled to at the intent. The event of the intent
	// keeps it, and the entry does not: only Intent reads it.
	Role string
	// SendBy is by the time of day, and SendBySteady by the clock that cannot be
	// set. Once both have passed, no byte of the request can leave any more.
	SendBy       time.Time
	SendBySteady clock.Reading

	// CurrentReference is the order reference that the gateway has now, if it was
	// changed; "" while it is still SentReference.
	CurrentReference string

	IntentAt, AnsweredAt, ResolvedAt time.Time

	Outcome gateway.Outcome // Unknown unless State is Known
	State   State

	TransactionReference string
	RequestReference     string
	AuthCode             string
	ErrorCode            string
	SettleStatus         string
	AdviceCode           string
	// BankCode is the bank's own code. It may tell what only the bank may tell its
	// cardholder: screens and lists go through script.Discreet.
	BankCode string

	Problem string // for people: why there is no answer; "" if there is one
	// GaveWay is the meaning of the earlier attempt to which this one gave way.
	GaveWay    Same
	Resolution string // how it was resolved; "" if it was never in doubt
	ResolvedBy string
	Reason     string // a supervisor's reason

	Checks      int // queries made
	EmptyChecks int // answered ones that found nothing
	LastCheckAt time.Time
	// FirstEmptyAt is the gateway's time at the first answered query that found
	// nothing.
	FirstEmptyAt time.Time
	// FirstEmptyHere and FirstEmptySteady are our own clocks at that answer.
	FirstEmptyHere   time.Time
	FirstEmptySteady clock.Reading
	NextCheckAt      time.Time // zero: at once while unresolved, never once Known

	// Evidence says, for people, which records an answer or a query pointed to that
	// are not exactly this attempt's; "" for none. Evidence is not an empty answer.
	Evidence string
	// EvidenceReference is the transaction reference of the evidence, and EvidenceKind
	// what it came from.
	EvidenceReference string
	EvidenceKind      EvidenceKind

	Alarm          string // what a supervisor must look at, such as a duplicate; "" for nothing
	AcknowledgedBy string // the supervisor who acknowledged the alarm
	AcknowledgedAt time.Time

	OverrideReason string // why the attempt was repeated despite warnings

	HiddenFields int // how many texts were hidden when the entry was written

	// BeingSent says that the owner of the attempt has a live lease and may still
	// send it. It is not stored. Claim and Get fill it in, and so does Record for
	// its Apply; in all other entries it is false.
	BeingSent bool
}

// Consent is a caller's agreement that a card's details are kept for later payments.
type Consent struct {
	Wording string // the version of the words that were read out; "" for none
	Purpose string
	At      time.Time
}

// MovesMoney reports an attempt that took or moved money, or reserved it. An approved
// card check did not.
func (e Entry) MovesMoney() bool { return e.Outcome.MovesMoney() && e.RequestType() != TypeCheck }

// AskedToBeHeld reports a pre-authorisation that the request itself asked to hold: it
// waits to be captured, until something else holds or releases it.
func (e Entry) AskedToBeHeld() bool {
	return e.Operation == OpCharge && e.AuthMethod == string(gateway.AuthPre) && e.Target.SettleStatus == string(gateway.SettleSuspended)
}

// Noun names what was attempted in a sentence.
func (e Entry) Noun() string { return e.Operation.Noun(e.AuthMethod == string(gateway.AuthPre)) }

// RequestType is that of the request the attempt makes.
func (e Entry) RequestType() RequestType { return e.Operation.RequestType() }

// Attention reports whether a person must know of the entry. It does not consider
// whether an Open one is still being sent.
func (e Entry) Attention() bool {
	return e.State != Known || e.AlarmWaits()
}

// AlarmWaits reports an alarm that no supervisor has acknowledged.
func (e Entry) AlarmWaits() bool { return e.Alarm != "" && e.AcknowledgedAt.IsZero() }

// Watched reports whether the gateway must still be asked about the entry.
func (e Entry) Watched() bool { return e.State != Known || !e.NextCheckAt.IsZero() }

// The steps in the journal's history.
const (
	StepIntent       = "intent"
	StepAnswered     = "answered"
	StepInDoubt      = "in doubt"
	StepChecked      = "checked"
	StepResolved     = "resolved"
	StepAlarm        = "alarm"
	StepRuling       = "override"
	StepAcknowledged = "acknowledged"
	StepRenamed      = "renamed"    // its order reference was changed
	StepPruned       = "pruned"     // no entry's step: older entries were deleted
	StepReconciled   = "reconciled" // no entry's step: the search for forgotten payments was done
)

// Change is one step in an entry's history.
type Change struct {
	Step string
	At   time.Time // zero: now
	By   string    // "": the entry's agent
	// Origin is where the change came from, and Role what By was entitled to then;
	// "" if that is not known.
	Origin, Role string
	// Apply makes the change. It may be called more than once and must touch only
	// the entry. nil makes only the changes that the step itself implies.
	Apply func(*Entry) error
}

// Event is one row of the history: a step, and the entry after it.
type Event struct {
	Number  int64 // 1, 2, 3… over the whole journal
	EntryID string
	Step    string
	At      time.Time
	By      string
	Origin  string
	Role    string
	Entry   Entry
	Hash    string // of this row and the one before it; "" in a journal in memory
}

// Before are the entries that the journal got before the one with the id. entries
// must be newest first. It reports false if the id is not among them.
func Before(entries []Entry, id string) ([]Entry, bool) {
	for i, e := range entries {
		if e.ID == id {
			return entries[i+1:], true
		}
	}
	return nil, false
}
