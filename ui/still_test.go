package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

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
			drawn bool // again
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
			c.root.console.Agent = "another" // a frame that is drawn again says so, but for the lock
			tc.does(c)
			c.root.watchdog.mu.Lock() // the watchdog may look at the same moment
			shown := strings.Join(c.root.still.rows, "\n")
			c.root.watchdog.mu.Unlock()
			if drawn := strings.Contains(shown, "another") || strings.Contains(shown, "moto is locked"); drawn != tc.drawn {
				t.Errorf("%s: a frame is drawn: %t, want %t", name, drawn, tc.drawn)
			}
			if strings.Contains(shown, news) != tc.shows {
				t.Errorf("%s: the news is shown: %t, want %t", name, !tc.shows, tc.shows)
			}
		}
	})
}

// TestOnlyTheDayReadsTheDay: what only the payments of the day show is read again where they
// are shown, and elsewhere when they are shown next; what needs attention is read anywhere.
func TestOnlyTheDayReadsTheDay(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, _, _ := newWatched(t, &bank{})
		reads := func(where string, day, all bool) {
			t.Helper()
			for msg, want := range map[kit.LookMsg]bool{{DayOnly: true}: day, {}: all} {
				if _, cmd := c.root.Update(msg); (cmd != nil) != want {
					t.Errorf("%s, %+v: the journal is read: %t, want %t", where, msg, cmd != nil, want)
				}
			}
		}
		reads("home", true, true)
		c.Press("n")
		reads("a payment", false, true)
		if _, cmd := c.root.Update(kit.Open{Place: kit.Home}); cmd == nil {
			t.Error("home does not read the journal when it opens")
		}
		reads("home again", true, true)
		c.root.lineLost = true
		reads("a line that dropped", false, true)
		c.root.lineLost = false
		c.clock.wait(16 * time.Minute)
		c.root.Update(idleMsg{c.root.idleWatch})
		reads("a lock", false, true)
		if cmd := c.root.unlocked(true); cmd == nil {
			t.Error("the journal is not read when the console is unlocked")
		}
		reads("home, unlocked", true, true)
	})
}

// TestAWipeIsShown: the time goes on while the idle timer's message is handled. Whenever the
// card falls due in it, a frame that was kept shows no card that has been wiped, and no open
// console that has been locked.
func TestAWipeIsShown(t *testing.T) {
	const step = 100 * time.Nanosecond
	unhurried(t, func(t *testing.T) {
		for what, tc := range map[string]struct {
			after time.Duration
			done  func(r *Root) bool
			says  string
		}{
			"the card is wiped":     {90 * time.Second, func(r *Root) bool { return !r.charge().HoldsCard() }, "No key for 90"},
			"the console is locked": {15 * time.Minute, func(r *Root) bool { return r.lock != nil }, "moto is locked"},
		} {
			done := 0
			for early := range 20 {
				c, _, _ := newWatched(t, &bank{})
				c.Press("n")
				c.Type("A17\n10.50\n" + testPAN)
				c.root.View()
				at := c.root.keyAt.Add(tc.after - time.Duration(early)*step)
				c.root.console.Now = func() time.Time {
					at = at.Add(step)
					return at
				}
				c.root.Update(idleMsg{c.root.idleWatch})
				says := strings.Contains(ansi.Strip(c.root.View().Content), tc.says)
				if is := tc.done(c.root); is != says {
					t.Errorf("%s %s early: done %t, shown %t", what, time.Duration(early)*step, is, says)
				} else if is {
					done++
				}
			}
			if done == 0 || done == 20 {
				t.Errorf("%s in %d of 20 cases", what, done)
			}
		}
	})
}
