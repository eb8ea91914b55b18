package app

import (
	"testing"
	"time"
)

// The day turns at midnight here and at midnight in UTC: until then its dates stay.
func TestNextTurn(t *testing.T) {
	east, west := time.FixedZone("east", 2*3600), time.FixedZone("west", -5*3600)
	for _, tc := range []struct {
		zone      *time.Location
		now, want string
	}{
		{time.UTC, "2026-11-21 14:02:00", "2026-11-22 00:00:00"},
		{time.UTC, "2026-11-22 00:00:00", "2026-11-23 00:00:00"},
		{east, "2026-11-21 14:02:00", "2026-11-22 00:00:00"},
		{east, "2026-11-22 00:00:00", "2026-11-22 02:00:00"},
		{west, "2026-11-21 14:02:00", "2026-11-21 19:00:00"},
		{west, "2026-11-21 19:00:00", "2026-11-22 00:00:00"},
		{east, "2026-12-31 23:59:59", "2027-01-01 00:00:00"},
	} {
		now, err := time.ParseInLocation(time.DateTime, tc.now, tc.zone)
		if err != nil {
			t.Fatal(err)
		}
		if turn := nextTurn(now); daysOf(turn.Add(-1).In(tc.zone)) != daysOf(now) || daysOf(turn.In(tc.zone)) == daysOf(now) {
			t.Errorf("after %s in %s: the dates do not turn with the day", tc.now, tc.zone)
		}
		if got := nextTurn(now).In(tc.zone).Format(time.DateTime); got != tc.want {
			t.Errorf("after %s in %s: %s, want %s", tc.now, tc.zone, got, tc.want)
		}
	}
}
