package charge

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// TestDrawnAsAnew: whatever is kept of the frame before, the form is drawn as if nothing
// were: after each key, at each size and in each theme.
func TestDrawnAsAnew(t *testing.T) {
	p, _, _ := newPage(t, terms.Kinds()...)
	sizes, themes := [][2]int{{80, 20}, {60, 17}, {130, 40}, {170, 45}}, []theme.Level{theme.True, theme.None}
	keys := 0
	look := func() {
		t.Helper()
		size := sizes[keys%len(sizes)]
		if keys%7 < 5 { // as a rule, two frames one after the other are of one size
			size = sizes[0]
		}
		if keys++; keys%11 == 0 {
			*p.Shell.Theme = kit.ThemeOf(theme.New(theme.Options{Level: themes[keys%2]}))
		}
		got, at := p.View(size[0], size[1])
		drawn, panel := p.drawn, p.told.side
		p.drawn, p.told.side = drawnForm{}, side{}
		want, there := p.View(size[0], size[1])
		p.drawn, p.told.side = drawn, panel
		if got != want || (at == nil) != (there == nil) || at != nil && *at != *there {
			t.Fatalf("%v, key %d: it is\n%s\nand drawn anew\n%s", size, keys, got, want)
		}
	}
	typed := func(name, text string, more ...tea.KeyPressMsg) {
		p.Sheet.FocusField(name)
		p.Update(nil)
		look()
		for _, r := range text {
			more = append(more, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		for _, k := range more {
			p.press(k)
			look()
			look()
		}
	}
	right, back := tea.KeyPressMsg{Code: tea.KeyRight}, tea.KeyPressMsg{Code: tea.KeyBackspace}
	typed("authmethod", "", right, right, right, right, right)
	typed("orderreference", "A17")
	typed("baseamount", "10.50")
	typed("pan", "4111111111111111", back, back)
	typed("pan", "11")
	typed("expirydate", "1230")
	typed("securitycode", "123")
	typed("billinglastname", "4Zoë 田中 \u202e", back)
	typed("billingpostcode", "TE456ST")
	typed("pan", "2", back)
	p.WipeCard("the console was locked: ask for the card again")
	look()
}

// TestDrawnGoesWithTheCard: of a card that the page has let go, nothing is kept to draw.
func TestDrawnGoesWithTheCard(t *testing.T) {
	for name, leave := range map[string]func(*Page){
		"wiped":       func(p *Page) { p.WipeCard("the console was locked") },
		"confirmed":   func(p *Page) { p.press(confirm); p.View(80, 20) },
		"thrown away": func(p *Page) { p.press(escape); p.View(80, 20) },
	} {
		p, _, _ := newPage(t)
		p.fill()
		p.View(80, 20)
		if kept := fmt.Sprint(p.drawn, p.told.side); strings.Count(kept, "1111") < 2 {
			t.Fatalf("%s: the page did not show the card: %s", name, kept)
		}
		leave(p)
		if kept := fmt.Sprint(p.drawn); strings.Contains(kept, "1111") || strings.Contains(kept, "•") {
			t.Errorf("%s: kept %s", name, kept)
		}
		if kept := fmt.Sprint(p.told); name == "wiped" && strings.Contains(kept, "1111") {
			t.Errorf("%s: told %s", name, kept)
		}
	}
}
