package theme

import (
	"fmt"
	"math"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"

	"motoconsole/internal/charset"
	"motoconsole/internal/ink"
)

// backgrounds are those of common schemes.
var backgrounds = []RGB{hex(0x000000), hex(0x1e1e1e), hex(0x282c34), hex(0x002b36), hex(0xffffff), hex(0xfdf6e3), hex(0xfafafa)}

// drawn is the first cell of a text.
func drawn(text string) uv.Cell {
	b := uv.NewScreenBuffer(8, 1)
	uv.NewStyledString(text).Draw(b, b.Bounds())
	return b.Lines[0][0]
}

// voices are what is read in a theme.
func voices(t *Theme) map[string]ink.Style {
	return map[string]ink.Style{
		"text": t.Text, "strong": t.Strong, "dim": t.Dim, "accent": t.Accent, "focus": t.Focus, "ok": t.OK, "warn": t.Warn, "bad": t.Bad,
		"ok symbol": t.okMark, "warn symbol": t.warnMark, "bad symbol": t.badMark,
	}
}

// lowest is the lowest contrast of what is read on what it lies on, as it is drawn.
func lowest(t *Theme, terminal RGB) (least float64, where string) {
	least = 21
	for on, s := range map[string]ink.Surface{"page": t.Page, "panel": t.Panel, "raised": t.Raised, "selected": t.Selected, "well": t.Well, "wrong well": t.WrongWell} {
		for name, style := range voices(t) {
			c := drawn(s.Render(style.Render("x")))
			ground := terminal
			if c.Style.Bg != nil {
				ground = FromColor(c.Style.Bg)
			}
			if got := Contrast(FromColor(c.Style.Fg), ground); got < least {
				least, where = got, fmt.Sprintf("%s on %s", name, on)
			}
		}
	}
	for name, s := range map[string]ink.Surface{
		"chip": t.Chip, "primary": t.Primary, "ok bar": t.OKBar, "warn bar": t.WarnBar, "bad bar": t.BadBar,
		"live": t.Live, "test": t.Test, "sandbox": t.Sandbox, "practice": t.Practice,
	} {
		c := drawn(s.Render("x"))
		if got := Contrast(FromColor(c.Style.Fg), FromColor(c.Style.Bg)); got < least {
			least, where = got, name
		}
	}
	return least, where
}

// TestContrast: everything that is read has contrast enough on all it lies on.
func TestContrast(t *testing.T) {
	for _, level := range []Level{Many, True} {
		for _, ground := range backgrounds {
			if least, where := lowest(New(Options{Level: level, Ground: &ground}), ground); least < 4.495 {
				t.Errorf("level %d on %v: %s has %.2f", level, ground, where, least)
			}
			if least, where := lowest(New(Options{Level: level, Ground: &ground, High: true}), ground); least < 7 {
				t.Errorf("high contrast, level %d on %v: %s has %.2f", level, ground, where, least)
			}
		}
		// What a terminal does not tell is assumed.
		for assumed, ground := range map[bool]RGB{false: darkGround, true: lightGround} {
			if least, where := lowest(New(Options{Level: level, Light: assumed}), ground); least < 4.495 {
				t.Errorf("level %d, light %v: %s has %.2f", level, assumed, where, least)
			}
		}
	}
}

// TestAnyBackground: a background on which nothing could be read is painted over.
func TestAnyBackground(t *testing.T) {
	for _, level := range []Level{Many, True} {
		for n := range 8 * 8 * 8 {
			ground := RGB{uint8(n / 64 * 36), uint8(n / 8 % 8 * 36), uint8(n % 8 * 36)}
			if least, where := lowest(New(Options{Level: level, Ground: &ground}), ground); least < 4.495 {
				t.Fatalf("level %d on %v: %s has %.2f", level, ground, where, least)
			}
		}
	}
}

