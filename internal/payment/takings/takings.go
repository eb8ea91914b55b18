// Package takings says what counts as taken: which attempts take, reserve or give back
// money, and what the attempts of a day come to.
package takings

import (
	"iter"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
)

// Totals are the sums of a day. Currencies are never added up. Taken counts what is
// approved now, so not a payment that was cancelled, is held or is only reserved. Given back counts
// refunds, reductions and payouts, of payments of any day. A raise is no payment of
// its own: its money counts once its pre-authorisation is taken. A pre-authorisation of
// an earlier day counts on the day that an agent captures it. Of what the bank approved only
// in part, no answer says how much it is: InPart counts these, and Taken has nothing of them.
type Totals struct {
	Taken, Back             []Sum // of most payments first
	Payments, Raises        int
	InPart                  int
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

// Present are attempts as they stand now.
func Present(all []payment.Attempt, holds payment.Holds) []payment.Attempt {
	now := slices.Clone(all)
	for i, a := range now {
		now[i] = holds.Present(a)
	}
	return now
}

// Changes are what raises and reductions by all agents did to pre-authorisations, and
// which attempts count with another.
type Changes struct {
	holds  payment.Holds
	acts   map[string][]act // by the payment
	listed map[string]bool  // payments that are among the attempts
}

// act is a raise or a reduction.
type act struct {
	amount gateway.Money
	raises bool
	at     time.Time
}

// ChangesOf are those of attempts, and those that the journal has of other agents and
// days. A raise that was cancelled with its pre-authorisation counts too, as what it had
// added.
func ChangesOf(all []payment.Attempt, holds payment.Holds) Changes {
	c, seen := Changes{holds: holds, acts: map[string][]act{}, listed: map[string]bool{}}, map[string]bool{}
	for _, a := range slices.Concat(holds.Changes(), all) {
		switch ref := a.Result.Record.TransactionReference; {
		case a.State != payment.Known || !a.Outcome.MovesMoney() && a.Outcome != gateway.OutcomeCancelled:
		case ofReserved(a), IsRaise(a):
			if !seen[a.ID] {
				c.acts[a.Parent] = append(c.acts[a.Parent], act{a.Charge.Amount, IsRaise(a), a.Began})
			}
			seen[a.ID] = true
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
	ref, since := a.Result.Record.TransactionReference, time.Time{}
	switch {
	case a.Captures():
		ref, since = a.Parent, a.Began // its amount is what was left then
	case ref == "" || !IsPayment(a):
		return a.Charge.Amount, true
	}
	zero := gateway.Money{Currency: a.Charge.Amount.Currency}
	m, less := a.Charge.Amount, zero
	for _, one := range c.acts[ref] {
		switch {
		case !one.at.After(since):
		case one.raises:
			m, _ = m.Plus(one.amount)
		default:
			less, _ = less.Plus(one.amount)
		}
	}
	if less.IsZero() {
		return m, true
	}
	return m.Minus(less)
}

// counted reports a raise whose money counts with its payment: that is of the same day, or
// was captured on it.
func (c Changes) counted(a payment.Attempt) bool {
	r, ok := c.holds.Reservation(a.Parent)
	day := Midnight(a.Began)
	return IsRaise(a) && (c.listed[a.Parent] || ok && (Midnight(r.Made).Equal(day) || Midnight(r.Captured).Equal(day)))
}

// CapturesListed reports the capture of a payment that is among the attempts itself.
func (c Changes) CapturesListed(a payment.Attempt) bool { return a.Captures() && c.listed[a.Parent] }

// takes reports the release by which a pre-authorisation of an earlier day was first
// captured: its money counts on this day. One of the same day counts itself.
func (c Changes) takes(a payment.Attempt, now time.Time) bool {
	r, ok := c.holds.Reservation(a.Parent)
	if !a.Captures() || !ok || a.State != payment.Known || a.Outcome != gateway.OutcomeApproved || !r.Captured.Equal(a.Began) || c.listed[a.Parent] {
		return false
	}
	a.Charge.Settlement = terms.Settlement{Status: gateway.SettleOverride, DueDate: r.DueDate}
	return !Midnight(r.Made).Equal(Midnight(a.Began)) && !Waits(a, now)
}

// takings are the attempts whose money was taken, with what it is, as far as it is known.
func (c Changes) takings(all []payment.Attempt, now time.Time) iter.Seq2[payment.Attempt, Sum] {
	return func(yield func(payment.Attempt, Sum) bool) {
		for _, a := range all {
			pays := pays(a, now) && !IsInPart(a) && !c.counted(a)
			if !pays && !c.takes(a, now) {
				continue
			}
			m, known := c.Left(a)
			s := Sum{m, 1, !known}
			if IsRaise(a) { // no payment of its own
				s.Count = 0
			}
			if !yield(a, s) {
				return
			}
		}
	}
}

// pays reports an attempt that took money, of which a part may be all.
func pays(a payment.Attempt, now time.Time) bool {
	return (IsPayment(a) || IsRaise(a)) && a.State == payment.Known && a.Outcome == gateway.OutcomeApproved && !Waits(a, now)
}

// NotCounted says that payments are not in the sum, and why; "" where all are.
func (t Totals) NotCounted() string {
	if t.InPart == 0 {
		return ""
	}
	return thousands.Count(t.InPart) + " part-approved not counted"
}

// Of adds up attempts as they stand at a moment: see Present.
func Of(all []payment.Attempt, changes Changes, now time.Time) (t Totals) {
	for a, s := range changes.takings(all, now) {
		t.Taken = add(t.Taken, s.Amount, s.Count, !s.More)
		t.Payments += s.Count
		if IsRaise(a) { // its pre-authorisation is of another day
			t.Raises++
		}
	}
	for _, a := range all {
		switch {
		case a.State == payment.InDoubt:
			t.InDoubt++
		case a.State != payment.Known:
		case pays(a, now) && IsInPart(a):
			t.InPart++
		case IsRaise(a) && a.Outcome == gateway.OutcomeHeld, // reserved, as its pre-authorisation is
			Waits(a, now), !a.Charge.Kind.TakesMoney() && a.Outcome != gateway.OutcomeDeclined: // no money has moved, as the agent asked
		case a.Outcome == gateway.OutcomeHeld:
			t.Held++
		case a.Outcome == gateway.OutcomeDeclined:
			t.Declined++
		case a.Outcome == gateway.OutcomeApproved && moneyWentBack(a) && !ofReserved(a): // what was reserved was not taken
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
	for a, s := range changes.takings(all, now) {
		if s.Amount.Currency == t.Taken[0].Amount.Currency {
			hour := &t.Hours[a.Began.Local().Hour()]
			hour.Amount, _ = hour.Amount.Plus(s.Amount)
			hour.Count += s.Count
		}
	}
	return t
}
