package find

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// openLine goes to the search line. With former, what stands there belongs to
// an earlier search.
func (l *Page) openLine(former bool) {
	l.stage, l.narrowing = asking, false
	l.nothing = l.nothing && former
	l.fresh = former && !l.line.Field(lineField).Empty()
	l.look()
}

// ask handles the page of the search line.
func (l *Page) ask(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	if isKey {
		keys := l.shell.Keys.Search
		switch {
		case key.Matches(k, keys.Home):
			return l.shell.Open(kit.Open{Place: kit.Home})
		case key.Matches(k, keys.Filters):
			l.openFilters()
			return nil
		case key.Matches(k, keys.List):
			if l.hasList() {
				l.stage = listing
			} else {
				l.shell.Notify("There is no list yet: Enter searches.")
			}
			return nil
		case key.Matches(k, forms.BackKeys()), k.Code == tea.KeyTab, k.Code == tea.KeyUp:
			l.shell.Notify("This is the only field: Enter searches.")
			return nil
		}
	}
	_, isPaste := msg.(tea.PasteMsg)
	if !isKey && !isPaste {
		return nil
	}
	goes := isKey && key.Matches(k, l.shell.Keys.Search.Go)
	if goes && l.line.Field(lineField).Empty() && !l.carded {
		l.setLine(emptyLine)
		return l.searchLine(nil)
	}
	if !goes {
		if l.fresh && (isPaste || k.Text != "" || forms.Digits(k) > 0) { // digits travel in no message
			l.line.Clear()
		}
		l.fresh, l.nothing = false, false
	}
	switch event := l.line.Update(msg); {
	case event == forms.Left:
		return l.searchLine(nil)
	case event == forms.Refused && cardRemoved(l.line.Field(lineField)):
		l.refuseCard()
	case event == forms.Refused && l.line.Field(lineField).Empty():
		if !goes { // what was pasted has not been taken
			l.refuseCard()
		}
	default:
		l.look()
	}
	return nil
}

// emptyLine is what Enter alone searches for.
const emptyLine = "today"

// searchLine searches for what the line says, and cards if there are any.
func (l *Page) searchLine(cards []gateway.CardNumber) tea.Cmd {
	search, err := l.parse(fieldText(l.line, lineField))
	if err == nil {
		search.Filter.Cards = cards
		err = search.Check()
	}
	if err != nil {
		for _, card := range cards {
			card.Wipe()
		}
		l.refuse(err)
		return l.shell.Forget()
	}
	return l.begin(search)
}

// refuse goes back to the line and says why it cannot be searched for.
func (l *Page) refuse(err error) {
	l.openLine(false)
	if isCardError(err) {
		l.line.Clear()
	}
	l.line.Fail(lineField, ruleText(err))
	if l.preview = ""; isCardError(err) {
		l.refuseCard()
	}
}

// refuseCard says what to do instead to an agent who types a card number into the line.
func (l *Page) refuseCard() {
	l.preview, l.parts, l.carded = "", nil, true
	l.line.Fail(lineField, noCard)
}

// look works out what the line would ask, for the page to say.
func (l *Page) look() {
	l.preview, l.parts, l.carded = "", nil, false
	switch line := l.line.Field(lineField); {
	case line.Empty():
		return
	case mayBecomeCard(line):
		l.preview = "Enter searches for it."
		return
	}
	search, err := l.parse(fieldText(l.line, lineField))
	if err == nil {
		err = search.Check()
	}
	if err != nil {
		l.preview = "Not understood yet: " + ruleText(err) + "."
		return
	}
	l.preview, l.parts = search.Explain(), search.Understood()
}

// ruleText is the rule that what was typed breaks, with the field's name
// before it.
func ruleText(err error) string {
	broken, ok := errors.AsType[*gateway.FieldError](err)
	if !ok {
		return err.Error()
	}
	if name := lookup.FieldText(broken.Field); name != "" {
		return name + ": " + broken.Rule
	}
	return broken.Rule
}

