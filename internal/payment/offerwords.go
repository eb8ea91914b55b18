package payment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
)

// finalWarning warns of what Mastercard's rules forbid. The merchant may still
// have no better choice.
func (f *facts) finalWarning(done string) string {
	if !f.final || !f.open() {
		return ""
	}
	name := "Mastercard"
	if f.record.PaymentType == string(gateway.Maestro) {
		name = "Maestro"
	}
	text := "This is a final " + name + " authorisation. The scheme wants it settled within 4 days and unchanged, and may fine you when it is " + done + "."
	if done != "put off" {
		text += " To let it settle and refund it then avoids that."
	}
	return text
}

// onCard names the card, " on the card ending 1111".
func (f *facts) onCard() string {
	if _, last4 := maskedEnds(f.record.MaskedPAN); last4 != "" {
		return " on the card ending " + last4
	}
	return ""
}

// maskedEnds are the first six and last four digits of a masked card number,
// as far as it shows them.
func maskedEnds(masked string) (first6, last4 string) {
	const digits = "0123456789"
	if len(masked) < 10 {
		return "", ""
	}
	if head := masked[:6]; strings.Trim(head, digits) == "" {
		first6 = head
	}
	if tail := masked[len(masked)-4:]; strings.Trim(tail, digits) == "" {
		last4 = tail
	}
	return first6, last4
}

// sentence begins with a capital and ends with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
