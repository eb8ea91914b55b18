package find

import (
	"cmp"
	"slices"
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/internal/lookup/names"
)

// foundList are the rows that came, and which of them are shown in what order.
// It is our own and not bubbles/table: that one takes all rows again for each
// batch, and knows rows by their place only, which changes as rows arrive.
type foundList struct {
	rows   []*row         // as they came
	kept   map[string]int // the numbers of rows that are the journal's, by their keys
	twice  bool           // the clocks show the time of some row twice
	view   []int          // numbers of the rows shown, in their order
	amount int            // how wide the widest amount is
	at     int            // the selected place of the view
	chosen bool           // the agent has moved the selection: it stays with its row
	order  sortOrder
	needle string // what a row must hold to be shown
	wanted string // the reference to select when it comes
}

// before compares rows by number. Equal rows stay in the order in which they came, or
// in the opposite order if the newest stand first.
func (l *foundList) before(a, b int) int {
	if c := l.order.compare(l.rows[a], l.rows[b]); c != 0 {
		return c
	}
	if l.order == newest {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// add takes in rows at their places.
func (l *foundList) add(rows []*row) {
	if len(rows) == 0 {
		return
	}
	selected := l.selected()
	var fresh []int
	for _, w := range rows {
		number := l.place(w)
		l.twice, l.amount = l.twice || w.twice, max(l.amount, ink.Width(w.amount))
		if l.wanted != "" && w.record.TransactionReference == l.wanted && !l.chosen {
			selected, l.chosen, l.wanted = number, true, ""
		}
		if l.shows(w) {
			fresh = append(fresh, number)
		}
	}
	slices.SortFunc(fresh, l.before)
	l.view = merge(l.view, fresh, l.before)
	l.reselect(selected)
}

// place gives a row its number. The gateway's takes the place of the journal's.
func (l *foundList) place(w *row) int {
	if l.kept == nil {
		l.kept = map[string]int{}
	}
	for _, key := range []string{w.key(), w.sentKey()} {
		number, ok := l.kept[key]
		if !ok || w.kept {
			continue
		}
		delete(l.kept, key)
		w.reserve(l.rows[number].reserved)
		l.rows[number] = w
		l.view = slices.DeleteFunc(l.view, func(n int) bool { return n == number })
		return number
	}
	if w.kept {
		l.kept[w.key()] = len(l.rows)
	}
	l.rows = append(l.rows, w)
	return len(l.rows) - 1
}

// drop removes a row of the journal from the list.
func (l *foundList) drop(key string) {
	number, ok := l.kept[key]
	if !ok {
		return
	}
	moved := func(n int) int {
		if n > number {
			n--
		}
		return n
	}
	selected := l.selected()
	delete(l.kept, key)
	for other, n := range l.kept {
		l.kept[other] = moved(n)
	}
	l.rows = slices.Delete(l.rows, number, number+1)
	l.view = slices.DeleteFunc(l.view, func(n int) bool { return n == number })
	for i, n := range l.view {
		l.view[i] = moved(n)
	}
	if selected == number {
		selected = -1 // the one behind it is selected
	}
	l.reselect(moved(selected))
}

// replace puts a newer row in the place of another.
func (l *foundList) replace(old, now *row) {
	if number := slices.Index(l.rows, old); number >= 0 {
		l.rows[number] = now
		l.narrow(l.needle)
	}
}

// merge makes one sorted list of two.
func merge(a, b []int, before func(a, b int) int) []int {
	if len(b) == 0 || len(a) == 0 || before(a[len(a)-1], b[0]) <= 0 {
		return append(a, b...)
	}
	out := make([]int, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if before(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func (l *foundList) shows(w *row) bool {
	for word := range strings.FieldsSeq(l.needle) {
		if !strings.Contains(w.words, word) {
			return false
		}
	}
	return true
}

// sortBy puts the rows into another order.
func (l *foundList) sortBy(o sortOrder) {
	selected := l.selected()
	l.order = o
	slices.SortFunc(l.view, l.before)
	l.reselect(selected)
}

// narrow shows only rows that hold each of the words.
func (l *foundList) narrow(words string) {
	selected := l.selected()
	l.needle = names.Bare(words)
	l.view = nil
	for number, w := range l.rows {
		if l.shows(w) {
			l.view = append(l.view, number)
		}
	}
	slices.SortFunc(l.view, l.before)
	l.reselect(selected)
}

// selected is the number of the selected row, or -1.
func (l *foundList) selected() int {
	if l.at < 0 || l.at >= len(l.view) {
		return -1
	}
	return l.view[l.at]
}

// reselect puts the selection back on a row once the view has changed. An
// agent who has not moved it stays at the top.
func (l *foundList) reselect(number int) {
	if !l.chosen {
		l.at = 0
		return
	}
	if at := slices.Index(l.view, number); at >= 0 {
		l.at = at
	}
	l.at = max(min(l.at, len(l.view)-1), 0)
}

// move moves the selection.
func (l *foundList) move(by int) {
	l.at = max(min(l.at+by, len(l.view)-1), 0)
	l.chosen = true
}

// current is the selected row, or nil.
func (l *foundList) current() *row {
	if n := l.selected(); n >= 0 {
		return l.rows[n]
	}
	return nil
}

func (l *foundList) selectedID() string {
	if n := l.selected(); n >= 0 && l.chosen {
		return l.rows[n].record.TransactionReference
	}
	return ""
}

// page are the numbers of the rows of the page that the selection is on. The list turns
// whole pages: moving every row at each key would send the whole screen over the line.
func (l *foundList) page(height int) (numbers []int, selected int) {
	if height < 1 || len(l.view) == 0 {
		return nil, 0
	}
	top := l.at - l.at%height
	return l.view[top:min(top+height, len(l.view))], l.at - top
}
