// Package find is the Find page: it finds payments and lists them.
package find

import (
	"iter"
	"slices"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
)

// lookStage is which part of the Find page is open.
type lookStage int

const (
	asking    lookStage = iota // the search line
	selecting                  // the form with every filter
	listing                    // what was found
)

// Page finds payments. It stays as it was left: the line, the rows and
// the selection.
type Page struct {
	shell kit.Shell
	stage lookStage

	line    *forms.Form
	preview string   // what the line would ask, or why it cannot be asked yet
	parts   []string // the parts of what it would ask
	carded  bool     // a card number was typed into it, and is gone
	// fresh reports a line of a former search: the first letter typed replaces
	// it, because the next caller's words do not belong behind it.
	fresh   bool
	nothing bool        // and that search brought nothing: the page says why
	filters *forms.Form // nil until it is opened
	added   string      // what the filters are added to, as the page with them says it

	run      searchRun
	list     foundList
	most     int  // rows that the list holds
	pageRows int  // how many there was room for when it was drawn last
	shown    *row // the one whose record was opened last, until it was read again

	narrow    *forms.Form // filters the list as it is typed
	narrowing bool        // keys go to it
}

var (
	_ kit.Page       = (*Page)(nil)
	_ kit.CardHolder = (*Page)(nil)
	_ kit.Closer     = (*Page)(nil)
)

// New makes the page, with nothing looked for yet.
func New(shell kit.Shell, _ kit.Open) kit.Page {
	l := &Page{shell: shell, most: mostRows}
	l.line = shell.NewForm(forms.NewText(forms.TextOptions{
		Name: lineField, Label: searchLabel, Meaning: "your search", Max: maxLine, Required: true,
		Help: "Enter alone lists today", Guard: forms.Guard{Rule: cardguard.Prose, Sure: l.typedCard, Hide: cardguard.Words, Says: noCard},
	}))
	l.newNarrow()
	return l
}

const (
	searchLabel = "Search    " // as wide as what is below it
	understood  = "Understood"
	lineField   = "filter" // what lookup calls a line as a whole
	narrowField = "narrow"
	maxLine     = 500
)

// noCard is the one thing to do instead for an agent who types a card number into the line.
// The field itself says how it is cleared.
const noCard = "this looks like a card number: its last four digits are enough. If it is an order number, type its last 12 digits"

// typedCard is the search line's rule for a card number: adjacent digits are mostly
// dates and amounts, and the search knows which.
func (l *Page) typedCard(text iter.Seq[rune]) bool {
	text = cardguard.Unended(text, true)
	switch {
	case cardguard.Words.Finds(text):
		return true // dates are never written like that, and a card number must not be copied
	case cardguard.MayBecome(text, cardguard.Begun):
		return false // not certain yet: Enter asks once more
	}
	_, err := l.parse(string(slices.Collect(text)))
	return isCardError(err)
}

func (l *Page) parse(text string) (lookup.Search, error) {
	now := l.shell.Now()
	s, err := lookup.Parse(text, now, now.Location())
	s.Currencies = l.shell.Console.Form.Currencies
	if l.shell.Console.Journal != nil {
		s.JournalDays = l.shell.Console.JournalDays
	}
	return s, err
}

// Opened implements Page.
func (l *Page) Opened(o kit.Open) tea.Cmd {
	if o.Anew {
		l.stage = asking
	}
	switch l.stage {
	case asking:
		if l.filters != nil { // its text was about another caller
			l.filters.Clear()
		}
		l.openLine(true)
	case listing:
		return l.reread()
	case selecting:
	}
	return nil
}

// Update implements Page.
func (l *Page) Update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(foundMsg); ok {
		return l.found(msg)
	}
	switch l.stage {
	case asking:
		return l.ask(msg)
	case selecting:
		return l.selectFilters(msg)
	default:
		return l.browse(msg)
	}
}

// Heading implements Page.
func (l *Page) Heading() kit.Heading {
	h := kit.Heading{Title: kit.FindKeys}
	switch l.stage {
	case selecting:
		h.Help = kit.FilterKeys
		if is, _ := l.filters.InGroups(); is {
			h.Help = kit.GroupsKeys
		}
	case listing:
		h.Help = kit.ListKeys
	default:
	}
	return h
}

// View implements Page.
func (l *Page) View(width, height int) (string, *tea.Cursor) {
	switch l.stage {
	case asking:
		return l.linePage(width, height)
	case selecting:
		return l.filtersPage(width, height)
	default:
		return l.listPage(width, height)
	}
}

// Keys implements Page.
func (l *Page) Keys() []key.Binding {
	k := l.shell.Keys
	switch l.stage {
	case asking:
		keys := []key.Binding{k.Search.Go}
		if l.hasList() {
			keys = append(keys, k.Search.List)
		}
		return append(keys, k.Search.Filters, k.Search.Home, k.Global.Help)
	case selecting:
		if groups := l.shell.GroupKeys(l.filters); groups != nil {
			return groups
		}
		return []key.Binding{k.Form.Next, k.Form.Back, k.Filters.Go, k.Filters.Back, k.Global.Help}
	default:
		return l.listKeys()
	}
}

// hasList reports that there is a list to go to.
func (l *Page) hasList() bool { return len(l.list.rows) > 0 || l.run.running() }

// Busy implements Page.
func (l *Page) Busy() string { return "" }

// Close implements Closer.
func (l *Page) Close() { l.run.stop() }

// CardForm implements CardAsker. The list that was found needs no card.
func (l *Page) CardForm() (form *forms.Form, typed bool) {
	if l.stage != selecting {
		return nil, false
	}
	return l.filters, true
}

// HoldsCard implements CardHolder.
func (l *Page) HoldsCard() bool { return l.filters != nil && l.card().Number().Len() > 0 }

// WipeCard implements CardHolder.
func (l *Page) WipeCard(why string) {
	l.filters.ClearCard()
	l.filters.Fail(panField, why)
}

// fieldText is the one text field of a form.
func fieldText(f *forms.Form, name string) string {
	if field, ok := f.Field(name).(*forms.TextField); ok {
		return field.Value()
	}
	return ""
}

// mayBecomeCard reports a text field with digits that may be the beginning of a
// card number. Its text must not be copied while it is typed.
func mayBecomeCard(field forms.Field) bool {
	text, ok := field.(*forms.TextField)
	return ok && text.MayBecomeCard()
}

// cardRemoved reports a text field whose text looked like a card number and was
// wiped.
func cardRemoved(field forms.Field) bool {
	text, ok := field.(*forms.TextField)
	return ok && text.Masked()
}
