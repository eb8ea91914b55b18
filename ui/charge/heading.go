package charge

import (
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	kind := p.form.Kind()
	if p.Stage == flow.Sending || p.Stage == flow.Finished {
		kind = p.attempt.Charge.Kind
	}
	about := "" // an ordinary payment is not named
	if kind != terms.Payment {
		about = kind.Noun()
	}
	switch p.Stage {
	case flow.Confirming:
		return kit.Heading{Title: "Confirm", About: about}
	case flow.Warned:
		return kit.Heading{Title: "Already taken?", About: about}
	case flow.Sending:
		return kit.Heading{Title: "Charging", About: about, Help: newPayment}
	case flow.Finished:
		if p.attempt.State == payment.InDoubt {
			return kit.Heading{Title: "Result", About: about, Help: kit.DoubtKeys, NoBadge: true}
		}
		return kit.Heading{Title: "Result", About: about}
	case flow.Discarding:
		return kit.Heading{Title: newPayment, About: about, Help: kit.DiscardKeys}
	default:
		return kit.Heading{Title: newPayment, About: about}
	}
}

const newPayment = "New payment"
