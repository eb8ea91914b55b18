package screentest

import (
	"fmt"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// keyboard is the state of a terminal's keyboard that its program can change.
type keyboard struct {
	application bool // cursor keys send SS3 (DECCKM)
	kitty       bool // keys are sent unambiguously (kitty flag 1)
}

// finals are the keys a terminal sends as CSI and one letter.
var finals = map[rune]byte{
	tea.KeyUp: 'A', tea.KeyDown: 'B', tea.KeyRight: 'C', tea.KeyLeft: 'D',
	tea.KeyHome: 'H', tea.KeyEnd: 'F',
	tea.KeyF1: 'P', tea.KeyF2: 'Q', tea.KeyF3: 'R', tea.KeyF4: 'S',
}

// numbers are the keys a terminal sends as CSI, a number and a tilde.
var numbers = map[rune]int{
	tea.KeyInsert: 2, tea.KeyDelete: 3, tea.KeyPgUp: 5, tea.KeyPgDown: 6,
	tea.KeyF5: 15, tea.KeyF6: 17, tea.KeyF7: 18, tea.KeyF8: 19,
	tea.KeyF9: 20, tea.KeyF10: 21, tea.KeyF11: 23, tea.KeyF12: 24,
}

// encode is what the keyboard sends for a key, or an error for a combination that the
// terminal has no bytes for.
func (k keyboard) encode(key tea.KeyPressMsg) ([]byte, error) {
	if key.Text != "" {
		return []byte(key.Text), nil
	}
	if key.Mod > tea.ModShift|tea.ModAlt|tea.ModCtrl {
		return nil, fmt.Errorf("no terminal can be relied on to send %q", key.String())
	}
	mod := 1 + int(key.Mod) // xterm and kitty number these three as Bubble Tea does
	if final, ok := finals[key.Code]; ok {
		switch {
		case k.kitty && key.Code == tea.KeyF3: // CSI R would be a cursor report
			return k.tilde(13, mod), nil
		case mod > 1:
			return fmt.Appendf(nil, "\x1b[1;%d%c", mod, final), nil
		case final >= 'P' || k.application:
			return []byte{0x1b, 'O', final}, nil
		}
		return []byte{0x1b, '[', final}, nil
	}
	if number, ok := numbers[key.Code]; ok {
		return k.tilde(number, mod), nil
	}
	if k.kitty && (mod > 1 || key.Code == tea.KeyEscape) {
		if mod == 1 {
			return fmt.Appendf(nil, "\x1b[%du", key.Code), nil
		}
		return fmt.Appendf(nil, "\x1b[%d;%du", key.Code, mod), nil
	}
	return k.legacy(key)
}

func (k keyboard) tilde(number, mod int) []byte {
	if mod > 1 {
		return fmt.Appendf(nil, "\x1b[%d;%d~", number, mod)
	}
	return fmt.Appendf(nil, "\x1b[%d~", number)
}

// legacy is one control character or character, with ESC before it for Alt.
func (k keyboard) legacy(key tea.KeyPressMsg) ([]byte, error) {
	var out []byte
	if key.Mod.Contains(tea.ModAlt) {
		out = append(out, 0x1b)
	}
	none := fmt.Errorf("a terminal without the kitty protocol cannot send %q", key.String())
	switch mod := key.Mod &^ tea.ModAlt; {
	case mod == tea.ModShift && key.Code == tea.KeyTab:
		return append(out, "\x1b[Z"...), nil
	case mod == tea.ModShift && unicode.IsLower(key.Code) && key.Code < unicode.MaxASCII:
		return append(out, string(unicode.ToUpper(key.Code))...), nil
	case mod == tea.ModCtrl:
		switch c := key.Code; {
		case c == tea.KeySpace || c == '@':
			return append(out, 0), nil
		case c >= 'a' && c <= 'z' && c != 'i' && c != 'm', c >= '\\' && c <= '_':
			return append(out, string(c&0x1f)...), nil
		}
		return nil, none
	case mod != 0:
		return nil, none
	}
	return append(out, string(key.Code)...), nil // Enter, Tab, Esc and DEL are their own characters
}
