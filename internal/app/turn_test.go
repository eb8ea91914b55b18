package app

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// The day turns at midnight here and at midnight in UTC.
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
		if got := nextTurn(now).In(tc.zone).Format(time.DateTime); got != tc.want {
			t.Errorf("after %s in %s: %s, want %s", tc.now, tc.zone, got, tc.want)
		}
	}
}

// All consoles look again when the day turns, and not at any other time.
func TestTheTurnOfTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		want := []time.Time{nextTurn(time.Now())}
		for range 3 {
			want = append(want, nextTurn(want[len(want)-1].In(time.Local)))
		}
		var looked []time.Time
		go turns(ctx, func() { looked = append(looked, time.Now().Round(0)) })
		time.Sleep(time.Until(want[3]) + time.Minute)
		synctest.Wait()
		if !slices.EqualFunc(looked, want, time.Time.Equal) {
			t.Errorf("%v, want %v", looked, want)
		}
	})
}
