package payment

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"motoconsole/internal/journal"
)

// What one order is, and what the journal has of it.

// sameName is a name in the form used for comparing. Other capitals, spaces or ways
// to write a letter make neither another agent nor another order.
func sameName(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(name))), " ")
}

// asTyped is an order reference as an attempt keeps it: without blanks that are
// not seen, and with the letters of a wide keyboard as all others have them.
func asTyped(order string) string {
	return strings.Join(strings.Fields(norm.NFC.String(width.Fold.String(order))), " ")
}

// spellings are the ways to write an order reference that the journal is asked
// for. It knows the small letters of ASCII by their capitals, and no others.
func spellings(order string) []string {
	plain := sameName(order)
	all := []string{order, asTyped(order), plain, strings.ToUpper(plain)}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
}

// ofOrder are all attempts of an order that moved money or may have, under any of
// its names, the newest first. A payment that the journal had forgotten is known by
// what the gateway keeps of the reference.
func (d *Desk) ofOrder(ctx context.Context, names ...string) ([]journal.Entry, error) {
	var asked, own []string
	for _, name := range names {
		asked = append(asked, spellings(name)...)
		asked = append(asked, spellings(KeptReference(name))...)
		own = append(own, sameName(name))
	}
	found, err := d.Store.OfOrder(ctx, d.Site, asked)
	return slices.DeleteFunc(found, func(e journal.Entry) bool {
		return e.Resolution != journal.ResolvedReconciled && !isOfOrder(e, own)
	}), err
}

// isOfOrder reports an attempt that has one of the names, as sameName has them.
func isOfOrder(e journal.Entry, names []string) bool {
	return slices.ContainsFunc(ordersOf(e), func(name string) bool { return name != "" && slices.Contains(names, sameName(name)) })
}

// ordersOf are the order references of an attempt, and the one that its payment had
// then. Of a repeat that is another payment's.
func ordersOf(e journal.Entry) []string {
	orders := []string{e.OwnReference, e.CurrentReference, e.Target.OrderReference}
	if e.Kind() != journal.KindAuth {
		orders = append(orders, e.Before.OrderReference)
	}
	return orders
}
