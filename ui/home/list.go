package home

// list is a list of rows with a selected one.
type list struct {
	rows   []row
	at     int
	chosen bool // the agent has moved the selection: it stays with its row
	page   int  // how many rows there was room for when it was drawn last
}

// take replaces the rows. The selection stays with its row once the agent has moved it,
// and is on the first one otherwise.
func (l *list) take(rows []row) {
	selected := l.current()
	l.rows = rows
	if !l.chosen || selected == nil {
		l.at = 0
		return
	}
	for i := range rows {
		if rows[i].id == selected.id {
			l.at = i
			return
		}
	}
	l.at = max(0, min(l.at, len(rows)-1))
}

// current is the selected row, nil if there is none.
func (l *list) current() *row {
	if l.at >= len(l.rows) {
		return nil
	}
	return &l.rows[l.at]
}

// first selects the first row.
func (l *list) first() { l.at, l.chosen = 0, false }

// move moves the selection, and reports whether it could.
func (l *list) move(by int) bool {
	was := l.at
	l.at = max(0, min(l.at+by, len(l.rows)-1))
	l.chosen = true
	return l.at != was
}

// shown are the rows of the page that the selection is on, and the place of the first
// of them. The list turns whole pages: moving every row at each key would send the
// whole screen over the line.
func (l *list) shown(height int) (rows []row, top int) {
	l.page = max(1, height)
	top = l.at - l.at%l.page
	return l.rows[top:min(top+l.page, len(l.rows))], top
}
