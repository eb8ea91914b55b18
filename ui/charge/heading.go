package charge

import (
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
)

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	kind := p.form.Kind()
	if p.Stage == kit.Sending || p.Stage == kit.Finished {
		kind = p.attempt.Charge.Kind
	}
	about := "" // an ordinary payment is not named
	if kind != terms.Payment {
		about = kind.Noun()
	}
	switch p.Stage {
	case kit.Confirming:
		return kit.Heading{Title: "Confirm", About: about}
	case kit.Warned:
		return kit.Heading{Title: "Already taken?", About: about}
	case kit.Sending:
		return kit.Heading{Title: "Charging", About: about, Help: newPayment}
	case kit.Finished:
		if p.attempt.State == payment.InDoubt {
			return kit.Heading{Title: "Result", About: about, Help: kit.DoubtKeys, NoBadge: true}
		}
		return kit.Heading{Title: "Result", About: about}
	case kit.Discarding:
		return kit.Heading{Title: newPayment, About: about, Help: kit.DiscardKeys}
	default:
		return kit.Heading{Title: newPayment, About: about}
	}
}

const newPayment = "New payment"
