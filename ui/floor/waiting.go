package floor

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// whose is the agent whose items are listed; "" for all.
func (p *Page) whose() string {
	if p.mode == opened {
		return p.selected
	}
	return ""
}

// marked is the item under the cursor; nil if nothing is listed.
func (p *Page) marked() *item {
	items := p.items(p.whose())
	if len(items) == 0 {
		return nil
	}
	return &items[min(p.chosen, len(items)-1)]
}

// follow keeps the cursor on an item, wherever it is after a change of the list.
func (p *Page) follow(was *item) {
	if was == nil {
		return
	}
	if at := slices.IndexFunc(p.items(p.whose()), func(i item) bool { return i.id == was.id }); at >= 0 {
		p.chosen = at
	}
}

// attend shows all that waits to be checked, of every agent that the supervisor may see.
func (p *Page) attend() {
	if len(p.items("")) == 0 {
		p.shell.Notify(p.nothing("") + ".")
		return
	}
	p.mode, p.chosen = waiting, 0
}

// nothing says that nothing waits of an agent, or of all for "", where that is known.
func (p *Page) nothing(who string) string {
	switch {
	case !p.known && p.journal.Problem == "":
		return "The journal is being read"
	case p.unread() == "":
		return "Nothing waits to be checked"
	case who != "":
		return "Not known whether something of " + gateway.Clean(who, 40) + " waits"
	default:
		return "Not known whether something waits"
	}
}

// unread says why more may wait than is listed; "" where all was read.
func (p *Page) unread() string {
	switch {
	case p.journal.Problem != "":
		return p.journal.Problem
	case !p.known:
		return "What waits shows here in a moment."
	case p.journal.Unheld != "":
		return p.journal.Unheld
	case p.journal.More:
		return fmt.Sprintf("More waits than the %s outcomes that are listed. Run moto resolve to see all.", thousands.Count(len(p.journal.Unresolved)))
	default:
		return ""
	}
}

// Columns of the list of what waits, by their places.
const (
	colWhat = iota
	colSince
	colAmount
	colCard
	colOrder
	colOwner
	colNext
)

// checks is a list of what waits: of the session that is open, or of all. Only the list
// that has the focus has a cursor.
func (p *Page) checks(t *theme.Theme, width, room int, focused bool) []string {
	who := p.whose()
	items := p.items(who)
	if len(items) == 0 && p.unread() != "" {
		return draw.Empty(t, p.nothing(who), p.unread(), width)
	}
	if len(items) == 0 {
		says := "Outcomes that are unknown, alarms and held money show here."
		switch {
		case who != "":
			says = "Outcomes of " + gateway.Clean(who, 40) + " that are unknown, alarms and held money show here."
		case p.unsaid != "":
			says = p.unsaid
		}
		return draw.Empty(t, p.nothing(who), says, width)
	}
	at := -1
	if focused {
		p.page = max(1, room)
		at = min(p.chosen, len(items)-1)
	}
	top, end := p.checksShown(len(items), room)
	amount, card, order, owner := 8, 6, 8, 6
	for _, i := range items {
		amount, card, order, owner = max(amount, ink.Width(i.amount)), max(card, ink.Width(i.card)), max(order, ink.Width(i.order)), max(owner, ink.Width(i.agent))
	}
	columns := []draw.Column{
		colWhat: {Head: "What", Width: 9}, colSince: {Head: "Since", Width: 12}, colAmount: {Head: "Amount", Width: amount, Right: true},
		colCard: {Head: "Card", Width: min(card, 16), Goes: 2}, colOrder: {Head: "Order", Width: 8, Grows: min(order, 25)},
		colOwner: {Head: "Agent", Width: min(owner, 12), Grows: owner}, colNext: {Head: "What happens next", Width: 39, Goes: 3, Grows: 60},
	}
	if who != "" {
		columns[colOwner].Width, columns[colOwner].Goes = width, 4
	}
	table := draw.NewTable(columns, width)
	out := []string{table.Head(t)}
	for n, i := range items[top:end] {
		cells := []string{
			t.Mark(i.tone, i.symbol, i.what), t.Dim.Render(p.shell.When(i.since)), t.Strong.Render(i.amount), i.card, i.order, i.agent, t.Dim.Render(i.next),
		}
		var given []string
		for _, column := range table.Columns() {
			given = append(given, cells[column])
		}
		out = append(out, table.Row(t, top+n == at, given...))
	}
	return out
}

// checksShown are the bounds of the page that is shown of a list of what waits: the page of it
// that the cursor is on, and without a cursor its beginning.
func (p *Page) checksShown(items, room int) (top, end int) {
	room = max(1, room)
	if at := min(p.chosen, items-1); p.mode != listing {
		top = at - at%room
	}
	return top, min(top+room, items)
}

// checksSpan says which part of the list of what waits shows, and how to see the rest.
func (p *Page) checksSpan(room int) string {
	const order = "most urgent first"
	items := len(p.items(p.whose()))
	if items == 0 {
		return order
	}
	top, end := p.checksShown(items, room)
	says := fmt.Sprintf("%s · %d–%d of %d", order, top+1, end, items)
	if p.journal.More {
		says += " or more"
	}
	if p.mode == listing && end < items {
		says += ": press a"
	}
	return says
}

// itemTitle names the item under the cursor.
func itemTitle(i *item) string {
	if i == nil {
		return "Nothing"
	}
	return i.what + ", " + i.order
}

// itemPreview is the item under the cursor in the panel below the list.
func (p *Page) itemPreview(room int) []string {
	i := p.marked()
	if i == nil {
		return nil
	}
	return []string{
		kit.Joined(i.amount, i.card, "by "+i.agent),
		ink.CutWords(i.sentence(), room),
		ink.CutWords(p.elsewhere(*i), room),
	}
}

// sentence is what happens with the item next.
func (i item) sentence() string {
	if strings.HasPrefix(i.next, "waits") {
		return "It " + i.next + "."
	}
	return i.next + "."
}

// elsewhere says where an item can be opened, if that is at another site.
func (p *Page) elsewhere(i item) string {
	if i.record.TransactionReference == "" {
		return ""
	}
	return p.closed(i)
}

// itemFacts are those of the item under the cursor.
func (p *Page) itemFacts(t *theme.Theme, room int) (rows []string) {
	i := p.marked()
	if i == nil {
		return nil
	}
	for _, fact := range [][2]string{
		{"Amount", i.amount},
		{"Card", i.card},
		{"Order", i.order},
		{"Agent", i.agent},
		{"Since", p.shell.When(i.since)},
		{"Site", i.site},
		{"Reference", i.record.TransactionReference},
		{"Next", i.next},
	} {
		if fact[1] != "" {
			rows = append(rows, draw.Facts(t, fact[0], fact[1], factColumn, room)...)
		}
	}
	if why := p.elsewhere(*i); why != "" {
		rows = append(rows, "")
		rows = append(rows, ink.Wrap(why, room)...)
	}
	return rows
}
