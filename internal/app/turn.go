package app

import (
	"context"
	"time"
)

// soonest is how soon a turn of the day is seen at the latest: the clock that timers go by
// stands still while a laptop sleeps.
const soonest = time.Hour

// turns calls look at each local midnight, when the sums of a day begin anew, and at each
// UTC midnight, when the gateway's day begins and what waited for it settles.
func turns(ctx context.Context, look func()) {
	for next := nextTurn(time.Now()); ; {
		timer := time.NewTimer(min(time.Until(next.Round(0)), soonest))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if now := time.Now().Round(0); !now.Before(next) {
			look()
			next = nextTurn(now)
		}
	}
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
