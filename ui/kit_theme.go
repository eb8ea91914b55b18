package ui

import (
	"charm.land/bubbles/v2/help"
	"charm.land/lipgloss/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
)

// theme names what a colour is for. Colours are of the sixteen every terminal
// has, so that the agent's own scheme keeps them readable; where light and
// dark differ, both are given. Words and symbols always say the same.
type theme struct {
	title, strong, muted, key lipgloss.Style
	good, bad, warn, neutral  lipgloss.Style
	goodBar, badBar, warnBar  lipgloss.Style
	live, test                lipgloss.Style
	form                      forms.Styles
	help                      help.Styles
}

func newTheme(dark bool) theme {
	pick := lipgloss.LightDark(dark)
	green := pick(lipgloss.Color("2"), lipgloss.Color("10"))
	red := pick(lipgloss.Color("1"), lipgloss.Color("9"))
	amber := pick(lipgloss.Color("3"), lipgloss.Color("11"))
	blue := pick(lipgloss.Color("4"), lipgloss.Color("14"))
	grey := pick(lipgloss.Color("8"), lipgloss.Color("7"))
	plain := lipgloss.NewStyle()
	bar := func(bg string, fg string) lipgloss.Style {
		return plain.Bold(true).Background(lipgloss.Color(bg)).Foreground(lipgloss.Color(fg))
	}
	t := theme{
		title:   plain.Bold(true).Foreground(blue),
		strong:  plain.Bold(true),
		muted:   plain.Foreground(grey),
		key:     plain.Bold(true).Foreground(blue),
		good:    plain.Bold(true).Foreground(green),
		bad:     plain.Bold(true).Foreground(red),
		warn:    plain.Bold(true).Foreground(amber),
		neutral: plain,
		goodBar: bar("2", "0"),
		badBar:  bar("1", "15"),
		warnBar: bar("3", "0"),
		live:    bar("1", "15"),
		test:    plain.Bold(true),
	}
	t.form = forms.Styles{
		Label:        plain,
		LabelFocused: plain.Bold(true).Foreground(blue),
		Value:        plain,
		Placeholder:  t.muted,
		Hint:         t.muted,
		Error:        plain.Foreground(red),
		Good:         plain.Foreground(green),
	}
	t.help = help.Styles{
		ShortKey: t.key, ShortDesc: plain, ShortSeparator: t.muted, Ellipsis: t.muted,
		FullKey: t.key, FullDesc: plain, FullSeparator: t.muted,
	}
	return t
}

// marker is the LIVE, TEST or SANDBOX word of every screen.
func (t theme) marker(m Mode) string {
	if m == Live {
		return t.live.Render(" " + m.String() + " ")
	}
	return t.test.Render("[" + m.String() + "]")
}

// check is a check result as symbol, word and colour. Not checked and not
// given are facts, not faults: neutral.
func (t theme) check(c gateway.CheckResult) string {
	switch c {
	case gateway.Matched:
		return t.good.Render("✔ " + c.String())
	case gateway.NotMatched:
		return t.bad.Render("✖ " + c.String())
	default:
		return t.neutral.Render("– " + c.String())
	}
}
