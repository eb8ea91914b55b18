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
	about := "" // a payment goes without saying
	if kind != terms.Payment {
		about = kind.Noun()
	}
	switch p.Stage {
	case kit.Confirming:
		return kit.Heading{Title: "Confirm", About: about}
	case kit.Warned:
		return kit.Heading{Title: "Already taken?", About: about}
	case kit.Sending:
		return kit.Heading{Title: "Charging", About: about}
	case kit.Finished:
		return kit.Heading{Title: "Result", About: about, NoBadge: p.attempt.State == payment.InDoubt}
	default:
		return kit.Heading{Title: "New payment", About: about}
	}
}
