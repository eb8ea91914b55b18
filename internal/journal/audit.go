package journal

import (
	"context"
	"time"

	"motoconsole/internal/cardguard"
)

// Audit is something that a person did, or was refused, beside attempts. It holds nothing
// of a customer.
type Audit struct {
	Number  int64 // in the order in which they were recorded
	At      time.Time
	Kind    AuditKind
	Agent   string // "" if it is not known
	Address string // of the agent's terminal; "" at a desk
	Result  string // in words
}

// AuditKind is what was done.
type AuditKind string

// The kinds.
const (
	AuditSignIn  AuditKind = "sign-in"
	AuditRefusal AuditKind = "refusal"
	AuditSession AuditKind = "session"
	AuditEnd     AuditKind = "end"
	AuditLock    AuditKind = "lock"
	AuditUnlock  AuditKind = "unlock"
	AuditAgents  AuditKind = "agents" // the tables of agents and roles changed
	AuditView    AuditKind = "view"   // a record of another agent
	AuditExport  AuditKind = "export"
	AuditSettled AuditKind = "settled by hand"
	AuditPruned  AuditKind = "pruned" // by retention

	AuditRecording AuditKind = "recording" // of the call: paused, not paused, resumed
)

// Audits is the record of such events.
type Audits interface {
	// Audit records an event, durably. A text that may hold a card number is hidden.
	Audit(ctx context.Context, a Audit) error
	// Audits are the events since a time, of one agent or of all for "", oldest first.
	Audits(ctx context.Context, since time.Time, agent string) ([]Audit, error)
}

// AsKept is the event with texts that are fit to keep.
func (a Audit) AsKept() Audit {
	kind := string(a.Kind)
	for _, at := range []*string{&kind, &a.Agent, &a.Address, &a.Result} {
		kept, hidden := text{at, MaxText, cardguard.InRecord}.tidy()
		if hidden {
			kept = Hidden
		}
		*at = kept
	}
	a.Kind = AuditKind(kind)
	return a
}
