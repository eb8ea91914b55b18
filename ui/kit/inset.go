package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/draw"
)

// Inset draws a body whose content stands between the margins, below the free row: it
// is for content of text and forms alone, without bars and panels.
func Inset(width, height int, view func(width, height int) (string, *tea.Cursor)) (string, *tea.Cursor) {
	margin := draw.Margin(width)
	content, cursor := view(width-2*margin, height-1)
	var b strings.Builder
	for row := range strings.SplitSeq(content, "\n") {
		b.WriteByte('\n')
		if row != "" {
			b.WriteString(ink.Blanks(margin) + ink.Cut(row, width-2*margin))
		}
	}
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+margin, cursor.Y+1
	}
	return b.String(), cursor
}
