package journal

import (
	"slices"
	"time"
)

// Search says which attempts to look for: payments, refunds and payouts, or
// reductions, and no other updates. For each kind of value that is given, an
// attempt must have one of the values.
type Search struct {
	Site string
	// From and To are when it was attempted, To excluded; zero is open.
	From, To time.Time
	Last4    []string
	Minors   []int64 // amounts in the smallest unit, of any currency
	// Reductions looks for updates instead: those that asked to reduce a payment to
	// one of Minors.
	Reductions bool
	// Match accepts or refuses each attempt; nil accepts all.
	Match func(Entry) bool
}

// Found is the result of a search of the journal.
type Found struct {
	Entries []Entry // newest first
	More    bool    // there are older ones
	// Back is how far back the search has looked: to its From, to the journal's
	// beginning, or to where the search stopped.
	Back time.Time
}

// Scan is a search under way through a journal, from the newest attempt back. A
// Store passes it the attempts of the search's kind, site and time.
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

// Reached notes that the whole journal, which begins then, has been searched.
func (f *Scan) Reached(begins time.Time) {
	if f.Back = f.Search.From; begins.After(f.Back) {
		f.Back = begins
	}
}

// has reports an attempt that matches the search, given that its site and time do.
func (q Search) has(e Entry) bool {
	amount := e.Amount.Minor
	if q.Reductions {
		amount = e.Target.SettleAmount
	}
	return (len(q.Last4) == 0 || slices.Contains(q.Last4, e.Last4)) &&
		(len(q.Minors) == 0 && !q.Reductions || slices.Contains(q.Minors, amount)) &&
		(q.Match == nil || q.Match(e))
}
