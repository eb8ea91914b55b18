package message

import "motoconsole/internal/sandbox/book"

// TextsOf are the texts of a request, as far as they may be kept: a card number
// in one of them loses its digits, the recipient's only those in the middle.
func TextsOf(e Element) book.Texts {
	var kept book.Texts
	for id, name := range book.TextNames() {
		id := book.TextID(id) // #nosec G115 -- below textCount
		v := e.Value(name)
		if v == "" || !id.IsSent() {
			continue
		}
		if id == book.RecipientAccount && e.Value("customeraccountnumbertype") == "CARD" {
			v = maskedNumber(v)
		}
		kept = kept.With(id, Masked(v))
	}
	return kept
}
