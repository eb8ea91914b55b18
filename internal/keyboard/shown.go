package keyboard

import (
	"runtime"
	"slices"
)

// Text fields show the digits typed into them, and shown text passes through many
// buffers: each frame is text, and is kept until the next differs. So a field shows
// a stand-in for each digit: a private character that says where the digit is kept,
// not which digit it is. A writer next to the terminal replaces it with the digit.
// Once a field drops its digits, no copy is left anywhere above the terminal.

// firstShown is the first stand-in. moto's filters for text from outside remove
// private characters, so a stand-in is always one of ours.
const firstShown = '\ue000'

// shownSize is how many digits can be shown at a time.
const shownSize = 2048

// Cells are the shown digits of one field. Nil Cells, and those of a queue without
// Output, hold nothing: their stand-ins are the digits themselves.
type Cells struct{ held *held }

// held is a field's part of the queue's memory. The collector frees what a dropped
// field has left.
type held struct {
	queue *Queue
	at    []int
}

// Cells makes the cells of a field.
func (q *Queue) Cells() *Cells {
	if q == nil || !q.showing {
		return nil
	}
	c := &Cells{&held{queue: q}}
	runtime.AddCleanup(c, (*held).drop, c.held)
	return c
}

// Put keeps a digit and returns its stand-in, or the digit itself if there is no
// room.
func (c *Cells) Put(digit byte) rune {
	if c == nil {
		return rune(digit)
	}
	at, ok := c.held.queue.show(digit)
	if !ok {
		return rune(digit)
	}
	c.held.at = append(c.held.at, at)
	return firstShown + rune(at) //nolint:gosec // a place is below shownSize
}

// Plain is a character as the terminal shows it: for a stand-in, the digit.
func (c *Cells) Plain(r rune) rune {
	if !c.Holds(r) {
		return r
	}
	return rune(c.held.queue.shownAt(int(r - firstShown)))
}

// Drop wipes the digit of a stand-in that is no longer shown.
func (c *Cells) Drop(r rune) {
	if c == nil || !isStandIn(r) {
		return
	}
	at := int(r - firstShown)
	if i := slices.Index(c.held.at, at); i >= 0 {
		c.held.at = slices.Delete(c.held.at, i, i+1)
		c.held.queue.hide(at)
	}
}

func (h *held) drop() {
	for _, at := range h.at {
		h.queue.hide(at)
	}
}

// Holds reports a stand-in of the field.
func (c *Cells) Holds(r rune) bool {
	return c != nil && isStandIn(r) && slices.Contains(c.held.at, int(r-firstShown))
}

func isStandIn(r rune) bool { return r >= firstShown && r < firstShown+shownSize }

// show keeps a digit. It avoids a place that was freed just now, which may still be
// on the screen.
func (q *Queue) show(digit byte) (at int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for range q.shown {
		at := q.nextShown
		q.nextShown = (q.nextShown + 1) % len(q.shown)
		if q.shown[at] == 0 {
			q.shown[at] = digit
			return at, true
		}
	}
	return 0, false
}

func (q *Queue) hide(at int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if at < len(q.shown) { // a closed queue has none
		q.shown[at] = 0
	}
}

// shownAt is a digit, or a blank if it is gone.
func (q *Queue) shownAt(at int) byte {
	q.mu.Lock()
	defer q.mu.Unlock()
	if at >= len(q.shown) || q.shown[at] == 0 {
		return ' '
	}
	return q.shown[at]
}
