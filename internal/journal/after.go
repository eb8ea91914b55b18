package journal

import "time"

// After is an entry after a change by the rules that every Store keeps, or the
// reason why a Store refuses the change. It is for checks that go through all
// that may happen to an entry, without a Store.
func After(old Entry, c Change, now time.Time) (Entry, error) { return step(old, &c, now) }
