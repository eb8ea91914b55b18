// Package listing writes the records that a search finds, one by one: as a table for
// people, as CSV for spreadsheets, as JSON for programs.
package listing

import "motoconsole/gateway"

// Listing writes records. It makes its output safe, even if the record was cleaned
// before.
type Listing interface {
	Record(gateway.Record) error
	// End writes what is left: the heads of an empty list, what was buffered.
	End() error
}
