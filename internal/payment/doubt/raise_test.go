package doubt

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// raised is a raise by £12 of £48 whose outcome became known, and the pre-authorisation
// that does not show it.
func raised(t *testing.T, at time.Time) (journal.Entry, gateway.Record) {
	t.Helper()
	pounds, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	e := journal.Entry{
		Operation: journal.OpRaise, Parent: "23-9-1", Site: "test", IntentAt: at, State: journal.Known, Outcome: gateway.OutcomeHeld,
		Amount: gateway.Money{Minor: 1200, Currency: pounds}, Before: journal.Target{SettleStatus: "2", SettleAmount: 4800},
	}
	return e, gateway.Record{TransactionReference: "23-9-1", SettleStatus: "2", SettleBaseAmount: "4800", CurrencyISO3A: "GBP"}
}

// TestARaiseIsWaitedForSinceItIsKnown: a raise whose console died has no answer of
// its own. The gateway's time to show it runs from when a query found it.
func TestARaiseIsWaitedForSinceItIsKnown(t *testing.T) {
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	found := began.Add(time.Hour)
	e, _ := raised(t, began)
	e.ResolvedAt = found
	for after, alarm := range map[time.Duration]bool{time.Second: false, PromiseTime - time.Second: false, PromiseTime: true} {
		is, now := e, found.Add(after)
		Rule{Watch: 24 * time.Hour}.unshown(&is, Finding{Answered: true, At: now, Heard: clock.Moment{Here: now}})
		if (is.Alarm != "") != alarm {
			t.Errorf("after %v: %q", after, is.Alarm)
		}
	}
}

// TestAnAlarmOfALateRaiseStays: its alarm says what to do, and no broken promise
// replaces it.
func TestAnAlarmOfALateRaiseStays(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, end := range map[string]func(*journal.Entry, gateway.Record){
		"as before": func(e *journal.Entry, _ gateway.Record) {
			Rule{Watch: 24 * time.Hour}.unshown(e, Finding{Answered: true, Heard: clock.Moment{Here: now}})
		},
		"another amount": func(e *journal.Entry, r gateway.Record) {
			r.SettleBaseAmount = "100"
			Rule{Watch: 24 * time.Hour}.foundChange(e, r, now)
		},
	} {
		for _, late := range []bool{false, true} {
			e, record := raised(t, now.Add(-time.Hour))
			e.NextCheckAt = now
			if late {
				e.Alarm = journal.AlarmsOf(e).Late
			}
			end(&e, record)
			if e.Watched() || strings.HasPrefix(e.Alarm, journal.AlarmPromise) == late {
				t.Errorf("%s, late %v: %q, watched %v", name, late, e.Alarm, e.Watched())
			}
		}
	}
}
