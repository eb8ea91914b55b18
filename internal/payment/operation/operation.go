// Package operation gives money back and changes payments: it cancels, reduces,
// refunds, pays out, holds, releases, raises, renames and repeats. It says what a payment
// allows now, applies the limits and the guard against giving the same money back
// twice, and reads the payment again before and after. An operation goes through
// the same processor as a charge: the intent is durable before anything is sent, it
// is sent once, and the outcome is recorded or in doubt.
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

// Gateway sends the requests of operations, each once. *gateway.Client is one.
type Gateway interface {
	payment.Authoriser
	payment.Querier
	Refund(context.Context, gateway.RefundRequest) (gateway.RefundResult, error)
	Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error)
	Update(context.Context, gateway.UpdateRequest) (gateway.UpdateResult, error)
}

// Request is what the agent asks to do with a payment, as Look showed it.
type Request struct {
	Kind option.Kind
	// Snapshot is what the agent saw. Only a payout to a card of its own has none.
	Snapshot Snapshot
	// Amount is how much to give back or to add, for a part, a raise, a repeat or a payout. An
	// operation on the whole gives back the option's Most.
	Amount gateway.Money
	// Expiry is the new expiry date of the card, if the option needs one.
	Expiry gateway.Expiry
	// OrderReference is the new one, for Order, Repeat, and a payout
	// to a card of its own.
	OrderReference string
	DueDate        string // YYYY-MM-DD, for Due
	// Correction is what a Correct changes.
	Correction Correction
	// Initiation is why a Repeat is made without the caller; "" for one that the
	// caller asks for.
	Initiation gateway.InitiationReason
	// Series is the place of a Repeat in a series of payments without the caller; zero
	// for any other.
	Series gateway.Subscription
	// Reason is the agent's reason, for the journal.
	Reason string
	// Again is why the agent does the same again despite the guard's warnings; ""
	// if there were none.
	Again string
	// Warned are the warnings that Again answers.
	Warned []payment.Warning
	// Brand, First6 and Last4 are of the card of a payout without a parent.
	Brand         gateway.Brand
	First6, Last4 string
}

// Operation is one attempt at an operation.
type Operation struct {
	payment.Attempt

	Kind option.Kind
	// Leaves is what it leaves of the payment, as Begin works it out: see
	// option.Option.Leaves. It is the zero Money, without a currency, if that is not known.
	Leaves gateway.Money
	// Changed says that the operation was not made, and that the payment, by After
	// or by the gateway's words, is no longer as the agent saw it. After has the
	// options it allows now.
	Changed bool
	// After is the payment as read afterwards, if Reread says so. The gateway may
	// take a moment to show the operation.
	After  Snapshot
	Reread bool
	// Note says in sentences what the outcome alone does not. NoteOfChange says that the
	// note itself says that the payment has changed.
	Note         string
	NoteOfChange bool
	// DoneAllTheSame says that the gateway refused it and shows it as done.
	DoneAllTheSame bool

	again  string // why the agent does the same again
	warned []payment.Warning
	on     journal.RequestType // what it acts on
	noun   string              // the same for people
	saw    Snapshot            // as the agent saw it
	// payment is the payment whose money it gives back: for the release of a
	// refund, the refund's parent. children are the refunds and payouts of that
	// payment that the agent saw.
	payment  string
	children []gateway.Record
	clock    time.Time  // the gateway's time when it showed them
	order    *orderSeen // for a payout to a card that is read out, as last looked at
	expiry   gateway.Expiry
	// correction is what was typed, until it was sent.
	correction Correction
	settle     gateway.Money // the amount that settled when the agent looked
}

// Forget drops what the agent typed and moto sends: an expiry date, or a correction.
func (v *Operation) Forget() { v.expiry, v.correction = gateway.Expiry{}, Correction{} }

// Engine is what an agent's processor does for operations. *payment.Processor is one.
type Engine interface {
	Sends
	Refuses
	Warns
	Reads
}

// Sends makes an attempt and sends it once.
type Sends interface {
	NewReference(payment.Attempt) string
	Start(payment.Job) bool
	// KeepUnsent records an attempt that a limit forbids.
	KeepUnsent(context.Context, payment.Attempt, error)
}

