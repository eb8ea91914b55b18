package ui

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/google/go-cmp/cmp"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/screentest"
)

// sizes are the terminals every screen is drawn on: the ordinary one, the
// smallest, a large one and one that is too small.
var sizes = [][2]int{{80, 24}, {60, 20}, {200, 50}, {20, 5}}

// A scene leads from home, on an ordinary terminal, to a screen that shows
// until.
type scene struct {
	name   string
	answer func(gateway.AuthRequest) (gateway.AuthResult, error)
	play   func(t *testing.T, s *screentest.Screen, c *clock)
	until  string
}

func press(keys ...string) func(*testing.T, *screentest.Screen, *clock) {
	return func(_ *testing.T, s *screentest.Screen, _ *clock) { s.Press(keys...) }
}

func fillScreen(t *testing.T, s *screentest.Screen, _ *clock) {
	s.Press("n")
	s.Type("A17\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
	s.WaitFor(t, "Check with the caller")
}

// mistyped is the test card with a wrong digit in its last group.
var mistyped = testPAN[:14] + "2" + testPAN[15:]

// cardScreen types into the field of the card number.
func cardScreen(keys string) func(*testing.T, *screentest.Screen, *clock) {
	return func(_ *testing.T, s *screentest.Screen, _ *clock) {
		s.Press("n")
		s.Type("A17\n10.50\n" + keys)
	}
}

func chargeScreen(t *testing.T, s *screentest.Screen, c *clock) {
	fillScreen(t, s, c)
	c.wait(2 * time.Second)
	s.Press("y")
}

// goHomeAfter charges and goes home from the outcome.
func goHomeAfter(outcome string) func(*testing.T, *screentest.Screen, *clock) {
	return func(t *testing.T, s *screentest.Screen, c *clock) {
		chargeScreen(t, s, c)
		s.WaitFor(t, outcome)
		c.wait(2 * time.Second)
		s.Press("enter")
		s.WaitFor(t, "Your payments today")
	}
}

// againAfter fills the same payment once more.
func againAfter(outcome string) func(*testing.T, *screentest.Screen, *clock) {
	return func(t *testing.T, s *screentest.Screen, c *clock) {
		goHomeAfter(outcome)(t, s, c)
		c.wait(4 * time.Minute)
		s.Press("n")
		s.Type("A17\n10.50\n" + testPAN + "\n1230123Ann Smith\nNo 789\nTE456ST\n")
	}
}

func scenes() []scene {
	return slices.Concat(paymentScenes(), operationScenes(), floorScenes())
}

// paymentScenes are those of a payment and of the shell.
func paymentScenes() []scene {
	return []scene{
		{"home", nil, press(), "New payment"},
		{"help", nil, press("?"), "where you were"},
		{"form", nil, press("n"), "Country"},
		{"errors", nil, press("n", "ctrl+r"), "Enter the order"},
		{"slip", nil, cardScreen(mistyped), "two are swapped"},
		{"groups", nil, cardScreen(mistyped + "\n" + testPAN[:6]), "Now group 2"},
		{"groups-fit", nil, cardScreen(mistyped + "\n" + testPAN), "press Enter"},
		{"upside-down", nil, cardScreen("7"), "upside down"},
		{"expiry-words", nil, cardScreen(testPAN + "\noh three twenty-seven"), "03/27"},
		{"expiry-card", nil, cardScreen(testPAN + "\n" + testPAN), "ctrl+u clears it"},
		{"confirm", nil, fillScreen, "Check with the caller"},
		{"discard", nil, func(_ *testing.T, s *screentest.Screen, _ *clock) {
			s.Press("n")
			s.Type("A17")
			s.Press("esc")
		}, "Discard"},
		{"approved", answered(gateway.OutcomeApproved, "0", "0", "2", "2", "2"), chargeScreen, "APPROVED"},
		{"notmatched", answered(gateway.OutcomeApproved, "0", "0", "4", "4", "4"), chargeScreen, "APPROVED"},
		{"held", answered(gateway.OutcomeHeld, "0", "2", "2", "1", "0"), chargeScreen, "HELD"},
		{"cancelled", answered(gateway.OutcomeCancelled, "0", "3", "2", "2", "2"), chargeScreen, "CANCELLED"},
		{"declined", answered(gateway.OutcomeDeclined, "70000", "3", "1", "1", "1"), chargeScreen, "DECLINED"},
		{"declined-amount", refusedBy("70000", "51", "2", "2", "2"), chargeScreen, "DECLINED"},
		{"declined-sealed", refusedBy("70000", "41", "1", "1", "1"), chargeScreen, "DECLINED"},
		{"declined-code", refusedBy("70000", "N7", "2", "2", "4"), chargeScreen, "DECLINED"},
		{"unknown", answered(gateway.OutcomeUnknown, "60010", "", "", "", ""), chargeScreen, "UNKNOWN"},
		{"unresolved", answered(gateway.OutcomeUnknown, "60010", "", "", "", ""), goHomeAfter("UNKNOWN"), "1 unknown"},
		{"barred", answered(gateway.OutcomeUnknown, "60010", "", "", "", ""), againAfter("UNKNOWN"), "do not take it again"},
		{"duplicate", nil, againAfter("APPROVED"), "same caller?"},
		{"attention", answered(gateway.OutcomeUnknown, "60010", "", "", "", ""), func(t *testing.T, s *screentest.Screen, c *clock) {
			goHomeAfter("UNKNOWN")(t, s, c)
			s.WaitFor(t, "1 unknown")
			s.Press("a")
		}, "next step"},
		{"named", nil, pressing("11:32", "down"), "▸ 11:02"},
		{"everyone", nil, pressing("Your payments today", "v", "All agents’ payments today", "down"), "All agents’ payments today"},
		{"recent", nil, goHomeAfter("APPROVED"), "Your payments today"},
	}
}

// play shows a scene on the ordinary terminal.
func play(t *testing.T, sc scene, opts ...screentest.Option) *screentest.Screen {
	t.Helper()
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
	s := screentest.NewScreen(t, root, 80, 24, append(opts, screentest.Through(divertedBy(root.console)))...)
	if !elsewhere {
		s.WaitFor(t, "Your payments today")
	}
	sc.play(t, s, c)
	s.WaitFor(t, sc.until)
	s.Settle(t)
	return s
}

// golden is the name of the file that shows a page at a size. Where there is too
// little room, every page is the same.
func golden(page string, size [2]int) string {
	if size[0] < MinWidth || size[1] < MinHeight {
		page = "too-small"
	}
	return fmt.Sprintf("%s-%dx%d", page, size[0], size[1])
}

func TestScreens(t *testing.T) {
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			showing{sc.name, func(t *testing.T, opts ...screentest.Option) *screentest.Screen {
				return play(t, sc, opts...)
			}}.inEveryLook(t)
		})
	}
}

