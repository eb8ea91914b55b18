package crash

import (
	"slices"
	"testing"
	"time"
)

// TestAHalfDrawnFrameSaysNothing: a payment's row becomes its cancellation's, and the
// new word arrives before the new order.
func TestAHalfDrawnFrameSaysNothing(t *testing.T) {
	row := func(word, order string) string {
		return "  Your payments today\n\n    14:02    £10.50  Visa 1111         ✔ " + word + "  " + order + "\n"
	}
	paid, half, cancelled := row("Approved   ", "P10002"), row("Cancelled  ", "P10002"), row("Cancelled  ", "Cancellation P10002")
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for _, story := range []struct {
		name   string
		frames []string
		stay   time.Duration
		want   []claim
	}{
		{"half drawn", []string{paid, paid, half, cancelled, cancelled}, time.Millisecond, nil},
		{"seen for long enough", []string{paid, half, cancelled}, whole, []claim{{"APPROVED", "P10002"}, {"CANCELLED", "P10002"}}},
		{"in two frames", []string{paid, paid + "x", cancelled}, time.Millisecond, []claim{{"APPROVED", "P10002"}}},
		{"killed while it draws", []string{paid, half, half}, time.Millisecond, nil},
	} {
		var s sight
		var got []claim
		for i, frame := range story.frames {
			said, _ := s.next(frame, now.Add(time.Duration(i)*story.stay))
			got = append(got, said...)
		}
		if !slices.Equal(got, story.want) {
			t.Errorf("%s: %v, want %v", story.name, got, story.want)
		}
	}
}
