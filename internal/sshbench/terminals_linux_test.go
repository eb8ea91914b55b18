package sshbench

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"motoconsole/internal/effort"
	"motoconsole/internal/screentest"
)

// aTerminal is what a terminal tells of itself: its variables, and its answers to questions.
// What it does not answer is not in the table.
type aTerminal struct {
	name    string
	env     []string
	answers map[string]string
}

const (
	askDevice     = "\x1b[c"
	askSecond     = "\x1b[>c"
	askVersion    = "\x1b[>q"
	askFrames     = "\x1b[?2026$p"
	askClusters   = "\x1b[?2027$p"
	askBackground = "\x1b]11;?\a"
	askForeground = "\x1b]10;?\a"
	askKeys       = "\x1b[?u"
	askCursor     = "\x1b[6n"
)

// terminals answer as was recorded from them: xterm 379, tmux 3.3a, screen 4.9.0, PuTTY 0.78
// (pterm) and mosh 1.4.0 of Debian 12. Of the Linux console it is what its source answers,
// and the last is one that has all that Bubble Tea asks for.
var terminals = []aTerminal{
	{"xterm", []string{"TERM=xterm"}, xterm("rgb:ffff/ffff/ffff", "rgb:0000/0000/0000")},
	{"xterm, dark, with 256 colours", []string{"TERM=xterm-256color"}, xterm("rgb:0000/0000/0000", "rgb:ffff/ffff/ffff")},
	{"tmux", []string{"TERM=tmux-256color", "TERM_PROGRAM=tmux", "TMUX=/tmp/tmux-0/default,1,0"}, map[string]string{
		askDevice: "\x1b[?1;2c", askSecond: "\x1b[>84;0;0c", askVersion: "\x1bP>|tmux 3.3a\x1b\\", askCursor: "\x1b[1;1R",
	}},
	{"screen", []string{"TERM=screen", "STY=1.pts-0.desk"}, map[string]string{
		askDevice: "\x1b[?1;2c", askSecond: "\x1b[>83;40900;0c", askBackground: "\x1b]11;rgb:ffff/ffff/ffff\a", askCursor: "\x1b[1;1R",
	}},
	{"Linux console", []string{"TERM=linux"}, map[string]string{askDevice: "\x1b[?6c", askCursor: "\x1b[1;1R"}},
	{"PuTTY", []string{"TERM=xterm", "SSH_TTY=/dev/pts/1"}, map[string]string{
		askDevice: "\x1b[?6c", askSecond: "\x1b[>0;136;0c", askCursor: "\x1b[1;1R",
	}},
	{"mosh", []string{"TERM=xterm-256color"}, map[string]string{
		askDevice: "\x1b[?62c", askSecond: "\x1b[>1;10;0c", askCursor: "\x1b[2;1R",
	}},
	{"one with whole frames", []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, map[string]string{
		askDevice: "\x1b[?62c", askFrames: "\x1b[?2026;2$y", askClusters: "\x1b[?2027;2$y", askKeys: "\x1b[?0u",
		askBackground: "\x1b]11;rgb:fafa/fafa/fafa\x1b\\", askForeground: "\x1b]10;rgb:1e1e/1e1e/1e1e\x1b\\",
	}},
}

func xterm(ground, ink string) map[string]string {
	return map[string]string{
		askDevice: "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", askSecond: "\x1b[>41;379;0c", askVersion: "\x1bP>|XTerm(379)\x1b\\",
		askFrames: "\x1b[?2026;0$y", askClusters: "\x1b[?2027;0$y", askBackground: "\x1b]11;" + ground + "\a", askForeground: "\x1b]10;" + ink + "\a", askCursor: "\x1b[1;1R",
	}
}

// asked are the questions that a console has asked, in their order.
func asked(p *screentest.PTY) (all []string) {
	questions := []string{askDevice, askSecond, askVersion, askFrames, askClusters, askBackground, askForeground, askKeys, askCursor}
	said := string(p.Recorded())
	for len(said) > 0 {
		at := slices.IndexFunc(questions, func(q string) bool { return strings.HasPrefix(said, q) })
		if at < 0 {
			said = said[1:]
			continue
		}
		all = append(all, questions[at])
		said = said[len(questions[at]):]
	}
	return all
}

