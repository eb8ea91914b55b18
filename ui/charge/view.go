package charge

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
)

// View implements Page.
func (p *Page) View(width, height int) (string, *tea.Cursor) {
	if p.Stage == flow.Editing {
		return p.formPage(width, height)
	}
	p.drawn = drawnForm{}
	b := draw.NewBody(p.Shell.Theme.Theme, width, height)
	switch p.Stage {
	case flow.Confirming:
		p.confirmPage(b)
	case flow.Warned:
		return p.warnedPage(b)
	case flow.Discarding:
		b.Edge(draw.Dialog(b.Theme, "Discard this payment?", []string{
			p.told.about(), "", "Nothing has been charged.", "What you have typed will be thrown away.",
		}, width, height)...)
	case flow.Sending:
		p.sendingPage(b)
	default:
		p.resultPage(b)
	}
	return b.String(), nil
}

// sendingPage says that the payment is on its way.
func (p *Page) sendingPage(b *draw.Body) {
	word, note := sendingWord(p.attempt.Charge.Kind), kit.AmountInWords(p.attempt.Charge.Amount)
	does := "The payment is on its way. Do not take it again."
	switch p.attempt.Charge.Kind {
	case terms.Preauthorisation:
		does = "The pre-authorisation is on its way. Do not take it again."
	case terms.CardCheck:
		note, does = "no money is taken", "The card is being checked."
	default:
	}
	p.SendingBody(b, flow.BarOf(p.attempt, kit.Verdict{Symbol: "…", Word: word}, note), p.attempt,
		p.Shell.Line(script.Waiting),
		does+" If the answer is lost, moto finds out by itself and tells you.")
}

// warnedPage shows the warnings about the charge, or why moto cannot know of any.
func (p *Page) warnedPage(b *draw.Body) (string, *tea.Cursor) {
	c := p.charge()
	w := flow.Alert{Warnings: p.allWarnings(), Charge: c, Agent: p.Shell.Console.Agent}
	switch {
	case p.guardErr:
		w.Warnings = nil
		w.Word = "NOT CHARGED: THE JOURNAL CANNOT BE READ"
		w.Says = "Without the journal moto cannot tell whether this was already taken. Tell a supervisor."
		w.Say = p.Shell.Line(script.SetUpRefused)
	case p.seen.refused:
		w.Warnings = nil
		w.Word = "NOT CHARGED: THE SIGN-IN IS REFUSED"
		w.Says = "The gateway does not accept the Webservices user or password, so no payment can be taken. Tell a supervisor."
		w.Say = p.Shell.Line(script.SetUpRefused)
	}
	if w.Says == "" {
		w.Says = also(c)
	}
	return p.WarningBody(b, w)
}