// TestSurfaces: tints are mixed from the terminal's own background.
func TestSurfaces(t *testing.T) {
	for _, c := range []struct{ ground, panel, raised, selected RGB }{
		{hex(0x000000), hex(0x0e0e0e), hex(0x1a1a1a), hex(0x121d26)},
		{hex(0x1e1e1e), hex(0x2a2a2a), hex(0x343435), hex(0x2c3640)},
		{hex(0x282c34), hex(0x34373f), hex(0x3d4148), hex(0x344252)},
		{hex(0x002b36), hex(0x0e3641), hex(0x1a404a), hex(0x124154)},
		{hex(0xffffff), hex(0xf7f7f7), hex(0xededed), hex(0xe2eaf4)},
		{hex(0xfdf6e3), hex(0xf5eedc), hex(0xebe5d4), hex(0xe0e2db)},
		{hex(0xfafafa), hex(0xf2f2f3), hex(0xe8e8e9), hex(0xdde5ef)},
	} {
		th := New(Options{Level: True, Ground: &c.ground})
		for name, s := range map[string]struct {
			is   ink.Surface
			want RGB
		}{"panel": {th.Panel, c.panel}, "raised": {th.Raised, c.raised}, "selected": {th.Selected, c.selected}} {
			if got := FromColor(drawn(s.is.Render("x")).Style.Bg); got != s.want {
				t.Errorf("%s on %v is %v, want %v", name, c.ground, got, s.want)
			}
		}
		if drawn(th.Page.Render("x")).Style.Bg != nil {
			t.Errorf("the background %v is painted over", c.ground)
		}
	}
}

// TestToldApart: an agent who sees fewer colours can still tell outcomes apart by their
// hues, and need not: each has a symbol and a word.
func TestToldApart(t *testing.T) {
	sets := map[string]struct {
		ok, warn, bad RGB
		floor         float64
	}{
		"dark":  {okToken.dark, warnToken.dark, badToken.dark, 14},
		"light": {okToken.light, warnToken.light, badToken.light, 14},
		"high":  {okToken.high, warnToken.high, badToken.high, 14},
		"bars":  {okPair.bg, warnPair.bg, badPair.bg, 14},
	}
	for name, s := range map[string]side{"256 dark": dark, "256 light": light, "256 high": high} {
		set := sets["dark"]
		set.ok, set.warn, set.bad, set.floor = indexed(okToken.many.of(s)), indexed(warnToken.many.of(s)), indexed(badToken.many.of(s)), 11.95
		sets[name] = set
	}
	for name, set := range sets {
		for who, vision := range visions {
			ok, warn, bad := lab(set.ok, vision), lab(set.warn, vision), lab(set.bad, vision)
			for pair, two := range map[string][2][3]float64{"ok and warn": {ok, warn}, "ok and bad": {ok, bad}, "warn and bad": {warn, bad}} {
				if got := difference(two[0], two[1]); got < set.floor {
					t.Errorf("%s, %s: %s differ by %.1f", name, who, pair, got)
				}
				if name == "bars" {
					if got := math.Abs(two[0][0] - two[1][0]); got < 10 {
						t.Errorf("%s, %s: %s differ by %.1f in lightness", name, who, pair, got)
					}
				}
			}
		}
	}
}

