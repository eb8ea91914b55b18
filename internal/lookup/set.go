package lookup

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

func setLast4(s *Search, v string) error {
	if len(v) != 4 || !digitsOnly(v) {
		return refuse("maskedpan", "give the last four digits of the card, and no more")
	}
	put(&s.Last4, v)
	return nil
}

func setStatus(s *Search, v string) error {
	word := strings.ToLower(inOneWord(v))
	if kind := map[string]string{"refunded": "refund", "paidout": "payout", "paid out": "payout"}[word]; kind != "" { // the words of what went through
		put(&s.States, StateApproved)
		return setType(s, kind)
	}
	states, ok := parseStates(word)
	if !ok {
		return refuse("settlestatus", "an outcome is approved, declined, held, cancelled, pending, settling, settled, refunded, refused or unknown")
	}
	for _, state := range states {
		put(&s.States, state)
	}
	return nil
}

func setType(s *Search, v string) error {
	v = inOneWord(v)
	word := strings.ToLower(v)
	kind, ok := parseType(word)
	if !ok {
		kind = strings.ToUpper(v)
	}
	put(&s.Filter.RequestTypes, kind)
	switch { // to the gateway both are REFUND
	case kind != gateway.TypeRefund:
	case strings.HasPrefix(word, "payout"):
		put(&s.Kinds, statement.Payout)
	default:
		put(&s.Kinds, statement.Refund)
	}
	return nil
}

// setCurrency accepts the code of a currency that people pay with.
func setCurrency(s *Search, v string) error {
	code, ok := currencyCode(strings.ToUpper(v))
	if !ok {
		return refuse("currencyiso3a", "a currency is its three letters, such as GBP")
	}
	put(&s.Filter.Currencies, code)
	return nil
}

func setBrand(s *Search, v string) error {
	v = inOneWord(v)
	brand, ok := parseBrand(strings.ToLower(v))
	if !ok {
		brand = gateway.Brand(strings.ToUpper(v))
	}
	put(&s.Filter.PaymentTypes, brand)
	return nil
}

// withFiner are brands with the finer types under which the gateway keeps their
// cards: a caller with a Visa debit card says Visa.
func withFiner(brands []gateway.Brand) []gateway.Brand {
	var all []gateway.Brand
	for _, b := range brands {
		put(&all, b)
		switch b { //nolint:exhaustive // the others have none
		case gateway.Visa:
			for _, finer := range []gateway.Brand{"DELTA", "ELECTRON", "PURCHASING", "VPAY"} {
				put(&all, finer)
			}
		case gateway.Mastercard:
			put(&all, "MASTERCARDDEBIT")
		case gateway.Maestro:
			put(&all, "SOLO")
			put(&all, "SWITCH")
		}
	}
	return all
}

// Digits of a telephone number that are compared: the last ones tell it from others,
// with the code of the country or without.
const (
	fewestDialled = 6
	mostDialled   = 9
)

// setTelephone accepts a telephone number as people write it, or its end.
func setTelephone(s *Search, v string) error {
	digits := digitsOf(v)
	if len(digits) < fewestDialled || strings.Trim(v, "0123456789 +()-./") != "" {
		return refuse("billingtelephone", "write the telephone number, or its last six digits or more")
	}
	put(&s.Telephones, digits[max(0, len(digits)-mostDialled):])
	return nil
}

// setEmail accepts a whole e-mail address, as typed and as most people write it.
func setEmail(s *Search, v string) error {
	v = bareAddress(v)
	local, domain, _ := strings.Cut(v, "@")
	if local == "" || domain == "" || strings.ContainsAny(domain, "@ ") || strings.ContainsAny(v, "<>,;:") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") {
		return refuse("billingemail", "write the whole e-mail address, such as ann@example.com; before an order reference write order:")
	}
	put(&s.Filter.BillingEmails, v)
	put(&s.Filter.BillingEmails, strings.ToLower(v))
	return nil
}

// bareAddress is an e-mail address without what other programs write around it:
// <ann@example.com>, mailto:ann@example.com. It leaves other words unchanged.
func bareAddress(word string) string {
	bare := strings.Trim(word, "<>,;")
	if n := len("mailto:"); len(bare) > n && strings.EqualFold(bare[:n], "mailto:") {
		bare = bare[n:]
	}
	if !strings.Contains(bare, "@") {
		return word
	}
	return bare
}
