package ui

import (
	"testing"
	"time"
)

// TestForget: every way to let a card go unsent has its traces cleared away, and by a
// command: Update must not wait for that.
func TestForget(t *testing.T) {
	const card = "A17\r10.50\r" + testPAN
	for name, let := range map[string]func(c *console, typed func(string), away func(time.Duration)){
		"discarded": func(c *console, typed func(string), _ func(time.Duration)) {
			c.Press("n")
			typed(card)
			c.Press("esc", "y")
		},
		"locked": func(c *console, typed func(string), away func(time.Duration)) {
			c.Press("n")
			typed(card)
			away(15 * time.Minute)
		},
		"wiped while idle": func(c *console, typed func(string), away func(time.Duration)) {
			c.Press("n")
			typed(card)
			away(90 * time.Second)
		},
		"wiped at a key after sleep": func(c *console, typed func(string), _ func(time.Duration)) {
			c.Press("n")
			typed(card)
			c.clock.wait(2 * time.Minute)
			c.Press("down")
		},
		"the console left": func(c *console, typed func(string), _ func(time.Duration)) {
			c.Press("n")
			typed(card)
			c.root.Close()
		},
		"filters left": func(c *console, typed func(string), _ func(time.Duration)) {
			c.Press("l", "ctrl+f")
			typed(testPAN)
			c.Press("esc")
		},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c, typed, away := newWatched(t, &bank{})
				forgotten := make(chan struct{}, 10)
				c.root.console.Forget = func() { forgotten <- struct{}{} }
				let(c, typed, away)
				select {
				case <-forgotten:
				case <-time.After(10 * time.Second):
					t.Error("traces of the card were not cleared away")
				}
				if len(forgotten) > 0 {
					t.Error("they were cleared away more than once")
				}
			})
		})
	}
}
