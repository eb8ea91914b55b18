package terminal

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"
)

// modes are a view's settings of the terminal besides its content, as last set.
type modes struct {
	set    bool // any of it
	alt    bool
	paste  bool
	title  string
	keys   int // flags of the kitty protocol
	shown  bool
	shape  int // of the cursor; 0 is the user's own
	titled bool
}

// apply appends the sequences that change the modes to those of a view, except the
// cursor's. redraw says that another screen is shown now.
func (m *modes) apply(out []byte, v tea.View) (changed []byte, redraw bool) {
	keys := keyboardFlags(v.KeyboardEnhancements)
	switch {
	case !m.set:
		redraw = true
		if v.AltScreen {
			out = append(out, ansi.SetModeAltScreenSaveCursor...)
		}
		out = append(out, ansi.ResetModeTextCursorEnable...)
		out = m.askKeys(out, ansi.PushKittyKeyboard(keys))
	case m.alt != v.AltScreen: // each screen has its own stack of keyboard modes
		redraw = true
		out = append(out, ansi.PopKittyKeyboard(1)...)
		if v.AltScreen {
			out = append(out, ansi.SetModeAltScreenSaveCursor...)
		} else {
			out = append(out, ansi.ResetModeAltScreenSaveCursor...)
		}
		out = m.askKeys(out, ansi.PushKittyKeyboard(keys))
	case m.keys != keys:
		out = m.askKeys(out, ansi.KittyKeyboard(keys, 1))
	}
	m.set, m.alt, m.keys = true, v.AltScreen, keys
	if paste := !v.DisableBracketedPasteMode; paste != m.paste {
		if m.paste = paste; paste {
			out = append(out, ansi.SetModeBracketedPaste...)
		} else {
			out = append(out, ansi.ResetModeBracketedPaste...)
		}
	}
	if v.WindowTitle != m.title {
		m.title, m.titled = v.WindowTitle, true
		out = append(out, ansi.SetWindowTitle(withoutControls(v.WindowTitle))...)
	}
	return out, redraw
}

func (m *modes) askKeys(out []byte, kitty string) []byte {
	out = append(out, ansi.SetModifyOtherKeys2...)
	out = append(out, kitty...)
	return append(out, ansi.RequestKittyKeyboard...)
}

// hide appends the sequence that hides the cursor.
func (m *modes) hide(out []byte) []byte {
	if !m.shown {
		return out
	}
	m.shown = false
	return append(out, ansi.ResetModeTextCursorEnable...)
}

// show appends the sequences that show a cursor.
func (m *modes) show(out []byte, c *tea.Cursor) []byte {
	shape := int(c.Shape)*2 + 1
	if !c.Blink {
		shape++
	}
	if shape != m.shape {
		m.shape = shape
		out = append(out, ansi.SetCursorStyle(shape)...)
	}
	if !m.shown {
		m.shown = true
		out = append(out, ansi.SetModeTextCursorEnable...)
	}
	return out
}

// restore appends the sequences that restore the terminal.
func (m *modes) restore(out []byte) []byte {
	if !m.set {
		return out
	}
	out = append(out, ansi.ResetStyle+ansi.ResetModifyOtherKeys+ansi.PopKittyKeyboard(1)...)
	if m.paste {
		out = append(out, ansi.ResetModeBracketedPaste...)
	}
	if m.titled {
		out = append(out, ansi.SetWindowTitle("")...)
	}
	if m.shape != 0 {
		out = append(out, ansi.SetCursorStyle(0)...)
	}
	if m.alt {
		out = append(out, ansi.ResetModeAltScreenSaveCursor...)
	} else {
		out = append(out, ansi.CursorHomePosition+ansi.EraseEntireScreen...)
	}
	*m = modes{}
	return append(out, ansi.SetModeTextCursorEnable...)
}

func keyboardFlags(e tea.KeyboardEnhancements) int {
	flags := ansi.KittyDisambiguateEscapeCodes
	if e.ReportEventTypes {
		flags |= ansi.KittyReportEventTypes
	}
	if e.ReportAlternateKeys {
		flags |= ansi.KittyReportAlternateKeys
	}
	if e.ReportAllKeysAsEscapeCodes {
		flags |= ansi.KittyReportAllKeysAsEscapeCodes
	}
	if e.ReportAssociatedText {
		flags |= ansi.KittyReportAssociatedKeys
	}
	return flags
}

func withoutControls(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, text)
}
