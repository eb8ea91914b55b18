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
	Taken, Back             []Sum // of most payments first
	Payments, Raises        int
	Given                   []string // the noun of each attempt that gave back
	Declined, InDoubt, Held int
	Hours                   [24]Sum // hours of the first currency
}

// Sum is an amount in one currency and its number of payments.
type Sum struct {
	Amount gateway.Money
	Count  int
	More   bool // a payment's amount is not known, so that it may be more
}

// String is the sum, with a mark where a part of it is not known.
func (s Sum) String() string {
	if s.More {
		return s.Amount.String() + " or more"
	}
	return s.Amount.String()
}

func add(sums []Sum, m gateway.Money, count int, known bool) []Sum {
	for i := range sums {
		if total, ok := sums[i].Amount.Plus(m); ok {
			sums[i] = Sum{total, sums[i].Count + count, sums[i].More || !known}
			return sums
		}
	}
	return append(sums, Sum{m, count, !known})
}

// Changes are what raises and reductions did to pre-authorisations, by their references.
type Changes struct {
	more, less map[string]gateway.Money
	listed     map[string]bool // payments that are among the attempts
}

// ChangesOf are those of attempts. A raise that was cancelled with its pre-authorisation
// counts too, as what it had added.
func ChangesOf(all []payment.Attempt) Changes {
	c := Changes{more: map[string]gateway.Money{}, less: map[string]gateway.Money{}, listed: map[string]bool{}}
	for _, a := range all {
		switch ref := a.Result.Record.TransactionReference; {
		case a.State != payment.Known || !a.Outcome.MovesMoney() && a.Outcome != gateway.OutcomeCancelled:
		case ofReserved(a):
			c.less[a.Parent], _ = c.less[a.Parent].Plus(a.Charge.Amount)
		case IsRaise(a):
			c.more[a.Parent], _ = c.more[a.Parent].Plus(a.Charge.Amount)
		case IsPayment(a) && ref != "":
			c.listed[ref] = true
		}
	}
	return c
}

// Left is what of an attempt's amount is taken, or stays reserved, with what raises
// added to a payment. It reports false where more was taken off than the attempts have:
// another desk raised it. Then nothing is known of the amount but that it is not less
// than zero.
func (c Changes) Left(a payment.Attempt) (gateway.Money, bool) {
	m, ref := a.Charge.Amount, a.Result.Record.TransactionReference
	if ref == "" || !IsPayment(a) {
		return m, true
	}
	if more, raised := c.more[ref]; raised {
		m, _ = m.Plus(more)
	}
	if less, reduced := c.less[ref]; reduced {
		return m.Minus(less)
	}
	return m, true
}

// counted reports a raise whose money counts with its payment.
func (c Changes) counted(a payment.Attempt) bool { return IsRaise(a) && c.listed[a.Parent] }

// TotalsOf adds up attempts, newest first. Of each the outcome is the present one, as Holds
// has it.
func TotalsOf(all []payment.Attempt) (t Totals) {
	changes := ChangesOf(all)
	for _, a := range all {
		switch {
		case a.State == payment.InDoubt:
			t.InDoubt++
		case a.State != payment.Known:
		case IsRaise(a) && a.Outcome == gateway.OutcomeHeld, // reserved, as its pre-authorisation is
			waits(a), !a.Charge.Kind.TakesMoney() && a.Outcome != gateway.OutcomeDeclined: // no money has moved, as the agent asked
		case a.Outcome == gateway.OutcomeHeld:
			t.Held++
		case a.Outcome == gateway.OutcomeDeclined:
			t.Declined++
		case a.Outcome != gateway.OutcomeApproved:
		case IsPayment(a):
			m, known := changes.Left(a)
			t.Taken = add(t.Taken, m, 1, known)
			t.Payments++
		case changes.counted(a):
		case IsRaise(a): // its pre-authorisation may be of another day
			t.Taken = add(t.Taken, a.Charge.Amount, 0, true)
			t.Raises++
		case ofReserved(a): // what was reserved was not taken
		case MoneyWentBack(a):
			t.Back = add(t.Back, a.Charge.Amount, 1, true)
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
		if !IsPayment(a) && !IsRaise(a) || waits(a) || a.State != payment.Known || a.Outcome != gateway.OutcomeApproved || a.Charge.Amount.Currency != t.Taken[0].Amount.Currency {
			continue
		}
		if changes.counted(a) {
			continue
		}
		hour := &t.Hours[a.Began.Local().Hour()]
		m, _ := changes.Left(a)
		hour.Amount, _ = hour.Amount.Plus(m)
		if IsPayment(a) {
			hour.Count++
		}
	}
	return t
}
