package statement

import (
	"strings"

	"motoconsole/gateway"
)

// Asked is the amount in the request, negative if the money goes out. It reports
// false if the gateway's digits cannot be read for certain. confirmed are
// currencies whose decimals have been confirmed.
func Asked(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	m, ok := r.Amount(confirmed...)
	return signed(r, m), ok
}

// Settles is the amount that settles or has settled, without a sign; for a held
// payment, the amount that settles once it is released. It reports false if nothing
// settles, or if that is not known.
func Settles(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	if f := FlowOf(r); f != In && f != Out || KindOf(r) == Raise {
		return gateway.Money{}, false
	}
	if !r.Outcome().MovesMoney() {
		return gateway.Money{}, false
	}
	if r.SettleBaseAmount == "" { // an answer has none: the amount asked for settles
		return r.Amount(confirmed...)
	}
	return r.SettleAmount(confirmed...)
}

// Moved is the money that a record stands for: the amount that settles or has
// settled, negative if it goes out, zero if none moves. The sum over all records of
// a currency is the money. It reports false if that is not known: the outcome is
// unknown, or the amount or the type cannot be read.
func Moved(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	asked, _ := r.Amount(confirmed...)
	zero := gateway.Money{Currency: asked.Currency}
	switch o := r.Outcome(); {
	case Nothing(r):
		return zero, true
	case FlowOf(r) == Unclear, o == gateway.OutcomeUnknown:
		return gateway.Money{}, false
	case KindOf(r) == Raise: // it settles as a part of the pre-authorisation
		return zero, true
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

// Reduced is the amount asked for and the amount that settles, if that is less.
func Reduced(r gateway.Record, confirmed ...gateway.Currency) (asked, settles gateway.Money, ok bool) {
	asked, known := r.Amount(confirmed...)
	settles, ok = Settles(r, confirmed...)
	return asked, settles, ok && known && settles.Minor < asked.Minor
}

// Shown is the amount to show to people, without a sign: the amount that settles
// or, if nothing does, the amount asked for.
func Shown(r gateway.Record, confirmed ...gateway.Currency) (gateway.Money, bool) {
	if m, ok := Settles(r, confirmed...); ok {
		return m, true
	}
	return r.Amount(confirmed...)
}

// Minus stands before an amount that goes out, wherever an amount stands beside an
// outcome: in a row or a bar. In a sentence the verb says it.
const Minus = "−"

// Sign is Minus if the money goes out.
func Sign(r gateway.Record) string {
	if FlowOf(r) == Out {
		return Minus
	}
	return ""
}

// Text is Shown for people, with its sign, and with the
// gateway's digits if its decimals are not certain. A record that moves no money
// shows a dash.
func Text(r gateway.Record, confirmed ...gateway.Currency) string {
	if FlowOf(r) == None {
		return "–"
	}
	sign := Sign(r)
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