// asGolden compares a page with its golden files at every size.
func (sc showing) asGolden(t *testing.T, opts ...screentest.Option) {
	t.Helper()
	unhurried(t, func(t *testing.T) {
		sc.atEverySize(t, func(size [2]int, s *screentest.Screen) {
			screentest.Golden(t, golden(sc.name, size), s.Text())
		}, opts...)
	})
}

// inEveryLook compares a page with its golden files in dark at the four sizes of
// screens, and at 80×24 in light with its styles. It shows the page once.
func (sc showing) inEveryLook(t *testing.T, opts ...screentest.Option) {
	t.Helper()
	unhurried(t, func(t *testing.T) {
		sc.atSizes(t, append([][2]int{{120, 36}}, sizes...), func(size [2]int, s *screentest.Screen) {
			screentest.Golden(t, golden(sc.name, size), s.Text())
			if size != sizes[0] {
				return
			}
			s.Send(tea.BackgroundColorMsg{Color: color.White})
			s.Settle(t)
			screentest.Golden(t, golden(sc.name, size)+"-light", s.Styles())
			s.Send(tea.BackgroundColorMsg{Color: color.Black})
			s.Settle(t)
		}, opts...)
	})
}

// alike fails unless a page reads the same with colours and without.
func alike(t *testing.T, show func(t *testing.T, opts ...screentest.Option) *screentest.Screen) {
	t.Helper()
	unhurried(t, func(t *testing.T) {
		plain, coloured := show(t, screentest.Profile(colorprofile.ASCII)), show(t)
		if d := cmp.Diff(endless(coloured.Text()), endless(plain.Text())); d != "" {
			t.Errorf("differs without colour, - with, + without:\n%s", d)
		}
		plain.Close() // or they draw through the hour that follows
		coloured.Close()
	})
}

