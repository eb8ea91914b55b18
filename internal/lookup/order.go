package lookup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"motoconsole/internal/orderref"
	"motoconsole/internal/samename"
)

// ownPart is the merchant's own part of an order reference that moto sent, or "" if
// the reference has no such ending.
func ownPart(sent string) string {
	own, _, _ := orderref.Split(sent)
	return own
}

// ended reports an order reference that is read as one with its ending. One in ten
// endings has no digit or no letter. Those look like the merchant's own words, so a
// longer search covers them.
func ended(order string) bool {
	own, ending, _ := orderref.Split(order)
	digits, letters := orderref.Alphabet[:10], orderref.Alphabet[10:]
	return own != "" && strings.ContainsAny(ending, digits) && strings.ContainsAny(ending, letters)
}

// unended are the order references whose endings are not known.
func unended(orders []string) []string {
	return slices.DeleteFunc(slices.Clone(orders), ended)
}

// cutOwn is the part of a merchant's own reference that is sent before the ending.
func cutOwn(own string) string { return orderref.Kept(own) }

// spellings are the likely ways in which an order reference is kept that an agent types
// in small or capital letters. The gateway and the journal tell them apart.
func spellings(order string) []string {
	end := max(0, strings.LastIndex(order, "-")) // of moto's own ending, which has capitals
	_, first := utf8.DecodeRuneInString(order)
	var all []string
	for _, way := range []string{
		order, strings.ToUpper(order), strings.ToLower(order), order[:end] + strings.ToUpper(order[end:]),
		strings.ToUpper(order[:first]) + strings.ToLower(order[first:]),
	} {
		put(&all, way)
	}
	return all
}

// Orders are the order references to ask for, in every likely spelling.
func (s Search) Orders() []string {
	var all []string
	for _, order := range s.Filter.OrderReferences {
		for _, way := range spellings(order) {
			put(&all, way)
		}
	}
	return all
}

// isOrder reports whether a record's order reference is one of those searched for:
// the same, in small or capital letters, or one of them followed by moto's ending.
func (s Search) isOrder(order string) bool {
	name := samename.Fold(order)
	if slices.Contains(s.Sent, order) || slices.ContainsFunc(s.Filter.OrderReferences, func(typed string) bool { return samename.Fold(typed) == name }) {
		return true
	}
	own := samename.Fold(ownPart(order))
	return own != "" && slices.ContainsFunc(s.Filter.OrderReferences, func(typed string) bool {
		return !ended(typed) && samename.Fold(cutOwn(typed)) == own
	})
}
