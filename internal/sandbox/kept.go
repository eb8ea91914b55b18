package sandbox

import "motoconsole/internal/sandbox/book"

// textsOf are the texts of a request, as far as they may be kept: a card number
// in one of them loses its digits, the recipient's only those in the middle.
func textsOf(e element) book.Texts {
	var kept book.Texts
	for id, name := range book.TextNames() {
		id := book.TextID(id) // #nosec G115 -- below textCount
		v := e.value(name)
		if v == "" || !id.IsSent() {
			continue
		}
		if id == book.RecipientAccount && e.value("customeraccountnumbertype") == "CARD" {
			v = maskedNumber(v)
		}
		kept = kept.With(id, masked(v))
	}
	return kept
}
