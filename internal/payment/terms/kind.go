package terms

import "motoconsole/gateway"

// Kind is what moto does with a card that a caller reads out.
type Kind string

// The kinds.
const (
	Payment          Kind = ""                 // the amount is final
	Preauthorisation Kind = "preauthorisation" // the bank reserves the amount; it is taken later, whole or less
	CardCheck        Kind = "card_check"       // the bank says whether the card is good; no money is taken or reserved
)

// Kinds are all kinds in the order in which they are offered.
func Kinds() []Kind { return []Kind{Payment, Preauthorisation, CardCheck} }

// Name is the kind's name in the configuration.
func (k Kind) Name() string {
	if k == Payment {
		return "payment"
	}
	return string(k)
}

// Noun names the kind in a sentence.
func (k Kind) Noun() string {
	switch k {
	case Preauthorisation:
		return "pre-authorisation"
	case CardCheck:
		return "card check"
	default:
		return "payment"
	}
}

// ParseKind is the kind with a name in the configuration.
func ParseKind(name string) (kind Kind, known bool) { return named(Kinds(), name) }

// named is the one of all with the given name.
func named[T interface{ Name() string }](all []T, name string) (one T, known bool) {
	for _, one := range all {
		if one.Name() == name {
			return one, true
		}
	}
	return one, false
}

// TakesMoney reports a kind that takes or reserves an amount. The others have none.
func (k Kind) TakesMoney() bool { return k != CardCheck }

// Settles reports a way in which the kind can settle. What settles in the next run is
// not reserved, so a pre-authorisation settles on a date, or is held.
func (k Kind) Settles(w Way) bool {
	switch k {
	case Preauthorisation:
		return w == OnDate || w == Held
	case CardCheck:
		return false
	default:
		return true
	}
}

// Method is how the gateway authorises the kind. A payment leaves it to the account,
// which is set to final unless the vendor changed it.
func (k Kind) Method() gateway.AuthMethod {
	if k == Preauthorisation {
		return gateway.AuthPre
	}
	return ""
}

// Refuses says why a card of a brand is not taken for the kind; "" for a brand that
// is taken, or that is not known yet.
func (k Kind) Refuses(b gateway.Brand) string {
	if b == "" || k.Method().Takes(b) {
		return ""
	}
	return "a pre-authorisation needs a Visa or a Mastercard: ask for another card, or take a payment"
}
