package theme

import (
	"motoconsole/internal/charset"
	"motoconsole/internal/ink"
)

// theme makes all styles.
func (m maker) theme() *Theme {
	t := &Theme{ASCII: m.ascii(), Blocks: m.Charset != charset.ASCII}
	t.Tints = m.Level >= Many && t.Blocks
	m.voices(t)
	m.surfaces(t)
	return t
}

// ascii reports a terminal without the symbols.
func (m maker) ascii() bool { return m.Charset != charset.Unicode }

// voices are the styles of text. In 16 colours words stay in the terminal's own
// colour and only the symbol takes the hue.
func (m maker) voices(t *Theme) {
	style := func(k token, bold bool) ink.Style { return ink.New(ink.Look{Fg: m.fg(k), Bold: bold}) }
	t.Text = style(textToken, false)
	t.Strong = style(textToken, true)
	t.Bold = ink.New(ink.Look{Bold: true})
	t.Dim = style(dimToken, false)
	t.Line = style(lineToken, false)
	t.Accent = style(accentToken, m.Level == None)
	t.Focus = style(accentToken, true)
	t.okMark, t.warnMark, t.badMark = style(okToken, true), style(warnToken, true), style(badToken, true)
	t.OK, t.Warn, t.Bad = t.okMark, t.warnMark, t.badMark
	if m.Level == Sixteen {
		bold := ink.New(ink.Look{Bold: true})
		t.OK, t.Warn, t.Bad = bold, bold, bold
	}
}

func (m maker) surfaces(t *Theme) {
	ends := m.ascii() || m.Level < Many
	ground := func(k tint) ink.Surface { return ink.NewSurface(ink.Look{Fg: m.fg(textToken), Bg: m.bg(k)}, ends) }
	t.Page = ink.NewSurface(ink.Look{Fg: m.fg(textToken), Bg: m.pageBg()}, false)
	t.Panel, t.Raised = ground(panelTint), ground(raisedTint)
	t.Selected, t.Well, t.WrongWell, t.Calm = ground(selectedTint), ground(selectedTint), ground(raisedTint), ground(selectedTint)
	switch m.Level {
	case Sixteen:
		reversed := ink.NewSurface(ink.Look{Reverse: true}, m.ascii())
		t.Selected, t.Well = reversed, reversed
	case None:
		t.Selected = ink.NewSurface(ink.Look{Reverse: true}, m.ascii())
		t.Well = ink.NewSurface(ink.Look{Underline: true}, true)
	default:
	}
	t.Chip = ink.NewSurface(ink.Look{Fg: m.fg(accentToken), Bg: m.bg(raisedTint), Bold: true}, ends)
	half := func(params string) ink.Style { return ink.New(ink.Look{Fg: params}) }
	if t.Tints {
		t.PanelHalf = half("3" + m.bg(panelTint)[1:])
		t.CalmHalf = half("3" + m.bg(selectedTint)[1:])
		t.OKHalf, t.WarnHalf, t.BadHalf = half(m.pairHalf(okPair)), half(m.pairHalf(warnPair)), half(m.pairHalf(badPair))
	}
	primary, test, practice := [...]pair{primaryDark, primaryLight, primaryHigh}[m.side], testPair, practicePair
	if m.side == high {
		test, practice = testHighPair, practiceHighPair
	}
	t.Primary = m.pair(primary, true)
	t.OKBar, t.WarnBar, t.BadBar = m.pair(okPair, false), m.pair(warnPair, false), m.pair(badPair, false)
	t.Live, t.Test, t.Sandbox, t.Practice = m.pair(livePair, true), m.pair(test, true), m.pair(sandboxPair, true), m.pair(practice, true)
}

// pairHalf are the parameters of text in the ground of a pair.
func (m maker) pairHalf(p pair) string { return "3" + m.pairLook(p).Bg[1:] }

func (m maker) pairLook(p pair) ink.Look {
	switch m.Level {
	case True:
		return ink.Look{Fg: p.fg.params("38"), Bg: p.bg.params("48")}
	case Many:
		return ink.Look{Fg: manyParams(p.manyFg, "38"), Bg: manyParams(p.manyBg, "48")}
	case Sixteen:
		if p.sixteenBg != none {
			return ink.Look{Fg: sixteenParams(p.sixteenFg, 30), Bg: sixteenParams(p.sixteenBg, 40)}
		}
	default:
	}
	return ink.Look{Bold: true, Reverse: !p.quiet}
}

// pair makes the surface of a pair. What is neither coloured nor reversed has ends.
func (m maker) pair(p pair, bold bool) ink.Surface {
	look := m.pairLook(p)
	look.Bold = look.Bold || bold
	return ink.NewSurface(look, m.ascii() || look.Bg == "" && !look.Reverse)
}
