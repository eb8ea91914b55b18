package journal

import (
	"time"

	"motoconsole/gateway"
)

// Kind is the request an attempt makes.
type Kind string

// The kinds of attempt.
const (
	KindAuth   Kind = "AUTH"
	KindRefund Kind = "REFUND"
	KindUpdate Kind = "UPDATE"
)

// State is how much is known of an attempt.
type State string

// The states of an attempt. An attempt found never to have reached the gateway
// is Known with the outcome gateway.NotSent and the resolution
// ResolvedNotFound; it is watched for as long as NextCheckAt is set.
const (
	Open    State = "OPEN"     // the intent is durable, no answer is recorded
	InDoubt State = "IN DOUBT" // sent, and nobody can say yet what became of it
	Known   State = "KNOWN"    // Outcome holds
)

// How an attempt in doubt was settled.
const (
	ResolvedQuery      = "query"
	ResolvedLateAnswer = "late answer"
	ResolvedNotFound   = "not found"
	ResolvedSupervisor = "supervisor"
)

// AlarmNotTaken is the alarm an entry gets by itself when money is found to
// have moved on an attempt that was called not taken, or the reverse.
const AlarmNotTaken = "the gateway's record contradicts what was said before: the caller may have been charged twice, or not at all"

// Hidden stands where a text looked as if it held a card number.
const Hidden = "[hidden]"

// Entry is one attempt. It holds no card data beyond the first six and last
// four digits, no hash of the card and no password. Times are UTC.
type Entry struct {
	ID   string
	Kind Kind
	// SentReference is the order reference as sent to the gateway; no other
	// attempt of the journal has it. Only an UPDATE may go without.
	SentReference string
	OwnReference  string // the merchant's
	Parent        string // the transaction reference a REFUND or UPDATE acts on
	Amount        gateway.Money
	Site          string
	First6, Last4 string
	Brand         string
	Agent, Host   string

	IntentAt, AnsweredAt, ResolvedAt time.Time

	Outcome gateway.Outcome // Unknown unless State is Known
	State   State

	TransactionReference string
	RequestReference     string
	AuthCode             string
	ErrorCode            string
	SettleStatus         string
	AdviceCode           string

	Problem    string // for people: why there is no answer, "" when there is one
	Resolution string // how it was settled; "" if it was never in doubt
	ResolvedBy string
	Reason     string // what a supervisor gave as the reason

	Checks      int // queries made
	EmptyChecks int // answered ones that found nothing
	LastCheckAt time.Time
	// FirstEmptyAt is the gateway's clock at the first query that was answered
	// and found nothing.
	FirstEmptyAt time.Time
	NextCheckAt  time.Time // zero: at once while unresolved, never once Known

	Alarm          string // a supervisor must look, for instance at a duplicate; "" none
	AcknowledgedBy string // who has seen the alarm
	AcknowledgedAt time.Time

	Replaces       string // the attempt this one repeats
	OverrideReason string // why it was repeated all the same

	HiddenFields int // how many texts were hidden on their way here
}

// Attention reports whether a person has to be told of the entry, apart from
// an Open one that is still being sent.
func (e Entry) Attention() bool {
	return e.State != Known || e.Alarm != "" && e.AcknowledgedAt.IsZero()
}

// Watched reports whether the gateway is still to be asked about the entry.
func (e Entry) Watched() bool { return e.State != Known || !e.NextCheckAt.IsZero() }

// The steps the journal's history knows.
const (
	StepIntent       = "intent"
	StepAnswered     = "answered"
	StepInDoubt      = "in doubt"
	StepChecked      = "checked"
	StepResolved     = "resolved"
	StepAlarm        = "alarm"
	StepOverride     = "override"
	StepAcknowledged = "acknowledged"
	StepPruned       = "pruned" // of no entry: older ones were deleted
)

// Change is one step in the life of an entry.
type Change struct {
	Step string
	At   time.Time // zero: now
	By   string    // "": the entry's agent
	// Apply makes the change. It may be called more than once and must touch
	// nothing but the entry. Nil changes no more than the step itself implies.
	Apply func(*Entry) error
}

// Event is one row of the history: a step, and the entry as it was after it.
type Event struct {
	Number  int64 // 1, 2, 3… over the whole journal
	EntryID string
	Step    string
	At      time.Time
	By      string
	Entry   Entry
	Hash    string // of this row and the one before it; "" in a Memory
}