func isCardError(err error) bool {
	broken, ok := errors.AsType[*gateway.FieldError](err)
	return ok && broken.Field == "pan"
}

// Rows of the page with the search line: what is said of the search, and what can be
// typed, stand in the same places whatever is typed.
const (
	chipRows  = 2
	underLine = 1 + 1 + chipRows + 1
	exampleAt = underLine + 4
)

// linePage is the search line, how it is understood, and what can be typed.
func (l *Page) linePage(width, height int) (string, *tea.Cursor) {
	t := l.shell.Theme
	b := draw.NewBody(t.Theme, width, height)
	b.Gap()
	rows, cursor := drawField(t, l.line, b.Room(), exampleAt-2, true)
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+b.Margin(), cursor.Y+b.At()
	}
	b.Add(rows...)
	if len(rows) == 1 && len(l.parts) > 0 {
		b.Add(chips(t.Theme, l.parts, b.Room(), chipRows)...)
	}
	b.To(underLine)
	switch {
	case l.nothing:
		b.Add(l.nothingText(b.Room())...)
		b.Gap()
	case l.fresh:
		b.Add(dimmed(t.Theme, "Your last search. Type to replace it, ← → to edit it, Enter to search again.", b.Room())...)
	default:
		b.Add(dimmed(t.Theme, l.preview, b.Room())...)
	}
	examples, at := l.examples(b.Room()), exampleAt
	if height > at+len(examples) {
		at++ // four rows of preview are followed by a blank one too
	}
	b.To(at)
	if b.Left() >= len(examples) || !l.nothing {
		b.Add(examples...)
	}
	return b.String(), cursor
}

// chips are the parts of a search as it is understood, in at most `most` rows.
func chips(t *theme.Theme, parts []string, room, most int) []string {
	lead := "  " + t.Dim.Render(understood) + " "
	rows := []string{lead}
	for _, part := range parts {
		last := len(rows) - 1
		chip := t.Raised.Chip(ink.Cut(part, room-ink.Width(lead)-2))
		switch {
		case ink.Width(rows[last])+ink.Width(chip) <= room:
			rows[last] += chip + " "
		case len(rows) < most:
			rows = append(rows, ink.Blanks(ink.Width(lead))+chip+" ")
		default:
			rows[last] = ink.Cut(rows[last], room-1) + "…"
			return rows
		}
	}
	return rows
}

// dimmed is a text in rows.
func dimmed(t *theme.Theme, text string, width int) (rows []string) {
	for _, line := range ink.Wrap(text, min(width, draw.Reading)) {
		rows = append(rows, t.Dim.Render(line))
	}
	return rows
}

// exampleWide is the column of what the examples are of.
const exampleWide = 24

// fitting are as many examples as fit, each whole.
func fitting(examples string, width int) string {
	for ink.Width(examples) > width {
		at := strings.LastIndex(examples, "   ")
		if at < 0 {
			break
		}
		examples = examples[:at]
	}
	return examples
}

// examples are the words a search knows.
func (l *Page) examples(width int) []string {
	t := l.shell.Theme
	rows := []string{t.Dim.Render("Type what the caller tells you, in any order:")}
	for _, e := range [][2]string{
		{"order, reference", "A17   23-9-80006"},
		{"last four digits", "1111"},
		{"amount", "10.50   £10.50   EUR 10.50"},
		{"day or time", "today   yesterday   20 nov   last 2h"},
		{"", "from 9am to 11:30   since monday"},
		{"e-mail, postcode, name", "ann@example.com   TE45 6ST   name:smith"},
		{"outcome", "declined   held   reserved   settled   unknown"},
		{"kind, brand, agent", "refunds   card checks   pre-authorisations"},
		{"", "visa   agent:priya"},
	} {
		rows = append(rows, "  "+t.Dim.Render(ink.Pad(e[0], exampleWide))+fitting(e[1], width-exampleWide-2))
	}
	return rows
}
