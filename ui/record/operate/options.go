package operate

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// entry is a row of the options: one option, or several that the payment's state
// forbids for the same reason.
type entry struct {
	options []option.Option
	place   place
}

// place is where an entry stands.
type place int

const (
	answers place = iota // the answer if nothing can be done now
	moves                // options that give money back, or release it
	changes              // other options
	notNow               // options that a limit or the state forbids
)

// first is the entry's option, or the first of those that stand together.
func (e entry) first() option.Option { return e.options[0] }

// arranged are options as they are shown: what is possible first, and of that what
// moves money. What a limit forbids stands alone, because the journal records that the
// agent asked for it. Payouts are left out where they are switched off.
func arranged(options []option.Option, payouts bool) []entry {
	var all [notNow + 1][]entry
	for _, o := range options {
		at := changes
		switch {
		case o.Kind == option.Payout && !payouts:
			continue
		case o.Kind == option.Wait, o.Kind == option.Nothing:
			at = answers
		case !o.Legal():
			at = notNow
		case o.Kind.GivesBack() && o.Kind != option.Payout, o.Kind == option.Release, o.Kind == option.Raise:
			at = moves
		}
		same := slices.IndexFunc(all[at], func(e entry) bool {
			return at == notNow && !o.Limited && !e.first().Limited && e.first().Refusal == o.Refusal
		})
		if same >= 0 {
			all[at][same].options = append(all[at][same].options, o)
			continue
		}
		all[at] = append(all[at], entry{[]option.Option{o}, at})
	}
	slices.SortStableFunc(all[notNow], func(a, b entry) int { // what is recorded first
		return limitFirst(a) - limitFirst(b)
	})
	return slices.Concat(all[:]...)
}

func limitFirst(e entry) int {
	if e.first().Limited {
		return 0
	}
	return 1
}

func (s *Page) choose(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || len(s.entries) == 0 {
		return nil
	}
	keys := s.Shell.Keys.Options
	switch {
	case key.Matches(k, keys.Back):
		return s.from.Return()
	case key.Matches(k, keys.Choose):
		by := 1
		if k.String() == "up" {
			by = len(s.entries) - 1
		}
		s.at, s.lettered = (s.at+by)%len(s.entries), false
	case kit.Types(k), key.Matches(k, keys.Take) && s.lettered:
		// The letters may name another option than the one that is marked.
		s.Shell.Notify("Letters do nothing here: enter chooses the marked row.")
		s.lettered = kit.Types(k)
	case key.Matches(k, keys.Take):
		return s.take(s.entries[s.at].first())
	default:
		s.Shell.Notify(kit.NothingHere)
	}
	return nil
}

// chooses reports that there is something to choose, or another reason to read. Otherwise no
// row is marked.
func (s *Page) chooses() bool {
	e := s.entries[s.at]
	return len(s.entries) > 1 || e.place != answers && (e.place != notNow || e.first().Limited)
}

// take opens the form of an operation, or the confirm page where nothing is asked.
// An operation over a limit goes on to the confirm page, where moto refuses it and
// records the try.
func (s *Page) take(o option.Option) tea.Cmd {
	switch {
	case o.Limited:
		s.option, s.form, s.Sheet = o, nil, nil
		return s.OpenConfirm()
	case o.Kind == option.Wait, o.Kind == option.Nothing:
		s.Shell.Notify("Nothing to choose in this row: the arrows lead to others.")
		return nil
	case !o.Legal():
		s.Shell.Notify("Not possible now: " + gateway.Clean(o.Refusal, 300))
		return nil
	}
	s.option, s.form, s.Sheet = o, nil, nil
	s.ask()
	if s.form == nil {
		return s.OpenConfirm()
	}
	s.Stage = flow.Editing
	return nil
}

// title is what the entry is called: in short where several stand together.
func (e entry) title() string {
	if e.place != notNow || e.first().Limited {
		return e.first().Title
	}
	return strings.Join(e.names(), ", ")
}

// short is the title in a list: of many the first two.
func (e entry) short() string {
	if names := e.names(); e.place == notNow && !e.first().Limited && len(names) > 3 {
		return fmt.Sprintf("%s, %s and %d more", names[0], names[1], len(names)-2)
	}
	return e.title()
}

func (e entry) names() (names []string) {
	for _, o := range e.options {
		name := kit.WordingOf(o.Kind, !o.Captures.IsZero()).Short
		if o.Kind == option.Cancel { // a refund is stopped
			name, _, _ = strings.Cut(o.Title, " ")
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i := 1; i < len(names); i++ {
		names[i] = strings.ToLower(names[i][:1]) + names[i][1:]
	}
	return names
}

// howMuch is what an operation gives back, where that is certain.
func howMuch(o option.Option) string {
	switch o.Kind {
	case option.Cancel, option.RefundWhole:
		return o.Most.String()
	case option.Reduce, option.RefundPart:
		return "up to " + o.Most.String()
	case option.Release:
		if o.Captures.IsZero() {
			return ""
		}
		return o.Captures.String()
	default:
		return ""
	}
}

// begunSmall is a sentence as it stands behind a colon. Only words that are surely no name
// lose their capital.
func begunSmall(sentence string) string {
	switch word, _, _ := strings.Cut(sentence, " "); word {
	case "It", "This", "The", "A", "Only", "Giving", "Money", "Payouts":
		return strings.ToLower(word) + strings.TrimPrefix(sentence, word)
	default:
		return sentence
	}
}
