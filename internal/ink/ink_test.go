package ink

import (
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
)

// cells draws a row as a terminal does.
func cells(row string, width int) uv.Line {
	b := uv.NewScreenBuffer(width, 1)
	uv.NewStyledString(row).Draw(b, b.Bounds())
	return b.Lines[0]
}

var (
	dim    = New(Look{Fg: "38;5;250"})
	strong = New(Look{Bold: true})
	panel  = NewSurface(Look{Fg: "38;5;255", Bg: "48;5;235"}, false)
	badge  = NewSurface(Look{Bg: "48;5;237"}, false)
)

// TestSurfaceGoesOn: a surface lies under the whole row, also after every style and
// badge in it, and ends with the row.
func TestSurfaceGoesOn(t *testing.T) {
	row := panel.Row("a "+dim.Render("b")+" "+badge.Chip("c")+" "+strong.Render("d"), 20) + "x"
	line := cells(row, 21)
	for x := range 20 {
		c := line[x]
		inBadge := x >= 4 && x <= 6
		if c.Style.Bg == nil || (c.Style.Bg == cells(badge.Render("c"), 1)[0].Style.Bg) != inBadge {
			t.Errorf("cell %d, %q, lies on %v", x, c.Content, c.Style.Bg)
		}
		if c.Style.Fg == nil {
			t.Errorf("cell %d, %q, has no colour", x, c.Content)
		}
	}
	if !line[20].Style.IsZero() {
		t.Errorf("the surface goes on behind its end: %+v", line[20].Style)
	}
	if line[2].Style.Fg == line[0].Style.Fg || line[8].Style.Attrs&uv.AttrBold == 0 || line[9].Style.Attrs&uv.AttrBold != 0 {
		t.Error("the styles of the text are lost, or go on")
	}
}

// TestReversed: a reversed row drops the text's colours, which would become
// backgrounds.
func TestReversed(t *testing.T) {
	s := NewSurface(Look{Reverse: true}, true)
	if got, want := s.Row(dim.Render("a"), 3), "\x1b[7ma  \x1b[27m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := s.Chip("n"), "\x1b[7m[n]\x1b[27m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestRenderLines: a style does not continue into the next row.
func TestRenderLines(t *testing.T) {
	if got, want := strong.Render("a\nb"), "\x1b[1ma\x1b[22m\n\x1b[1mb\x1b[22m"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := strong.Render(""); got != "" {
		t.Errorf("nothing became %q", got)
	}
}

func TestWidths(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Cut("order A17", 9), "order A17"},
		{Cut("order A17", 6), "order…"},
		{Cut("£10.50", 6), "£10.50"},
		{Cut("x", 0), ""},
		{CutWords("The journal is busy: try again.", 24), "The journal is busy…"},
		{CutWords("The journal is busy: try again.", 31), "The journal is busy: try again."},
		{CutWords("Incomprehensibilities", 10), "Incompreh…"},
		{Apart("a", "b", 4), "a  b"},
		{Apart("a", "b", 3), "a  "},
		{Apart("abc", "de", 5), "abc  "},
		{Apart("abc", "", 5), "abc  "},
		{Right("1", 3), "  1"},
		{Pad("✔", 3), "✔  "},
		{Pad("toolong", 3), "toolong"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if got := len(Blanks(500)); got != 500 {
		t.Errorf("%d blanks", got)
	}
	if Width(strong.Render("✔ 田")) != 4 {
		t.Error("a style has a width")
	}
}

// TestLead: blanks before a text take its style where it begins with it, and a style that
// shows on blanks never spreads.
func TestLead(t *testing.T) {
	under := New(Look{Underline: true})
	for text, want := range map[string]string{
		dim.Render("a") + " b": dim.Render("  a") + " b",
		strong.Render("a"):     "  " + strong.Render("a"),
		"a" + dim.Render("b"):  "  a" + dim.Render("b"),
		"":                     "  ",
	} {
		if got := dim.Lead("  ", text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if text := under.Render("a"); under.Lead("  ", text) != "  "+text || (Style{}).Lead("  ", text) != "  "+text {
		t.Error("blanks are underlined")
	}
}

// TestBridge: a style goes on over blanks between two texts of it, and nowhere else; a
// style that shows on blanks never does.
func TestBridge(t *testing.T) {
	under := New(Look{Underline: true})
	bad := New(Look{Fg: "31", Bold: true})
	for row, want := range map[string]string{
		dim.Render("a") + "  " + dim.Render("b"):                         dim.Render("a  b"),
		dim.Render("a") + " x " + dim.Render("b"):                        dim.Render("a") + " x " + dim.Render("b"),
		dim.Render("a") + " " + strong.Render("b") + " c":                dim.Render("a") + " " + strong.Render("b") + " c",
		bad.Render("a") + "  " + dim.Render("b"):                         bad.Render("a") + "  " + dim.Render("b"),
		dim.Render("a") + " " + bad.Render("b") + " " + dim.Render("c"):  dim.Render("a") + " " + bad.Render("b") + " " + dim.Render("c"),
		"x " + dim.Render("a") + dim.Render("b") + "  ":                  "x " + dim.Render("ab") + "  ",
		dim.Render("a") + "  " + dim.Render("b") + " " + dim.Render("c"): dim.Render("a  b c"),
	} {
		if got := dim.Bridge(row); got != want {
			t.Errorf("%q became %q, want %q", row, got, want)
		}
	}
	if row := under.Render("a") + "  " + under.Render("b"); under.Bridge(row) != row || (Style{}).Bridge(row) != row {
		t.Error("blanks are underlined")
	}
}
