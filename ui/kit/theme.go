package kit

import (
	"charm.land/bubbles/v2/help"
	"charm.land/lipgloss/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
)

// Theme names what a colour is for. Colours are of the sixteen every terminal
// has, so that the agent's own scheme keeps them readable; where light and
// dark differ, both are given. Words and symbols always say the same.
type Theme struct {
	Title, Strong, Muted, Key lipgloss.Style
	Good, Bad, Warn, neutral  lipgloss.Style
	GoodBar, BadBar, WarnBar  lipgloss.Style
	live, test                lipgloss.Style
	Form                      forms.Styles
	Help                      help.Styles
}

// NewTheme makes the theme for a dark or a light background.
func NewTheme(dark bool) Theme {
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
	t := Theme{
		Title:   plain.Bold(true).Foreground(blue),
		Strong:  plain.Bold(true),
		Muted:   plain.Foreground(grey),
		Key:     plain.Bold(true).Foreground(blue),
		Good:    plain.Bold(true).Foreground(green),
		Bad:     plain.Bold(true).Foreground(red),
		Warn:    plain.Bold(true).Foreground(amber),
		neutral: plain,
		GoodBar: bar("2", "0"),
		BadBar:  bar("1", "15"),
		WarnBar: bar("3", "0"),
		live:    bar("1", "15"),
		test:    plain.Bold(true),
	}
	t.Form = forms.Styles{
		Label:        plain,
		LabelFocused: plain.Bold(true).Foreground(blue),
		Value:        plain,
		Placeholder:  t.Muted,
		Hint:         t.Muted,
		Error:        plain.Foreground(red),
		Good:         plain.Foreground(green),
	}
	t.Help = help.Styles{
		ShortKey: t.Key, ShortDesc: plain, ShortSeparator: t.Muted, Ellipsis: t.Muted,
		FullKey: t.Key, FullDesc: plain, FullSeparator: t.Muted,
	}
	return t
}

// Marker is the LIVE, TEST or SANDBOX word of every screen.
func (t Theme) Marker(m Mode) string {
	if m == Live {
		return t.live.Render(" " + m.String() + " ")
	}
	return t.test.Render("[" + m.String() + "]")
}

// Check is a check result as symbol, word and colour. Not checked and not
// given are facts, not faults: neutral.
func (t Theme) Check(c gateway.CheckResult) string {
	switch c {
	case gateway.CheckMatched:
		return t.Good.Render("✔ " + c.String())
	case gateway.CheckNotMatched:
		return t.Bad.Render("✖ " + c.String())
	default:
		return t.neutral.Render("– " + c.String())
	}
}
