package statement

import (
	"time"

	"motoconsole/gateway"
)

// HeldDays is how many days after it was taken the gateway cancels what is still
// held.
func HeldDays(r gateway.Record) int {
	if gateway.AuthMethod(r.AuthMethod) == gateway.AuthPre {
		return 31
	}
	return 7
}

// HeldUntil is when the gateway cancels a record if it is held until then; false
// when the record does not say when it was made.
func HeldUntil(r gateway.Record) (time.Time, bool) {
	started, ok := r.StartedAt()
	return started.AddDate(0, 0, HeldDays(r)), ok
}

// HeldWords say in a sentence when the gateway cancels what is held.
func HeldWords(r gateway.Record) string {
	span := "7 days"
	if HeldDays(r) == 31 {
		span = "31 days"
	}
	until, ok := HeldUntil(r)
	if !ok {
		return "The gateway cancels it " + span + " after it was taken if it is still held."
	}
	return "The gateway cancels it on " + until.Local().Format("Monday 2 January") + ", " + span + " after it was taken, if it is still held."
}
