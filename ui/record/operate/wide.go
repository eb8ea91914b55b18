package operate

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// A wide screen has two columns: on the left what the agent does, on the right what comes
// of it, and the payment that it is about.

// optionsWide is the list of options beside the marked one.
func (s *Page) optionsWide(b *draw.Body) {
	half, rest, height := halves(b)
	list := append([]string{""}, s.list(draw.Inside(half), height-2)...)
	left := draw.Panel{Title: "What you can do", Focused: true, Rows: list}.Draw(b.Theme, half, height)
	b.Add(draw.Beside(draw.Gutter, draw.Block{Width: half, Rows: left}, draw.Block{Width: rest, Rows: s.withPayment(s.previews(rest), rest, height)})...)
}

// formWide is the form beside what an amount leaves, or what to say.
func (s *Page) formWide(b *draw.Body) *tea.Cursor {
	half, rest, height := halves(b)
	at, inside, room := b.At(), draw.Inside(half), height-2-draw.HintRows // the title and a free row
	v := s.Shell.DrawForm(s.Sheet, kit.FormStyle{Width: inside, Height: room, Airy: draw.IsBig(b.Width, b.Height+3), Plain: true})
	rows := append([]string{""}, v.Rows...)
	rows = append(rows, s.reasonList(v.Answer, inside, room-len(v.Rows))...)
	for len(rows) <= room {
		rows = append(rows, "")
	}
	rows = append(rows, draw.Hint(b.Theme, v.Hint, v.Wrong, inside)...)
	side := s.below(rest)
	if side == nil {
		side = s.preview(entry{options: []option.Option{s.option}, place: changes}, rest, 0)
	}
	left := draw.Panel{Title: s.option.Title, Focused: true, Rows: rows}.Draw(b.Theme, half, height)
	b.Add(draw.Beside(draw.Gutter, draw.Block{Width: half, Rows: left}, draw.Block{Width: rest, Rows: s.withPayment(side, rest, height)})...)
	if v.Cursor != nil {
		v.Cursor.X, v.Cursor.Y = v.Cursor.X+b.Margin()+2, v.Cursor.Y+at+3 // half a row, the title and a free row
	}
	return v.Cursor
}

// halves are the widths of the two columns, and their height below half a row of air.
func halves(b *draw.Body) (left, right, height int) {
	left = (b.Room() - draw.Gutter) / 2
	return left, b.Room() - draw.Gutter - left, b.Left() - 2
}

// withPayment puts the payment below a column, down to its end.
func (s *Page) withPayment(column []string, width, height int) []string {
	t, inside, r := s.Shell.Theme.Theme, draw.Inside(width), s.record
	left := height - len(column)
	if s.from == nil || left < leastPreview {
		return column
	}
	rows := []string{""}
	fact := func(label, value string) {
		if value != "" {
			rows = append(rows, draw.Facts(t, label, value, afterWide, inside)...)
		}
	}
	fact("Amount", s.Shell.AmountOf(r))
	fact("Card", kit.CardOf(r))
	fact("Order reference", s.ownOrder())
	fact("Customer", strings.TrimSpace(r.Billing.FirstName+" "+r.Billing.LastName))
	fact("Address", kit.Joined(r.Billing.Premise, r.Billing.Street, r.Billing.Postcode))
	if at, ok := r.StartedAt(); ok {
		fact(kit.MadeLabel(r), at.Local().Format("Monday 2 January 2006, 15:04"))
	}
	fact("Agent", r.OperatorName)
	fact("Settlement", statement.Settlement(r, s.Shell.Now()))
	if back, ok := statement.ReturnedOf(r, s.seen.Related, s.Shell.Console.Currencies()...); ok {
		fact("Given back", back.String())
	}
	if statement.FlowOf(r) == statement.In && s.seen.LeftProblem == "" && !s.nothingTaken() && r.Outcome() != gateway.OutcomeHeld { // nothing of what is held was taken
		fact("Can be given back", leftWords(s.seen.Left))
	}
	fact("Reference", r.TransactionReference)
	title := kit.Capital(s.noun())
	if s.option.Kind == option.Repeat {
		title = "Earlier " + s.noun()
	}
	return append(slices.Clip(column), draw.Panel{Title: ink.Cut(title, inside), Rows: rows}.Draw(t, width, left)...)
}
