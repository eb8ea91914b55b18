package journal

import "time"

// Purpose is what a lease is for.
type Purpose string

// The purposes of a lease: to send the attempt, and to ask the gateway about it.
const (
	ToSend  Purpose = "send"
	ToCheck Purpose = "check"
)

// Lease reserves an entry for its owner for a while.
type Lease struct {
	Owner        string
	Taken, Until time.Time
}

// Held reports whether the lease still counts.
func (l Lease) Held(now time.Time) bool {
	return l.Until.After(now) && !l.Taken.After(now.Add(MaxClockStep))
}

// MaxClockStep is how far in the future the start of a valid lease may lie. A lease
// that starts later was taken by a clock that has been put back since, and would
// last for as long as that clock was wrong.
const MaxClockStep = time.Minute

// LeasesEnd says of each purpose whether a change ends its lease.
func LeasesEnd(old, next Entry) map[Purpose]bool {
	return map[Purpose]bool{
		ToSend:  next.State == Known || !next.AnsweredAt.IsZero(),
		ToCheck: next.State == Known && old.State != Known,
	}
}

// MayClaim reports whether an owner may take the checking lease on an entry. The
// lease is the one on it now, or none.
func MayClaim(e Entry, l Lease, owner string, now time.Time) bool {
	return (e.State != Open || !e.BeingSent) && (l.Owner == owner || !l.Held(now))
}