// Refuses says why an attempt must not be sent.
type Refuses interface {
	MayTake(gateway.CardNumber) error
	OverLimit(context.Context, payment.Attempt) error
	Rivals(context.Context, payment.Attempt) error
}

// Warns is the guard. GuardRepeat, GuardRaise and Seen warn of earlier payments, as the journal
// and the gateway have them.
type Warns interface {
	GuardRepeat(context.Context, payment.Charge) ([]payment.Warning, error)
	GuardRaise(context.Context, payment.Attempt) ([]payment.Warning, error)
	Seen(context.Context, payment.Charge, gateway.CardNumber) ([]payment.Warning, error)
	// WarningOf and MarkRefused are for warnings that operations find themselves.
	WarningOf(payment.Charge, gateway.Record, payment.WarningKind, time.Time) payment.Warning
	MarkRefused([]payment.Warning) []payment.Warning
}

// Reads is the agent's day, the clocks, and what the gateway shows.
type Reads interface {
	// OfAgent are an agent's attempts since a time, DaySince is when the day began,
	// and Instant is now on every clock.
	OfAgent(ctx context.Context, agent string, since time.Time) ([]journal.Entry, error)
	DaySince() time.Time
	Instant() payment.Instant
	// Heard keeps what a record says of held money.
	Heard(gateway.Record)
	// Asking returns the context for a screen's queries to the gateway.
	Asking(context.Context) (context.Context, context.CancelFunc)
}

// Sender is what operations know of the agent's processor: what it does, and what it
// works with. It has no way to take a payment by a card.
type Sender struct {
	Engine
	payment.Operator
	clock.Clocks

	Site   string
	Series bool // the site has an account for series of payments
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
	Sender  Sender
	Gateway Gateway
	Limits  option.Limits
	// Bound, if set, are Limits as the agent's own make them now.
	Bound func(option.Limits) option.Limits
}

// New makes the service of a processor's agent.
func New(processor *payment.Processor, g Gateway, limits option.Limits) *Service {
	return &Service{Sender: of(processor), Gateway: g, Limits: limits}
}

// PaysOut reports that payouts are switched on.
func (r *Service) PaysOut() bool { return r.Limits.Payouts }

// Currencies are those whose decimals are confirmed.
func (r *Service) Currencies() []gateway.Currency { return r.Limits.Currencies }

func of(p *payment.Processor) Sender {
	return Sender{
		Engine: p, Operator: p.Operator, Clocks: p.Clocks,
		Site: p.Site, Series: p.Offer.Series, Policy: p.Policy, Store: p.Store, SignIn: p.SignIn, Resolver: p.Resolver, Log: p.Log,
	}
}

// Snapshot is a payment with everything that decides what can be done with it.
type Snapshot struct {
	Record  gateway.Record
	Related []gateway.Record // its refunds, payouts and repeats
	// Unresolved are the attempts on it that are under way or in doubt, newest first, of
	// all processors on the journal.
	Unresolved []Operation
	// Left is what can still be given back. If that cannot be told, it is zero, and
	// LeftProblem says why.
	Left        gateway.Money
	LeftProblem string
	Options     []option.Option
	At          time.Time
	// Made is the journal's attempt that made it; its ID is "" if another journal,
	// or no console, did. Acts are the attempts on it, newest first.
	Made payment.Attempt
	Acts []payment.Attempt

	own string // the merchant's order reference
	// siblings are the other refunds and payouts of the payment that a held refund
	// or payout belongs to.
	siblings []gateway.Record
	given    gateway.Money // given back and paid out, or possibly so, now or later
	clock    time.Time     // the gateway's time when it showed Related; zero if it did not tell
	// consented says that the caller agreed that the card is kept.
	consented bool
	series    series
}

// Leaves is what an operation with this amount leaves of the payment: see
// option.Option.Leaves. It reports false where it is not known what can still be given
// back.
func (c Snapshot) Leaves(kind option.Kind, amount gateway.Money) (gateway.Money, bool) {
	if kind == option.RefundPart && c.LeftProblem != "" {
		return gateway.Money{}, false
	}
	return c.Option(kind).Leaves(amount)
}

// Option is the option of one operation.
func (c Snapshot) Option(kind option.Kind) option.Option { return option.Pick(c.Options, kind) }
