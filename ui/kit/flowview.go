package kit

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// Under draws a form below a head that ends its line.
func (s Shell) Under(head string, f *forms.Form, width, height int) (string, *tea.Cursor) {
	above := strings.Count(head, "\n")
	content, cursor := f.View(width, max(1, height-above), s.Theme.Form)
	if cursor != nil {
		cursor.Y += above
	}
	return head + content, cursor
}

// SendingPage says that it is on its way, and what the caller is told.
func (f *Flow) SendingPage(head, about, order, say string, a payment.Attempt, width int) string {
	waited := int(f.Shell.Now().Sub(a.Began).Seconds())
	var b strings.Builder
	b.WriteString(f.Shell.Theme.Warn.Render(head) + "\n\n")
	b.WriteString(Wrap(about, width) + "\n\n")
	b.WriteString(f.Shell.Row("Waiting", fmt.Sprintf("%d s", max(0, waited))))
	b.WriteString(f.Shell.Row("Order reference", order))
	b.WriteString("\n" + f.Shell.Theme.Muted.Render("Tell the caller") + "  " + say)
	return b.String()
}

// Bar is the first line of a result: what became of it, in symbol, word and colour.
func (f *Flow) Bar(v Verdict, amount string, c payment.Charge, width int) string {
	text := fmt.Sprintf("  %s  %s   %s   %s", v.Symbol, v.Word, amount, CardName(c))
	return v.bar(*f.Shell.Theme).Render(Pad(ansi.Truncate(text, width, "…"), width)) + "\n\n"
}

// CallerRow is what the agent tells the caller of a result.
func (f *Flow) CallerRow(say string, width int) string {
	return f.Shell.Theme.Muted.Render("Tell the caller") + "\n" + Wrap(say, width) + "\n\n"
}

// WriteFound adds how the outcome was found out, and what turned out wrong.
func (f *Flow) WriteFound(b *strings.Builder, a payment.Attempt, width int) {
	if a.Resolution != "" {
		b.WriteString(f.Shell.Row("Found out", a.Ended.Local().Format("15:04:05")+", "+a.FoundOut()))
	}
	if a.Alarm != "" {
		b.WriteString(f.Shell.Theme.Bad.Render(Wrap("! "+a.Alarm, width)) + "\n")
	}
}

// FieldLabel is the form's name of a gateway field.
func (f *Flow) FieldLabel(name string) string {
	if f.Sheet != nil {
		if field := f.Sheet.Field(name); field != nil {
			return strings.ToLower(field.Label())
		}
	}
	return "“" + gateway.Clean(name, 40) + "”"
}

// Undone reports that nothing was done for certain, so that it may be tried again.
func Undone(outcome gateway.Outcome) bool {
	switch outcome {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return true
	default:
		return false
	}
}
