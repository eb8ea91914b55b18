package lookup

import (
	"slices"
	"strings"

	"motoconsole/internal/orderref"
)

// ownPart is the merchant's own part of an order reference that moto sent, or
// "" where it has no such ending.
func ownPart(sent string) string {
	own, _, _ := orderref.Split(sent)
	return own
}

// ended reports an order reference that is taken for one with its ending. One
// in ten endings has no digit or no letter; these look like the merchant's own
// words, so a longer search is made for them.
func ended(order string) bool {
	own, ending, _ := orderref.Split(order)
	digits, letters := orderref.Alphabet[:10], orderref.Alphabet[10:]
	return own != "" && strings.ContainsAny(ending, digits) && strings.ContainsAny(ending, letters)
}

// unended are the order references whose endings are not known.
func unended(orders []string) []string {
	return slices.DeleteFunc(slices.Clone(orders), ended)
}

// cutOwn is a merchant's own reference as it is sent before its ending.
func cutOwn(own string) string { return orderref.Kept(own) }

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
