// Package ordername says what counts as one order: how to compare its name, which
// spellings to ask the journal for, which order references a payment may have, and
// what the journal has of an order.
package ordername

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/samename"
)

// AsTyped is an order reference as an attempt keeps it: without invisible blanks,
// and with full-width letters made ordinary.
func AsTyped(order string) string {
	return strings.Join(strings.Fields(norm.NFC.String(width.Fold.String(order))), " ")
}

// Spellings are the ways to write an order reference that the journal is asked for.
// The journal matches the small letters of ASCII with their capitals, but no
// others.
func Spellings(order string) []string {
	plain := samename.Fold(order)
	all := []string{order, AsTyped(order), plain, strings.ToUpper(plain)}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
}

// Attempts are all attempts of an order that moved money or may have, under any of
// its names, newest first. A payment that the journal had forgotten is known by the
// part of the reference that the gateway kept.
func Attempts(ctx context.Context, store journal.Store, site string, names ...string) ([]journal.Entry, error) {
	var asked, own []string
	for _, name := range names {
		asked = append(asked, Spellings(name)...)
		asked = append(asked, Spellings(orderref.Kept(name))...)
		own = append(own, samename.Fold(name))
	}
	found, err := store.OfOrder(ctx, site, asked)
	return slices.DeleteFunc(found, func(e journal.Entry) bool {
		return e.Resolution != journal.ResolvedReconciled && !Has(e, own)
	}), err
}

// Has reports an attempt that has one of the names, which samename.Fold has made.
func Has(e journal.Entry, names []string) bool {
	return slices.ContainsFunc(Of(e), func(name string) bool { return name != "" && slices.Contains(names, samename.Fold(name)) })
}

// Of are the order references of an attempt, and the one that its payment had then.
// For a repeat that is another payment's, so it is left out.
func Of(e journal.Entry) []string {
	orders := []string{e.OwnReference, e.CurrentReference, e.Target.OrderReference}
	if e.RequestType() != journal.TypeAuth {
		orders = append(orders, e.Before.OrderReference)
	}
	return orders
}

// Check reports an order reference that a payment cannot have.
func Check(reference string) error {
	wrong := func(rule string) error { return &gateway.FieldError{Field: "orderreference", Rule: rule} }
	switch {
	case reference == "":
		return wrong("enter an order reference")
	case len([]rune(reference)) > gateway.MaxOrderReference:
		return wrong("the order reference must be at most 25 characters")
	case cardguard.Answer.Finds(cardguard.Runes(reference)):
		return wrong(cardguard.Refusal)
	case gateway.Clean(reference, 4*gateway.MaxOrderReference) != reference:
		return wrong("the order reference has characters that do not print")
	}
	return nil
}
