package operation

import (
	"cmp"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// This file says what a refusal by the gateway means, and which options it removes.
// For a code that is not listed here its class decides. If it says that the payment's
// state does not allow the operation, moto does not offer it again for refusedTime. A
// fault in the set-up is for supervisors.

// refusal is what one errorcode means for an operation.
type refusal struct {
	// says is what the agent reads about the attempt, with %s for the noun of what
	// it acted on. "" stands for the gateway's words.
	says string
	// bars is why the same operation is refused after it, with %s for the noun; "" if
	// it may be made again. With lasts it bars for a time only, because the gateway
	// may be late to show the reason.
	bars string
	// lasts is for how long it bars; zero means until the operation has been made.
	lasts time.Duration
	// updates bars every update of the transaction, not only the same one.
	updates bool
	// until bars while the amount that settles is the one the agent saw.
	until bool
	// stale says that the payment is not as the gateway shows it.
	stale bool
	// hints are the attempts that it points to: the gateway refuses a request that
	// would be fine if they had not been made.
	hints []journal.Operation
	// nothing says that there was nothing to change. It points to an attempt at the
	// very same change.
	nothing bool
	// settles says that the refusal is explained if the payment is seen to settle.
	settles bool
}

const (
	refusedUnsettled = "The gateway says that this payment has not settled, although it shows it as settled. Look again later."
	refusedWait      = " Wait a little and do it again."
	// refusedTime is how long a state that does not allow an operation is believed.
	refusedTime = 24 * time.Hour
)

// refusals are the codes that say more than their class.
var refusals = map[string]refusal{
	"20004":                  {says: "The gateway does not find the %s yet. Nothing was done." + refusedWait},
	"20005":                  {says: "The gateway says that the %s has not settled, so it cannot be refunded yet. Nothing was given back.", bars: refusedUnsettled, lasts: doubt.PromiseTime},
	gateway.CodeMoreThanLeft: {says: "The gateway says that this is more than is left of the %s. Nothing was given back.", stale: true, hints: []journal.Operation{journal.OpRefund, journal.OpReduce}}, // refusedAmount
	"20011": {
		says: "The gateway says that the %s was declined. Nothing was given back.",
		bars: "The gateway says that this payment was declined: there is nothing to give back. Ask a supervisor.", lasts: refusedTime,
	},
	"20012":                  {says: "The gateway says that the %s has not settled, so it cannot be refunded yet. Nothing was given back.", bars: refusedUnsettled, lasts: doubt.PromiseTime},
	gateway.CodeBelowMinimum: {says: "The gateway says that this is less than may be given back of the %s at once. Nothing was given back."}, // tooLittle
	"20035": {
		says: "The gateway does not raise this pre-authorisation: it does so for some merchants only, and while it waits to settle. Nothing more was reserved.",
		bars: "The gateway has refused to raise this pre-authorisation. Take a new payment for the rest, or ask a supervisor.", lasts: refusedTime,
	},
	"20034": {says: "The gateway says that this kind of %s cannot be refunded. Nothing was given back."},
	"21000": {says: "The gateway's service is off for a moment. Nothing was done." + refusedWait},
	"60013": refusedNothing, "60024": refusedNothing, "60033": refusedNothing,
	"60014": {
		says: "The gateway does not find the %s. Nothing was changed.",
		bars: "A moment ago the gateway answered that it has no such %s, although it shows one now. Look again in a few minutes.", lasts: doubt.PromiseTime, updates: true,
	},
	gateway.CodeMoreThanSettles: {
		says: "The gateway says that the %s cannot settle as much as that. Nothing was changed.",
		bars: "The gateway says that less settles of this payment than it shows. Look again in a few minutes.", until: true, stale: true,
		hints: []journal.Operation{journal.OpReduce},
	},
	gateway.CodeNotUpdatable: {
		says: "The gateway says that the %s can no longer be changed: it has begun to settle, or was cancelled. Nothing was changed.",
		bars: "The gateway says that this %s has begun to settle or was cancelled, and does not show which yet. Look again in a minute.", lasts: doubt.PromiseTime, updates: true, stale: true,
		hints: []journal.Operation{journal.OpCancel, journal.OpRelease}, settles: true,
	},
	gateway.CodeDeclined: {says: "The bank declined it. No money moved."},
	gateway.CodeLocked:   refusedLocked, gateway.CodePortalLocked: refusedLocked,
}

var (
	refusedNothing = refusal{
		says: "The gateway says that there was nothing to change on the %s. Nothing was changed.",
		bars: "The gateway said a moment ago that there was nothing to change. Look again in a few minutes.", lasts: doubt.PromiseTime,
		nothing: true,
	}
	refusedLocked = refusal{says: "The %s is locked for a moment. Nothing was changed: wait a little and do it again."}
)

// refusalOf is what an errorcode means.
func refusalOf(code gateway.CodeInfo) refusal {
	r := refusals[code.Code]
	state := code.Class == gateway.ClassState || code.Code == "20014" || code.Code == "20015" // the request named its own amount or currency
	if r.bars == "" && state {
		r.bars, r.lasts = "The gateway has refused this for this payment: “"+code.Message+"” (code "+code.Code+"). Ask a supervisor.", refusedTime
	}
	if r.says != "" || code.Code == "" {
		return r
	}
	r.says = "The gateway refused it: " + statement.Sentence(code.Message) + " Nothing was done."
	switch code.Class {
	case gateway.ClassLogin, gateway.ClassConfig, gateway.ClassSoftware, gateway.ClassPortal, gateway.ClassClientUsage:
		r.says += " Tell a supervisor."
	default:
	}
	return r
}

// note is what the agent reads about a refused attempt.
func (r refusal) note(noun string) string { return strings.ReplaceAll(r.says, "%s", noun) }

// nounOf names a record in a sentence.
func nounOf(r gateway.Record) string { return cmp.Or(statement.Noun(r), "payment") }

// changes reports an update or a payout. Neither is made while it is not known how
// the payment stands.
func changes(kind option.Kind) bool {
	return kind.Operation().RequestType() == journal.TypeUpdate || kind == option.Payout
}
