package charge

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/ink"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// Widths of the columns of the form's page.
const (
	formWidth   = 50 // of the fields at 80 columns
	formWide    = 72
	sideWidth   = 26
	sideWide    = 54
	widest      = 160 // the width from which there are three columns
	hintHeight  = 3
	sideSay     = 4 // rows of the panel for what to say at 80 columns
	blankNarrow = 22
)

// formPage is the form with the call so far beside it.
func (p *Page) formPage(width, height int) (string, *tea.Cursor) {
	b := draw.NewBody(p.Shell.Theme.Theme, width, height)
	switch {
	case width < draw.Cosy:
		return p.formNarrow(b)
	case width < draw.Wide:
		return p.formBeside(b, formWidth, draw.Block{Width: sideWidth, Rows: p.side(sideWidth, height-1, false)})
	case width < widest:
		side := min(66, b.Room()-formWidth-draw.Gutter)
		return p.formBeside(b, b.Room()-side-draw.Gutter, draw.Block{Width: side, Rows: p.side(side, height-1, true)})
	default:
		rest := b.Room() - formWide - sideWide - 2*draw.Gutter
		return p.formBeside(b, formWide,
			draw.Block{Width: sideWide, Rows: p.payment(sideWide, height-1)},
			draw.Block{Width: rest, Rows: p.scriptPanel(rest, height-1)})
	}
}

// formNarrow is one column: the call so far in one row above, what to say below. The
// sentence to say is never cut: the fields make room for it.
func (p *Page) formNarrow(b *draw.Body) (string, *tea.Cursor) {
	t := b.Theme
	p.drawn = drawnForm{} // of the wide form, from before the window was made smaller
	b.Gap()
	b.Add(t.Strong.Render(ink.CutWords(p.told.summary(), b.Room())))
	b.Gap()
	at, say := b.At(), draw.SayRows(t, p.told.say, b.Room())
	below := draw.HintRows + 1 + len(say)
	f := p.Shell.DrawForm(p.Sheet, kit.FormStyle{Width: b.Room(), Height: b.Left() - below, Blank: blankNarrow, Help: p.help, Plain: true, Fold: p.form.DrawerOpen(), More: p.Shell.Keys.Form.More.Help().Key})
	b.Add(f.Rows...)
	b.To(-below)
	b.Add(draw.Hint(t, f.Hint, f.Wrong, b.Room())...)
	b.Gap()
	b.Add(say...)
	return b.String(), placed(f.Cursor, b.Margin(), at)
}

// formBeside is the form with panels at its right. On a high terminal the form is a
// panel itself, which has the focus.
func (p *Page) formBeside(b *draw.Body, width int, panels ...draw.Block) (string, *tea.Cursor) {
	t := b.Theme
	airy := draw.IsBig(b.Width, b.Height+3)
	inside, left := width, 0
	if airy {
		inside, left = draw.Inside(width), 2
	}
	f := p.Shell.DrawForm(p.Sheet, kit.FormStyle{Width: inside, Height: b.Height - 1 - hintHeight, Airy: airy, Help: p.help, Kept: &p.drawn.fields, Fold: p.form.DrawerOpen(), More: p.Shell.Keys.Form.More.Help().Key})
	rows := append([]string(nil), f.Rows...)
	for len(rows) < b.Height-1-hintHeight {
		rows = append(rows, "")
	}
	rows = append(rows, draw.HintIn(t, f.Hint, f.Wrong, inside-1, hintHeight)...)
	if airy {
		rows = draw.Panel{Focused: true, Rows: rows}.Draw(t, width, b.Height-1)
	} else {
		rows = append([]string{""}, rows...)
	}
	gap := draw.Gutter
	if !airy && b.Width < draw.Wide {
		gap = 0 // the last cell of the fields is free
	}
	b.AddBeside(&p.drawn.rows, gap, draw.Block{Width: width, Rows: rows}, draw.Joined(gap, panels...))
	return b.String(), placed(f.Cursor, b.Margin()+left, 1)
}

// placed moves a cursor from its form to the body.
func placed(c *tea.Cursor, x, y int) *tea.Cursor {
	if c != nil {
		c.X, c.Y = c.X+x, c.Y+y
	}
	return c
}

// help is the clause that helps with a field.
func (p *Page) help(name string) string { return p.lineOf(name).help }

// side is the call so far in one panel, with what to say at its end. Most keys change
// nothing of it.
func (p *Page) side(width, height int, wide bool) []string {
	of := sideOf{p.Shell.Theme.Theme, p.told.say, p.form.Kind().TakesMoney(), width, height, wide}
	if kept := &p.told.side; kept.rows == nil || kept.of != of {
		*kept = side{of, p.drawSide(width, height, wide)}
	}
	return p.told.side.rows
}

// drawSide draws the panel. The sentence to say is never cut, because the journal records
// that the agent read it out: the call so far makes room.
func (p *Page) drawSide(width, height int, wide bool) []string {
	t, inside := p.Shell.Theme, draw.Inside(width)
	var say []string
	if p.told.say != "" {
		say = append([]string{t.Dim.Render("Say")}, flow.DrawSaid(t.Theme, p.told.say, inside)...)
	}
	room := max(0, height-max(1+sideSay, len(say)))
	rows := p.soFar(inside, room, wide)
	for len(rows) < room {
		rows = append(rows, "")
	}
	return draw.Panel{Rows: append(rows, say...)}.Draw(t.Theme, width, height)
}

