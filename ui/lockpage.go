package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// lockPage is all that a locked console shows.
func (r *Root) lockPage(width, height int) (string, *tea.Cursor) {
	t, wide := r.theme.Theme, draw.DialogWidth(width)
	inside := draw.Inside(wide)
	rows := append([]string{""}, ink.Wrap(r.lockWhy(), inside)...)
	rows = append(rows, "")
	typed, at := -1, 0
	if r.console.Unlock != nil && !r.isClosed() {
		const label = 12
		columns := draw.FieldColumns{Label: label, Blank: inside - label - 5}
		n := min(utf8.RuneCount(r.lock.typed), columns.Blank-1)
		row, begins := draw.Field{State: draw.Focused, Label: "Passphrase", Answer: strings.Repeat("•", n)}.Draw(t, columns, inside)
		typed, at = len(rows), begins+n
		rows = append(rows, row, "")
	}
	// An error has its own row, so that nothing moves when it comes.
	said := make([]string, 2)
	for i, line := range ink.Wrap(r.lockSays(), inside) {
		switch {
		case i >= len(said):
		case i == 0 && strings.HasPrefix(line, "✖ "):
			said[i] = t.Mark(theme.Bad, "✖", strings.TrimPrefix(line, "✖ "))
		default:
			said[i] = line
		}
	}
	rows = append(rows, said...)
	body, x, y := draw.Centred(t, draw.Panel{Title: "moto is locked", Focused: true, Rows: rows}, wide, width, height)
	text := strings.Join(body, "\n")
	if typed < 0 || r.lock.checking {
		return text, nil
	}
	return text, tea.NewCursor(x+at, y+1+typed)
}

// lockWhy says why the console is locked, and what it keeps.
func (r *Root) lockWhy() string {
	why := fmt.Sprintf("No key was pressed for %s.", spoken(r.console.LockAfter))
	if r.lock.moved {
		why = "You signed in again: type your passphrase."
	}
	switch {
	case r.lock.starting:
		return "Type your passphrase to open it."
	case r.console.Unlock == nil:
		return why + " No passphrase is set up, so this console cannot be unlocked. Quit and start it again. A payment that was on its way is completed and recorded."
	default:
		return why + " What was typed is kept, except for card data. A payment that was on its way is completed and shown after you unlock."
	}
}

// lockSays is the result of the last try.
func (r *Root) lockSays() string {
	switch l := r.lock; {
	case r.console.Unlock == nil:
		return ""
	case r.isClosed():
		return fmt.Sprintf("✖ Too many wrong passphrases, here or at another console. Try again after %s.", l.closed.Local().Format("15:04"))
	case l.checking:
		return "One moment …"
	case l.fault:
		return "✖ The journal cannot be written, so no passphrase is accepted: tell a supervisor"
	case l.wrong:
		return "✖ Wrong passphrase: " + triesLeft(l.tries)
	case l.card:
		return "✖ That looked like a card number, so it was removed"
	default:
		return ""
	}
}

// triesLeft says how many tries are left.
func triesLeft(n int) string {
	if n == 1 {
		return "1 try left"
	}
	return fmt.Sprintf("%d tries left", n)
}

// lockKeys are the keys that work while the console is locked.
func (r *Root) lockKeys() []key.Binding {
	k := r.keys.Locked
	if r.console.Unlock == nil || r.isClosed() {
		return []key.Binding{k.Leave}
	}
	return []key.Binding{k.Unlock, k.Leave}
}
