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
		return kit.Heading{Title: "Charging", Help: newPayment}
	case kit.Finished:
		if p.attempt.State == payment.InDoubt {
			return kit.Heading{Title: "Result", Help: kit.DoubtKeys, NoBadge: true}
		}
		return kit.Heading{Title: "Result"}
	case kit.Discarding:
		return kit.Heading{Title: newPayment, Help: kit.DiscardKeys}
	default:
		return kit.Heading{Title: newPayment}
	}
}

const newPayment = "New payment"
