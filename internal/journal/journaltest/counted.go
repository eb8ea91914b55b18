package journaltest

import (
	"context"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// Counted reports an entry that moved money, or may have: the queries of
// guards and limits must find it.
func Counted(e journal.Entry) bool {
	return e.RequestType() != journal.TypeCheck && (e.State != journal.Known || e.MovesMoney() || e.CalledNotMade())
}

// OfOrder implements Store.
func (m *Memory) OfOrder(ctx context.Context, site string, names []string) ([]journal.Entry, error) {
	return m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		return e.Site == site && Counted(*e) && slices.ContainsFunc(names, func(name string) bool {
			return name != "" && slices.ContainsFunc(ordersOf(e), func(order string) bool { return sameCapitals(order, name) })
		})
	})
}

// GivenBack implements Store.
func (m *Memory) GivenBack(ctx context.Context, amount gateway.Money, since time.Time, steady clock.Reading) ([]journal.Entry, error) {
	return m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		switch e.Operation {
		case journal.OpRefund, journal.OpPayout, journal.OpCancel, journal.OpReduce, journal.OpRelease:
		default:
			return false
		}
		later := slices.MaxFunc([]time.Time{e.IntentAt, e.AnsweredAt, e.ResolvedAt}, time.Time.Compare)
		past, same := steady.Since(e.SendBySteady)
		return e.Amount.Minor == amount.Minor && e.Amount.Currency.Code() == amount.Currency.Code() && (Counted(*e) || e.Alarm != "") &&
			(e.State != journal.Known || !later.Before(since) || same && past <= 0)
	})
}

// ordersOf are the order references that an entry has or its payment had.
func ordersOf(e *journal.Entry) []string {
	return []string{e.OwnReference, e.CurrentReference, e.Target.OrderReference, e.Before.OrderReference}
}

// sameCapitals compares like SQLite, ignoring capitals of ASCII only.
func sameCapitals(a, b string) bool {
	fold := func(text string) string {
		return strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, text)
	}
	return fold(a) == fold(b)
}
