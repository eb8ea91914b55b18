package lookup

import (
	"slices"
	"strings"

	"motoconsole/gateway"
)

// Moto sends an order reference as the merchant's own, cut where it is too
// long, a dash and an ending that no other attempt has: "A17" as "A17-7K3M2P".
const (
	endingLength   = 6
	endingAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	mostOwn        = gateway.MaxOrderReference - 1 - endingLength
)

// ownPart is the merchant's own part of an order reference that moto sent, or
// "" where it has no such ending.
func ownPart(sent string) string {
	at := len(sent) - endingLength - 1
	if at <= 0 || sent[at] != '-' || strings.Trim(sent[at+1:], endingAlphabet) != "" {
		return ""
	}
	return sent[:at]
}

// ended reports an order reference that is taken for one with its ending. One
// in ten endings has no digit or no letter; these look like the merchant's own
// words, so a longer search is made for them.
func ended(order string) bool {
	if ownPart(order) == "" {
		return false
	}
	ending := order[len(order)-endingLength:]
	return strings.ContainsAny(ending, endingAlphabet[:10]) && strings.ContainsAny(ending, endingAlphabet[10:])
}

// unended are the order references whose endings are not known.
func unended(orders []string) []string {
	return slices.DeleteFunc(slices.Clone(orders), ended)
}

// cutOwn is a merchant's own reference as it is sent before its ending.
func cutOwn(own string) string {
	if r := []rune(own); len(r) > mostOwn {
		return string(r[:mostOwn])
	}
	return own
}

// isOrder reports whether a record's order reference is one of those looked
// for: the same, or one of them with moto's ending behind it.
func (s Search) isOrder(order string) bool {
	if slices.Contains(s.Filter.OrderReferences, order) || slices.Contains(s.Sent, order) {
		return true
	}
	own := ownPart(order)
	return own != "" && slices.ContainsFunc(s.Filter.OrderReferences, func(typed string) bool {
		return !ended(typed) && cutOwn(typed) == own
	})
}
