package payment

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/evidence"
)

// DefaultRule is the rule where nothing else is configured, for requests with
// the client's default deadline.
func DefaultRule() evidence.Rule {
	return evidence.Rule{Absent: evidence.DefaultAbsent, Sending: SendingTime(gateway.DefaultTimeout), Watch: 24 * time.Hour}
}

// SendingTime is how long a request with this deadline may be on its way after
// its intent: recording and looking, the agent's patience, within which its
// first byte leaves or none ever does, and the deadline.
func SendingTime(deadline time.Duration) time.Duration {
	return lookTime + DefaultPatience + deadline + leaseMargin
}
