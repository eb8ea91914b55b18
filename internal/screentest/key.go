package screentest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/ink"
)

// Keys are named as Bubble Tea names them: "a", "A", "enter", "ctrl+r",
// "shift+tab", "alt+left", "f1".

var keyCodes = map[string]rune{
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "backspace": tea.KeyBackspace,
	"esc": tea.KeyEscape, "space": tea.KeySpace,
	"up": tea.KeyUp, "down": tea.KeyDown, "right": tea.KeyRight, "left": tea.KeyLeft,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"insert": tea.KeyInsert, "delete": tea.KeyDelete,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4,
	"f5": tea.KeyF5, "f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8,
	"f9": tea.KeyF9, "f10": tea.KeyF10, "f11": tea.KeyF11, "f12": tea.KeyF12,
}

var keyMods = map[string]tea.KeyMod{
	"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift,
	"meta": tea.ModMeta, "hyper": tea.ModHyper, "super": tea.ModSuper,
}

// parseKey is the message a key's name stands for.
func parseKey(name string) (tea.KeyPressMsg, error) {
	var key tea.KeyPressMsg
	rest := name
	for {
		mod, after, found := strings.Cut(rest, "+")
		if !found || after == "" || keyMods[mod] == 0 {
			break
		}
		key.Mod |= keyMods[mod]
		rest = after
	}
	if code, ok := keyCodes[rest]; ok {
		key.Code = code
		if code == tea.KeySpace && key.Mod&^tea.ModShift == 0 {
			key.Text = " "
		}
		return key, nil
	}
	r, size := utf8.DecodeRuneInString(rest)
	if size == 0 || size != len(rest) || r == utf8.RuneError || unicode.IsControl(r) {
		return key, fmt.Errorf("no key is called %q", name)
	}
	key.Code = r
	if r <= unicode.MaxASCII && unicode.IsUpper(r) {
		key.Code, key.Mod = unicode.ToLower(r), key.Mod|tea.ModShift
	}
	if key.Mod&^tea.ModShift == 0 {
		key.Text = string(r)
		if key.Mod == tea.ModShift {
			key.Text = strings.ToUpper(string(r))
			key.ShiftedCode, _ = utf8.DecodeRuneInString(key.Text)
		}
	}
	return key, nil
}

// splitText cuts typed text into keys: one grapheme each. Characters of Enter, Tab and
// control keys become the names of those keys.
func splitText(text string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for text != "" {
		cluster := ink.Character(text)
		text = text[len(cluster):]
		r, size := utf8.DecodeRuneInString(cluster)
		switch {
		case cluster == "\r\n" || cluster == "\r" || cluster == "\n":
			keys = append(keys, tea.KeyPressMsg{Code: tea.KeyEnter})
		case cluster == "\t":
			keys = append(keys, tea.KeyPressMsg{Code: tea.KeyTab})
		case cluster == "\x1b":
			keys = append(keys, tea.KeyPressMsg{Code: tea.KeyEscape})
		case size != len(cluster):
			keys = append(keys, tea.KeyPressMsg{Code: tea.KeyExtended, Text: cluster})
		case r < ' ':
			keys = append(keys, tea.KeyPressMsg{Code: r + '`', Mod: tea.ModCtrl})
		default:
			if key, err := parseKey(cluster); err == nil {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
