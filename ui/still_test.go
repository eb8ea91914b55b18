package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

// TestAStillConsoleDrawsNothing: a message that changes nothing on the screen leaves the
// frame that was drawn, and hides nothing that came before it or after.
func TestAStillConsoleDrawsNothing(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		const news = "The supervisor calls"
		look, said := kit.LookMsg{}, SaidMsg{Text: news}
		size := tea.WindowSizeMsg{Width: 80, Height: 24}
		idle := func(r *Root) tea.Msg { return idleMsg{r.idleWatch} }
		for name, tc := range map[string]struct {
			does  func(c *console)
			drawn bool // anew
			shows bool // the news
		}{
			"a look":                   {func(c *console) { c.root.Update(look); c.root.View() }, false, false},
			"an idle timer, too early": {func(c *console) { c.root.Update(idle(c.root)); c.root.View() }, false, false},
			"an idle timer of before":  {func(c *console) { c.root.Update(idleMsg{-1}); c.root.View() }, false, false},
			"news":                     {func(c *console) { c.root.Update(said); c.root.View() }, true, true},
			"news and a look at once":  {func(c *console) { c.root.Update(said); c.root.Update(look); c.root.View() }, true, true},
			"a look and news at once":  {func(c *console) { c.root.Update(look); c.root.Update(said); c.root.View() }, true, true},
			"news, drawn, and a look":  {func(c *console) { c.root.Update(said); c.root.View(); c.root.Update(look); c.root.View() }, true, true},
			"a size":                   {func(c *console) { c.root.Update(size); c.root.View() }, true, false},
			"the watchdog between": {func(c *console) {
				c.clock.wait(16 * time.Minute)
				c.root.overdue(c.root.idleWatch)
				c.root.Update(look)
				c.root.View()
			}, true, false},
			"the watchdog before a frame": {func(c *console) {
				c.root.Update(look)
				c.clock.wait(16 * time.Minute)
				c.root.overdue(c.root.idleWatch)
				c.root.View()
			}, true, false},
			"an idle timer that locks": {func(c *console) { c.clock.wait(16 * time.Minute); c.root.Update(idle(c.root)); c.root.View() }, true, false},
			"an idle timer that warns": {func(c *console) {
				c.clock.wait(14*time.Minute + time.Second)
				c.root.Update(idle(c.root))
				c.root.View()
			}, true, false},
			"an idle timer with nothing to do": {func(c *console) { c.clock.wait(5 * time.Minute); c.root.Update(idle(c.root)); c.root.View() }, false, false},
		} {
			c, _, _ := newWatched(t, &bank{})
			c.root.View()
			c.root.console.Agent = "another" // a frame that is drawn anew says so, but for the lock
			tc.does(c)
			shown := c.root.still.last.Content
			if drawn := strings.Contains(shown, "another") || strings.Contains(shown, "moto is locked"); drawn != tc.drawn {
				t.Errorf("%s: a frame is drawn: %t, want %t", name, drawn, tc.drawn)
			}
			if strings.Contains(shown, news) != tc.shows {
				t.Errorf("%s: the news is shown: %t, want %t", name, !tc.shows, tc.shows)
			}
		}
	})
}
