package record

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// View implements Page.
func (s *operationFlow) View(width, height int) (string, *tea.Cursor) {
	t := s.Shell.Theme
	head := s.banner(width)
	above := strings.Count(head, "\n")
	switch s.Stage {
	case kit.Choosing:
		return s.optionsPage(width, height), nil
	case kit.Editing:
		text := head + t.Title.Render(s.option.Title) + "\n" + s.formSubject(width) + "\n\n"
		content, cursor := s.Shell.Under(text, s.Sheet, width, height)
		return content + s.reasonList(width, height-strings.Count(content, "\n")-1), cursor
	case kit.Confirming:
		return head + s.confirmPage(width, height-above), nil
	case kit.Warned:
		title, barred := "! Before you charge this card", "✖ It cannot be charged now. Esc goes back to the form."
		if s.option.Kind.GivesBack() || s.option.Kind == option.Release {
			title, barred = "! Before you give this back", "✖ It cannot be given back now. Esc goes back."
		}
		return s.WarningPage(title, s.Warnings, barred, width, height)
	case kit.Discarding:
		return head + t.Warn.Render("Discard what was typed?") + "\n\nNothing has been done. What has been typed will be thrown away.", nil
	case kit.Refused:
		return head + s.refusedPage(width), nil
	case kit.Sending:
		v := s.attempt
		return head + s.SendingPage(kit.Wrap("… "+s.headline(v), width), "It is on its way to the bank. Do not do it again.",
			gateway.Clean(v.Charge.OrderReference, 64), "“One moment please, I am waiting for the bank's answer.”", v.Attempt, width), nil
	default:
		return head + s.resultPage(width), nil
	}
}

// reasonList is what can be chosen while the reason is asked for: one below the
// other, or side by side where that is too high.
func (s *operationFlow) reasonList(width, room int) string {
	names, chosen := s.form.Reasons()
	t, marked := s.Shell.Theme, make([]string, len(names))
	for i, name := range names {
		name = ansi.Truncate(name, width-2, "…")
		if marked[i] = "  " + name; i == chosen {
			marked[i] = t.Key.Render("● " + name)
		}
	}
	for _, list := range []string{strings.Join(marked, "\n"), kit.Wrap(strings.Join(names, " · "), width)} {
		if list != "" && strings.Count(list, "\n")+2 <= room {
			return "\n\n" + list
		}
	}
	return ""
}

// banner tells a payout from everything else on each of its pages.
func (s *operationFlow) banner(width int) string {
	if s.option.Kind != option.Payout {
		return ""
	}
	return s.Shell.Theme.BadBar.Render(kit.Pad("  PAYOUT   not a refund: this sends new money to a card", width)) + "\n\n"
}

// formSubject says above the form what it is about.
func (s *operationFlow) formSubject(width int) string {
	if s.from == nil {
		return s.Shell.Theme.Muted.Render(kit.Wrap("To a card that is read out. Nothing that was taken becomes less.", width))
	}
	return s.Shell.Theme.Muted.Render(s.subject())
}

func (s *operationFlow) refusedPage(width int) string {
	t := s.Shell.Theme
	text := t.Bad.Render(kit.Wrap("✖ Nothing was done", width)) + "\n\n" + kit.Wrap(kit.Sentence(s.problem), width) + "\n\n"
	if s.limit {
		text += kit.Wrap("The journal keeps that you asked for it.", width) + "\n\n"
	}
	return text + t.Muted.Render("Esc goes back.")
}
