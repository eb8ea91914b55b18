package app

import "time"

// days are the dates of a time, here and in UTC. At a local midnight the sums of a day begin
// anew; at a UTC midnight the gateway's day begins, and what waited for it settles.
type days struct{ local, utc string }

func daysOf(now time.Time) days {
	return days{now.Format(time.DateOnly), now.UTC().Format(time.DateOnly)}
}

// nextTurn is the next local midnight or UTC midnight after a time.
func nextTurn(now time.Time) time.Time {
	year, month, day := now.Date()
	local := time.Date(year, month, day+1, 0, 0, 0, 0, now.Location())
	utc := now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	if utc.Before(local) {
		return utc
	}
	return local
}
