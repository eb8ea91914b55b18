package theme

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestWindowsTerminalProfile: the colours that the page about Windows gives to Windows
// Terminal are those of the theme, each where a screen of 16 colours uses it.
func TestWindowsTerminalProfile(t *testing.T) {
	page, err := os.ReadFile("../../../docs/windows.md")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"black", "red", "green", "yellow", "blue", "purple", "cyan", "white"}
	for _, name := range names[:8] {
		names = append(names, "bright"+strings.ToUpper(name[:1])+name[1:])
	}
	of := func(name string, colour RGB) {
		t.Helper()
		if want := fmt.Sprintf("%q: \"#%02X%02X%02X\"", name, colour.R, colour.G, colour.B); !strings.Contains(string(page), want) {
			t.Errorf("docs/windows.md lacks %s", want)
		}
	}
	of("background", darkGround)
	of("foreground", textToken.dark)
	for _, token := range []token{dimToken, lineToken, accentToken, okToken, warnToken, badToken} {
		of(names[token.sixteen[0]], token.dark)
	}
	for _, p := range []pair{okPair, warnPair, badPair, testPair, practicePair} {
		of(names[p.sixteenBg], p.bg)
	}
}
