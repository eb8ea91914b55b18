package operation

import (
	"cmp"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// This file says what a refusal by the gateway means, and what is not offered after
// it. The class of an errorcode says the rest: a state that does not allow an operation
// goes on not allowing it, and faults in the set-up are for supervisors.

// refusal is what one errorcode means for an operation.
type refusal struct {
	// says is what the agent is told of the attempt, with the noun of what it
	// acted on for %s. "" says it in the gateway's words.
	says string
	// bars is why the same operation is not offered after it, with the noun for %s; ""
	// where it may be made again. What bars for a time alone, the gateway may show late.
	bars string
	// lasts is for how long; zero is for good, unless the operation was made since.
	lasts time.Duration
	// updates bars every update of the transaction and not the same alone.
	updates bool
	// until says that it bars while as much settles as the agent had seen.
	until bool
	// stale says that what the gateway shows is not how the payment is.
	stale bool
}

const (
	refusedUnsettled = "The gateway says that this payment has not settled, although it shows it as settled. Look again later."
	refusedWait      = " Wait a little and do it again."
	// refusedTime is how long a state that does not allow an operation is believed.
	refusedTime = 24 * time.Hour
)

// refusals are the codes that say more than their class.
var refusals = map[string]refusal{
	"20004": {says: "The gateway does not find the %s yet. Nothing was done." + refusedWait},
	"20005": {says: "The gateway says that the %s has not settled, so it cannot be refunded yet. Nothing was given back.", bars: refusedUnsettled, lasts: evidence.PromiseTime},
	"20007": {says: "The gateway says that this is more than is left of the %s. Nothing was given back.", stale: true}, // lessLeft
	"20011": {
		says: "The gateway says that the %s was declined. Nothing was given back.",
		bars: "The gateway says that this payment was declined: there is nothing to give back. Ask a supervisor.", lasts: refusedTime,
	},
	"20012": {says: "The gateway says that the %s has not settled, so it cannot be refunded yet. Nothing was given back.", bars: refusedUnsettled, lasts: evidence.PromiseTime},
	"20022": {says: "The gateway says that this is less than may be given back of the %s at once. Nothing was given back."}, // tooLittle
	"20034": {says: "The gateway says that this kind of %s cannot be refunded. Nothing was given back."},
	"21000": {says: "The gateway's service is off for a moment. Nothing was done." + refusedWait},
	"60013": refusedNothing, "60024": refusedNothing, "60033": refusedNothing,
	"60014": {
		says: "The gateway does not find the %s. Nothing was changed.",
		bars: "The gateway did not find this %s a moment ago, and shows it. Look again in a few minutes.", lasts: evidence.PromiseTime, updates: true,
	},
	"60016": {
		says: "The gateway says that the %s cannot settle as much as that. Nothing was changed.",
		bars: "The gateway says that less settles of this payment than it shows. Look again in a few minutes.", until: true, stale: true,
	},
	"60017": {
		says: "The gateway says that the %s can no longer be changed: it has begun to settle, or was cancelled. Nothing was changed.",
		bars: "The gateway says that this %s has begun to settle or was cancelled, and does not show which yet. Look again in a minute.", lasts: evidence.PromiseTime, updates: true, stale: true,
	},
	"70000": {says: "The bank declined it. No money moved."},
	"79001": refusedLocked, "90007": refusedLocked,
}

var (
	refusedNothing = refusal{
		says: "The gateway says that there was nothing to change on the %s. Nothing was changed.",
		bars: "The gateway said a moment ago that there was nothing to change. Look again in a few minutes.", lasts: evidence.PromiseTime,
	}
	refusedLocked = refusal{says: "The %s is locked for a moment. Nothing was changed: wait a little and do it again."}
)

// refusalOf is what an errorcode means.
func refusalOf(code gateway.CodeInfo) refusal {
	r := refusals[code.Code]
	state := code.Class == gateway.ClassState || code.Code == "20014" || code.Code == "20015" // an amount or currency of its own
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

// note is what the agent is told of a refused attempt on such a thing.
func (r refusal) note(noun string) string { return strings.ReplaceAll(r.says, "%s", noun) }

// nounOf is what a record is, in a sentence.
func nounOf(r gateway.Record) string { return cmp.Or(statement.Noun(r), "payment") }

// changes reports an update, and a payout, which is not made while it is not
// known how the payment stands.
func changes(kind option.Kind) bool {
	return kind.Operation().Kind() == journal.KindUpdate || kind == option.Payout
}
