package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/ink"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
)

// slide is a screen as the console would draw it, with words of ours that it must show.
type slide struct {
	name, content, must string
}

// tour leads through every screen, with a text in every place where text comes from
// outside: cleaned as the client, the journal and the configuration clean it. Its
// answers have these outcomes.
func tour(t *testing.T, text string, outcomes ...gateway.Outcome) []slide {
	t.Helper()
	short := text[:min(len(text), 2000)] // no agent pastes a megabyte
	record := gateway.Record{
		RequestType: text, ErrorMessage: text, AuthCode: text, TransactionReference: text, SettleStatus: text,
		OrderReference: text, SecurityAddress: text, SecurityPostcode: text, SecurityCodeResult: text,
	}.Cleaned()
	var slides []slide
	var c *console
	open := func(outcome gateway.Outcome) {
		b := &bank{answer: func(gateway.AuthRequest) (gateway.AuthResult, error) {
			info, _ := gateway.LookupCode(text)
			r := gateway.AuthResult{Outcome: outcome, Code: info, Record: record}
			if outcome == gateway.OutcomeRejected {
				r.Fields = []string{gateway.Clean(text, 40), "pan"}
			}
			return r, nil
		}}
		clock := newClock()
		session := newSession(b, clock, gateway.ModeTest)
		session.Agent, session.Site = gateway.Clean(text, 64), gateway.Clean(text, 50)
		processorOf(session).Agent, processorOf(session).Host = text, text
		root := New(session)
		c = &console{Model: screentest.NewModel(t, root, 80, 24), root: root, bank: b, clock: clock}
	}
	show := func(name, must string) {
		if !strings.Contains(c.View(), must) {
			t.Errorf("%.40q: %s lacks %q:\n%s", text, name, must, c.View())
		}
		slides = append(slides, slide{name, c.Raw().Content, must})
	}
	const home = "Your payments today"
	for i, o := range outcomes {
		open(o)
		c.fill()
		if i == 0 {
			show("confirm", "Check with the caller")
		}
		c.agree()
		word := strings.ToUpper(o.String())
		if o == gateway.OutcomeRejected {
			word = "NOT ACCEPTED"
		}
		show(word, word)
		c.Press("enter")
		show("home after "+word, home)
	}
	if outcomes[len(outcomes)-1] == gateway.OutcomeUnknown {
		c.fill()
		show("barred", "cannot be charged now")
	}
	open(gateway.OutcomeApproved)
	c.charge()
	c.Press("enter")
	c.fill()
	show("duplicate", "kept with the payment")
	c.Paste(short)
	show("reason", "Reason")

	open(gateway.OutcomeApproved)
	show("home", home)
	c.Press("?")
	show("help", "where you were")
	c.Press("esc")
	open(gateway.OutcomeApproved)
	c.Press("n")
	for _, name := range []string{"orderreference", "baseamount", "pan", "expirydate", "securitycode", "billinglastname", "billingpremise", "billingcountryiso2a", "billingpostcode"} {
		c.root.charge().Sheet.FocusField(name)
		c.Paste(short)
	}
	show("pasted", "New payment")
	c.Press("ctrl+r")
	show("errors", "New payment")
	open(gateway.OutcomeApproved)
	c.Press("n")
	c.Type("A17")
	c.Press("esc")
	show("discard", "Discard this payment?")
	c.Press("esc")
	c.Send(kit.ResolvedMsg{Attempt: payment.Attempt{
		ID: "x", Operation: journal.OpCharge, State: payment.Known, Outcome: gateway.OutcomeApproved, Agent: gateway.Clean(text, 200),
		Charge: payment.Charge{OrderReference: gateway.Clean(text, 200)}, Alarm: gateway.Clean(text, 1000),
	}})
	show("notice", "New payment")
	c.Press("ctrl+c")
	show("leave", "Quit moto?")
	return slides
}

// projector shows slides, with their number below.
type projector struct {
	slides []slide
	at     int
}

type nextSlide struct{}

func (p *projector) Init() tea.Cmd { return nil }

func (p *projector) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(nextSlide); ok {
		p.at++
	}
	return p, nil
}

func (p *projector) View() tea.View {
	if p.at == 0 {
		return tea.View{AltScreen: true, WindowTitle: "moto", Content: "#0."}
	}
	return tea.View{AltScreen: true, WindowTitle: "moto", Content: p.slides[p.at-1].content + fmt.Sprintf("\n#%d.", p.at)}
}

// project makes the real renderer draw slides, checks what the terminal shows of each,
// and returns the kinds of control sequences that it got.
func project(t *testing.T, slides []slide, profile colorprofile.Profile, runs screentest.Option) (kinds map[string]bool) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { // in a bubble, where waiting for a frame takes no time
		s := screentest.NewScreen(t, &projector{slides: slides}, 80, 25, screentest.Profile(profile), runs)
		s.WaitFor(t, "#0.")
		for i, slide := range slides {
			s.Send(nextSlide{})
			s.WaitFor(t, fmt.Sprintf("#%d.", i+1))
			checkSlide(t, s, slide)
		}
		s.Settle(t)
		kinds = sequences(t, s.Recorded())
	})
	return kinds
}

