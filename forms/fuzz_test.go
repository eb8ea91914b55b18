package forms

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/effort"
)

// secretRun reports five or more digits in a row, whatever stands between them, of
// those that the fuzz test types into secret fields only.
func secretRun(text string) bool {
	n := 0
	for _, r := range text {
		switch {
		case r >= '4' && r <= '9', r >= '４' && r <= '９':
			if n++; n == 5 {
				return true
			}
		case r == ' ' || r == '-':
		default:
			n = 0
		}
	}
	return false
}

// random gives a form keys and pastes made from data. Digits from 4 to 9 are typed into
// secret fields only, and numbers pasted anywhere are made of them alone, so that a run
// of them on the screen is a leak.
func random(t testing.TB, data []byte) {
	p, c := everything(t)
	pastes := []string{
		"4444 4444 4444 4448", "4444444444444448", "５５５５５５５５５５５５4444", "ref 4444-4444-4444-4448 x",
		"12/30", "123", "13.57", "te12 3st", "Ada Lovelace", "France", "a\nb", "\n", "", "\x1b[2J", "a\u202eb", "\xff",
		strings.Repeat("4", 2000), "田中太郎", "e\u0301\u0301\u0301", " ",
	}
	keys := []tea.KeyPressMsg{
		enter, tab, shiftTab, up, down, left, stroke(tea.KeyRight), bksp, stroke(tea.KeyDelete), stroke(tea.KeyHome), stroke(tea.KeyEnd),
		ctrl('u'), ctrl('w'), ctrl('k'), ctrl('a'), ctrl('e'), stroke(tea.KeyEscape), stroke(tea.KeyKp1),
		{Code: tea.KeyBackspace, Mod: tea.ModAlt},
		{Code: tea.KeyExtended, Text: "ab1"},
		{Code: tea.KeyExtended, Text: "e\u0301"},
	}
	plain := []rune("0123./- ,abGBxé田\u0301\u200b\x00")
	for i := 0; i+1 < len(data) && i < 400; i += 2 {
		op, arg := data[i], int(data[i+1])
		c.advance(time.Duration(arg) * 4 * time.Millisecond)
		secret := p.Focused() == p.number || p.Focused() == p.code || p.Focused() == p.account
		what := ""
		switch op % 8 {
		case 0, 1, 2:
			r := plain[arg%len(plain)]
			if secret {
				r = rune('4' + arg%6)
			}
			what = string(r)
			p.Update(char(r))
		case 3, 4:
			p.Update(keys[arg%len(keys)])
		case 5:
			what = pastes[arg%len(pastes)]
			p.Update(tea.PasteMsg{Content: what})
		case 6:
			p.FocusField(p.slots[arg%len(p.slots)].Name())
		case 7:
			switch arg % 16 {
			case 0:
				p.Clear()
			case 1:
				p.ClearCard()
			case 2:
				taken := p.Take()
				taken.Wipe()
			case 3:
				p.Fail(p.slots[arg%len(p.slots)].Name(), "the gateway says \x1b[2Jno")
			default:
				if arg%3 == 0 {
					p.ToggleDrawer()
				}
				p.CheckAll()
			}
		}
		wantFits(t, p.Form, 1+arg%70, Styles{})
		content := screen(p.Form)
		for _, line := range strings.Split(content, "\n") {
			if secretRun(line) {
				t.Fatalf("a card number shows:\n%s", content)
			}
		}
		for _, s := range p.slots {
			if err := s.shown(); err != nil {
				if len([]rune(what)) > 4 && strings.TrimSpace(what) != "" && strings.Contains(err.Error(), what) {
					t.Fatalf("%q echoes %q", err, what)
				}
				if secretRun(err.Error()) || strings.ContainsAny(err.Error(), "\x00\x1b\u200b\u202e") {
					t.Fatalf("%q", err)
				}
			}
		}
	}
}

func FuzzForm(f *testing.F) {
	f.Add([]byte("0a1b2c3d4e5f6g7h"))
	f.Add([]byte{6, 2, 5, 0, 6, 0, 5, 1, 3, 0, 7, 5})
	f.Fuzz(func(t *testing.T, data []byte) { random(t, data) })
}

// Every run of go test takes some random walks too.
func TestRandomWalks(t *testing.T) {
	for seed := range uint64(effort.Of(20, 6)) { //nolint:gosec // positive
		r := rand.New(rand.NewPCG(seed, 1))
		data := make([]byte, 400)
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		random(t, data)
	}
}

// FuzzText gives one field after another any text at all, typed and pasted.
func FuzzText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Add(visa)
	f.Add("12/30")
	f.Fuzz(func(t *testing.T, text string) {
		p, _ := payment(t)
		for _, name := range fields(p) {
			p.FocusField(name)
			p.Update(tea.PasteMsg{Content: text})
			p.FocusField(name)
			for _, r := range text {
				p.Update(char(r))
			}
			wantFits(t, p.Form, 36, Styles{})
			p.CheckAll()
			content := screen(p.Form)
			if strings.ContainsAny(content, "\x1b\x00\u202e\u200b") {
				t.Fatalf("%q", content)
			}
		}
	})
}

func BenchmarkKeystroke(b *testing.B) {
	for _, name := range []string{"billinglastname", "pan", "billingcountryiso2a"} {
		b.Run(name, func(b *testing.B) {
			p, _ := payment(b)
			p.FocusField(name)
			st := colours()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if i%10 == 9 {
					p.Update(ctrl('u'))
				} else if name == "pan" {
					p.Update(char('4'))
				} else {
					p.Update(char('a'))
				}
				p.Rows(55, st)
			}
		})
	}
}

func BenchmarkNewPayment(b *testing.B) {
	for b.Loop() {
		payment(b)
	}
}
