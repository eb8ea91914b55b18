package flow

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// compared are the earlier payment and this one side by side, nil if the warning does
// not compare two payments.
func (f *Flow) compared(w payment.Warning, now Alert, width int) []string {
	switch w.Kind {
	case payment.SameTaken, payment.OrderTaken, payment.SameNotTaken, payment.OrderNotTaken, payment.CardSeen, payment.OrderSeen, payment.SameInDoubt, payment.OrderInDoubt:
	default:
		return nil
	}
	t, e := f.Shell.Theme, w.Earlier
	const label = 14
	column := min(24, (width-label-10)/2)
	withWord := width >= draw.Cosy-4
	if !withWord {
		column = (width - label) / 2
	}
	if width > 100 {
		column = 40
	}
	line := func(name, earlier, now, word string, same bool) string {
		style := t.Text
		if same {
			style = t.Warn
		}
		row := t.Dim.Render(ink.Pad(name, label)) + style.Render(ink.Pad(ink.Cut(earlier, column-1), column)) + style.Render(ink.Pad(ink.Cut(now, column-1), column))
		if withWord {
			row += style.Render(word)
		}
		return row
	}
	compare := func(name, earlier, now string) string {
		same := earlier == now
		word := "different"
		if same {
			word = "same"
		}
		return line(name, earlier, now, word, same)
	}
	clock := "15:04"
	if f.Shell.Now().Sub(e.Began).Hours() > 12 {
		clock = "2 Jan 15:04"
	}
	card := func(c payment.Charge) string { return strings.TrimSpace(shortBrand(c) + " " + c.Last4) }
	rows := []string{ink.Blanks(label) + t.Dim.Render(ink.Pad("Earlier", column)+"Now")}
	if was, is := e.Charge.Kind, now.Charge.Kind; is != terms.Payment || is != was {
		rows = append(rows, compare("Kind", was.Noun(), is.Noun()))
	}
	return append(
		rows,
		compare("Amount", kit.AmountOf(e.Charge), kit.AmountOf(now.Charge)),
		compare("Card", card(e.Charge), card(now.Charge)),
		compare("Order", e.Charge.OrderReference, now.Charge.OrderReference),
		compare("Agent", kit.Dash(e.Agent), now.Agent),
		line("Time", e.Began.Local().Format(clock), f.Shell.Now().Local().Format(clock), ago(f.Shell.Now().Sub(e.Began)), false),
	)
}

func shortBrand(c payment.Charge) string {
	if c.Brand == gateway.Amex {
		return kit.Amex
	}
	return c.Brand.Name()
}
