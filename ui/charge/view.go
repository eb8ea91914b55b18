package charge

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

func (p *Page) view(width, height int) (string, *tea.Cursor) {
	t, a := p.Shell.Theme, p.attempt
	switch p.Stage {
	case kit.Editing:
		return p.Shell.Under(t.Title.Render("Payment by telephone")+"\n\n", p.Sheet, width, height)
	case kit.Confirming:
		return p.confirmPage(width), nil
	case kit.Warned:
		return p.warnedPage(width, height)
	case kit.Discarding:
		return "\n" + t.Warn.Render("Discard this payment?") +
			"\n\nNothing has been charged. What has been typed will be thrown away.", nil
	case kit.Sending:
		return p.SendingPage(fmt.Sprintf("… Charging %s to %s", a.Charge.Amount, kit.CardName(a.Charge)),
			"The payment is on its way to the bank. Do not take it again.", a.Charge.OrderReference,
			"“I am waiting for your bank's answer.”", a, width), nil
	default:
		return p.resultPage(width), nil
	}
}

// warnedPage says what makes the charge doubtful, or why that is not known.
func (p *Page) warnedPage(width, height int) (string, *tea.Cursor) {
	t := p.Shell.Theme
	switch {
	case p.guardErr:
		return t.Bad.Render("✖ Not charged: the journal cannot be read") + "\n\n" +
			kit.Wrap("Without it moto cannot tell whether this payment was taken before. Tell a supervisor; esc goes back to the form.", width), nil
	case p.seen.refused:
		return t.Bad.Render("✖ Not charged: the sign-in is refused") + "\n\n" +
			kit.Wrap("The gateway does not accept the Webservices user or password, so no payment can be taken. Tell a supervisor; esc goes back to the form.", width), nil
	}
	title := "! Before you charge this card"
	if len(p.seen.warnings) > 0 {
		title = "! Already taken?"
	}
	return p.WarningPage(title, p.allWarnings(), "✖ It cannot be charged now. Esc goes back to the form.", width, height)
}
