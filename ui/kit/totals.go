package kit

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// Totals are the sums of a day. Currencies are never added up. Taken counts what is
// approved now, so not a payment that was cancelled, is held or is only reserved. Given back counts
// refunds, reductions and payouts, of payments of any day. A raise is no payment of
// its own: its money counts once its pre-authorisation is taken.
type Totals struct {
	Taken, Back          []Sum // of most payments first
	Payments, Raises     int
	Given                []string // the noun of each attempt that gave back
	Declined, Open, Held int
	Hours                [24]Sum // hours of the first currency
}

// Sum is an amount in one currency and its number of payments.
type Sum struct {
	Amount gateway.Money
	Count  int
}

func add(sums []Sum, m gateway.Money, count int) []Sum {
	for i := range sums {
		if total, ok := sums[i].Amount.Plus(m); ok {
			sums[i] = Sum{total, sums[i].Count + count}
			return sums
		}
	}
	return append(sums, Sum{m, count})
}

// Reductions are what pre-authorisations were reduced by, by their references.
type Reductions map[string]gateway.Money

// ReductionsOf are those of attempts.
func ReductionsOf(all []payment.Attempt) Reductions {
	less := Reductions{}
	for _, a := range all {
		if a.State == payment.Done && a.Outcome.MovesMoney() && OfReserved(a) {
			less[a.Parent], _ = less[a.Parent].Plus(a.Charge.Amount)
		}
	}
	return less
}

// Left is what of an attempt's amount is taken, or stays reserved.
func (less Reductions) Left(a payment.Attempt) gateway.Money {
	m := a.Charge.Amount
	if ref := a.Result.Record.TransactionReference; ref != "" && IsPayment(a) {
		m, _ = m.Minus(less[ref])
	}
	return m
}

// TotalsOf adds up attempts, newest first. Of each the outcome is the present one, as Holds
// has it.
func TotalsOf(all []payment.Attempt) (t Totals) {
	taken := ReductionsOf(all).Left
	for _, a := range all {
		switch {
		case a.State == payment.InDoubt:
			t.Open++
		case a.State != payment.Done:
		case IsRaise(a) && a.Outcome == gateway.OutcomeHeld, // reserved, as its pre-authorisation is
			Waits(a), !a.Charge.Kind.TakesMoney() && a.Outcome != gateway.OutcomeDeclined: // no money has moved, as the agent asked
		case a.Outcome == gateway.OutcomeHeld:
			t.Held++
		case a.Outcome == gateway.OutcomeDeclined:
			t.Declined++
		case a.Outcome != gateway.OutcomeApproved:
		case IsPayment(a):
			t.Taken = add(t.Taken, taken(a), 1)
			t.Payments++
		case IsRaise(a): // its pre-authorisation may be of another day
			t.Taken = add(t.Taken, taken(a), 0)
			t.Raises++
		case OfReserved(a): // what was reserved was not taken
		case GivesBack(a):
			t.Back = add(t.Back, a.Charge.Amount, 1)
			t.Given = append(t.Given, a.Noun())
		}
	}
	most := func(a, b Sum) int { return b.Count - a.Count }
	slices.SortStableFunc(t.Taken, most)
	slices.SortStableFunc(t.Back, most)
	if len(t.Taken) == 0 {
		return t
	}
	for _, a := range all {
		if !IsPayment(a) && !IsRaise(a) || Waits(a) || a.State != payment.Done || a.Outcome != gateway.OutcomeApproved || a.Charge.Amount.Currency != t.Taken[0].Amount.Currency {
			continue
		}
		hour := &t.Hours[a.Began.Local().Hour()]
		hour.Amount, _ = hour.Amount.Plus(taken(a))
		if IsPayment(a) {
			hour.Count++
		}
	}
	return t
}
