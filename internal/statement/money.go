package statement

import (
	"strings"

	"motoconsole/gateway"
)

// Asked is the amount a request asked for, less than zero where the money goes
// out. It reports false where the gateway's digits cannot be read for certain;
// confirmed are currencies whose decimals the operator has confirmed.
func Asked(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	m, ok := r.Amount(confirmed...)
	return signed(r, m), ok
}

// Settles is how much settles or has settled, without a sign; of a held payment
// what settles once it is released. It reports false where nothing settles, and
// where that cannot be told.
func Settles(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	if f := FlowOf(r); f != In && f != Out {
		return gateway.Money{}, false
	}
	if !r.Outcome().MovesMoney() {
		return gateway.Money{}, false
	}
	if r.SettleBaseAmount == "" { // an answer has none: it settles as it was asked for
		return r.Amount(confirmed...)
	}
	return r.SettleAmount(confirmed...)
}

// Moved is the money a record stands for: what settles or has settled, less than
// zero where it goes out, and zero where none moves. The sum over all records of
// a currency is the money. It reports false where that cannot be told: the outcome
// is unknown, or the amount or the type cannot be read.
func Moved(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	asked, _ := r.Amount(confirmed...)
	zero := gateway.Money{Currency: asked.Currency}
	switch o := r.Outcome(); {
	case Nothing(r):
		return zero, true
	case FlowOf(r) == Unclear, o == gateway.OutcomeUnknown:
		return gateway.Money{}, false
	case o == gateway.OutcomeHeld:
		return zero, true
	}
	m, ok := Settles(r, confirmed...)
	return signed(r, m), ok
}

func signed(r gateway.Record, m gateway.Money) gateway.Money {
	if FlowOf(r) == Out {
		m.Minor = -m.Minor
	}
	return m
}

// Reduced is what was asked for and what settles, where that is less.
func Reduced(r gateway.Record, confirmed ...gateway.Currency) (asked, settles gateway.Money, ok bool) {
	asked, known := r.Amount(confirmed...)
	settles, ok = Settles(r, confirmed...)
	return asked, settles, ok && known && asked != settles
}

// Shown is the amount that people are shown, without a sign: what settles, or
// what was asked for where nothing does.
func Shown(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	if m, ok := Settles(r, confirmed...); ok {
		return m, true
	}
	return r.Amount(confirmed...)
}

// Text is Shown for people, with a minus where the money goes out, and the
// gateway's digits where its decimals are not certain. A record that moves no
// money shows a dash.
func Text(r gateway.Record, confirmed ...gateway.Currency) string {
	if FlowOf(r) == None {
		return "–"
	}
	sign := ""
	if FlowOf(r) == Out {
		sign = "−"
	}
	if m, ok := Shown(r, confirmed...); ok {
		return sign + m.String()
	}
	digits := r.BaseAmount
	if r.Outcome().MovesMoney() && r.SettleBaseAmount != "" {
		digits = r.SettleBaseAmount
	}
	if digits == "" {
		return r.CurrencyISO3A
	}
	return sign + strings.TrimSpace(r.CurrencyISO3A+" "+digits)
}

// Nothing reports a record that moves no money, now or later.
func Nothing(r gateway.Record) bool {
	switch r.Outcome() {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeCancelled, gateway.OutcomeNotSent:
		return true
	default:
		return FlowOf(r) == None
	}
}
