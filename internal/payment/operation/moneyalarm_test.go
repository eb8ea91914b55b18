package operation

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// judgeAlarms looks for false alarms. An alarm about an update or a raise is false if
// the journal has every change of the payment as made, and the bank made each one and
// showed it in time.
func (w *moneyWorld) judgeAlarms(rows map[string]journal.Entry) {
	for _, p := range w.bank.payments {
		plain := true
		for _, c := range p.changes {
			e, ours := rows[c.by]
			plain = plain && ours && !c.forgot && e.State == journal.Known && e.Outcome.MovesMoney() && e.Resolution == "" &&
				c.shown.Sub(c.at) < doubt.PromiseTime/2
		}
		for _, e := range rows { // what was called not made may have been made, and shows late
			plain = plain && (e.Parent != p.reference || e.Resolution == "")
		}
		if !plain {
			continue
		}
		for _, c := range p.changes {
			e := rows[c.by]
			if strings.HasPrefix(e.Alarm, journal.AlarmPromise) && e.Outcome != gateway.OutcomeUnknown {
				w.violated("%s has a false alarm: %q", e.SentReference, e.Alarm)
			}
		}
	}
}
