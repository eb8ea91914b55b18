package draw

import (
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// OutcomeBar is the bar with the outcome and the amount. Tone Plain is for an attempt
// without an outcome yet.
type OutcomeBar struct {
	Tone         theme.Tone
	Symbol, Word string // the word in capitals
	Amount       string
	Card, Order  string // "Visa ending 1111", "order A17"
	Note         string // such as the amount in words
}

// Draw draws the bar from edge to edge: two rows, with half a row of its colour above
// and below; three rows with the amount in big digits where big is set. If there is no
// room, the note is left out first, then the order; the outcome and the amount are
// never cut.
func (v OutcomeBar) Draw(t *theme.Theme, width int, big bool) []string {
	bar, margin := t.Bar(v.Tone), Margin(width)
	left, right := bar.Ends()
	if margin > 1 {
		left, right = left+" ", " "+right
	}
	room := width - ink.Width(left) - ink.Width(right)
	row := func(text string) string { return bar.Row(left+ink.Pad(text, room)+right, width) }
	word := t.Bold.Render(v.Symbol + " " + v.Word)
	var rows []string
	digits := []string(nil)
	if big {
		digits = bigAmount(t, v.Amount)
	}
	switch {
	case digits != nil && ink.Width(word)+2+ink.Width(digits[0]) <= room:
		about := v.about(room - ink.Width(digits[0]) - 2)
		for i, text := range []string{word, about, v.Note} {
			rows = append(rows, row(ink.Apart(text, digits[i], room)))
		}
	case ink.Width(word)+2+ink.Width(v.Amount) > room: // neither is cut
		rows = []string{row(word), row(t.Bold.Render(ink.Right(v.Amount, room)))}
	default:
		rows = []string{row(ink.Apart(word, t.Bold.Render(v.Amount), room)), row(ink.Apart(v.about(room), v.Note, room))}
	}
	return append(append([]string{half(t, t.Half(v.Tone), "▄", width)}, rows...), half(t, t.Half(v.Tone), "▀", width))
}

// about is the card and the order in at most room cells.
func (v OutcomeBar) about(room int) string {
	both := v.Card
	if v.Card != "" && v.Order != "" {
		both += " · "
	}
	both += v.Order
	if ink.Width(both) > room && v.Card != "" {
		return ink.Cut(v.Card, room)
	}
	return ink.Cut(both, room)
}

// half is half a row of a surface, "" where surfaces cannot be seen: the row is free
// then.
func half(t *theme.Theme, style ink.Style, half string, width int) string {
	if !t.Tints {
		return ""
	}
	return style.Render(strings.Repeat(half, max(0, width)))
}

// digits are three cells wide and three rows high.
var digits = map[rune][3]string{
	'0': {"█▀█", "█ █", "▀▀▀"}, '1': {"▄█ ", " █ ", "▀▀▀"}, '2': {"▀▀█", "█▀▀", "▀▀▀"}, '3': {"▀▀█", "▀▀█", "▀▀▀"}, '4': {"█ █", "▀▀█", "  ▀"},
	'5': {"█▀▀", "▀▀█", "▀▀▀"}, '6': {"█▀▀", "█▀█", "▀▀▀"}, '7': {"▀▀█", "  █", "  ▀"}, '8': {"█▀█", "█▀█", "▀▀▀"}, '9': {"█▀█", "▀▀█", "▀▀▀"},
	'.': {" ", " ", "▀"}, ',': {" ", "▄", "▀"},
}

// bigAmount is an amount in big digits, its sign small at the top left: three rows, or
// none where it cannot be drawn so. In that case the amount is one row in bold.
func bigAmount(t *theme.Theme, amount string) []string {
	at := strings.IndexAny(amount, "0123456789")
	if at < 0 || !t.Blocks {
		return nil
	}
	sign := strings.TrimSpace(amount[:at])
	rows := [3]string{t.Bold.Render(sign), ink.Blanks(ink.Width(sign)), ink.Blanks(ink.Width(sign))}
	for _, r := range amount[at:] {
		shape, ok := digits[r]
		if !ok {
			return nil
		}
		for y := range rows {
			rows[y] += " " + shape[y]
		}
	}
	return rows[:]
}

// Amount is an amount in three rows of at most width cells: big digits, or one bold
// row in the middle where they do not fit.
func Amount(t *theme.Theme, amount string, width int) []string {
	if rows := bigAmount(t, amount); rows != nil && ink.Width(rows[0]) <= width {
		return rows
	}
	return []string{"", t.Strong.Render(amount), ""}
}
