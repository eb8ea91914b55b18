package operation

import (
	"context"
	"log/slog"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// Engine is what an agent's processor does for operations. *payment.Processor is one.
type Engine interface {
	// NewReference and Start make an attempt and send it once; KeepUnsent records one
	// that a limit forbids.
	NewReference(payment.Attempt) string
	Start(payment.Job) bool
	KeepUnsent(context.Context, payment.Attempt, error)
	// MayTake, OverLimit and Rivals say why an attempt must not be sent.
	MayTake(gateway.CardNumber) error
	OverLimit(context.Context, payment.Attempt) error
	Rivals(context.Context, payment.Attempt) error
	// Guard and Seen warn of earlier payments, as the journal and the gateway have
	// them; WarningOf and Heed are for warnings that operations find themselves.
	Guard(context.Context, payment.Charge) ([]payment.Warning, error)
	Seen(context.Context, payment.Charge, gateway.CardNumber) ([]payment.Warning, error)
	WarningOf(payment.Charge, gateway.Record, payment.WarningKind, time.Time) payment.Warning
	Heed([]payment.Warning) []payment.Warning
	// OfAgent are an agent's attempts since a time, DaySince is when the day began, and
	// Instant is now, to tell what was lately.
	OfAgent(ctx context.Context, agent string, since time.Time) ([]journal.Entry, error)
	DaySince() time.Time
	Instant() payment.Instant
	// Heard keeps what a record says of held money.
	Heard(gateway.Record)
	// Asking returns the context for a screen's queries to the gateway.
	Asking(context.Context) (context.Context, context.CancelFunc)
}

// Processor is what operations know of the agent's processor. It has no way to take
// a payment by a card.
type Processor struct {
	Engine
	payment.Operator
	clock.Clocks

	Site   string
	Policy payment.Policy
	Store  journal.Store
	SignIn *payment.SignIn
	// Resolver finds the outcomes of attempts in doubt; Wake tells it of one.
	Resolver interface{ Wake() }
	// Log receives defects. It may be nil.
	Log *slog.Logger
}

// Service gives money back and changes payments for an agent. The Processor sends
// the requests, and has the journal, the sign-in and the guard of charges.
type Service struct {
	Processor Processor
	Gateway   Gateway
	Limits    option.Limits
}

// New makes the service of a processor's agent.
func New(processor *payment.Processor, g Gateway, limits option.Limits) *Service {
	return &Service{Processor: of(processor), Gateway: g, Limits: limits}
}

func of(p *payment.Processor) Processor {
	return Processor{
		Engine: p, Operator: p.Operator, Clocks: p.Clocks,
		Site: p.Site, Policy: p.Policy, Store: p.Store, SignIn: p.SignIn, Resolver: p.Resolver, Log: p.Log,
	}
}
