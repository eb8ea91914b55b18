package screentest

import (
	"io"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Decode is the keys and pastes a program would get from a keyboard's bytes,
// which are read to their end.
func Decode(t testing.TB, keys io.Reader) (msgs []tea.Msg) {
	t.Helper()
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		_ = uv.NewTerminalReader(keys, "xterm-256color").StreamEvents(t.Context(), events)
	}()
	for event := range events {
		switch e := event.(type) {
		case uv.KeyPressEvent:
			msgs = append(msgs, tea.KeyPressMsg(e))
		case uv.PasteEvent:
			msgs = append(msgs, tea.PasteMsg(e))
		}
	}
	return msgs
}
