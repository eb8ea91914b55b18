package screentest

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
)

// Styles are the screen with its styles in a form for golden files: below each row, one
// letter for each cell names its style, "." for the terminal's own. A list at the end
// explains the letters.
func (s *Terminal) Styles() string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var b strings.Builder
	var styles []string
	for _, row := range s.Rows() {
		var text, marks strings.Builder
		for _, c := range row {
			text.WriteString(c.Text)
			style := c.style()
			if style == "" {
				marks.WriteByte('.')
				continue
			}
			at := slices.Index(styles, style)
			if at < 0 {
				at = len(styles)
				styles = append(styles, style)
			}
			marks.WriteByte(letters[min(at, len(letters)-1)])
		}
		b.WriteString(strings.TrimRight(text.String(), " ") + "\n" + strings.TrimRight(marks.String(), ".") + "\n")
	}
	for i, style := range styles {
		fmt.Fprintf(&b, "%c %s\n", letters[min(i, len(letters)-1)], style)
	}
	return b.String()
}

// style is how a cell looks, "" for the terminal's own style.
func (c Cell) style() string {
	var is []string
	if c.Fg != nil {
		is = append(is, hexOf(c.Fg))
	}
	if c.Bg != nil {
		is = append(is, "on "+hexOf(c.Bg))
	}
	for _, attr := range []struct {
		has  bool
		name string
	}{{c.Bold, "bold"}, {c.Faint, "faint"}, {c.Italic, "italic"}, {c.Underline, "underline"}, {c.Reverse, "reverse"}, {c.Strike, "strike"}} {
		if attr.has {
			is = append(is, attr.name)
		}
	}
	return strings.Join(is, " ")
}

func hexOf(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
