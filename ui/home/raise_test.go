package home

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
)

// What a raise adds is taken with its pre-authorisation, and is no payment of its
// own. It does not count while the pre-authorisation is reserved, nor once that is
// cancelled.
func TestTotalsCountARaise(t *testing.T) {
	taken := attempt("P1", func(a *payment.Attempt) { a.Charge.Kind = terms.Preauthorisation })
	raise := func(outcome gateway.Outcome) payment.Attempt {
		return attempt("R1", func(a *payment.Attempt) {
			a.Operation, a.Parent, a.Outcome = journal.OpRaise, "23-9-P1", outcome
		})
	}
	for _, tc := range []struct {
		name   string
		today  []payment.Attempt
		taken  string
		note   string
		others string // open, held and declined
	}{
		{"with its payment", []payment.Attempt{raise(gateway.OutcomeApproved), taken}, "£21.00", "1 payment", "nothing open"},
		{"of an earlier day's", []payment.Attempt{raise(gateway.OutcomeApproved)}, "£10.50", "1 raise", "nothing open"},
		{"of an earlier day's, beside a payment", []payment.Attempt{raise(gateway.OutcomeApproved), attempt("P2", nil)}, "£21.00", "1 payment", "nothing open"},
		{"reserved", []payment.Attempt{raise(gateway.OutcomeHeld), attempt("P2", nil)}, "£10.50", "1 payment", "nothing open"},
		{"cancelled with its payment", []payment.Attempt{raise(gateway.OutcomeCancelled), attempt("P2", nil)}, "£10.50", "1 payment", "nothing open"},
		{"declined", []payment.Attempt{raise(gateway.OutcomeDeclined), attempt("P2", nil)}, "£10.50", "1 payment", "nothing open"},
	} {
		var rows []row
		for _, a := range tc.today {
			rows = append(rows, rowOf(a, time.Now()))
		}
		sums := totalsOf(rows, takings.ChangesOf(attemptsOf(rows), payment.Holds{}), time.Now())
		all := sums.counters(gateway.Money{})
		if all[0].values[0] != tc.taken || all[0].note != tc.note || all[3].note != tc.others {
			t.Errorf("%s: taken %s of %s, %s", tc.name, all[0].values, all[0].note, all[3].note)
		}
		if hour := sums.Hours[13]; hour.Amount.String() != tc.taken || hour.Count != sums.Payments {
			t.Errorf("%s: %s of %d in its hour", tc.name, hour.Amount, hour.Count)
		}
	}
}

// The row of a raise says how it stands, and asks for no release of its own.
func TestRowOfARaise(t *testing.T) {
	for outcome, want := range map[gateway.Outcome]string{
		gateway.OutcomeHeld: "RAISED", gateway.OutcomeApproved: "RAISED", gateway.OutcomeCancelled: "CANCELLED", gateway.OutcomeDeclined: "DECLINED",
	} {
		w := rowOf(attempt("R1", func(a *payment.Attempt) {
			a.Operation, a.Parent, a.Outcome = journal.OpRaise, "23-9-P1", outcome
		}), time.Now())
		if w.verdict.Word != want || w.next != "" || w.record.TransactionReference != "23-9-P1" || w.order != "Raise R1" {
			t.Errorf("%v: %q %q %q, opens %s", outcome, w.verdict.Word, w.next, w.order, w.record.TransactionReference)
		}
	}
	a := attempt("R1", func(a *payment.Attempt) {
		unknown(a)
		a.Operation, a.Parent = journal.OpRaise, "23-9-P1"
	})
	if w := rowOf(a, time.Now()); w.verdict.Word != "UNKNOWN" || takings.IsPayment(a) {
		t.Errorf("%+v", w)
	}
}

// What is reserved for a later day is not taken. A pre-authorisation has the amount that is
// captured, or stays reserved, in its row and in the totals.
func TestHomeShowsWhatIsCaptured(t *testing.T) {
	pre := func(outcome gateway.Outcome, s terms.Settlement) payment.Attempt {
		return attempt("P1", func(a *payment.Attempt) {
			a.Charge.Kind, a.Charge.Settlement, a.Outcome = terms.Preauthorisation, s, outcome
		})
	}
	held := func(due string) terms.Settlement {
		return terms.Settlement{Status: gateway.SettleSuspended, DueDate: due}
	}
	reduce := attempt("D1", func(a *payment.Attempt) {
		a.Operation, a.Parent, a.Charge.Kind = journal.OpReduce, "23-9-P1", terms.Preauthorisation
		a.Charge.Amount.Minor = 400
	})
	for name, tc := range map[string]struct {
		pre                payment.Attempt
		taken, row, called string
	}{
		"waits for its day":     {pre(gateway.OutcomeApproved, terms.Settlement{DueDate: "2026-12-24"}), "", "£6.50", "RESERVED"},
		"waits for its capture": {pre(gateway.OutcomeHeld, terms.Hold()), "", "£6.50", "RESERVED"},
		"captured":              {pre(gateway.OutcomeApproved, terms.Hold()), "£6.50", "£6.50", "CAPTURED"},
		"captured for its day":  {pre(gateway.OutcomeApproved, held("2099-12-24")), "", "£6.50", "CAPTURED"},
		"captured on its day":   {pre(gateway.OutcomeApproved, held("2000-12-24")), "£6.50", "£6.50", "CAPTURED"},
	} {
		h := &Page{shell: kit.Shell{Console: &kit.Console{Now: time.Now}}}
		h.learn(kit.JournalMsg{Today: []payment.Attempt{reduce, tc.pre}})
		w, taken := h.today.rows[1], ""
		if len(h.totals.Taken) > 0 {
			taken = h.totals.Taken[0].Amount.String()
		}
		if taken != tc.taken || w.amount != tc.row || w.verdict.Word != tc.called {
			t.Errorf("%s: taken %q, row %q %s", name, taken, w.amount, w.verdict.Word)
		}
	}
}

