package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// Widths of the help: its list of screens, and the outcomes where there is room.
const (
	helpList     = 22
	helpOutcomes = 66
	helpFrom     = 160 // columns from which the help has room for the outcomes
)

// openHelp opens the help at the keys of the screen that is shown.
func (r *Root) openHelp() {
	r.helpOpen, r.helpAt, r.helpHas = true, 0, r.reachable()
	screen := r.current.Heading().Screen()
	if v, shown := r.gate(); shown {
		screen = gateHelp(v)
	}
	for i, g := range r.helpHas {
		if g.Screen == screen {
			r.helpAt = i
			break
		}
	}
	r.helpFrom = r.helpAt
}

// reachable are the screens that this agent can come to, with the keys that lead
// somewhere.
func (r *Root) reachable() []kit.KeyGroup {
	s, home := r.console, r.keys.Home
	pays, floor := s.Permits.WhyNoPayment() == "", s.WhyNoFloor() == ""
	screens := map[string]bool{
		kit.FormKeys: pays, kit.ConfirmKeys: pays, kit.ResultKeys: pays, kit.SiteKeys: s.HasSites(),
		kit.NotPausedKeys: s.Recording != nil, kit.LeftPausedKeys: s.Recording != nil,
		kit.FloorKeys: floor, kit.FloorSessionKeys: floor, kit.FloorWaitingKeys: floor, kit.FloorMessageKeys: floor,
	}
	leads := map[string]bool{ // from home
		home.New.Help().Key: pays, home.Payout.Help().Key: s.MayPayOut(), home.Sites.Help().Key: s.HasSites(),
		home.Floor.Help().Key: floor, home.Everyone.Help().Key: s.WhyNotEveryone() == "",
	}
	groups := slices.DeleteFunc(kit.KeyGroups(), func(g kit.KeyGroup) bool {
		reached, asks := screens[g.Screen]
		return asks && !reached
	})
	for i, g := range groups {
		if g.Screen == kit.HomeKeys {
			groups[i].Keys = slices.DeleteFunc(g.Keys, func(k kit.KeyHelp) bool {
				works, asks := leads[k.Key]
				return asks && !works
			})
		}
	}
	return groups
}

// helpKey handles a key while the help is open.
func (r *Root) helpKey(k tea.KeyPressMsg) {
	keys := r.keys.Help
	last, at := len(r.helpHas)-1, r.helpAt
	switch {
	case key.Matches(k, keys.Close), key.Matches(k, r.keys.Global.Help):
		r.helpOpen = false
		r.shownAgain()
	case key.Matches(k, keys.Up):
		if r.helpAt = max(0, at-1); r.helpAt == at {
			r.notice = "This is the first of the list."
		}
	case key.Matches(k, keys.Down):
		if r.helpAt = min(last, at+1); r.helpAt == at {
			r.notice = "This is the last of the list."
		}
	default:
		r.notice = fmt.Sprintf("Only %s and %s do something here.", keys.Close.Help().Key, keys.Up.Help().Key)
	}
}

// helpPage is the list of screens, with the keys of the chosen one beside it.
func (r *Root) helpPage(width, height int) string {
	b := draw.NewBody(r.theme.Theme, width, height)
	rest := b.Room() - helpList - 1
	blocks := []draw.Block{{Width: helpList, Rows: r.helpNames(height)}}
	outcomes := 0
	if width >= helpFrom {
		outcomes = helpOutcomes
		rest -= outcomes + 2
	}
	blocks = append(blocks, draw.Block{Width: rest, Rows: r.helpKeys(rest, height-1)})
	rows := draw.Beside(1, blocks...)
	if outcomes > 0 {
		rows = draw.Beside(2, draw.Block{Width: helpList + 1 + rest, Rows: rows}, draw.Block{Width: outcomes, Rows: r.helpMeanings(outcomes, height-1)})
	}
	b.Add(rows...)
	return b.String()
}

// helpNames is the part of the list of screens around the chosen one that fits.
func (r *Root) helpNames(height int) []string {
	t := r.theme
	rows := []string{"", t.Strong.Render("Screens")}
	groups := r.helpHas
	room := max(1, height-len(rows)-1)
	first := max(0, min(r.helpAt-room/2, len(groups)-room))
	for i, g := range groups[first:min(first+room, len(groups))] {
		below := len(groups) - first - i // with this one
		if i == room-1 && below > 1 {
			rows = append(rows, t.Dim.Render(fmt.Sprintf("  ↓ %d more", below)))
			break
		}
		if i == 0 && first > 0 {
			rows = append(rows, t.Dim.Render(fmt.Sprintf("  ↑ %d more", first+1)))
			continue
		}
		if first+i == r.helpAt {
			rows = append(rows, t.Focus.Render("▸ "+ink.Cut(g.Screen, helpList-2)))
			continue
		}
		rows = append(rows, "  "+ink.Cut(g.Screen, helpList-2))
	}
	for len(rows) < height-1 {
		rows = append(rows, "")
	}
	return append(rows, t.Dim.Render("moto "+ink.Cut(r.console.Version, helpList-5)))
}

