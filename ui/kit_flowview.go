package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// under draws a form below a head that ends its line.
func (s Shell) under(head string, f *forms.Form, width, height int) (string, *tea.Cursor) {
	above := strings.Count(head, "\n")
	content, cursor := f.View(width, max(1, height-above), s.theme.form)
	if cursor != nil {
		cursor.Y += above
	}
	return head + content, cursor
}

// sendingPage says that it is on its way, and what the caller is told.
func (f *flow) sendingPage(head, about, order, say string, a payment.Attempt, width int) string {
	waited := int(f.shell.now().Sub(a.Began).Seconds())
	var b strings.Builder
	b.WriteString(f.shell.theme.warn.Render(head) + "\n\n")
	b.WriteString(wrap(about, width) + "\n\n")
	b.WriteString(f.shell.row("Waiting", fmt.Sprintf("%d s", max(0, waited))))
	b.WriteString(f.shell.row("Order reference", order))
	b.WriteString("\n" + f.shell.theme.muted.Render("Tell the caller") + "  " + say)
	return b.String()
}

// bar is the first line of a result: what became of it, in symbol, word and colour.
func (f *flow) bar(v verdict, amount string, c payment.Charge, width int) string {
	text := fmt.Sprintf("  %s  %s   %s   %s", v.symbol, v.word, amount, cardName(c))
	return v.bar(*f.shell.theme).Render(pad(ansi.Truncate(text, width, "…"), width)) + "\n\n"
}

// callerRow is what the agent tells the caller of a result.
func (f *flow) callerRow(say string, width int) string {
	return f.shell.theme.muted.Render("Tell the caller") + "\n" + wrap(say, width) + "\n\n"
}

// writeFound adds how the outcome was found out, and what turned out wrong.
func (f *flow) writeFound(b *strings.Builder, a payment.Attempt, width int) {
	if a.Resolution != "" {
		b.WriteString(f.shell.row("Found out", a.Ended.Local().Format("15:04:05")+", "+a.FoundOut()))
	}
	if a.Alarm != "" {
		b.WriteString(f.shell.theme.bad.Render(wrap("! "+a.Alarm, width)) + "\n")
	}
}

// fieldLabel is the form's name of a gateway field.
func (f *flow) fieldLabel(name string) string {
	if f.sheet != nil {
		if field := f.sheet.Field(name); field != nil {
			return strings.ToLower(field.Label())
		}
	}
	return "“" + gateway.Clean(name, 40) + "”"
}

// undone reports that nothing was done for certain, so that it may be tried again.
func undone(outcome gateway.Outcome) bool {
	switch outcome {
	case gateway.Declined, gateway.Rejected, gateway.NotSent:
		return true
	default:
		return false
	}
}
