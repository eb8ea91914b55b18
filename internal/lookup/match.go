package lookup

import (
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/lookup/names"
	"motoconsole/internal/statement"
)

// Matches reports whether a gateway's record passes the filters that moto applies
// itself. All compare exactly, with these exceptions: agents, towns and names match in any
// case, a telephone number by its last digits, and each word of a name need only begin one of the customer's. An amount
// matches the amount asked for or the amount that settles: a caller may know a
// reduced payment by either. A record whose amount cannot be read matches no
// amount.
func (s Search) Matches(r gateway.Record) bool {
	reserved := slices.Contains(s.States, StateReserved) && s.Reserved != nil && statement.IsCapturable(r) && s.Reserved(r.TransactionReference)
	return s.matches(r, reserved)
}

// matches is Matches when it is known whether the journal has the record as reserved.
func (s Search) matches(r gateway.Record, reserved bool) bool {
	return (len(s.Filter.OrderReferences) == 0 || s.isOrder(r.OrderReference)) &&
		(len(s.Last4) == 0 || slices.Contains(s.Last4, Last4(r))) &&
		s.hasAmount(r) && s.inAny(r, reserved) && s.ofKind(r) && s.byAgent(r) && s.lives(r)
}

// Last4 are the last four digits of a record's card, or "".
func Last4(r gateway.Record) string {
	n := len(r.MaskedPAN)
	if n < 4 || !digitsOnly(r.MaskedPAN[n-4:]) {
		return ""
	}
	return r.MaskedPAN[n-4:]
}

func (s Search) hasAmount(r gateway.Record) bool {
	if len(s.Amounts) == 0 {
		return true
	}
	asked, known := r.Amount(s.Currencies...)
	settles, moves := statement.Settles(r, s.Currencies...)
	return slices.ContainsFunc(s.Amounts, func(a Amount) bool { return known && a.is(asked) || moves && a.is(settles) })
}

// ofKind tells refunds from payouts.
func (s Search) ofKind(r gateway.Record) bool {
	return len(s.Kinds) == 0 || r.RequestType != gateway.TypeRefund || slices.Contains(s.Kinds, statement.KindOf(r))
}

// lives reports a customer of one of the towns and telephone numbers. A number may be
// written with the code of its country or without.
func (s Search) lives(r gateway.Record) bool {
	number := digitsOf(r.Billing.Telephone)
	return (len(s.Towns) == 0 || slices.ContainsFunc(s.Towns, func(town string) bool { return names.SameText(town, r.Billing.Town) })) &&
		(len(s.Telephones) == 0 || slices.ContainsFunc(s.Telephones, func(end string) bool { return strings.HasSuffix(number, end) }))
}

// digitsOf are the digits of a text.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

func (s Search) byAgent(r gateway.Record) bool {
	return len(s.Agents) == 0 || slices.ContainsFunc(s.Agents, func(name string) bool {
		return names.SameText(name, r.OperatorName)
	})
}