// helpKeys are the keys of the chosen screen.
func (r *Root) helpKeys(width, height int) []string {
	t := r.theme
	g := r.helpHas[r.helpAt]
	inside, column := draw.Inside(width), 0
	for _, k := range g.Keys {
		column = max(column, ink.Width(t.Chip.Chip(k.Key))+2)
	}
	rows := []string{""}
	for _, k := range g.Keys {
		label := t.Chip.Chip(k.Key)
		for _, line := range ink.Wrap(k.Does, max(10, inside-column)) {
			rows = append(rows, ink.Pad(label, column)+line)
			label = ""
		}
	}
	if about := sentencesIn(r.helpAbout(g.Screen), min(inside, draw.Reading), height-2-len(rows)-1); len(about) > 0 { // below half a row and the title
		rows = append(rows, "")
		for _, line := range about {
			rows = append(rows, t.Dim.Render(line))
		}
	}
	note := ""
	if r.helpAt == r.helpFrom {
		note = "where you were"
	}
	return draw.Panel{Title: g.Screen, Note: note, Rows: rows}.Draw(t.Theme, width, height)
}

// sentencesIn are the first sentences of a text that fit a number of rows, each whole.
func sentencesIn(text string, width, rows int) (lines []string) {
	for end := len(text); end > 0; end = strings.LastIndex(text[:end-1], ". ") + 1 {
		if lines = ink.Wrap(text[:end], width); len(lines) <= rows {
			return lines
		}
	}
	return nil
}

// helpAbout is what the keys alone do not say about a screen.
func (r *Root) helpAbout(screen string) string {
	switch why := r.console.Permits.WhyNoPayment(); {
	case screen == kit.HomeKeys && why != "":
		return why
	case screen == kit.HomeKeys, screen == kit.ResultKeys, screen == kit.GiveResultKeys:
		return "✔ Cancelled: the cancellation worked. ✖ Cancelled: the payment was cancelled, and no money moves. ✔ Stopped: the stop of a refund worked. ✖ Stopped: the refund is not paid."
	case screen == kit.GroupsKeys:
		return "Enter begins here when the check digit of a card number does not fit: one digit is wrong, or two are swapped. " +
			"Each group that the caller reads again is compared with what you typed first: ✔ the same, ≠ different, and ✔ on all once the number fits. " +
			"Enter then takes it. A number that was longer or shorter is typed whole: esc, then ctrl+u."
	case screen != kit.FormKeys:
		return ""
	}
	about := "A field that is complete moves on by itself. Card digits show as dots while you type."
	if r.console.CardIdle > 0 {
		about += fmt.Sprintf(" After %s without a key the card data is removed.", spoken(r.console.CardIdle))
	}
	if withheld := r.console.Permits.Withheld(); len(withheld) > 0 { // what the agent may not do, and who may
		about += " " + strings.Join(withheld, " ")
	}
	return about
}

// helpMeanings are what the outcomes mean.
func (r *Root) helpMeanings(width, height int) []string {
	t := r.theme
	const column = 18
	inside := draw.Inside(width)
	var rows []string
	for _, o := range []struct {
		tone               theme.Tone
		symbol, word, says string
	}{
		{theme.OK, "✔", "APPROVED", "authorised; read the amount back"},
		{theme.OK, "✔", "RESERVED", "a pre-authorisation: capture it, or cancel it"},
		{theme.OK, "✔", "CAPTURED", "what was reserved is taken"},
		{theme.OK, "✔", "CARD CHECKED", "the card is good; nothing was taken"},
		{theme.Warn, "!", "ONLY A PART", "not all of it was approved; tell a supervisor"},
		{theme.Warn, "!", "HELD", "no money moves until a supervisor releases it"},
		{theme.OK, "✔", "CANCELLED", "the cancellation of a payment worked"},
		{theme.Bad, "✖", "CANCELLED", "the payment was cancelled; no money moves"},
		{theme.OK, "✔", "STOPPED", "the stop of a refund worked; it is not paid"},
		{theme.Bad, "✖", "STOPPED", "the refund was stopped; it is not paid"},
		{theme.Bad, "✖", "DECLINED", "refused; ask for another card"},
		{theme.Bad, "✖", "NOT ACCEPTED", "a field or the set-up was refused; correct it"},
		{theme.Bad, "✖", "NOT SENT", "nothing left this console; try again"},
		{theme.Bad, "✖", "NOT TAKEN", "it was unknown; moto found no trace of it"},
		{theme.Warn, "?", "UNKNOWN", "do not charge again; moto finds out"},
	} {
		rows = append(rows, "", ink.Pad(t.Mark(o.tone, o.symbol, o.word), column)+strings.Join(ink.Wrap(o.says, inside-column)[:1], ""))
	}
	if len(rows)+1 > height { // close together, and whole
		rows = append([]string{""}, slices.DeleteFunc(rows, func(row string) bool { return row == "" })...)
	}
	return draw.Panel{Title: "What the outcomes mean", Rows: rows}.Draw(t.Theme, width, height)
}