// endless is a screen without the ends of surfaces, which stand where colour cannot
// show them, and without half rows of them, which are there where it can.
func endless(screen string) []string {
	lines := strings.Split(strings.NewReplacer("[", " ", "]", " ").Replace(screen), "\n")
	for i := range lines {
		if strings.Trim(lines[i], " ▄▀") == "" { // half a row of a surface
			lines[i] = ""
		}
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// TestMarkerOnEveryScreen: whether money is real shows on every screen, and
// LIVE is red.
func TestMarkerOnEveryScreen(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, mode := range []gateway.Mode{gateway.ModeLive, gateway.ModeTest, gateway.ModeSandbox} {
			root := New(newSession(&bank{answer: approved}, newClock(), mode))
			s := screentest.NewScreen(t, root, 80, 24, screentest.Profile(colorprofile.ANSI))
			for _, k := range []string{"", "?", "x", "n", "f1"} {
				if k != "" {
					s.Press(k)
				}
				s.WaitFor(t, mode.String())
			}
			x, y, _ := s.Find(mode.String())
			red := s.Cell(x, y).Bg == ansi.Red
			if y != 0 || red != (mode == gateway.ModeLive) {
				t.Errorf("%s: row %d, red background %v", mode, y, red)
			}
			s.Settle(t)
			s.Close() // or it draws through the hour that follows
		}
	})
}

// TestMeaningWithoutColour: every outcome reads the same without any colour.
func TestMeaningWithoutColour(t *testing.T) {
	for _, sc := range effort.Some(scenes(), 4) {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			alike(t, func(t *testing.T, opts ...screentest.Option) *screentest.Screen { return play(t, sc, opts...) })
		})
	}
}

// TestBytesPerKeystroke: a letter in a field, and a digit of a card number with the
// count of those typed, cost a few bytes on the line. So does a digit of a number that is
// typed again by groups, with what each group tells.
func TestBytesPerKeystroke(t *testing.T) {
	for _, tc := range []struct {
		name    string
		profile colorprofile.Profile
		opts    []screentest.Option
		most    int
	}{
		{"served, all colours", colorprofile.TrueColor, []screentest.Option{screentest.Served()}, 40},
		{"served, 256 colours", colorprofile.ANSI256, []screentest.Option{screentest.Served()}, 30},
		{"served, 16 colours", colorprofile.ANSI, []screentest.Option{screentest.Served()}, 15},
		{"at the desk, all colours", colorprofile.TrueColor, nil, 110}, // Bubble Tea ends its style with each frame
		{"at the desk, 16 colours", colorprofile.ANSI, nil, 50},
	} {
		for what, text := range map[string]string{"letters": "xxxxxxxxxxxxxxxxxxxx", "digits": testPAN[:15], "groups": testPAN[:15]} {
			t.Run(tc.name+", "+what, func(t *testing.T) {
				unhurried(t, func(t *testing.T) {
					s := play(t, scene{play: press("n"), until: "Country"}, append(tc.opts, screentest.Profile(tc.profile))...)
					defer s.Close() // or it draws through the hour that follows
					if what != "letters" {
						s.Type("A17\n10.50\n")
						s.Settle(t)
					}
					if what == "groups" {
						s.Type(mistyped)
						s.WaitFor(t, "two are swapped")
						s.Type("\n")
						s.WaitFor(t, "Now group 1")
						s.Settle(t)
					}
					before := s.Bytes()
					for _, key := range text {
						at := s.Bytes()
						s.Type(string(key))
						s.WaitUntil(t, "the key shows", func(string) bool { return s.Bytes() > at })
					}
					s.Settle(t)
					per := float64(s.Bytes()-before) / float64(len(text))
					t.Logf("%.1f bytes a key", per)
					if per > float64(tc.most) {
						t.Errorf("%.1f bytes a key", per)
					}
				})
			})
		}
	}
}
