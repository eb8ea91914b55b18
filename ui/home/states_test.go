package home

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement/statementtest"
	"motoconsole/ui/kit"
)

// Home calls each payment what every other place calls it, and counts it as taken or as
// reserved as that says. That a payment settles, home does not learn: it stays approved or
// captured.
func TestStatesOnHome(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		a := attempt("A17", func(a *payment.Attempt) {
			a.Outcome, a.Charge.Settlement.DueDate = c.Record.Outcome(), c.Record.SettleDueDate
			if c.Record.AuthMethod == string(gateway.AuthPre) {
				a.Charge.Kind = terms.Preauthorisation
			}
			if c.Asked {
				a.Charge.Settlement.Status = gateway.SettleSuspended
			}
		})
		h := &Page{shell: kit.Shell{Console: &kit.Console{Now: func() time.Time { return c.Now }}}}
		h.learn(kit.JournalMsg{Today: []payment.Attempt{a}})
		want := map[bool]string{false: "approved", true: "captured"}[a.Charge.Kind == terms.Preauthorisation]
		if status := gateway.SettleStatus(c.Record.SettleStatus); status != gateway.SettleSettling && status != gateway.SettleSettled {
			want = c.Word
		} else if c.Record.SettleDueDate > c.Now.Format(time.DateOnly) {
			continue // the date was changed elsewhere
		}
		if word := h.today.rows[0].verdict.Word; !strings.EqualFold(word, want) {
			t.Errorf("%s: %s, want %s", c.Name, word, want)
		}
		counts := "nothing"
		switch {
		case len(h.totals.Taken) > 0:
			counts = "taken"
		case h.totals.Held > 0:
			counts = "held"
		case takings.Waits(h.today.rows[0].attempt, c.Now):
			counts = "reserved"
		}
		if counts != c.Counts {
			t.Errorf("%s: counts as %s", c.Name, counts)
		}
	}
}
