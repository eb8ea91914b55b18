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
	"motoconsole/internal/statement"
	"motoconsole/internal/statement/statementtest"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
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
		if word := rowOf(a, now).verdict.Word; !o.Has(word) {
			t.Errorf("%s: home has %s", o.Name(), word)
		}
		if word := kit.VerdictOf(a, now).Word; word != rowOf(a, now).verdict.Word {
			t.Errorf("%s: the result has %s", o.Name(), word)
		}
	}
}

// TestWhatGoesOutHasAMinus: the row and the result of an attempt have the amount that Find
// and moto lookup have of its record.
func TestWhatGoesOutHasAMinus(t *testing.T) {
	for operation, want := range map[journal.Operation]string{
		journal.OpCharge: "£10.50", journal.OpRepeat: "£10.50", journal.OpRaise: "£10.50",
		journal.OpRefund: "−£10.50", journal.OpPayout: "−£10.50",
		journal.OpCancel: "£10.50", journal.OpReduce: "£10.50", journal.OpHold: "£10.50", // the payment's own
	} {
		for _, outcome := range []gateway.Outcome{gateway.OutcomeApproved, gateway.OutcomeHeld, gateway.OutcomeDeclined, gateway.OutcomeUnknown} {
			a := attempt("A17", func(a *payment.Attempt) {
				if a.Operation, a.Outcome = operation, outcome; operation != journal.OpCharge {
					a.Parent = "23-9-1"
				}
			})
			if got := rowOf(a, time.Now()).amount; got != want {
				t.Errorf("%s, %s: home has %s, want %s", operation, outcome, got, want)
			}
			if got := flow.BarOf(a, kit.Verdict{}, "").Amount; got != want {
				t.Errorf("%s, %s: the result has %s, want %s", operation, outcome, got, want)
			}
			r := a.Entry("").Record()
			if r.RequestType == gateway.TypeUpdate {
				continue // it has no record of its own
			}
			if got := statement.Text(r); got != want {
				t.Errorf("%s, %s: Find has %s, want %s", operation, outcome, got, want)
			}
			asked, known := statement.Asked(r)
			if out := strings.HasPrefix(want, statement.Minus); !known || asked.Minor < 0 != out {
				t.Errorf("%s, %s: asked_amount is %s", operation, outcome, asked.Decimal())
			}
		}
	}
	for caller, want := range map[bool]string{true: "£10.50", false: "−£10.50"} {
		m := payment.Held{FromCaller: caller, Amount: attempt("A17", nil).Charge.Amount}
		if got := heldRow(m, time.Time{}).amount; got != want {
			t.Errorf("from the caller %v: held %s", caller, got)
		}
	}
}
