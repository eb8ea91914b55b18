package doubt

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Progress says how far an update has come, judged by its transaction read again.
type Progress int

const (
	NotYet  Progress = iota // not done yet; it may still be
	IsDone                  // the transaction looks as the update asked
	TooLate                 // not done, and it can no longer be
	Unclear                 // a later change, or settlement, hides whether ours was made
	Unheard                 // the record does not tell
)

// ProgressOf compares a transaction with what an update or a raise asked of it.
// Updates set absolute values, so it does not matter who made the change. A raise
// adds to what the agent saw, so what it leaves is known only if Before is.
func ProgressOf(e journal.Entry, r gateway.Record) Progress {
	if r.TransactionReference != e.Parent || setsAmount(e.Operation) && r.SettleBaseAmount == "" ||
		e.Operation == journal.OpRaise && e.Before == (journal.Target{}) {
		return Unheard
	}
	status := gateway.SettleStatus(r.SettleStatus)
	done := false
	switch e.Operation {
	case journal.OpCancel:
		done = status == gateway.SettleCancelled
	case journal.OpReduce: // even if it was cancelled after that
		done = r.SettleBaseAmount == strconv.FormatInt(e.Target.SettleAmount, 10)
	case journal.OpRaise:
		done = r.SettleBaseAmount == e.Before.Raised(e.Amount).BaseAmount()
	case journal.OpRelease: // a held payment does not settle, so one that settles was released
		done = status == gateway.SettleOverride || beganToSettle(status)
	case journal.OpHold:
		done = status == gateway.SettleSuspended
	case journal.OpOrder:
		done = KeptAs(r.OrderReference, e.Target.OrderReference)
	case journal.OpDueDate:
		done = r.SettleDueDate == e.Target.SettleDueDate
	case journal.OpCorrect: // the journal does not know what was typed
		return NotYet
	default:
		return Unheard
	}
	switch {
	case done:
		return IsDone
	case !AsBefore(e, r), e.Operation == journal.OpHold && beganToSettle(status):
		return Unclear
	case status == gateway.SettlePending, status == gateway.SettleOverride, status == gateway.SettleSuspended:
		return NotYet
	case status == gateway.SettleCancelled, beganToSettle(status):
		if !SetsStatus(e.Operation) {
			return NotYet // the gateway may show a change later than the state it settled in
		}
		return TooLate
	default:
		return Unheard
	}
}

// beganToSettle reports a transaction that is being settled or has settled. That does
// not disprove a hold: the portal may have released it before.
func beganToSettle(status gateway.SettleStatus) bool {
	return status == gateway.SettleSettling || status == gateway.SettleSettled
}

// SetsStatus reports an update of the settle status.
func SetsStatus(o journal.Operation) bool {
	return o == journal.OpHold || o == journal.OpRelease || o == journal.OpCancel
}

// setsAmount reports an operation after which another amount settles. A cancel is not
// one, because nothing settles after it.
func setsAmount(o journal.Operation) bool { return o == journal.OpReduce || o == journal.OpRaise }

// AsBefore reports that the values an update asks to change still are as the agent
// saw them before. If they are neither as before nor as asked, a later change may
// have followed ours, and nothing tells whether ours was made. Nothing ever follows
// a cancel, which leaves amount and date unchanged. An attempt from before the
// journal kept what the agent saw counts as unchanged. A later change back to what
// the agent saw leaves no sign.
func AsBefore(e journal.Entry, r gateway.Record) bool {
	if e.Before == (journal.Target{}) {
		return true
	}
	switch e.Operation {
	case journal.OpReduce, journal.OpRaise:
		return r.SettleBaseAmount == strconv.FormatInt(e.Before.SettleAmount, 10)
	case journal.OpHold, journal.OpRelease:
		switch status := gateway.SettleStatus(r.SettleStatus); status {
		case gateway.SettleSettling, gateway.SettleSettled: // 0 or 1 settles by itself; a held payment does not
			return e.Before.SettleStatus != string(gateway.SettleSuspended)
		case gateway.SettlePending, gateway.SettleOverride, gateway.SettleSuspended, gateway.SettleCancelled:
			// A payment that was 0 and is 1 now may have been held and released in
			// between. A cancelled one may have been held as well: the gateway
			// cancels a payment that stays held.
			return r.SettleStatus == e.Before.SettleStatus
		default:
			return true // the operation changes nothing that shows
		}
	case journal.OpDueDate:
		return r.SettleDueDate == e.Before.SettleDueDate
	case journal.OpOrder:
		return KeptAs(gateway.Clean(r.OrderReference, ShownOrder), e.Before.OrderReference)
	default:
		return true
	}
}

// KeptAs reports an order reference in a form in which the gateway may keep it: in
// other capitals, escaped, or cut, even in the middle of a character.
func KeptAs(shown, sent string) bool {
	if shown == sent {
		return true
	}
	shown, sent = html.UnescapeString(shown), html.UnescapeString(sent)
	whole := strings.TrimRight(shown, "\uFFFD")
	long := len(shown) >= shortestCut || len(whole) < len(shown) && len(whole) > shortestCut-utf8.UTFMax
	cut := long && len(whole) < len(sent) && strings.EqualFold(whole, sent[:len(whole)])
	return strings.EqualFold(shown, sent) || cut
}

// shortestCut is the least that a gateway leaves of a long order reference.
const shortestCut = 20
