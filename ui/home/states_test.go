package home

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
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

// Home and the result have the word of an outcome that every other place has.
func TestOutcomesOnHome(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	operations := map[string]journal.Operation{
		gateway.TypeAuth: journal.OpCharge, gateway.TypeRefund: journal.OpRefund, gateway.TypeAccountCheck: journal.OpCheck,
	}
	for _, o := range statementtest.Outcomes(t) {
		operation, sends := operations[o.Record.RequestType]
		if !sends {
			continue
		}
		a := payment.AttemptOf(journal.Entry{Operation: operation, State: journal.Known, Outcome: o.Record.Outcome(), ErrorCode: o.Record.ErrorCode, SettleStatus: o.Record.SettleStatus})
		if a.Outcome == gateway.OutcomeUnknown {
			a.State = payment.InDoubt
		}
		if word := rowOf(a, now).verdict.Word; !o.Has(word) && !(o.Want == gateway.OutcomeApproved && word == "REFUNDED") {
			t.Errorf("%s: home has %s", o.Name(), word)
		}
		if word := kit.VerdictOf(a, now).Word; word != rowOf(a, now).verdict.Word {
			t.Errorf("%s: the result has %s", o.Name(), word)
		}
	}
}
