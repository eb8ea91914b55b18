package screentest

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

var someKeys = []string{
	"a", "A", "shift+a", "z", "0", "+", "?", "é", "日", "space", "enter", "tab", "backspace", "esc",
	"shift+tab", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete",
	"shift+up", "ctrl+right", "alt+left", "ctrl+shift+end", "shift+delete", "ctrl+pgup",
	"ctrl+a", "ctrl+r", "ctrl+z", "ctrl+space", "alt+x", "ctrl+alt+x", "alt+enter", "alt+backspace",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "shift+f5", "ctrl+f1",
}

// A key's name means the same without a terminal as the bytes that a terminal sends for
// the key.
func TestKeyBytesDecode(t *testing.T) {
	for _, k := range []keyboard{{}, {application: true}, {kitty: true}} {
		for _, name := range someKeys {
			want, err := parseKey(name)
			if err != nil {
				t.Fatal(err)
			}
			out, err := k.encode(want)
			if err != nil {
				t.Errorf("%+v: %v", k, err)
				continue
			}
			var decoder uv.EventDecoder
			n, event := decoder.Decode(out)
			got, ok := event.(uv.KeyPressEvent)
			if !ok || n != len(out) || tea.KeyPressMsg(got) != want {
				t.Errorf("%+v: %q sends %q, decoded (%d bytes) as %#v, want %#v", k, name, out, n, event, want)
			}
			if said := want.String(); said != name && name != "shift+a" {
				t.Errorf("%q is called %q", name, said)
			}
		}
	}
}

func TestKeysRefused(t *testing.T) {
	for _, name := range []string{"", "ctrl+", "hyperspace", "ab", "ctrl+ab", "\x1b", "\n"} {
		if key, err := parseKey(name); err == nil {
			t.Errorf("%q is %#v", name, key)
		}
	}
	for _, name := range []string{"ctrl+enter", "shift+enter", "ctrl+i", "ctrl+m", "ctrl+1", "super+a", "meta+up"} {
		key, err := parseKey(name)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := (keyboard{}).encode(key); err == nil {
			t.Errorf("an xterm sends %q for %q", out, name)
		}
	}
}

func TestSplitText(t *testing.T) {
	var names []string
	for _, key := range splitText("aB 1\r\n\t\x01e\u0301👨‍👩‍👧\x1b") {
		names = append(names, key.String())
	}
	want := "a|B|space|1|enter|tab|ctrl+a|e\u0301|👨‍👩‍👧|esc"
	if got := strings.Join(names, "|"); got != want {
		t.Errorf("keys %q, want %q", got, want)
	}
}
