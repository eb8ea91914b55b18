// Package theme is what colours are for. A theme is computed once, from what a
// terminal tells of itself, and never changed: another one takes its place. Each of
// its styles is a pair of sequences, so that drawing makes none.
package theme

import (
	"sync"

	"motoconsole/internal/charset"
	"motoconsole/internal/ink"
)

// Options are what a terminal tells of itself, and what the agent wants.
type Options struct {
	Level Level
	// Ground is the terminal's own background, where it told it. Light tells which one
	// is assumed where it did not.
	Ground *RGB
	Light  bool
	// High is for agents who need more contrast.
	High bool
	// Charset is what the terminal can show. Where the symbols are missing, [ ] stand
	// where surfaces end.
	Charset charset.Set
}

// The backgrounds that are assumed of a terminal that tells none, and painted where
// nothing can be read on its own.
var (
	darkGround  = hex(0x1e1e1e)
	lightGround = hex(0xfafafa)
	highGround  = hex(0x000000)
)

// Theme are the styles of text and the surfaces it lies on. Text is the four voices:
// bold is what to read, dim are labels, the accent is where the agent is and what can
// be pressed, and green, amber and red are outcomes and advice.
type Theme struct {
	Text, Strong, Dim, Line, Accent, Focus, OK, Warn, Bad ink.Style
	okMark, warnMark, badMark                             ink.Style
	// Bold is for a bar or a chip: bold in the colour of what it lies on.
	Bold ink.Style

	// Page is what every row lies on; Panel, Raised and Selected are tints of it.
	Page, Panel, Raised, Selected ink.Surface
	// PanelHalf, OKHalf and the like are half a row of a surface, drawn with ▄ or ▀.
	PanelHalf, OKHalf, WarnHalf, BadHalf, CalmHalf ink.Style
	// Well is the field that is typed in, WrongWell one that is refused.
	Well, WrongWell ink.Surface
	// Chip is a key of the footer, Primary the first one.
	Chip, Primary                 ink.Surface
	OKBar, WarnBar, BadBar        ink.Surface
	Calm                          ink.Surface // the bar of what has no outcome yet
	Live, Test, Sandbox, Practice ink.Surface

	// Tints says that surfaces can be seen, and half a row of them.
	Tints bool
	// ASCII says that the symbols are missing, and Blocks that ▀ ▄ █ are not.
	ASCII, Blocks bool
}

// mostMade is how many themes are kept. A floor of terminals has a few; an agent can make
// any number.
const mostMade = 32

// made are the themes that were computed, by what they were made from.
var made = struct {
	sync.Mutex

	themes map[from]*Theme
}{themes: map[from]*Theme{}}

// from are options that can be compared.
type from struct {
	options Options // without the ground
	ground  RGB
	told    bool
}

// New is the theme for a terminal. The consoles of a process share it.
func New(o Options) *Theme {
	of := from{options: o}
	if of.options.Ground = nil; o.Ground != nil {
		of.ground, of.told = *o.Ground, true
	}
	made.Lock()
	defer made.Unlock()
	t := made.themes[of]
	if t == nil {
		if t = compute(o); len(made.themes) < mostMade {
			made.themes[of] = t
		}
	}
	return t
}

// compute makes a theme.
func compute(o Options) *Theme {
	m := maker{Options: o, ground: darkGround, side: dark}
	switch {
	case o.High && o.Level > Sixteen:
		m.ground, m.side, m.painted = highGround, high, true
	case o.Ground != nil:
		m.ground = *o.Ground
		if Contrast(m.ground, textToken.light) > Contrast(m.ground, textToken.dark) {
			m.side = light
		}
		if m.unreadable() {
			m.ground, m.painted = []RGB{darkGround, lightGround}[m.side], true
		}
	case o.Light:
		m.ground, m.side = lightGround, light
	}
	return m.theme()
}

// side is which column of the tokens counts.
type side int

const (
	dark side = iota
	light
	high
)

// maker is a theme being made.
type maker struct {
	Options
	ground  RGB
	side    side
	painted bool // the ground is ours
}

// enough is the contrast that text has at least.
const enough = 4.5

// unreadable reports a background, such as a grey in the middle, on which some text
// would not have contrast enough.
func (m maker) unreadable() bool {
	for _, t := range read {
		for _, ground := range m.grounds() {
			if Contrast(m.rgb(t), ground) < enough {
				return true
			}
		}
	}
	return false
}

// grounds are all that text may lie on: the terminal, panel, raised, selected.
func (m maker) grounds() []RGB {
	all := []RGB{m.ground}
	if m.Level < Many {
		return all
	}
	return append(all, m.tint(panelTint), m.tint(raisedTint), m.tint(selectedTint))
}

// tint is a ground that lies on the terminal's own.
type tint struct {
	over  token
	share [2]float64 // dark and light
	high  RGB
	many  many
}

var (
	panelTint    = tint{textToken, [2]float64{0.06, 0.035}, hex(0x000000), panelMany}
	raisedTint   = tint{textToken, [2]float64{0.11, 0.08}, hex(0x1a1a1a), raisedMany}
	selectedTint = tint{accentToken, [2]float64{0.15, 0.12}, hex(0x002033), selectedMany}
)

func (m maker) tint(t tint) RGB {
	switch {
	case m.Level == Many:
		return indexed(t.many.of(m.side))
	case m.side == high:
		return t.high
	default:
		return mix(m.ground, m.rgb(t.over), t.share[m.side])
	}
}

func (n many) of(s side) int { return [...]int{n.dark, n.light, n.high}[s] }

// rgb is a token's colour as the level shows it.
func (m maker) rgb(t token) RGB {
	if m.Level == Many {
		return indexed(t.many.of(m.side))
	}
	return [...]RGB{t.dark, t.light, t.high}[m.side]
}

// fg are the parameters of a token.
func (m maker) fg(t token) string {
	switch m.Level {
	case True:
		return m.rgb(t).params("38")
	case Many:
		return manyParams(t.many.of(m.side), "38")
	case Sixteen:
		return sixteenParams(t.sixteen[min(m.side, light)], 30)
	default:
		return ""
	}
}

// bg are the parameters of a tint.
func (m maker) bg(t tint) string {
	switch m.Level {
	case True:
		return m.tint(t).params("48")
	case Many:
		return manyParams(t.many.of(m.side), "48")
	default:
		return ""
	}
}

// pageBg are the parameters of a background of ours.
func (m maker) pageBg() string {
	switch {
	case !m.painted || m.Level < Many:
		return ""
	case m.Level == True:
		return m.ground.params("48")
	default:
		return manyParams([...]int{234, 231, 16}[m.side], "48")
	}
}
