package charge

import (
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	switch p.Stage {
	case kit.Confirming:
		return kit.Heading{Title: "Confirm"}
	case kit.Warned:
		return kit.Heading{Title: "Already taken?"}
	case kit.Sending:
		return kit.Heading{Title: "Charging"}
	case kit.Finished:
		return kit.Heading{Title: "Result", NoBadge: p.attempt.State == payment.InDoubt}
	default:
		return kit.Heading{Title: "New payment"}
	}
}
