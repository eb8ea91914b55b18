package find

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
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
			}
			return nil
		case key.Matches(k, forms.BackKeys()), k.Code == tea.KeyTab:
			return nil // there is one field
		}
	}
	_, isPaste := msg.(tea.PasteMsg)
	if !isKey && !isPaste {
		return nil
	}
	goes := isKey && key.Matches(k, l.shell.Keys.Search.Go)
	if goes && l.line.Field(lineField).Empty() && l.preview != aboutCards {
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
		l.preview = aboutCards
	case event == forms.Refused && l.line.Field(lineField).Empty():
		if !goes { // what was pasted has not been taken
			l.preview = aboutCards
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
		l.preview = aboutCards
	}
}

// aboutCards is for those who type a card number into the line.
const aboutCards = "The last four digits are enough. For a whole card number, ctrl+f opens a form with a field that keeps nothing."

// look works out what the line would ask, for the page to say.
func (l *Page) look() {
	l.preview = ""
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
		l.preview = "Not yet a search: " + ruleText(err) + "."
		return
	}
	l.preview = search.Explain()
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

// linePage is the search line, what it asks, and what can be typed.
func (l *Page) linePage(width, height int) (string, *tea.Cursor) {
	const above = 2
	t := l.shell.Theme
	content, cursor := l.line.View(width, height-above, t.Form)
	if cursor != nil {
		cursor.Y += above
	}
	hint, preview := "", l.preview
	switch {
	case l.nothing:
		hint, preview = l.nothingText(width), ""
	case l.fresh:
		hint = t.Muted.Render(kit.Wrap("This is the last search. Type to replace it; ← and → change it; enter asks again.", width))
	}
	return t.Title.Render("Find a payment") + "\n\n" + kit.Paragraphs(content, hint, kit.Wrap(preview, width), l.examples()), cursor
}

// examples are the words a search knows.
func (l *Page) examples() string {
	t := l.shell.Theme
	var b strings.Builder
	b.WriteString(t.Muted.Render("What the caller can tell you, in any order:"))
	for _, e := range [][2]string{
		{"order or transaction reference", "A17   23-9-80006"},
		{"last four digits of the card", "1111"},
		{"amount", "10.50   £10.50   EUR 10.50"},
		{"day or time", "today   yesterday   20 nov   last 2h"},
		{"", "from 9am to 11:30   since monday"},
		{"e-mail, postcode, name", "ann@example.com   TE45 6ST   name:smith"},
		{"what became of it", "declined   held   settled   unknown"},
		{"kind, brand, agent", "refunds   visa   agent:priya"},
	} {
		fmt.Fprintf(&b, "\n  %s%s", t.Muted.Render(fmt.Sprintf("%-32s", e[0])), e[1])
	}
	return b.String()
}
