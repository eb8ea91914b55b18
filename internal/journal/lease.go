package journal

import "time"

// purpose is what a lease is for.
type purpose string

const (
	toSend  purpose = "send"
	toCheck purpose = "check"
)

// lease keeps others from an entry for a while.
type lease struct {
	owner        string
	taken, until time.Time
}

// held reports whether the lease keeps others away.
func (l lease) held(now time.Time) bool {
	return l.until.After(now) && !l.taken.After(now.Add(maxClockStep))
}

// maxClockStep is how far ahead of now the taking of a lease may be for the
// lease to count. A lease from further ahead was taken by a clock that has
// been put back since, and would last for as long as that clock was wrong.
const maxClockStep = time.Minute

// leasesEnd says which leases a change ends.
func leasesEnd(old, next Entry) map[purpose]bool {
	return map[purpose]bool{
		toSend:  next.State == Known || !next.AnsweredAt.IsZero(),
		toCheck: next.State == Known && old.State != Known,
	}
}

// mayClaim reports whether an owner may take the checking lease on an entry. The
// lease is the one on it now, or none.
func mayClaim(e Entry, l lease, owner string, now time.Time) bool {
	return (e.State != Open || !e.BeingSent) && (l.owner == owner || !l.held(now))
}
