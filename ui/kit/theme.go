package kit

import (
	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// Theme is the theme in use. The theme that it points to never changes: when the
// terminal reports more about itself, the shell puts another in its place. So pages
// keep a Theme, and never a style of it.
type Theme struct {
	*theme.Theme
	Form forms.Styles
}

// ThemeOf makes a theme the one in use.
func ThemeOf(t *theme.Theme) Theme {
	return Theme{t, forms.Styles{Value: t.Text, Placeholder: t.Line}}
}

// Environment is how the head says whether money is real.
func (t Theme) Environment(m gateway.Mode) draw.Environment {
	surface := t.Live
	switch m {
	case gateway.ModeTest:
		surface = t.Test
	case gateway.ModeSandbox:
		surface = t.Sandbox
	default:
	}
	return draw.Environment{Name: m.String(), Real: m == gateway.ModeLive, Surface: surface}
}

// Marker is the head's word for the environment, for use in a sentence.
func (t Theme) Marker(m gateway.Mode) string { return t.Environment(m).Marker(t.Theme) }

// RealMoney is the marker, and says whether real money moves there.
func (t Theme) RealMoney(m gateway.Mode) string {
	if t.Environment(m).Real {
		return t.Marker(m) + " real money moves"
	}
	return t.Marker(m) + " no real money moves"
}

// CheckOf is a check result in draw's form. A result that does not match is amber,
// because it does not decide the payment. Not checked and not given have no colour.
func CheckOf(name string, c gateway.CheckResult) draw.Check {
	check := draw.Check{Name: name, Tone: theme.Plain, Symbol: lookup.CheckSymbol(c), Word: c.String()}
	switch c {
	case gateway.CheckMatched:
		check.Tone = theme.OK
	case gateway.CheckNotMatched:
		check.Tone = theme.Warn
	default:
	}
	return check
}

// Check is a check result as symbol, word and colour.
func (t Theme) Check(c gateway.CheckResult) string {
	check := CheckOf("", c)
	return t.Mark(check.Tone, check.Symbol, check.Word)
}

// Tone is what a verdict means for the agent. Its symbol says the same.
func (v Verdict) Tone() theme.Tone { return theme.ToneOf(v.Symbol) }

func green(t Theme) ink.Surface  { return t.OKBar }
func red(t Theme) ink.Surface    { return t.BadBar }
func amber(t Theme) ink.Surface  { return t.WarnBar }
func goodText(t Theme) ink.Style { return t.OK }
func badText(t Theme) ink.Style  { return t.Bad }
func warnText(t Theme) ink.Style { return t.Warn }
