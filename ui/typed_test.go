package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/screentest"
)

// newTyped is a console whose digits are diverted, and a keyboard for it.
func newTyped(t *testing.T, b *bank) (c *console, typed func(keys string)) {
	t.Helper()
	c = newConsole(t, b)
	return c, func(keys string) {
		t.Helper()
		// A filter of its own for each text: the messages wait in line as they
		// do for a program that is busy.
		input := divertedBy(c.root.console)(strings.NewReader(keys))
		if c.root.charge() != nil {
			c.root.charge().Sheet.Queue = c.root.console.Digits
			if c.root.charge().Reason != nil {
				c.root.charge().Reason.Queue = c.root.console.Digits
			}
		}
		for _, msg := range screentest.Decode(t, input) {
			if forms.BareDigits(msg) {
				t.Fatalf("a digit travels in %T", msg)
			}
			c.Send(msg)
		}
		if left := c.root.console.Digits.Left(); left != 0 {
			t.Errorf("%d digits are left in the queue", left)
		}
	}
}

const wholePayment = "A17\r10.50\r" + testPAN + "\r1230" + "123" + "Ann Smith\rNo 789\rTE456ST\r"

// TestWholePaymentThroughTheFilter: however the digits come, the right ones
// are charged.
func TestWholePaymentThroughTheFilter(t *testing.T) {
	keypad := func(digits string) string {
		var b strings.Builder
		for _, d := range []byte(digits) {
			b.WriteString("\x1bO" + string(rune(d-'0'+'p')))
		}
		return b.String()
	}
	pasted := func(text string) string { return "\x1b[200~" + text + "\x1b[201~" }
	for name, keys := range map[string]string{
		"burst":      wholePayment,
		"tabs":       "A17\t10.50\t" + testPAN + "\t12/30\t123\tAnn Smith\tNo 789\tTE456ST\t",
		"pasted":     pasted("A17") + "\r" + pasted("£10.50") + "\r" + pasted("4111 1111 1111 1111") + "\n" + pasted("12/30") + pasted("123") + pasted("Ann Smith") + "\r" + pasted("No 789") + "\r" + pasted("TE45 6ST") + "\r",
		"corrected":  "A18\x7f7\r10.6\x7f50\r" + "4112\x7f1" + "111111119\x7f" + "1111\r" + "13\x7f230" + "12\x7f23" + "Ann Smith\rNo 789\rTE456ST\r",
		"keypad":     "A17\r" + keypad("10") + "\x1bOn" + keypad("50") + "\x1bOM" + keypad(testPAN) + "\x1bOM" + keypad("1230123") + "Ann Smith\rNo 789\rTE456ST\r",
		"kitty":      "A17\r10.50\x1b[57414u" + strings.Repeat("\x1b[52u", 1) + strings.Repeat("\x1b[57400u", 15) + "\x1b[13u1230123Ann Smith\rNo 789\rTE456ST\r",
		"full-width": "A17\r10.50\r４１１１１１１１１１１１１１１１\r1230123Ann Smith\rNo 789\rTE456ST\r",
		"answers of the terminal in between": "A17\r10.\x1b]11;rgb:1e1e/1e1e/1e1e\x0750\r" + "4111\x1b[24;80R1111\x1b[?2026;2$y11111111" +
			"\r1230123Ann Smith\rNo 789\rTE456ST\r",
		"line feeds": strings.ReplaceAll(wholePayment, "\r", "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				b := &bank{}
				c, typed := newTyped(t, b)
				c.Press("n")
				typed(keys)
				c.mustShow(t, "Charge £10.50 to Visa ending 1111", "A17", "Ann Smith", "12/30", "No 789, TE45 6ST")
				c.clock.wait(time.Second)
				typed("y")
				c.mustShow(t, "APPROVED")
				if b.count() != 1 || b.cards[0] != "411111######1111" || b.asked[0].Amount.Minor != 1050 {
					t.Errorf("%d charges, cards %v", b.count(), b.cards)
				}
				for _, msg := range c.Messages() {
					if forms.BareDigits(msg) {
						t.Error("a digit travelled in a message")
					}
				}
			})
		})
	}
}

// TestNoDigitGoesAstray: what the screen does not take is gone, and never in
// the field that is shown next.
func TestNoDigitGoesAstray(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed := newTyped(t, &bank{})
		typed("99n12") // home takes no digits
		c.mustShow(t, "12")
		c.mustNotShow(t, "99")
		c.Press("f1")
		typed("88") // turns or closes the help
		typed("3")
		c.mustShow(t, "123")
		c.mustNotShow(t, "88")
		c.Resize(30, 5)
		typed("77\x1b[200~66\x1b[201~")
		c.Resize(80, 24)
		typed("4\x1b5")
		c.mustShow(t, "1234")
		c.mustNotShow(t, "77", "66", "reference   12345")
	})
}