// TestDeskTerminals holds the two runtimes against each other at terminals that tell of
// themselves what these told: both show the same, take no answer for typing, however late,
// see whether the ground is light, and give the terminal back.
func TestDeskTerminals(t *testing.T) {
	t.Parallel()
	program, err := deskBinary()
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(t)
	o.configure("")
	for _, tm := range effort.Some(terminals, 3) {
		t.Run(tm.name, func(t *testing.T) {
			t.Parallel()
			var at [2]*screentest.PTY
			for i, r := range runtimes {
				cmd := o.command(program)
				cmd.Env = append(append(cmd.Env, tm.env...), r.env...)
				at[i] = screentest.StartPTY(t, cmd, 80, 24, screentest.Mute())
			}
			for _, p := range at {
				p.WaitFor(t, "Your payments today")
				p.WaitUntil(t, "the question about the ground", func(string) bool { return slices.Contains(asked(p), askBackground) })
				p.Settle(t)
				before := p.Rows()
				for _, question := range asked(p) {
					p.Input([]byte(tm.answers[question]))
				}
				if strings.Contains(tm.answers[askBackground], "rgb:f") {
					p.WaitUntil(t, "colours for a light ground", func(string) bool { return !cmp.Equal(before, p.Rows()) })
				}
			}
			same(t, "home", at)
			for _, p := range at {
				p.Press("n")
				p.WaitFor(t, "Still to ask")
				p.Type("A1")
				p.WaitFor(t, "A1")
				for _, answer := range tm.answers { // to what another program asked
					p.Input([]byte(answer))
				}
				for _, answer := range tm.answers {
					p.Input([]byte(answer[:len(answer)/2]))
					time.Sleep(100 * time.Millisecond) // the rest comes when nothing waits for it any more
					p.Input([]byte(answer[len(answer)/2:]))
				}
				p.Type("7\r10.50\r4111")
				p.WaitFor(t, "4 of 16")
				if shown := p.Text(); !strings.Contains(shown, "A17 ") {
					t.Errorf("an answer was taken for typing:\n%s", shown)
				}
			}
			same(t, "the form", at)
			for _, p := range at {
				p.Resize(100, 30)
				p.Press("f1")
			}
			same(t, "the help", at)
			for i, p := range at {
				if tm.name == "mosh" { // its server ends what runs in it
					p.Signal(syscall.SIGTERM)
				} else {
					p.Press("esc")
					p.WaitFor(t, "Still to ask")
					p.Press("esc")
					p.WaitFor(t, "Discard this payment?")
					p.Press("y")
					p.WaitFor(t, "Your payments today")
					p.Press("q")
				}
				if code := p.Wait(t); code != 0 {
					t.Errorf("%s: exit code %d", runtimes[i].name, code)
				}
				if left := leftOver(p); len(left) > 0 {
					t.Errorf("%s leaves %q", runtimes[i].name, left)
				}
				// The README says so, and that it is why Bubble Tea's program stays.
				if whole := bytes.Contains(p.Recorded(), []byte(ansi.SetModeSynchronizedOutput)); whole != (i == 0 && tm.answers[askFrames] == "\x1b[?2026;2$y") {
					t.Errorf("%s draws whole frames: %v", runtimes[i].name, whole)
				}
			}
		})
	}
}

// same waits until both show the same, in the same colours.
func same(t *testing.T, what string, at [2]*screentest.PTY) {
	t.Helper()
	equal := func(string) bool { return cmp.Equal(at[0].Rows(), at[1].Rows()) }
	for late := time.Now().Add(8 * time.Minute); time.Now().Before(late); {
		if at[0].Watch(nil, 100*time.Millisecond, equal) || at[1].Watch(nil, 100*time.Millisecond, equal) {
			return
		}
	}
	t.Errorf("%s: - Bubble Tea, + moto serve's\n%s\n%s", what, cmp.Diff(at[0].Text(), at[1].Text()), cmp.Diff(at[0].Rows(), at[1].Rows()))
}

var cursorShape = regexp.MustCompile(`\x1b\[(\d*) q`)

// leftOver are the settings of a terminal that a console which ended did not take back.
func leftOver(p *screentest.PTY) (left []string) {
	if p.AltScreen() {
		left = append(left, "the alternate screen")
	}
	if _, _, shown := p.Cursor(); !shown {
		left = append(left, "a hidden cursor")
	}
	if p.Title() != "" {
		left = append(left, "a title")
	}
	if p.Raw() {
		left = append(left, "raw mode")
	}
	for _, mode := range []ansi.DECMode{ansi.ModeBracketedPaste, ansi.ModeSynchronizedOutput, ansi.ModeUnicodeCore, ansi.ModeFocusEvent} {
		if p.Mode(mode) {
			left = append(left, "mode "+ansi.SetMode(mode)[2:])
		}
	}
	written := p.Recorded()
	for _, pair := range [][2]string{{ansi.SetModifyOtherKeys2, ansi.ResetModifyOtherKeys}, {ansi.PushKittyKeyboard(1), ansi.PopKittyKeyboard(1)}} {
		if bytes.LastIndex(written, []byte(pair[0])) > bytes.LastIndex(written, []byte(pair[1])) {
			left = append(left, pair[0])
		}
	}
	if shapes := cursorShape.FindAllSubmatch(written, -1); len(shapes) > 0 && len(bytes.Trim(shapes[len(shapes)-1][1], "0")) > 0 {
		left = append(left, "the cursor's shape")
	}
	return left
}
