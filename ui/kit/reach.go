package kit

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/rights"
)

// This file is all that pages may do with an agent's payments. *payment.Processor is the
// first three, *operation.Service is Operations, and internal/app makes Searches.

// Charges takes payments.
type Charges interface {
	// Begin makes an attempt, and sends nothing. Charge sends it, once.
	Begin(payment.Charge) payment.Attempt
	Charge(payment.Attempt, gateway.Card) <-chan payment.Attempt
	// Guard and Seen warn of earlier payments: those of the journal, and of the gateway.
	Guard(context.Context, payment.Charge) ([]payment.Warning, error)
	Seen(context.Context, payment.Charge, gateway.CardNumber) ([]payment.Warning, error)
	// DuplicateWindow is how far back the guard looks for the same payment.
	DuplicateWindow() time.Duration
}

// Attempts reads the journal, and asks the gateway about attempts in doubt and held
// money.
type Attempts interface {
	// Since are the agent's attempts, and SinceByAll those of every agent.
	Since(ctx context.Context, since time.Time) ([]payment.Attempt, error)
	SinceByAll(ctx context.Context, since time.Time) ([]payment.Attempt, error)
	Unresolved(ctx context.Context, n int) ([]payment.Attempt, error)
	Attempt(ctx context.Context, id string) (payment.Attempt, error)
	Check(ctx context.Context, id string) (payment.Attempt, error)
	Holds(context.Context) (payment.Holds, error)
	AskHeld(context.Context, payment.Holds) (bool, error)
}

// Permits says, in sentences, what the agent may not do, and who may.
type Permits interface {
	Why(...rights.Right) string
	WhyNoPayment() string
	Withheld() []string
}

// Operations gives money back and changes payments.
type Operations interface {
	Look(ctx context.Context, transactionReference string) (operation.Snapshot, error)
	// Prepare makes an attempt, and sends nothing. Carry and CarryWithCard send it, once.
	Prepare(context.Context, operation.Request) (operation.Operation, []payment.Warning, error)
	Carry(operation.Operation) <-chan operation.Operation
	CarryWithCard(operation.Operation, gateway.Card) <-chan operation.Operation
	// PaysOut reports that payouts are switched on.
	PaysOut() bool
	// Currencies are those whose decimals are confirmed.
	Currencies() []gateway.Currency
}

// Searches finds payments, of the gateway and of the journal.
type Searches struct {
	// Search is the gateway, as the agent may search it.
	Search lookup.Gateway
	// Journal, if set, returns the journal's payments for a search. JournalDays is how
	// many days the journal keeps them.
	Journal     func(ctx context.Context, search lookup.Search) lookup.Kept
	JournalDays int
	// Reserved, if set, says whether the journal knows a transaction as a
	// pre-authorisation that was asked to be held.
	Reserved func(ctx context.Context, reference string) (bool, error)
}
