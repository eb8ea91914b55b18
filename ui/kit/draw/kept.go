package draw

import (
	"strings"

	"motoconsole/internal/ink"
)

// Kept are parts of a page as the frame before drew them, in their order. A part that is
// drawn from the same again is not drawn again. It holds nothing older than that frame; its
// page drops it with a card. Nil keeps nothing.
type Kept[From comparable] struct {
	from  []From
	drawn []string
	at    int
}

// Begin begins a frame.
func (k *Kept[From]) Begin() {
	if k != nil {
		clear(k.from[k.at:])
		clear(k.drawn[k.at:])
		k.from, k.drawn, k.at = k.from[:k.at], k.drawn[:k.at], 0
	}
}

// Of is the next part.
func (k *Kept[From]) Of(from From, draw func(From) string) string {
	if k == nil {
		return draw(from)
	}
	i := k.at
	k.at++
	if i == len(k.from) {
		k.from, k.drawn = append(k.from, from), append(k.drawn, draw(from))
	} else if k.from[i] != from {
		k.from[i], k.drawn[i] = from, draw(from)
	}
	return k.drawn[i]
}

// Pair is what a row of two columns is drawn from.
type Pair struct {
	margin, gap, left, right int // their widths
	cells                    [2]string
}

func (p Pair) draw() string {
	row := beside(make([]string, 0, 6), p.left, p.cells[0])
	row = beside(append(row, ink.Blanks(p.gap)), p.right, p.cells[1])
	return ink.Blanks(p.margin) + strings.Join(row, "")
}

// AddBeside adds two blocks side by side, as Beside puts them.
func (b *Body) AddBeside(kept *Kept[Pair], gap int, left, right Block) {
	kept.Begin()
	for y := range max(len(left.Rows), len(right.Rows)) {
		row := Pair{margin: b.Margin(), gap: gap, left: left.Width, right: right.Width}
		row.cells = [2]string{left.row(y), right.row(y)}
		b.rows = append(b.rows, kept.Of(row, Pair.draw))
	}
}
