package ui

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
)

// recordScreen shows all that is known of one payment or refund.
type recordScreen struct {
	root   *Root
	record gateway.Record
}

var _ screen = (*recordScreen)(nil)

// openRecord shows a record that the look-up found.
func (r *Root) openRecord(record gateway.Record) tea.Cmd {
	r.current = &recordScreen{root: r, record: record}
	return nil
}

// Update implements screen.
func (s *recordScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok {
		return goLookup, nil
	}
	return stay, nil
}

// View implements screen.
func (s *recordScreen) View(int, int) (string, *tea.Cursor) { return s.record.OrderReference, nil }

// Keys implements screen.
func (s *recordScreen) Keys() []key.Binding { return nil }

// Busy implements screen.
func (s *recordScreen) Busy() string { return "" }