// TestResizeInTheMiddle of a number loses none of it.
func TestResizeInTheMiddle(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed := newTyped(t, &bank{})
		c.Press("n")
		typed("A17\r10.50\r" + testPAN[:7])
		c.Resize(100, 40)
		typed(testPAN[7:] + "\r1230123")
		c.Press("ctrl+r")
		c.mustShow(t, "Visa ending 1111")
	})
}

// TestDigitsProlongTheGrace: also those typed ahead keep the confirm page from
// acting.
func TestDigitsProlongTheGrace(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{}
		c, typed := newTyped(t, b)
		c.Press("n")
		typed(wholePayment)
		for range 3 {
			c.clock.wait(500 * time.Millisecond)
			typed("1")
		}
		c.clock.wait(500 * time.Millisecond)
		typed("y")
		c.mustShow(t, "Check with the caller")
		if b.count() != 0 {
			t.Error("a key in flight charged")
		}
	})
}

func TestTooMuchIsSaid(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed := newTyped(t, &bank{})
		c.Press("n")
		typed("\x1b[200~" + strings.Repeat("9", 1<<20) + "\x1b[201~")
		c.mustShow(t, "Too much was pasted")
		c.mustNotShow(t, "99")
		typed("A17\r10.50")
		c.mustShow(t, "A17", "£10.50")
	})
}

// TestBareDigitsAreNoTyping: past a filter they are part of something else.
func TestBareDigitsAreNoTyping(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed := newTyped(t, &bank{})
		c.Press("n")
		typed("A")
		c.Send(tea.KeyPressMsg{Code: '7', Text: "7"})
		c.Send(tea.KeyPressMsg{Code: tea.KeyKp8})
		c.Send(tea.PasteMsg{Content: "9"})
		c.mustShow(t, "Order reference    A")
		c.mustNotShow(t, "A7", "A8", "A9")
	})
}

// TestEveryFormGetsDigits: a form made by itself would never get any.
func TestEveryFormGetsDigits(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		shell, _ := filepath.Glob("*.go")
		files, err := filepath.Glob("*/*.go")
		if err != nil || len(files) < 10 {
			t.Fatal(files, err)
		}
		for _, name := range append(shell, files...) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), "forms.New("); n > 0 && name != newFormIn && !strings.HasSuffix(name, "_test.go") {
				t.Errorf("%s has a form made with forms.New: use the shell's", name)
			}
		}
	})
}

// newFormIn is the file that makes forms for all pages.
const newFormIn = "kit/shell.go"

// BenchmarkDigit is a digit typed into the card number through the filter.
func BenchmarkDigit(b *testing.B) {
	session := newSession(&bank{answer: approved}, newClock(), gateway.ModeTest)
	key := strings.NewReader("")
	input := divertedBy(session)(key)
	root := New(session)
	model, _ := root.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	model, _ = model.Update(tea.KeyPressMsg{Code: 'n', Text: "n"})
	root.charge().Sheet.FocusField("pan")
	buf := make([]byte, 4096)
	b.ReportAllocs()
	for b.Loop() {
		key.Reset("4")
		if n, _ := input.Read(buf); n != 1 || buf[0] != keyboard.Placeholder {
			b.Fatal("no placeholder")
		}
		model, _ = model.Update(tea.KeyPressMsg{Code: '^', Mod: tea.ModCtrl})
		_ = model.View()
		model, _ = model.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		_ = model.View()
	}
}

// TestScreensTellNothingOfTheCard: two cards that differ only in what must not
// be seen give the same screens, key by key.
func TestScreensTellNothingOfTheCard(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		screens := func(pan, code string) (all []string) {
			c, typed := newTyped(t, &bank{})
			c.Press("n")
			for _, key := range "A17\r10.50\r" + pan + "\r1230" + code + "Ann Smith\rNo 789\rTE456ST\r" {
				typed(string(key))
				all = append(all, c.root.View().Content)
			}
			c.clock.wait(time.Second)
			c.Press("y")
			c.mustShow(t, "APPROVED")
			return append(all, c.root.View().Content)
		}
		one, other := screens(testPAN, "123"), screens("4111119876501111", "987")
		if diff := cmp.Diff(one, other); diff != "" {
			t.Error(diff)
		}
	})
}
