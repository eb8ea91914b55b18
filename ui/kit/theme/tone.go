package theme

import "motoconsole/internal/ink"

// Tone is what an outcome or an advice means for the agent.
type Tone int

// The tones.
const (
	Plain Tone = iota // a fact that is neither
	OK                // it went well
	Warn              // it is not known, not decided, or to be looked at
	Bad               // it did not go through, or is wrong
)

// Words is the style of a tone's words.
func (t *Theme) Words(tone Tone) ink.Style {
	switch tone {
	case OK:
		return t.OK
	case Warn:
		return t.Warn
	case Bad:
		return t.Bad
	default:
		return t.Text
	}
}

// Mark is a symbol and its words in a tone. The symbol says the same as the hue.
func (t *Theme) Mark(tone Tone, symbol, words string) string {
	style := t.Symbol(tone)
	if words == "" {
		return style.Render(symbol)
	}
	if style == t.Words(tone) {
		return style.Render(symbol + " " + words)
	}
	return style.Render(symbol) + " " + t.Words(tone).Render(words)
}

// Symbol is the style of a tone's symbol.
func (t *Theme) Symbol(tone Tone) ink.Style {
	switch tone {
	case OK:
		return t.okMark
	case Warn:
		return t.warnMark
	case Bad:
		return t.badMark
	default:
		return t.Dim
	}
}

// Bar is the surface of a tone's bar, and Half half a row of it.
func (t *Theme) Bar(tone Tone) ink.Surface {
	return [...]ink.Surface{t.Calm, t.OKBar, t.WarnBar, t.BadBar}[tone]
}

// Half is half a row of a tone's bar.
func (t *Theme) Half(tone Tone) ink.Style {
	return [...]ink.Style{t.CalmHalf, t.OKHalf, t.WarnHalf, t.BadHalf}[tone]
}

// ToneOf is the tone of a sentence by the symbol it begins with.
func ToneOf(text string) Tone {
	for _, r := range text {
		switch r {
		case '✔':
			return OK
		case '?', '!':
			return Warn
		case '✖':
			return Bad
		default:
			return Plain
		}
	}
	return Plain
}
