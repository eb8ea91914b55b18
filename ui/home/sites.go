package home

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// Sites is the page where an agent chooses the site to take payments for.
type Sites struct {
	shell kit.Shell
	grace kit.Grace // the Enter that left the last page must choose nothing
	at    int
}

var _ kit.Page = (*Sites)(nil)

// NewSites makes the page with the present site selected.
func NewSites(shell kit.Shell, _ kit.Open) kit.Page {
	s := &Sites{shell: shell, grace: kit.NewGrace(shell.Now)}
	s.at = max(0, slices.Index(shell.Console.Sites, shell.Console.Site))
	return s
}

// Opened implements Page.
func (s *Sites) Opened(kit.Open) tea.Cmd {
	s.grace.StartGrace()
	return nil
}

// Update implements Page.
func (s *Sites) Update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	keys, all := s.shell.Keys.Sites, s.shell.Console.Sites
	switch {
	case key.Matches(k, keys.Choose):
		switch {
		case s.grace.InGrace():
			return nil
		case all[s.at] == s.shell.Console.Site:
			return s.shell.Open(kit.Open{Place: kit.Home, Back: true})
		}
		return kit.Tell(kit.ChangeSiteMsg{Site: all[s.at]})
	case key.Matches(k, keys.Move):
		was := s.at
		s.at = max(0, min(len(all)-1, s.at+map[rune]int{tea.KeyUp: -1, tea.KeyDown: 1, tea.KeyPgUp: -len(all), tea.KeyPgDown: len(all), tea.KeyHome: -len(all), tea.KeyEnd: len(all)}[k.Code]))
		switch {
		case s.at != was:
		case s.at == 0:
			s.shell.Notify("This is the first of the list.")
		default:
			s.shell.Notify("This is the last of the list.")
		}
	case key.Matches(k, keys.Back):
		return s.shell.Open(kit.Open{Place: kit.Home, Back: true})
	case key.Matches(k, s.shell.Keys.Home.Help):
		return s.shell.Open(kit.Open{Place: kit.Help})
	default:
		s.shell.Notify(kit.NothingHere)
	}
	return nil
}

// Heading implements Page.
func (s *Sites) Heading() kit.Heading {
	return kit.Heading{Title: kit.SiteKeys}
}

var siteColumns = []draw.Column{
	{Head: "Site", Width: 24, Grows: 50},
	{Head: "Money", Width: 30},
	{Head: "", Width: 12, Goes: 1},
}

// View implements Page. The list turns over in whole pages, as home's does.
func (s *Sites) View(width, height int) (string, *tea.Cursor) {
	t, session := s.shell.Theme.Theme, s.shell.Console
	b := draw.NewBody(t, width, height)
	b.Gap()
	room := max(1, b.Left()-3)
	top := s.at - s.at%room
	shown := session.Sites[top:min(len(session.Sites), top+room)]
	b.Add(ink.Apart(t.Strong.Render("Take payments for"), t.Dim.Render(fmt.Sprintf("%d–%d of %d", top+1, top+len(shown), len(session.Sites))), b.Room()))
	table := draw.NewTable(siteColumns, b.Room())
	b.Add(table.Head(t))
	for i, site := range shown {
		now := ""
		if site == session.Site {
			now = "you are here"
		}
		cells := []string{site, s.shell.Theme.RealMoney(gateway.ModeOf(site)), now}
		var given []string
		for _, column := range table.Columns() {
			given = append(given, cells[column])
		}
		b.Add(table.Row(t, top+i == s.at, given...))
	}
	return b.String(), nil
}

// Keys implements Page.
func (s *Sites) Keys() []key.Binding {
	k := s.shell.Keys.Sites
	return []key.Binding{k.Choose, k.Move, k.Back}
}

// Busy implements Page.
func (s *Sites) Busy() string { return "" }

// elsewhere is the site of a row's payment if the agent works for it and it is not this
// one; "" otherwise.
func (h *Page) elsewhere(w *row) string {
	if site := w.attempt.Site; site != h.shell.Console.Site && slices.Contains(h.shell.Console.Sites, site) {
		return site
	}
	return ""
}
