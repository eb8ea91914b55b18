package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// footerKeys are the keys that the last row of a screen names.
func footerKeys(screen string) (names []string) {
	lines := strings.Split(strings.TrimRight(screen, "\n"), "\n")
	for _, chip := range regexp.MustCompile(` {3,}`).Split(strings.TrimSpace(lines[len(lines)-1]), -1) {
		if name, _, ok := strings.Cut(chip, "  "); ok {
			names = append(names, name)
		}
	}
	return names
}

// pressable are the keys behind a name of the footer: one of them at least must do something.
func pressable(name string) []string {
	if strings.HasPrefix(name, "↑ ↓") {
		return []string{"down", "up"}
	}
	if strings.HasPrefix(name, "← →") {
		return []string{"left", "right"}
	}
	return []string{strings.ToLower(name)}
}

// asksAgain answers the key that loads a payment again.
const asksAgain = "The gateway is asked again."

// TestAKeyOfTheFooterDoesSomething: on each page and at each size the footer names only keys
// that do something now, and each other key that an agent may try is answered.
func TestAKeyOfTheFooterDoesSomething(t *testing.T) {
	for _, sc := range effort.Some(scenes(), 6) {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			unhurried(t, func(t *testing.T) {
				opens := func(size [2]int) (*screentest.Screen, string) {
					b := &bank{answer: sc.answer}
					if b.answer == nil {
						b.answer = approved
					}
					c := newClock()
					root := New(newSession(b, c, gateway.ModeTest))
					begin, elsewhere := operationBegins()[sc.name]
					if elsewhere {
						begin(root)
					}
					s := screentest.NewScreen(t, root, 80, 24, screentest.Through(divertedBy(root.console)))
					if !elsewhere {
						s.WaitFor(t, "Your payments today")
					}
					sc.play(t, s, c)
					s.WaitFor(t, sc.until)
					s.Settle(t)
					c.wait(10 * time.Second) // the page can be read, and news is old
					s.Resize(size[0], size[1])
					s.Settle(t)
					if strings.Contains(running(s.Text()), "Correct Expiry date first.") { // the scene's last key was refused: its answer goes
						for _, k := range []string{"f1", "esc"} {
							s.Press(k)
							s.Settle(t)
						}
					}
					return s, s.Text()
				}
				tried := map[string]bool{} // a key does the same at every size
				for _, size := range [][2]int{{80, 24}, {60, 20}, {200, 50}} {
					s, screen := opens(size)
					s.Close()
					named := footerKeys(screen)
					for _, name := range append(slices.Clone(named), "z", "n", "esc", "down", "up") {
						if tried[name] {
							continue
						}
						tried[name] = true
						answered := false
						for _, k := range pressable(name) {
							s, before := opens(size)
							s.Press(k)
							s.Settle(t)
							after := s.Text()
							s.Close()
							nothing := slices.Contains(named, name) && strings.Contains(running(after), kit.NothingHere)
							if strings.Contains(screen, asksAgain) && k == "r" { // the scene has pressed it
								nothing, after = false, ""
							}
							if answered = after != before && !nothing; answered {
								break
							}
						}
						if !answered {
							t.Errorf("%v: %s does nothing:\n%s", size, name, screen)
						}
					}
				}
			})
		})
	}
}