// The capture of a payment in the same list is no second taking: the amount stands once, with
// the payment. It stands with the capture where that is all there is, and where it is not
// known whether it was made. A capture with an alarm keeps it, with its amount.
func TestHomeShowsACaptureOnce(t *testing.T) {
	taken := attempt("P1", func(a *payment.Attempt) { a.Charge.Kind, a.Charge.Settlement = terms.Preauthorisation, terms.Hold() })
	capture := func(state payment.State, outcome gateway.Outcome) payment.Attempt {
		return attempt("C1", func(a *payment.Attempt) {
			a.Operation, a.Parent, a.Charge.Kind, a.State, a.Outcome = journal.OpRelease, "23-9-P1", terms.Preauthorisation, state, outcome
		})
	}
	alarmed := func(alarm string) payment.Attempt {
		a := capture(payment.Known, gateway.OutcomeApproved)
		a.Alarm = alarm
		return a
	}
	for name, tc := range map[string]struct {
		all    []payment.Attempt
		amount string
	}{
		"not shown":           {[]payment.Attempt{alarmed(journal.AlarmPromise + "it is now settle status 2"), taken}, "£10.50"},
		"made after all":      {[]payment.Attempt{alarmed(journal.AlarmsOf(journal.Entry{Operation: journal.OpRelease}).Late), taken}, "£10.50"},
		"of the same day":     {[]payment.Attempt{capture(payment.Known, gateway.OutcomeApproved), taken}, "–"},
		"of an earlier day's": {[]payment.Attempt{capture(payment.Known, gateway.OutcomeApproved)}, "£10.50"},
		"unknown":             {[]payment.Attempt{capture(payment.InDoubt, gateway.OutcomeUnknown), taken}, "£10.50"},
		"refused":             {[]payment.Attempt{capture(payment.Known, gateway.OutcomeRejected), taken}, "£10.50"},
	} {
		h := &Page{shell: kit.Shell{Console: &kit.Console{Now: time.Now}}}
		h.learn(kit.JournalMsg{Today: tc.all})
		w := h.today.rows[0]
		if w.amount != tc.amount || (w.next != "" && strings.Contains(w.next, "is the capture of")) != (tc.amount == "–") {
			t.Errorf("%s: %q %q", name, w.amount, w.next)
		}
		if (w.attempt.Alarm != "") != strings.Contains(w.next, "Tell a supervisor before you charge again.") {
			t.Errorf("%s, alarm %q: %q", name, w.attempt.Alarm, w.next)
		}
	}
}

// A pre-authorisation of £100 that was raised by £50 and reduced by £120 takes £30, once.
// Where another desk raised it, its amount is not shown as nothing.
func TestHomeAddsRaisesBeforeReductions(t *testing.T) {
	of := func(name string, o journal.Operation, outcome gateway.Outcome, minor int64) payment.Attempt {
		return attempt(name, func(a *payment.Attempt) {
			a.Operation, a.Outcome, a.Charge.Kind, a.Charge.Amount.Minor = o, outcome, terms.Preauthorisation, minor
			if a.Charge.Settlement = terms.Hold(); o != journal.OpCharge {
				a.Parent = "23-9-P1"
			}
		})
	}
	all := func(now gateway.Outcome, raises ...int64) []payment.Attempt {
		list := []payment.Attempt{of("D1", journal.OpReduce, gateway.OutcomeApproved, 12000)}
		for _, minor := range raises {
			list = append(list, of(fmt.Sprint("R", minor), journal.OpRaise, now, minor))
		}
		return append(list, of("P1", journal.OpCharge, now, 10000))
	}
	for name, tc := range map[string]struct {
		all        []payment.Attempt
		taken, row string
	}{
		"captured":              {all(gateway.OutcomeApproved, 5000), "£30.00", "£30.00"},
		"raised twice":          {all(gateway.OutcomeApproved, 5000, 1000), "£40.00", "£40.00"},
		"reserved":              {all(gateway.OutcomeHeld, 5000), "£0.00", "£30.00"},
		"raised by another":     {all(gateway.OutcomeApproved), "£0.00 or more", "not known"},
		"reserved, the same":    {all(gateway.OutcomeHeld), "£0.00", "not known"},
		"cancelled, and raised": {all(gateway.OutcomeCancelled, 5000), "£0.00", "£30.00"},
	} {
		h := &Page{shell: kit.Shell{Console: &kit.Console{Now: time.Now}}}
		h.learn(kit.JournalMsg{Today: tc.all})
		taken := h.totals.counters(gateway.Money{Currency: tc.all[0].Charge.Amount.Currency})[0].values[0]
		row := h.today.rows[len(tc.all)-1].amount
		if taken != tc.taken || row != tc.row {
			t.Errorf("%s: taken %q, row %q", name, taken, row)
		}
		if len(h.totals.Taken) > 0 && h.totals.Hours[13].Amount != h.totals.Taken[0].Amount {
			t.Errorf("%s: %v in its hour", name, h.totals.Hours[13].Amount)
		}
	}
}
