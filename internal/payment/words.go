package payment

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

// FoundOut is how an attempt in doubt was settled, in words; "" if it was never in
// doubt.
func (a Attempt) FoundOut() string {
	switch a.Resolution {
	case journal.ResolvedQuery:
		return "the gateway was asked"
	case journal.ResolvedLateAnswer:
		return "the answer came late"
	case journal.ResolvedNotFound:
		return "nothing of it was found"
	case journal.ResolvedSignIn:
		return "the sign-in was refused"
	case journal.ResolvedReconciled:
		return "compared with the gateway"
	case journal.ResolvedSupervisor:
		if by := gateway.Clean(a.ResolvedBy, evidence.ShownOrder); by != "" {
			return by + " settled it"
		}
		return "a supervisor settled it"
	default:
		return gateway.Clean(a.Resolution, evidence.ShownOrder)
	}
}