// checkSlide checks that a terminal shows the slide and nothing else.
func checkSlide(t *testing.T, s *screentest.Screen, want slide) {
	t.Helper()
	meant, shown := strings.Split(ansi.Strip(want.content), "\n"), strings.Split(s.Text(), "\n")
	for y, line := range meant {
		if ansi.StringWidth(line) > 80 {
			t.Errorf("%s: line %d is %d cells wide", want.name, y, ansi.StringWidth(line))
		}
		if line = strings.TrimRight(line, " "); y < len(shown) && shown[y] != line {
			t.Errorf("%s: line %d is\n%q and was meant to be\n%q", want.name, y, shown[y], line)
		}
	}
	if len(meant) != 24 || len(shown) != 25 || !strings.Contains(shown[0], "○ TEST") || !strings.Contains(s.Text(), want.must) {
		t.Errorf("%s: the frame does not stand:\n%s", want.name, s.Text())
	}
	if s.Title() != "moto" || !s.AltScreen() || s.Bells() > 0 {
		t.Errorf("%s: title %q, alternate screen %v, %d bells", want.name, s.Title(), s.AltScreen(), s.Bells())
	}
	for c := range s.Cells() {
		if c.Conceal || c.Link != "" || c.Blink {
			t.Errorf("%s: a cell is hidden, a link or blinks", want.name)
			return
		}
	}
}

// sequences are the kinds of control sequences in what a program has written,
// and every other character that does not print.
func sequences(t *testing.T, drawn []byte) map[string]bool {
	t.Helper()
	kinds := map[string]bool{}
	for text := range ink.Sequences(string(drawn), nil) {
		switch {
		case strings.HasPrefix(text, "\x1b[") || strings.HasPrefix(text, "\x9b"):
			kinds["CSI "+strings.Trim(text[2:], "0123456789;:")] = true
		case text != "" && (text[0] == 0x1b || text[0] < ' ' || text[0] == 0x7f):
			kinds[fmt.Sprintf("%q", text)] = true
		default:
			for _, r := range text {
				if !unicode.IsPrint(r) {
					kinds[fmt.Sprintf("%U", r)] = true
				}
			}
		}
	}
	return kinds
}

// TestHostileTextOnEveryScreen: in every colour profile the terminal gets the same
// kinds of control sequences for any text as for a plain one, every part of a screen is
// in its place, and our own words are there.
func TestHostileTextOnEveryScreen(t *testing.T) {
	var plain, slides []slide
	outcomes := []gateway.Outcome{gateway.OutcomeApproved, gateway.OutcomeDeclined, gateway.OutcomeHeld, gateway.OutcomeCancelled, gateway.OutcomeRejected, gateway.OutcomeUnknown}
	each := effort.Of(len(outcomes), 1) // with -short a text meets one outcome, and each outcome two texts or more
	for i, text := range append([]string{"plain"}, effort.Some(screentest.Hostile(), 7)...) {
		met := outcomes
		if text != "plain" {
			first := i * each % len(outcomes)
			met = outcomes[first : first+each]
		}
		synctest.Test(t, func(t *testing.T) { // in a bubble, where waiting takes no time
			slides = append(slides, tour(t, text, met...)...)
			time.Sleep(time.Hour) // let the console's own timers end
		})
		if text == "plain" {
			plain, slides = slides, nil
		}
	}
	t.Logf("%d slides", len(slides))
	for _, profile := range effort.Some([]colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.ASCII}, 4) {
		drawn := slides
		if profile == colorprofile.ASCII {
			drawn = effort.Some(slides, 5) // only the colours differ
		}
		t.Run(profile.String(), func(t *testing.T) {
			t.Parallel()
			desk := screentest.Program(tea.WithFPS(120))
			ours := project(t, append(slices.Clone(plain), plain...), profile, desk)
			// The renderer deletes characters, moves the cursor or scrolls if that is shorter.
			// It turns wrapping off while it writes the last cell of the screen, and on again.
			for _, kind := range []string{
				"CSI P", "CSI A", "CSI B", "CSI C", "CSI D", "CSI G", "CSI H", "CSI S", "CSI T", "CSI d", `"\x1bM"`, `"\b"`, `"\r"`, "CSI ?7l", "CSI ?7h",
			} {
				ours[kind] = true
			}
			for kind := range project(t, drawn, profile, desk) {
				if !ours[kind] {
					t.Errorf("a control sequence that is not ours: %s", kind)
				}
			}
		})
		t.Run(profile.String()+"-served", func(t *testing.T) {
			t.Parallel()
			ours := project(t, append(slices.Clone(plain), plain...), profile, screentest.Served())
			// The same ways to move and erase, by what is shorter, and wrapping is off in a
			// row that terminals may differ about.
			for _, kind := range []string{"CSI A", "CSI B", "CSI C", "CSI D", "CSI H", "CSI K", `"\b"`, `"\r"`, "CSI ?7l", "CSI ?7h"} {
				ours[kind] = true
			}
			for kind := range project(t, drawn, profile, screentest.Served()) {
				if !ours[kind] {
					t.Errorf("a control sequence that is not ours: %s", kind)
				}
			}
		})
	}
}

// The check itself must find a hostile sequence.
func TestSequences(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for text, want := range map[string]string{
			"a\x1b]52;c;UEFO\x07": `"\x1b]52;c;UEFO\a"`, "\x1b[2J": "CSI J", "\x1b[?1049l": "CSI ?1049l", "a\rb": `"\r"`, "a\u202eb": "U+202E", "\u200d": "U+200D",
		} {
			if kinds := sequences(t, []byte(text)); !kinds[want] || len(kinds) != 1 {
				t.Errorf("%q: %v, want %s", text, kinds, want)
			}
		}
	})
}
