package record

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// labelWide is the column of the names of sections on a screen of one column.
const labelWide = 12

// View implements Page.
func (s *view) View(width, height int) (string, *tea.Cursor) {
	t := s.shell.Theme
	b := draw.NewBody(t.Theme, width, height)
	b.Edge(s.bar(width, height)...)
	rows, _ := s.rows(b.Room(), width >= draw.Wide)
	room := b.Left()
	top := min(s.top, max(0, len(rows)-room))
	shown := slices.Clone(rows[top:min(top+room, len(rows))])
	if below := len(rows) - top - room; below > 0 && len(shown) > 0 {
		shown[len(shown)-1] = t.Dim.Render(fmt.Sprintf("↓ %d more", below+1))
	}
	if top > 0 && len(shown) > 0 {
		shown[0] = t.Dim.Render(fmt.Sprintf("↑ %d above", top+1))
	}
	b.Add(shown...)
	return b.String(), nil
}

// bar shows the outcome and the amount.
func (s *view) bar(width, height int) []string {
	r := s.record
	if r.RequestType == "" {
		return draw.OutcomeBar{Symbol: "…", Word: "LOADING", Order: r.TransactionReference}.Draw(s.shell.Theme.Theme, width, false)
	}
	v := s.verdict()
	return v.Draw(s.shell.Theme.Theme, width, draw.IsBig(width, height+3))
}

func (s *view) verdict() draw.OutcomeBar {
	r := s.record
	symbol, words := statement.StatusWith(r, kit.ReservedNow(s.seen), s.shell.Now(), s.children, s.shell.Console.Currencies()...)
	asked, _, reduced := statement.Reduced(r, s.shell.Console.Currencies()...)
	if reduced && statement.AwaitsSettlement(r) {
		words, _, _ = strings.Cut(words, ",")
		words += ", reduced"
	}
	switch kind, outcome := statement.KindOf(r), r.Outcome(); {
	case kind == statement.Payment:
	case kind == statement.Raise && outcome.MovesMoney(), statement.FlowOf(r) == statement.Out && outcome == gateway.OutcomeApproved:
		// Raised, Refunded and Paid out say what it is.
	default:
		words = statement.What(r) + ": " + words
	}
	v := draw.OutcomeBar{
		Tone: theme.ToneOf(symbol), Symbol: symbol, Word: strings.ToUpper(words),
		Amount: s.shell.AmountOf(r), Card: kit.CardOf(r), Order: "order " + s.ownOrder(),
	}
	switch at, ok := r.StartedAt(); {
	case s.stale:
		v.Note = "as last known"
	case reduced && statement.FlowOf(r) == statement.In:
		v.Note = "of " + asked.String() + " " + strings.ToLower(kit.MadeLabel(r))
	case reduced:
		v.Note = "of " + asked.String()
	case ok:
		v.Note = strings.ToLower(kit.MadeLabel(r)) + " " + at.Local().Format("2 January, 15:04")
	}
	if statement.FlowOf(r) == statement.None {
		v.Amount = "no money"
	}
	return v
}

// ownOrder is the merchant's order reference of the record.
func (s *view) ownOrder() string {
	if own := s.seen.Made.Charge.OrderReference; own != "" && s.record.OrderReference == s.seen.Made.SentReference {
		return gateway.Clean(own, 64)
	}
	return s.record.OrderReference
}

// section is a part of the record's page. Its items are those of its rows that can be
// marked.
type section struct {
	title, note string
	rows        []string
	items       []int
	focused     bool
}

// rows are all rows that scroll, and the row of each item.
func (s *view) rows(width int, wide bool) (rows []string, items []int) {
	if wide {
		return s.columns(width)
	}
	inside := width - labelWide
	for _, part := range []section{s.say(inside), s.money(inside, false), s.story(inside), s.card(inside, false), s.details(inside, false)} {
		if len(part.rows) == 0 {
			continue
		}
		if len(rows) > 0 && (width >= draw.Cosy || part.title != "Story") {
			rows = append(rows, "")
		}
		for _, at := range part.items {
			items = append(items, len(rows)+at)
		}
		for i, row := range part.rows {
			label := ink.Blanks(labelWide)
			if i == 0 {
				label = s.shell.Theme.Strong.Render(ink.Pad(part.title, labelWide))
			}
			rows = append(rows, label+row)
		}
	}
	return rows, items
}

// columns are the same sections as panels, two beside one another below the money.
func (s *view) columns(width int) (rows []string, items []int) {
	right := (width - draw.Gutter) / 2
	left := width - draw.Gutter - right
	add := func(gap int, parts ...section) {
		height, blocks := 0, []draw.Block(nil)
		for _, part := range parts {
			height = max(height, len(part.rows)+2)
		}
		for i, part := range parts {
			wide := width
			if len(parts) > 1 {
				wide = []int{left, right}[i]
			}
			p := draw.Panel{Title: part.title, Note: part.note, Focused: part.focused, Rows: append([]string{""}, part.rows...)}
			blocks = append(blocks, draw.Block{Width: wide, Rows: p.Draw(s.shell.Theme.Theme, wide, height)})
			for _, at := range part.items {
				items = append(items, len(rows)+3+at) // below half a row, the title and a free row
			}
		}
		rows = append(rows, draw.Beside(gap, blocks...)...)
	}
	if say := s.say(draw.Inside(width)); len(say.rows) > 0 {
		add(0, say)
	}
	add(0, s.money(draw.Inside(width), true))
	add(draw.Gutter, s.story(draw.Inside(left)), s.card(draw.Inside(right), true))
	add(draw.Gutter, s.details(draw.Inside(left), true), s.references(draw.Inside(right)))
	return rows, items
}

// card says whether it was the right card.
func (s *view) card(width int, wide bool) section {
	t, r := s.shell.Theme.Theme, s.record
	c := section{title: "Card"}
	if wide {
		c.title = "Card and checks"
	}
	text := kit.CardOf(r)
	if r.ExpiryDate != "" {
		text += ", expires " + kit.Expires(r.ExpiryDate)
	}
	issuer := strings.TrimSpace(r.Issuer + " " + r.IssuerCountry)
	switch {
	case wide:
		c.rows = append(c.rows, draw.Fact(t, "Card", text, factWide, width))
		if issuer != "" {
			c.rows = append(c.rows, draw.Fact(t, "Issuer", issuer, factWide, width))
		}
	case text != "":
		c.rows = append(c.rows, ink.Cut(text, width))
	}
	checks := r.Checks()
	if checks == (gateway.Checks{}) {
		return c
	}
	all := []draw.Check{
		kit.CheckOf("Address", checks.Address), kit.CheckOf("Postcode", checks.Postcode), kit.CheckOf("Security code", checks.SecurityCode),
	}
	if width+labelWide < draw.Cosy-2*draw.Margin(draw.Cosy) {
		c.rows = append(c.rows, draw.CheckMarks(t, all, width))
		return c
	}
	if wide {
		c.rows = append(c.rows, "")
	}
	c.rows = append(c.rows, draw.Badges(t, all, width)...)
	return c
}

// factWide is the column of labels in a panel.
const factWide = 20

// references are the references that people ask for by telephone and e-mail, as a
// panel.
func (s *view) references(width int) section {
	p := section{title: "References"}
	for _, row := range s.referenceGroup().rows {
		p.rows = append(p.rows, draw.Facts(s.shell.Theme.Theme, row.label, row.value, factWide, width)...)
	}
	return p
}
