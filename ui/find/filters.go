package find

import (
	"iter"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// The form of filters only writes words into the search line, such as
// order:"A17", so that the line is all there is to a search and can be changed
// there. Only the card number is not a word: it goes with the search and is not kept.

const (
	fromField = "from"
	toField   = "to"
	panField  = "pan"
	maxFilter = 255
	// between parts several values of a field. Commas stand in amounts and names.
	between = ";"
)

func (l *Page) openFilters() {
	if l.filters == nil {
		text := func(name, label, help string) forms.Field {
			return forms.NewText(forms.TextOptions{Name: name, Label: label, Meaning: "this filter", Max: maxFilter, Help: help, Guard: filterGuard})
		}
		// The card comes first: the form moves on by itself from a whole number,
		// and from its last field it would search.
		fields := []forms.Field{optionalCard{forms.NewCardNumber(l.shell.Console.Form.Vault)}}
		for _, k := range lookup.Keys() {
			fields = append(fields, text(k.Name, kit.Capital(k.Label()), k.Help))
		}
		fields = append(fields,
			text(fromField, "From", "such as 2026-11-20, 2026-11-20 14:00, 9am or monday"),
			text(toField, "To", "up to this time; a day counts to its end"))
		l.filters = l.shell.NewForm(fields...)
	}
	l.filters.FocusField(panField)
	l.stage, l.added = selecting, ""
	if mayBecomeCard(l.line.Field(lineField)) { // it is not copied before it is searched for
		l.added = "Added to what you have typed."
	} else if to := l.addedTo(); to != "" {
		l.added = "Added to: " + to
	}
}

// filterGuard knows references of the gateway, of three numbers, and those that
// moto sends. Others are looked at once more when they become words of the line.
var filterGuard = forms.Guard{
	Rule: cardguard.Words,
	Sure: func(text iter.Seq[rune]) bool { return cardguard.Words.Finds(cardguard.Unended(text, true)) },
}

// optionalCard is an optional card number.
type optionalCard struct{ *forms.CardNumberField }

// Check implements forms.Field.
func (c optionalCard) Check() error {
	if c.Empty() {
		return nil
	}
	return c.CardNumberField.Check()
}

// card is the form's card number field.
func (l *Page) card() optionalCard {
	c, _ := l.filters.Field(panField).(optionalCard) // the form always has it
	return c
}

// selectFilters handles the form.
func (l *Page) selectFilters(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		keys := l.shell.Keys.Filters
		switch {
		case key.Matches(k, keys.Back) && l.shell.GroupKeys(l.filters) == nil:
			l.card().Clear()
			l.stage = asking
			l.look()
			return l.shell.Forget()
		case key.Matches(k, keys.Go):
			if l.filters.CheckAll() {
				return l.apply()
			}
			return nil
		}
	}
	if l.filters.Update(msg) == forms.Left {
		return l.apply()
	}
	return nil
}

// apply writes the form's answers into the line and searches.
func (l *Page) apply() tea.Cmd {
	words, ok := l.filterWords()
	if !ok {
		return nil
	}
	if !l.setLine(l.addedTo() + " " + words) {
		l.filters.Fail(l.filters.Focused().Name(), "too many filters: remove one")
		return nil
	}
	var cards []gateway.CardNumber
	if !l.card().Empty() {
		cards = append(cards, l.card().Take())
	}
	l.filters.Clear()
	return l.searchLine(cards)
}

// addedTo is what the filters are added to. As with typing, they take the
// place of a former search.
func (l *Page) addedTo() string {
	if l.fresh {
		return ""
	}
	return fieldText(l.line, lineField)
}

// setLine replaces the line, and reports whether it can.
func (l *Page) setLine(words string) bool {
	words = strings.TrimSpace(words)
	if line := l.line.Field(lineField); words == "" {
		line.Clear()
	} else if len(words) <= maxLine {
		line.Clear()
		return line.Paste(words) == nil
	}
	return words == ""
}

// filterWords are the form's answers as words of the line. Where one is not
// right the form says why.
func (l *Page) filterWords() (string, bool) {
	var words []string
	for _, k := range lookup.Keys() {
		probe := lookup.Search{}
		for value := range strings.SplitSeq(fieldText(l.filters, k.Name), between) {
			if value = strings.TrimSpace(value); value == "" {
				continue
			}
			if err := probe.Set(k.Name, value); err != nil {
				return "", l.fail(k.Name, err)
			}
			if strings.ContainsFunc(value, unicode.IsSpace) {
				value = `"` + value + `"`
			}
			words = append(words, k.Name+":"+value)
		}
	}
	var span []string
	for _, name := range []string{fromField, toField} {
		if value := fieldText(l.filters, name); value != "" {
			span = append(span, name+" "+value)
			if _, err := l.parse(strings.Join(span, " ")); err != nil {
				return "", l.fail(name, err)
			}
		}
	}
	return strings.Join(append(words, span...), " "), true
}

// fail shows a rule at a field of the form. What may be a card number goes from it.
func (l *Page) fail(name string, err error) bool {
	if isCardError(err) {
		l.filters.Field(name).Clear()
	}
	l.filters.FocusField(name)
	l.filters.Fail(name, err.Error())
	return false
}

// filtersPage is the form.
func (l *Page) filtersPage(width, height int) (string, *tea.Cursor) {
	b := draw.NewBody(l.shell.Theme.Theme, width, height)
	b.Gap()
	b.Add(b.Theme.Strong.Render("More filters"))
	b.Add(dimmed(b.Theme, "Separate several values with a semicolon: A17; A18. The card number is sent and not kept.", b.Room())...)
	if l.added != "" {
		b.Add(b.Theme.Dim.Render(ink.Cut(l.added, b.Room())))
	}
	b.Gap()
	at := b.At()
	v := l.shell.DrawForm(l.filters, kit.FormStyle{Width: b.Room(), Height: b.Left() - draw.HintRows - 1, Pair: true})
	b.Add(v.Rows...)
	b.To(-draw.HintRows)
	b.Add(draw.Hint(b.Theme, v.Hint, v.Wrong, b.Room())...)
	if v.Cursor != nil {
		v.Cursor.X, v.Cursor.Y = v.Cursor.X+b.Margin(), v.Cursor.Y+at
	}
	return b.String(), v.Cursor
}
