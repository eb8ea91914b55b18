package operation

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// This file says what a refusal by the gateway means, and what is not offered after
// it. The class of an errorcode says the rest: a state that does not allow a move
// goes on not allowing it, and faults in the set-up are for supervisors.

// refusal is what one errorcode means for a move.
type refusal struct {
	// says is what the agent is told of the attempt, with the noun of what it
	// acted on for %s. "" says it in the gateway's words.
	says string
	// bars is why the same move is not offered after it, with the noun for %s; ""
	// where it may be made again. What bars for a time alone, the gateway may show late.
	bars string
	// lasts is for how long; zero is for good, unless the move was made since.
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
	// refusedTime is how long a state that does not allow a move is believed.
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

// barredBy is why a move is not offered after a refusal, "" where none bars it:
// the newest refusal of the same move, or one that bars every update, unless the
// move was made after it.
func barredBy(m option.Move, record gateway.Record, entries []journal.Entry, within withinFunc) string {
	for _, e := range entries { // the newest first
		if e.Parent != record.TransactionReference || e.State != journal.Known {
			continue
		}
		same := e.Operation == m.Operation()
		if same && evidence.Moves(e.Outcome) {
			return ""
		}
		if e.ErrorCode == "" || e.Outcome != gateway.Rejected && e.Outcome != gateway.Declined {
			continue
		}
		code, _ := gateway.LookupCode(e.ErrorCode)
		r := refusalOf(code)
		if (same || r.updates && changes(m)) && r.holds(e, record, within) {
			return strings.ReplaceAll(r.bars, "%s", nounOf(record))
		}
	}
	return ""
}

// nounOf is what a record is, in a sentence.
func nounOf(r gateway.Record) string { return cmp.Or(statement.Noun(r), "payment") }

// changes reports an update, and a payout, which is not made while it is not
// known how the payment stands.
func changes(m option.Move) bool {
	return m.Operation().Kind() == journal.KindUpdate || m == option.MovePayout
}

// holds reports a refusal that bars yet.
func (r refusal) holds(e journal.Entry, record gateway.Record, within withinFunc) bool {
	switch {
	case r.bars == "", r.lasts > 0 && !within(e.AnsweredAt, r.lasts), r.updates && e.Kind() != journal.KindUpdate:
		return false
	case r.until && e.Before.SettleAmount != 0:
		return record.SettleBaseAmount == strconv.FormatInt(e.Before.SettleAmount, 10)
	default:
		return true
	}
}

// bar takes the moves off the offers that the gateway has refused.
func (c *Case) bar(entries []journal.Entry, within withinFunc) {
	for i := range c.Offers {
		o := &c.Offers[i]
		if !o.Legal() {
			continue
		}
		o.Refusal = barredBy(o.Move, c.Record, entries, within)
		gives := o.Move.Operation() == journal.OpRefund || o.Move == option.MoveCancel
		if o.Refusal != "" && gives && c.LeftProblem == "" && c.Record.RequestType == gateway.TypeAuth {
			c.LeftProblem = o.Refusal
		}
	}
}

// refusedAmount is the smallest amount whose refund the gateway has refused as more
// than is left of a payment, although its records show that much left: they do not
// show all that was given back. Zero means none. A refund that explains the refusal,
// and that was cancelled since, leaves its amount to be refunded again.
func refusedAmount(record gateway.Record, related []gateway.Record, entries []journal.Entry, left gateway.Money) gateway.Money {
	var least gateway.Money
	for _, e := range entries {
		if e.Parent != record.TransactionReference || e.Operation != journal.OpRefund || e.ErrorCode != "20007" || e.State != journal.Known ||
			e.Amount.Currency != left.Currency || e.Amount.Minor > left.Minor-cancelledBefore(e, record, related) {
			continue
		}
		if least.IsZero() || e.Amount.Minor < least.Minor {
			least = e.Amount
		}
	}
	return least
}

// cancelledBefore is what was taken by refunds that are cancelled by now and
// were made before an attempt was answered.
func cancelledBefore(e journal.Entry, record gateway.Record, related []gateway.Record) int64 {
	var sum int64
	for _, child := range related {
		as := child
		as.SettleStatus = string(gateway.SettlePending)
		started, dated := child.StartedAt()
		amount, ok := child.Amount(e.Amount.Currency)
		if child.Outcome() == gateway.Cancelled && statement.RefundOf(as, record) && ok && amount.Currency == e.Amount.Currency &&
			(!dated || !started.After(e.AnsweredAt.Add(evidence.OrphanMargin))) {
			sum += amount.Minor
		}
	}
	return sum
}

// tooLittle is the largest amount whose refund the gateway has refused as less than
// may be given back at once. Zero means none.
func tooLittle(parent string, entries []journal.Entry) int64 {
	var most int64
	for _, e := range entries {
		if e.Parent == parent && e.Operation == journal.OpRefund && e.ErrorCode == "20022" && e.State == journal.Known {
			most = max(most, e.Amount.Minor)
		}
	}
	return most
}
