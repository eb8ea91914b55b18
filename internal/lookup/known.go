package lookup

import "sync/atomic"

// Known asks the journal which transactions are reserved, and notes where it could not be
// read. It is for one search.
type Known struct {
	// Ask says whether the journal knows a transaction as a pre-authorisation that waits to
	// be captured.
	Ask func(reference string) (bool, error)

	unread atomic.Bool
}

// Reserved reports a transaction that the journal knows as reserved. One that
// the journal could not be asked about is none.
func (k *Known) Reserved(reference string) bool {
	is, err := k.Ask(reference)
	if err != nil {
		k.unread.Store(true)
	}
	return is && err == nil
}

// Missing says what is missing of a list, or of its words, because the journal could not be
// read; "" for nothing.
func (k *Known) Missing() string {
	if !k.unread.Load() {
		return ""
	}
	return "the journal cannot be read, so it is not known which of the held payments are reserved"
}
