package doubt

import "time"

const (
	// LookTime is how long the last look before a request is sent may take.
	LookTime = 20 * time.Second
	// DefaultPatience is how long an agent waits before an attempt counts as in
	// doubt. The request itself may still be answered after that.
	DefaultPatience = 20 * time.Second
	// LeaseMargin is how much longer than the request the owner's lease lasts.
	LeaseMargin = 5 * time.Second
	// WatchTime is how long moto goes on looking for an attempt that was called not
	// taken. For as long the guard asks about it.
	WatchTime = 24 * time.Hour
)

// SendingTime is how long a request with this deadline may be on its way after its
// intent. It is the sum of recording and looking, the agent's patience (within
// which the first byte leaves, or none ever does) and the deadline.
func SendingTime(deadline time.Duration) time.Duration {
	return LookTime + DefaultPatience + deadline + LeaseMargin
}
