package ui

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
)

// lookupScreen finds payments.
type lookupScreen struct{ root *Root }

var _ screen = (*lookupScreen)(nil)

func (r *Root) newLookup() *lookupScreen { return &lookupScreen{root: r} }

// Update implements screen.
func (l *lookupScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return goHome, nil
	}
	return stay, nil
}

// View implements screen.
func (l *lookupScreen) View(int, int) (string, *tea.Cursor) { return "", nil }

// Keys implements screen.
func (l *lookupScreen) Keys() []key.Binding { return nil }

// Busy implements screen.
func (l *lookupScreen) Busy() string { return "" }
