package option

import (
	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// finalWarning warns of a breach of Mastercard's rules. The merchant may still have
// no better choice.
func (f *facts) finalWarning(done string) string {
	if !f.final || !f.open() {
		return ""
	}
	name := "Mastercard"
	if f.record.PaymentType == string(gateway.Maestro) {
		name = "Maestro"
	}
	text := "This is a final " + name + " authorisation. " + name + " wants it settled within 4 days and unchanged, and may fine the shop if it is " + done + "."
	if done != "put off" {
		text += refundInstead
	}
	return text
}

// onCard names the card, " on the card ending 1111".
func (f *facts) onCard() string {
	if _, last4 := statement.CardEnds(f.record.MaskedPAN); last4 != "" {
		return " on the card ending " + last4
	}
	return ""
}
