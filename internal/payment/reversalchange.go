package payment

import (
	"fmt"
	"strconv"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// change is what an update does to a transaction. An update takes no order
// reference of ours, so in the journal its sent reference is the change's
// name: it tells the attempt apart from every other, and whoever finds it in
// doubt reads off it what to look for.
type change struct {
	move Move
	keep int64  // for MoveReduce: what is to settle, in the smallest unit
	due  string // for MoveDue: YYYY-MM-DD
}

// The words of changes in names.
func changeWords() map[Move]string {
	return map[Move]string{
		MoveCancel: "CANCEL", MoveReduce: "REDUCE", MoveRelease: "RELEASE", MoveHold: "HOLD", MoveOrder: "ORDER", MoveDue: "DUE",
	}
}

// nameOf stands before the transaction reference in a name: the letters keep
// digits apart that together could look like a card number.
const nameOf = "-OF-"

// name is such as "CANCEL-OF-23-9-80001-7K3M2P", "REDUCE-TO3800-OF-…" and
// "DUE-ON20261125-OF-…".
func (c change) name(parent, suffix string) string {
	word := changeWords()[c.move]
	switch c.move {
	case MoveReduce:
		word += fmt.Sprintf("-TO%d", c.keep)
	case MoveDue:
		word += "-ON" + strings.ReplaceAll(c.due, "-", "")
	default:
	}
	return word + nameOf + parent + "-" + suffix
}

// parseChange reads a name.
func parseChange(name string) (change, bool) {
	head, _, ok := strings.Cut(name, nameOf)
	word, arg, _ := strings.Cut(head, "-")
	for move, w := range changeWords() {
		if !ok || w != word {
			continue
		}
		c := change{move: move}
		switch move {
		case MoveReduce:
			keep, err := strconv.ParseInt(strings.TrimPrefix(arg, "TO"), 10, 64)
			c.keep = keep
			return c, err == nil
		case MoveDue:
			day := strings.TrimPrefix(arg, "ON")
			if len(day) != len("20261125") {
				return change{}, false
			}
			c.due = day[:4] + "-" + day[4:6] + "-" + day[6:]
		default:
		}
		return c, true
	}
	return change{}, false
}

// request is the update that makes the change.
func (v *Reversal) request() gateway.UpdateRequest {
	switch v.Move {
	case MoveCancel:
		return gateway.Cancel(v.Site, v.Parent)
	case MoveReduce:
		return gateway.Reduce(v.Site, v.Parent, gateway.Money{Minor: v.change.keep, Currency: v.settle.Currency})
	case MoveRelease:
		return gateway.Release(v.Site, v.Parent)
	case MoveHold:
		return gateway.Suspend(v.Site, v.Parent)
	case MoveOrder:
		return gateway.UpdateRequest{Site: v.Site, TransactionReference: v.Parent, OrderReference: v.Charge.OrderReference}
	default:
		return gateway.UpdateRequest{Site: v.Site, TransactionReference: v.Parent, SettleDueDate: v.change.due}
	}
}

// progress is what a transaction, read again, says of an update.
type progress int

const (
	notYet  progress = iota // it is not done, and may be still
	isDone                  // it is as the update wants it
	tooLate                 // it is not done, and cannot be any more
	unheard                 // the record does not tell
)

// progressOf compares a transaction with what an update wants of it. Updates
// set absolute values, so it does not matter who made the change.
func progressOf(e journal.Entry, r gateway.Record) progress {
	c, ok := parseChange(e.SentReference)
	if !ok || r.TransactionReference != e.Parent || c.move == MoveReduce && r.SettleBaseAmount == "" {
		return unheard
	}
	status := gateway.SettleStatus(r.SettleStatus)
	done := false
	switch c.move {
	case MoveCancel:
		done = status == gateway.SettleCancelled
	case MoveReduce:
		done = r.SettleBaseAmount == strconv.FormatInt(c.keep, 10) && status != gateway.SettleCancelled
	case MoveRelease: // what is held does not settle, so what settles was released
		done = status == gateway.SettleOverride || status == gateway.SettleSettling || status == gateway.SettleSettled
	case MoveHold:
		done = status == gateway.SettleSuspended
	case MoveOrder:
		done = r.OrderReference == e.OwnReference
	case MoveDue:
		done = r.SettleDueDate == c.due && status != gateway.SettleCancelled
	default:
		return unheard
	}
	switch {
	case done:
		return isDone
	case status == gateway.SettlePending, status == gateway.SettleOverride, status == gateway.SettleSuspended:
		return notYet
	case status == gateway.SettleCancelled, status == gateway.SettleSettling, status == gateway.SettleSettled:
		return tooLate
	default:
		return unheard
	}
}