// TestDifference: three pairs of the data that CIEDE2000 was published with.
func TestDifference(t *testing.T) {
	for _, c := range []struct {
		one, two [3]float64
		want     float64
	}{
		{[3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}, 2.0425},
		{[3]float64{50, 2.5, 0}, [3]float64{73, 25, -18}, 27.1492},
		{[3]float64{2.0776, 0.0795, -1.1350}, [3]float64{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		if got := difference(c.one, c.two); math.Abs(got-c.want) > 0.0001 {
			t.Errorf("%v and %v differ by %.4f, want %.4f", c.one, c.two, got, c.want)
		}
	}
}

// TestWithoutColour: no sequence chooses a colour, and the same is told by bold,
// reverse and underline, or by the ends of what has a surface elsewhere.
func TestWithoutColour(t *testing.T) {
	th := New(Options{Level: None})
	for name, style := range voices(th) {
		if c := drawn(style.Render("x")); c.Style.Fg != nil || c.Style.Bg != nil {
			t.Errorf("%s has a colour", name)
		}
	}
	for name, c := range map[string]struct {
		drawn string
		want  string
	}{
		"chip": {th.Chip.Chip("n"), "\x1b[1m[n]\x1b[22m"}, "primary": {th.Primary.Chip("n"), "\x1b[1;7m n \x1b[22m\x1b[27m"},
		"live": {th.Live.Chip("● LIVE"), "\x1b[1;7m ● LIVE \x1b[22m\x1b[27m"}, "test": {th.Test.Chip("○ TEST"), "\x1b[1m[○ TEST]\x1b[22m"},
		"selected": {th.Selected.Row("a", 2), "\x1b[7ma \x1b[27m"}, "well": {th.Well.Chip("a"), "\x1b[4m[a]\x1b[24m"}, "panel": {th.Panel.Row("a", 2), "a "},
		"approved": {th.Mark(OK, "✔", "Approved"), "\x1b[1m✔ Approved\x1b[22m"}, "warn bar": {th.WarnBar.Row("?", 1), "\x1b[1;7m?\x1b[22m\x1b[27m"},
	} {
		if c.drawn != c.want {
			t.Errorf("%s: %q, want %q", name, c.drawn, c.want)
		}
	}
}

// TestSixteenColours: words stay in the terminal's own colour, and the symbol alone
// takes a hue.
func TestSixteenColours(t *testing.T) {
	th := New(Options{Level: Sixteen})
	for name, c := range map[string]struct {
		drawn string
		want  string
	}{
		"approved": {th.Mark(OK, "✔", "Approved"), "\x1b[1;92m✔\x1b[22m\x1b[39m \x1b[1mApproved\x1b[22m"},
		"chip":     {th.Chip.Chip("n"), "\x1b[1;96m[n]\x1b[22m\x1b[39m"},
		"live":     {th.Live.Chip("● LIVE"), "\x1b[1;97;41m ● LIVE \x1b[22m\x1b[39m\x1b[49m"},
		"well":     {th.Well.Chip("a"), "\x1b[7m a \x1b[27m"},
		"text":     {th.Text.Render("a"), "a"},
	} {
		if c.drawn != c.want {
			t.Errorf("%s: %q, want %q", name, c.drawn, c.want)
		}
	}
	if got := New(Options{Level: Sixteen, Light: true}).Symbol(Warn).Render("?"); got != "\x1b[1;33m?\x1b[22m\x1b[39m" {
		t.Errorf("on a light ground: %q", got)
	}
}

// TestASCII: what has a surface has ends as well.
func TestASCII(t *testing.T) {
	th := New(Options{Level: True, Charset: charset.ASCII})
	for _, s := range []ink.Surface{th.Chip, th.Primary, th.WarnBar, th.Well, th.WrongWell, th.Raised} {
		if left, right := s.Ends(); left+right != "[]" {
			t.Errorf("ends %q and %q", left, right)
		}
	}
	if th.Tints {
		t.Error("half a row is drawn, which ASCII has not")
	}
}

func TestToneOf(t *testing.T) {
	for text, want := range map[string]Tone{"✔ done": OK, "? unknown": Warn, "! held": Warn, "✖ no": Bad, "Checking …": Plain, "": Plain} {
		if got := ToneOf(text); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
}

// TestConsolesShareATheme: terminals that tell the same get one theme, wherever their
// ground lies in memory, and however many others there are they get the right one.
func TestConsolesShareATheme(t *testing.T) {
	t.Parallel()
	ground := func(shade uint8) Options { return Options{Level: True, Ground: &RGB{shade, shade, shade}} }
	if first, again := New(Options{Level: Many}), New(Options{Level: Many}); first != again || New(Options{Level: True}) == first {
		t.Error("one theme for the same options, and another for others, are expected")
	}
	for shade := range 10 * mostMade {
		o := ground(uint8(shade)) //nolint:gosec // all of them
		if got, want := New(o), compute(o); *got != *want {
			t.Fatalf("a ground of %d gets the theme of another", uint8(shade)) //nolint:gosec // as above
		}
	}
	if New(Options{Level: True, Ground: &RGB{}}) == New(Options{Level: True}) {
		t.Error("a black ground is taken for none")
	}
	made.Lock()
	defer made.Unlock()
	if n := len(made.themes); n > mostMade {
		t.Errorf("%d themes are kept", n)
	}
}
