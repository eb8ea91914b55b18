package option

import (
	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// finalWarning warns of a breach of Mastercard's rules. The merchant may still have
// no better choice, so it says when to go on, and what to do otherwise.
func (f *facts) finalWarning(done string) string {
	if !f.final || !f.open() {
		return ""
	}
	name := "Mastercard"
	if f.record.PaymentType == string(gateway.Maestro) {
		name = "Maestro"
	}
	text := name + " wants this final payment settled within 4 days and unchanged, and may fine the shop if it is " + done + "."
	if done == putOff {
		return text + " Keep within the 4 days, or ask a supervisor first."
	}
	return text + " If it was a mistake, go on;" + refundInstead
}

// putOff is what is done to a payment that settles later.
const putOff = "put off"

// onCard names the card, " on the card ending 1111".
func (f *facts) onCard() string {
	if _, last4 := statement.CardEnds(f.record.MaskedPAN); last4 != "" {
		return " on the card ending " + last4
	}
	return ""
}
