package charge

import (
	"slices"

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
		return kit.Heading{Title: kit.ConfirmKeys, About: about}
	case flow.Warned:
		return kit.Heading{Title: p.warningTitle(), About: about, Help: kit.WarningKeys}
	case flow.Sending:
		return kit.Heading{Title: kit.Titled(sendingWord(kind)), About: about, Help: kit.FormKeys}
	case flow.Finished:
		if p.attempt.State == payment.InDoubt {
			return kit.Heading{Title: kit.ResultKeys, About: about, Help: kit.DoubtKeys, NoBadge: true}
		}
		return kit.Heading{Title: kit.ResultKeys, About: about}
	case flow.Discarding:
		return kit.Heading{Title: kit.FormKeys, About: about, Help: kit.DiscardKeys}
	default:
		h := kit.Heading{Title: kit.FormKeys, About: about}
		if is, _ := p.Sheet.InGroups(); is {
			h.Help = kit.GroupsKeys
		}
		return h
	}
}

// warningTitle is the title of the page of warnings. Where the card was only refused
// earlier, nothing was taken.
func (p *Page) warningTitle() string {
	all := p.allWarnings()
	if len(all) == 0 || slices.ContainsFunc(all, func(w payment.Warning) bool { return !w.TookNothing() }) {
		return kit.WarningKeys
	}
	return "Try this card again?"
}

// sendingWord is the word of the bar and of the head while the bank has not answered.
func sendingWord(kind terms.Kind) string {
	switch kind {
	case terms.Preauthorisation:
		return "RESERVING"
	case terms.CardCheck:
		return "CHECKING THE CARD"
	default:
		return "CHARGING"
	}
}