// soFar is the call so far in at most room rows: whole, or only its amount and card.
func (p *Page) soFar(width, room int, wide bool) []string {
	rows := append(p.amountRows(width, 3), p.cardRows(width)...)
	if rows = append(rows, ""); room < len(rows)+3 {
		rows = nil
		for _, row := range ink.Wrap(kit.Joined(p.told.amount, p.told.card), width) {
			rows = append(rows, p.Shell.Theme.Strong.Render(row))
		}
		rows = append(rows, "")
	}
	most := room - len(rows) - 2
	if wide {
		most = min(most, 10)
	}
	if most > 0 {
		rows = append(rows, p.restRows(most)...)
	}
	return rows[:min(len(rows), room)]
}

// amountRows are the amount, and the amount in words, in as many rows as words says.
func (p *Page) amountRows(width, words int) []string {
	t := p.Shell.Theme
	if p.told.amount == "" {
		none := "no amount yet"
		if !p.form.Kind().TakesMoney() {
			none = kit.NoMoney
		}
		rows := []string{"", t.Dim.Render(none), ""}
		return append(rows, make([]string, words)...)
	}
	rows := draw.Amount(t.Theme, p.told.amount, width)
	lines := ink.Wrap(p.told.words, width)
	for i := range words {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		if i == words-1 && len(lines) > words {
			line = ink.CutWords(line+" "+lines[i+1], width)
		}
		rows = append(rows, t.Dim.Render(line))
	}
	return rows
}

func (p *Page) cardRows(width int) []string {
	t := p.Shell.Theme
	if p.told.card == "" {
		return []string{t.Dim.Render("no card yet"), ""}
	}
	if ink.Width(p.told.card) > width { // the last digits are never cut
		return []string{t.Strong.Render(ink.Cut(p.told.brand, width)), t.Strong.Render("ending "+p.told.last4) + t.Dim.Render(" "+p.told.expires)}
	}
	expires := ""
	if p.told.expires != "" {
		expires = "expires " + p.told.expires
	}
	return []string{t.Strong.Render(p.told.card), t.Dim.Render(expires)}
}

// restRows are the questions still to ask, in at most `most` rows below the title.
func (p *Page) restRows(most int) []string {
	t := p.Shell.Theme
	if len(p.told.rest) == 0 {
		return []string{t.Mark(theme.OK, "✔", "Nothing more to ask")}
	}
	rows := []string{t.Dim.Render("Still to ask")}
	for _, r := range folded(p.told.rest, max(1, most)) {
		if r.here {
			rows = append(rows, t.Focus.Render("▸ "+r.label))
			continue
		}
		rows = append(rows, t.Text.Render("  "+r.label))
	}
	return rows
}

// payment is the call so far on a screen where what to say has a panel of its own.
func (p *Page) payment(width, height int) []string {
	t, inside := p.Shell.Theme, draw.Inside(width)
	rows := append([]string{""}, p.amountRows(inside, 2)...)
	rows = append(rows, "")
	rows = append(rows, p.cardRows(inside)...)
	rows = append(rows, "")
	rows = append(rows, p.restRows(10)...)
	for len(rows) < 23 {
		rows = append(rows, "")
	}
	const label = 14
	rows = append(rows, t.Dim.Render("So far"))
	for _, fact := range [][2]string{{"Order", p.told.order}, {"Customer", p.told.customer}, {"Address", p.told.address}} {
		rows = append(rows, draw.Fact(t.Theme, fact[0], kit.Dash(fact[1]), label, inside))
	}
	rows = append(rows, "")
	for _, line := range ink.Wrap("Earlier payments of this order and card are looked up when you reach Confirm.", inside) {
		rows = append(rows, t.Dim.Render(line))
	}
	return draw.Panel{Title: "This payment", Rows: rows}.Draw(t.Theme, width, height)
}

// scriptPanel is all there is to say, line by line.
func (p *Page) scriptPanel(width, height int) []string {
	t, inside := p.Shell.Theme, draw.Inside(width)
	const label = 18
	rows := []string{""}
	asked := map[string]bool{}
	for _, r := range p.told.rest {
		asked[r.name] = true
	}
	for _, l := range fields {
		field := p.Sheet.Field(l.name)
		if field == nil || l.name != p.told.field && !p.form.OnForm(l.name) {
			continue
		}
		l := p.lineOf(l.name)
		if l.name == "customerlastname" { // of a recipient it is only the surname
			l.short = field.Label()
		}
		here := l.name == p.told.field
		mark, name, say, style := "  ", t.Dim, l.say, t.Dim
		switch {
		case here:
			mark, name, say, style = t.Focus.Render("▸")+" ", t.Focus, p.told.say, t.Strong
		case !asked[l.name]:
			mark = t.Symbol(theme.OK).Render("✔") + " "
			if l.name == "baseamount" && p.told.words != "" {
				say = p.Shell.Say(script.Say{Line: script.ThatIs, With: p.told.values()})
			}
		}
		if say == "" {
			continue
		}
		for i, text := range ink.Wrap(say, min(inside-label, draw.Saying)) {
			head := ink.Blanks(label)
			if i == 0 {
				head = mark + name.Render(ink.Pad(l.short, label-2))
			}
			rows = append(rows, head+style.Render(text))
		}
		rows = append(rows, "")
	}
	if p.told.amount != "" && p.told.card != "" {
		for i, text := range ink.Wrap(p.Shell.Say(script.Say{Line: script.ConfirmPayment, With: p.told.values()}), min(inside-label, draw.Saying)) {
			head := ink.Blanks(label)
			if i == 0 {
				head = "  " + t.Dim.Render(ink.Pad("Confirm", label-2))
			}
			rows = append(rows, head+t.Dim.Render(text))
		}
	}
	return draw.Panel{Title: "What to say", Rows: rows}.Draw(t.Theme, width, height)
}
