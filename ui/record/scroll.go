package record

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit/draw"
)

// full is the size of the body from edge to edge.
func (s *view) full() (width, height int) {
	inside, rows := s.shell.Room()
	for width = inside; width-2*draw.Margin(width) < inside; width++ {
	}
	return width, rows + 1
}

// wide reports a screen of two columns.
func (s *view) wide() bool {
	width, _ := s.full()
	return width >= draw.Wide
}

// window is what scrolls: all of its rows, which row each item is on, and how many
// rows are shown.
func (s *view) window() (rows []string, items []int, room int) {
	width, height := s.full()
	rows, items = s.rows(width-2*draw.Margin(width), width >= draw.Wide)
	return rows, items, max(1, height-len(s.bar(width, height)))
}

// count is how many items there are.
func (s *view) count() int { return len(s.links()) + len(s.folds()) }

// mark is the item that is marked.
func (s *view) mark() int { return max(0, min(s.marked, s.count()-1)) }

// next marks the next item, or the one before, and brings it into view.
func (s *view) next(back bool) {
	n := s.count()
	if n == 0 {
		s.shell.Notify("There is nothing to open here.")
		return
	}
	by := 1
	if back {
		by = n - 1
	}
	s.marked = (s.mark() + by) % n
	s.intoView()
}

func (s *view) intoView() { s.show(s.mark(), false) }

// show brings an item into view: at the top where that is asked for.
func (s *view) show(item int, atTop bool) {
	rows, items, room := s.window()
	if item >= len(items) {
		return
	}
	at, most := items[item], max(0, len(rows)-room)
	top := max(min(s.top, at-1), at-room+2)
	if atTop {
		top = at - 1
	}
	s.top = max(0, min(top, most))
}

// scroll moves the mark to the next item where that is on the screen, and what is shown
// by a row or a page where it is not.
func (s *view) scroll(k tea.KeyPressMsg) {
	rows, items, room := s.window()
	most := max(0, len(rows)-room)
	at := min(s.top, most)
	before, marked := at, s.mark()
	switch k.String() {
	case "up":
		if next := marked - 1; next >= 0 && items[next] > at && items[next] < at+room {
			marked = next
		} else {
			at--
		}
	case "down":
		if next := marked + 1; next < len(items) && items[next] >= at && items[next] < at+room-1 {
			marked = next
		} else {
			at++
		}
	case "pgup":
		at -= room - 2
	case "pgdown", "space":
		at += room - 2
	case "home":
		at, marked = 0, 0
	case "end":
		at, marked = most, max(0, len(items)-1)
	}
	at = max(0, min(at, most))
	if at == before && marked == s.mark() {
		s.shell.Notify("There is no more to show that way.")
	}
	s.top, s.marked = at, marked
}
