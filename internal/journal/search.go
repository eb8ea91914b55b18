package journal

import (
	"slices"
	"time"
)

// Search is what attempts are looked for by: payments, refunds and payouts, or
// reductions, and no other updates. Of each kind of values that is given, an attempt must have one.
type Search struct {
	Site string
	// From and To are when it was attempted, To not included; zero is open.
	From, To time.Time
	Last4    []string
	Minors   []int64 // amounts in the smallest unit, of any currency
	// Reductions looks for updates instead: those that were to make one of Minors
	// what a payment settles.
	Reductions bool
	// Match decides on each; nil is everything.
	Match func(Entry) bool
}

// Found is what a search of the journal has found.
type Found struct {
	Entries []Entry // newest first
	More    bool    // there are older ones
	// Back is how far back the journal was looked through: to the search's From, or
	// to where the journal begins or the search was ended.
	Back time.Time
}

// Scan is a search on its way through a journal, from the newest attempt back.
// A Store hands it the attempts of the search's kind, site and time.
type Scan struct {
	Found

	Search Search
	Limit  int
}

// Take looks at the next attempt, and reports whether more are wanted.
func (f *Scan) Take(e Entry) bool {
	f.Back = e.IntentAt
	if !f.Search.has(e) {
		return true
	}
	if f.More = len(f.Entries) == f.Limit; !f.More {
		f.Entries = append(f.Entries, e)
	}
	return !f.More
}

// Reached says that all has been looked through, of a journal that begins then.
func (f *Scan) Reached(begins time.Time) {
	if f.Back = f.Search.From; begins.After(f.Back) {
		f.Back = begins
	}
}

// has reports whether an attempt of the search's site and time is looked for.
func (q Search) has(e Entry) bool {
	amount := e.Amount.Minor
	if q.Reductions {
		amount = e.Target.SettleAmount
	}
	return (len(q.Last4) == 0 || slices.Contains(q.Last4, e.Last4)) &&
		(len(q.Minors) == 0 && !q.Reductions || slices.Contains(q.Minors, amount)) &&
		(q.Match == nil || q.Match(e))
}
