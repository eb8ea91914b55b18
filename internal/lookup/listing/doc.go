// Package listing writes the records that a search finds, one by one: as a table for
// people, as CSV for spreadsheets, as JSON for programs.
package listing

import "motoconsole/gateway"

// Reserved says which held records wait to be captured, as far as the journal knows; nil
// for none.
type Reserved func(gateway.Record) bool

func (known Reserved) of(r gateway.Record) bool { return known != nil && known(r) }

// Listing writes records. It makes its output safe, even if the record was cleaned
// before.
type Listing interface {
	Record(gateway.Record) error
	// End writes what is left: the heads of an empty list, what was buffered.
	End() error
}
