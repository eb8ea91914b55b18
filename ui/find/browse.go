package find

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/lookup/names"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// newNarrow makes an empty filter for the list.
func (l *Page) newNarrow() {
	l.narrow = l.shell.NewForm(forms.NewText(forms.TextOptions{
		Name: narrowField, Label: "Show only", Meaning: "the filter", Max: 60, Guard: forms.Guard{Rule: cardguard.Prose},
		Help: "part of an order, card, amount, name …",
	}))
	l.list.needle, l.narrowing = "", false
}

// browse handles the list.
func (l *Page) browse(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if ok && l.moves(k) {
		return nil
	}
	if l.narrowing {
		l.typeFilter(msg)
		return nil
	}
	if !ok {
		return nil
	}
	keys := l.shell.Keys.List
	switch {
	case key.Matches(k, keys.Open):
		return l.open(false)
	case key.Matches(k, keys.Give):
		return l.open(true)
	case key.Matches(k, l.shell.Keys.Search.Filters):
		l.openFilters()
	case key.Matches(k, keys.Sort):
		l.list.sortBy((l.list.order + 1) % sortOrders)
	case key.Matches(k, keys.Narrow) && len(l.list.rows) == 0:
		l.shell.Notify("There is nothing to narrow yet: wait for the first payment.")
	case key.Matches(k, keys.Narrow):
		l.narrowing = true
	case key.Matches(k, keys.Again):
		return l.again()
	case key.Matches(k, keys.Change):
		l.openLine(false)
	case key.Matches(k, keys.Back):
		l.back()
	case key.Matches(k, l.shell.Keys.Home.New):
		l.shell.Notify("A new payment begins on home: Esc goes there.")
	default:
		l.shell.Notify(kit.NothingHere)
	}
	return nil
}

// open shows the record of the selected row, and with give what can be done with it. What the gateway has no record of
// cannot be opened.
func (l *Page) open(give bool) tea.Cmd {
	w := l.list.current()
	switch {
	case w == nil:
		l.shell.Notify("There is no payment in the list to open.")
		return nil
	case w.kept && w.record.TransactionReference == "" && w.outcome == gateway.OutcomeNotSent:
		l.shell.Notify("No trace of it was found, so there is no record to open.")
		return nil
	case w.kept && w.record.TransactionReference == "":
		l.shell.Notify(strings.TrimSpace(statement.Sentence(w.notAgain()) + " It is still unknown: moto is checking, and home lists it."))
		return nil
	}
	l.shown = w
	return l.shell.Open(kit.Open{Place: kit.Record, Record: w.record, From: kit.Find, Give: give})
}

// back undoes the latest thing: the search on its way, the filter, the list.
func (l *Page) back() {
	switch {
	case l.run.running():
		l.run.stop()
		l.ended()
	case l.list.needle != "":
		l.newNarrow()
		l.list.narrow("")
	default:
		l.openLine(true)
	}
}

// moves takes a key that moves the selection.
func (l *Page) moves(k tea.KeyPressMsg) bool {
	if !key.Matches(k, l.shell.Keys.List.Move) || l.narrowing && (k.Code == tea.KeyHome || k.Code == tea.KeyEnd) {
		return false
	}
	page, was := max(l.pageRows, 1), l.list.at
	switch k.Code {
	case tea.KeyUp:
		l.list.move(-1)
	case tea.KeyDown:
		l.list.move(1)
	case tea.KeyPgUp:
		l.list.move(-page)
	case tea.KeyPgDown:
		l.list.move(page)
	case tea.KeyHome:
		l.list.move(-len(l.list.view))
	case tea.KeyEnd:
		l.list.move(len(l.list.view))
	}
	if l.list.at == was {
		l.shell.Notify(l.stuck(k))
	}
	return true
}

// stuck says why a key did not move the selection.
func (l *Page) stuck(k tea.KeyPressMsg) string {
	switch {
	case len(l.list.view) == 0:
		return "There is nothing in the list yet."
	case k.Code == tea.KeyDown, k.Code == tea.KeyPgDown, k.Code == tea.KeyEnd:
		return "This is the last of the list."
	default:
		return "This is the first of the list."
	}
}

// typeFilter filters the list as it is typed.
func (l *Page) typeFilter(msg tea.Msg) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch keys := l.shell.Keys.List; {
		case key.Matches(k, keys.Open):
			if l.narrow.CheckAll() {
				l.narrowing = false
				l.list.narrow(fieldText(l.narrow, narrowField))
			}
			return
		case key.Matches(k, keys.Back):
			l.newNarrow()
			l.list.narrow("")
			return
		case key.Matches(k, forms.NextKeys()), key.Matches(k, forms.BackKeys()):
			return
		}
	}
	l.narrow.Update(msg)
	if mayBecomeCard(l.narrow.Field(narrowField)) {
		return
	}
	if words := fieldText(l.narrow, narrowField); names.Bare(words) != l.list.needle {
		l.list.narrow(words)
	}
}

// listKeys are the keys that do something now.
func (l *Page) listKeys() []key.Binding {
	k := l.shell.Keys.List
	back := k.Back
	switch {
	case l.narrowing:
		keep, all := kit.Relabel(k.Open, "keep"), kit.Relabel(back, "show all")
		if len(l.list.view) == 0 {
			return []key.Binding{keep, all}
		}
		move := k.Move
		if width, _ := l.shell.Room(); width < draw.Wide-4 {
			move.SetHelp("↑ ↓", move.Help().Desc)
		}
		return []key.Binding{keep, move, all}
	case l.run.running():
		back = kit.Relabel(back, "stop")
	case l.list.needle != "":
		back = kit.Relabel(back, "show all")
	}
	if len(l.list.rows) == 0 {
		return []key.Binding{back, k.Change}
	}
	narrow, change := kit.Relabel(k.Narrow, "narrow the list"), kit.Relabel(k.Change, "edit the search")
	give := k.Give
	if w := l.list.current(); w != nil {
		if give = kit.GiveKey(give, w.reserved, false); !w.gives() {
			give = kit.Idle(give)
		}
	}
	width, _ := l.shell.Room()
	if l.run.err != nil && !l.run.running() { // first what the agent can do about it
		return []key.Binding{k.Open, k.Again, give, back, narrow, change, k.Sort, l.shell.Keys.Search.Filters}
	}
	if width < draw.Cosy-4 {
		return []key.Binding{k.Open, give, back, narrow, k.Sort, change, k.Again, l.shell.Keys.Search.Filters}
	}
	return []key.Binding{k.Open, give, narrow, k.Sort, back, change, k.Again, l.shell.Keys.Search.Filters}
}
