package record

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// arranged are options as they are shown: what the answer is where nothing can
// be done, then what gives money back, then what a limit forbids, what else can
// be done, and what the state forbids. Payouts are not spoken of where they are
// switched off.
func arranged(options []option.Option, payouts bool) []option.Option {
	var answer, back, limited, other, not []option.Option
	for _, o := range options {
		switch {
		case o.Kind == option.Payout && !payouts:
		case o.Kind == option.Wait, o.Kind == option.Nothing:
			answer = append(answer, o)
		case o.Limited:
			limited = append(limited, o)
		case !o.Legal():
			not = append(not, o)
		case o.Kind.GivesBack() && o.Kind != option.Payout, o.Kind == option.Release:
			back = append(back, o)
		default:
			other = append(other, o)
		}
	}
	return slices.Concat(answer, back, limited, other, not)
}

func (s *operationFlow) choose(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || len(s.options) == 0 {
		return nil
	}
	keys := s.Shell.Keys.Options
	switch {
	case key.Matches(k, keys.Back):
		return s.page.show(s.from)
	case key.Matches(k, keys.Choose):
		by := 1
		if k.String() == "up" {
			by = len(s.options) - 1
		}
		s.at, s.lettered = (s.at+by)%len(s.options), false
	case kit.Types(k), key.Matches(k, keys.Take) && s.lettered:
		// The letters may name another option than the one that is marked.
		s.Shell.Notify("Letters choose nothing here: " + keys.Choose.Help().Key + " marks, enter takes what is marked.")
		s.lettered = kit.Types(k)
	case key.Matches(k, keys.Take):
		return s.take(s.options[s.at])
	}
	return nil
}

// take opens the form of an operation, or the confirm page where nothing is asked.
// An operation that a limit forbids goes on to where it is refused and recorded.
func (s *operationFlow) take(o option.Option) tea.Cmd {
	s.option, s.form, s.Sheet = o, nil, nil
	switch {
	case o.Limited:
		return s.OpenConfirm()
	case !o.Legal():
		s.Shell.Notify("This cannot be done now: read why below the list.")
		return nil
	}
	s.ask()
	if s.form == nil {
		return s.OpenConfirm()
	}
	s.Stage = kit.Editing
	return nil
}

// optionsPage lists the operations, and says of the one that is marked what it does,
// what the caller should be told, and why it cannot be made.
func (s *operationFlow) optionsPage(width, height int) string {
	t := s.Shell.Theme
	head := []string{t.Title.Render("What to do with this " + s.noun()), s.subject(), ""}
	const fewest = 4 // rows of the list
	what, say := s.aboutOption(s.options[s.at], width)
	about := strings.Split(what+say, "\n")
	if height-len(head)-len(about)-1 < fewest { // it stands on the next pages as well
		about = strings.Split(what, "\n")
	}
	room := max(fewest, height-len(head)-len(about)-1)
	if room < len(s.options) {
		head[0] += t.Muted.Render(fmt.Sprintf("  (%d of %d)", s.at+1, len(s.options)))
	}
	first := min(max(0, s.at-room/2), max(0, len(s.options)-room))
	rows := head
	for i, o := range s.options[first:min(first+room, len(s.options))] {
		rows = append(rows, s.optionRow(o, first+i == s.at, width))
	}
	return strings.Join(append(append(rows, ""), about...), "\n")
}

// subject is the payment in a line.
func (s *operationFlow) subject() string {
	r := s.record
	what := s.from.amountOf(r)
	if statement.FlowOf(r) == statement.None {
		what = statement.What(r)
	}
	return what + "  " + recordCard(r) + "  order " + s.ownOrder()
}

// ownOrder is the merchant's order reference of the payment.
func (s *operationFlow) ownOrder() string {
	if own := s.seen.Made.Charge.OrderReference; own != "" {
		return gateway.Clean(own, 64)
	}
	return gateway.Clean(s.seen.Record.OrderReference, 64)
}

// noun is what the record is.
func (s *operationFlow) noun() string { return statement.Noun(s.record) }

func (s *operationFlow) optionRow(o option.Option, marked bool, width int) string {
	t, mark, text := s.Shell.Theme, "  ", o.Title
	if marked {
		mark = "▸ "
	}
	switch {
	case o.Kind == option.Wait, o.Kind == option.Nothing:
		if text = "! " + text; o.Kind == option.Wait && !o.Until.IsZero() {
			text += ": look again " + o.Until.Local().Format("Monday 2 January, 15:04")
		}
		text = t.Warn.Render(text)
	case !o.Legal():
		text = t.Muted.Render("– " + text + "   " + gateway.Clean(o.Refusal, 200))
	case marked:
		text = t.Key.Render("✔ " + text + howMuch(o))
	default:
		text = "✔ " + text + howMuch(o)
	}
	return ansi.Truncate(mark+text, width, "…")
}

// howMuch is what an operation gives back, where that is certain.
func howMuch(o option.Option) string {
	switch o.Kind {
	case option.Cancel, option.RefundWhole:
		return "   " + o.Most.String()
	case option.Reduce, option.RefundPart:
		return "   up to " + o.Most.String()
	default:
		return ""
	}
}

// aboutOption is all there is to know of an operation before it is taken, and what the
// caller should be told.
func (s *operationFlow) aboutOption(o option.Option, width int) (what, say string) {
	t := s.Shell.Theme
	if o.Refusal != "" {
		what = t.Bad.Render(kit.Wrap("✖ Not possible now: "+gateway.Clean(o.Refusal, 300), width))
		if o.Limited {
			what += "\n" + t.Muted.Render(kit.Wrap("Enter: the journal keeps that you asked for it.", width))
		}
		return what, ""
	}
	what = kit.Wrap(gateway.Clean(o.Says, 400), width)
	if o.Warning != "" {
		what += "\n" + t.Warn.Render(kit.Wrap("! "+gateway.Clean(o.Warning, 300), width))
	}
	if o.Caller != "" {
		say = "\n" + t.Muted.Render("Tell the caller") + "\n" + kit.Wrap("“"+gateway.Clean(o.Caller, 300)+"”", width)
	}
	return what, say
}
