package keyboard

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	uv "github.com/charmbracelet/ultraviolet"

	"motoconsole/internal/effort"
)

// answers are what terminals send by themselves.
var answers = map[string]string{
	"background":          "\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
	"background, ST":      "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
	"foreground":          "\x1b]10;rgba:0000/0000/0000/ffff\x07",
	"palette":             "\x1b]4;1;rgb:cd/00/00\x1b\\",
	"clipboard":           "\x1b]52;c;QTE3\x07",
	"title":               "\x1b]lmy terminal\x1b\\",
	"DA1":                 "\x1b[?62;1;6;22c",
	"DA2":                 "\x1b[>41;354;0c",
	"DA3":                 "\x1bP!|00000000\x1b\\",
	"CPR":                 "\x1b[24;80R",
	"DECXCPR":             "\x1b[?24;80;1R",
	"XTVERSION":           "\x1bP>|tmux 3.4\x1b\\",
	"XTGETTCAP":           "\x1bP1+r524742=382f382f38\x1b\\",
	"DECRQSS":             "\x1bP1$r0m\x1b\\",
	"DECRPM":              "\x1b[?2026;2$y",
	"DSR":                 "\x1b[0n",
	"colour scheme":       "\x1b[?997;1n",
	"kitty":               "\x1b[?1u",
	"size":                "\x1b[8;24;80t",
	"graphics":            "\x1b_Gi=31;OK\x1b\\",
	"sixel":               "\x1b[?1;0;256S",
	"8-bit name in UTF-8": "\x1bP>|térm 1\x1b\\",
}

// TestLateAnswers: an answer is split anywhere, with any pause between the pieces, and
// with typing before and after. The filter passes on all of the typing and nothing of
// the answer.
func TestLateAnswers(t *testing.T) {
	arounds, turn := [][2]string{{"", ""}, {"Ann", "Bob\r"}, {"1", "2"}}, 0
	for name, answer := range answers {
		for at := 1; at < len(answer); at++ {
			for _, pause := range []time.Duration{0, silence / 2, silence + time.Millisecond, 60 * time.Millisecond, time.Second, endsWithin - silence} {
				turn++
				for _, around := range effort.Some(slices.Concat(arounds[turn%3:], arounds[:turn%3]), 3) { // a third, and each in turn
					synctest.Test(t, func(t *testing.T) {
						in, _ := opened(
							chunk{text: around[0], after: time.Second}, chunk{text: answer[:at]}, chunk{text: answer[at:] + around[1], after: pause},
							chunk{text: "Z", after: time.Minute},
						)
						got := decode(t, in)
						want := strings.TrimSuffix(around[0]+around[1], "\r") + "Z"
						if typed := typedOf(got.events); typed != hashed(want) {
							t.Fatalf("%s, cut at %d, after %v: typed %q, want %q\n%v", name, at, pause, typed, want, got.events)
						}
					})
				}
			}
		}
	}
}

// hashed is text with a # for each digit.
func hashed(text string) string {
	return strings.Map(func(r rune) rune {
		if _, ok := digitOf(r); ok {
			return '#'
		}
		return r
	}, text)
}

// typedOf is the text that events type, with a # for each digit.
func typedOf(events []uv.Event) string {
	var b strings.Builder
	for _, event := range events {
		k, ok := event.(uv.KeyPressEvent)
		switch {
		case !ok:
		case k.Code == '^' && k.Mod.Contains(uv.ModCtrl):
			b.WriteByte('#') // the digit itself was wiped long ago
		case k.Text != "":
			b.WriteString(k.Text)
		case k.Mod == uv.ModAlt && k.Code > ' ':
			// the key that looks like the beginning of an answer
		}
	}
	return b.String()
}

// TestTypingIsNoLateAnswer: typing passes after a key that begins like an answer, and
// after an answer whose end never comes.
func TestTypingIsNoLateAnswer(t *testing.T) {
	for _, c := range []struct {
		before string
		typed  []chunk
		want   string
	}{
		{"\x1b", keys("A17"), "A17"},
		{"\x1b", keys("Peter [1] O17"), "Peter [1] O17"},
		{"\x1b", keys("XL_9^]"), "XL_9^]"},
		{"\x1b", []chunk{{text: "Peter"}}, "Peter"},
		{"\x1b[", keys("A17"), "A17"},
		{"\x1b]", keys("A17"), "A17"},
		{"\x1bP", keys("Smith"), "Smith"},
		{"\x1b]11;rgb:1e1e/1e1e/1e1e", keys("Nora 17"), "Nora 17"},
		{"\x1b]11;rgb:1e1e/1e1e/1e1e", append([]chunk{{text: "a", after: time.Minute}}, keys("1c")...), "a1c"},
		{"\x1bP>|tmux", append([]chunk{{text: "A", after: goesOnWithin + time.Second}}, keys("17")...), "A17"},
		{"\x1b[?62;1", append([]chunk{{text: "c", after: endsWithin + time.Second}}, keys("17")...), "c17"},
		{"\x1bP>|tmux", []chunk{{text: "x"}, {text: "\r"}, {text: "A17", after: time.Second}}, "A17"},
		{"\x1b]11;rgb:1e", []chunk{{text: "1e/1e1e"}, {text: "/1e1e\x07A17", after: time.Second}}, "A17"},
	} {
		synctest.Test(t, func(t *testing.T) {
			given := []chunk{{text: c.before}}
			for _, k := range c.typed {
				if k.after == 0 {
					k.after = 200 * time.Millisecond
				}
				given = append(given, k)
			}
			in, _ := opened(given...)
			if typed := typedOf(decode(t, in).events); typed != hashed(c.want) {
				t.Errorf("after %q: %q, want %q", c.before, typed, c.want)
			}
		})
	}
}

// keys are typed one by one.
func keys(text string) (all []chunk) {
	for _, r := range text {
		all = append(all, chunk{text: string(r)})
	}
	return all
}

// TestAPasteWithoutAnEnd: a paste without an end ends with the first key after a few
// seconds, and at ctrl+c, however the terminal sends that.
func TestAPasteWithoutAnEnd(t *testing.T) {
	const interrupted = "ctrl+c"
	for _, c := range []struct {
		name  string
		given []chunk
		want  string // pastes in <>, and typed keys
	}{
		{"silence", []chunk{{text: "\x1b[200~A17"}, {text: "x", after: pasteSilence + time.Millisecond}, {text: "1", after: time.Second}}, "<A##>x#"},
		{"silence in its end", []chunk{{text: "\x1b[200~A\x1b[20"}, {text: "x1", after: pasteSilence + time.Second}}, "<A>x#"},
		{"silence at its ESC", []chunk{{text: "\x1b[200~A\x1b"}, {text: "x1", after: pasteSilence + time.Second}}, "<A>x#"},
		{"a pause", []chunk{{text: "\x1b[200~A1"}, {text: "7\x1b[201~x", after: pasteSilence}}, "<A##>x"},
		{"a pause in its end", []chunk{{text: "\x1b[200~A\x1b[20"}, {text: "1~x", after: time.Second}}, "<A>x"},
		{"ctrl+c", []chunk{{text: "\x1b[200~A17"}, {text: "\x03", after: time.Second}}, "<A##>ctrl+c"},
		{"ctrl+c at once", []chunk{{text: "\x1b[200~A17\x03"}}, "<A##>ctrl+c"},
		{"ctrl+c in its end", []chunk{{text: "\x1b[200~A\x1b[20"}, {text: "\x03", after: time.Second}}, "<A[##>ctrl+c"},
		{"kitty", []chunk{{text: "\x1b[200~A17"}, {text: "\x1b[99;5u", after: time.Second}}, "<A##>ctrl+c"},
		{"kitty with num lock", []chunk{{text: "\x1b[200~A17"}, {text: "\x1b[99;133:1u", after: time.Second}}, "<A##>ctrl+c"},
		{"kitty in pieces", []chunk{{text: "\x1b[200~A\x1b"}, {text: "[99", after: time.Second}, {text: ";5u"}}, "<A>ctrl+c"},
		{"modifyOtherKeys", []chunk{{text: "\x1b[200~A17"}, {text: "\x1b[27;5;99~", after: time.Second}}, "<A##>ctrl+c"},
		{"c released", []chunk{{text: "\x1b[200~A\x1b[99;5:3u\x1b[201~"}}, "<A[##;#:#u>"},
		{"c alone", []chunk{{text: "\x1b[200~A\x1b[99u\x1b[99;2u\x1b[201~"}}, "<A[##u[##;#u>"},
		{"many numbers", []chunk{{text: "\x1b[200~\x1b[" + strings.Repeat("1;", 40) + "\x1b[201~x"}}, "<[" + strings.Repeat("#;", 40) + ">x"},
	} {
		synctest.Test(t, func(t *testing.T) {
			in, _ := opened(c.given...)
			var b strings.Builder
			for _, event := range decode(t, in).events {
				switch e := event.(type) {
				case uv.PasteEvent:
					fmt.Fprintf(&b, "<%s>", strings.ReplaceAll(e.Content, string(rune(Placeholder)), "#"))
				case uv.KeyPressEvent:
					switch k := e.Keystroke(); {
					case e.Code == '^' && e.Mod.Contains(uv.ModCtrl):
						b.WriteByte('#')
					case e.Code == 'c' && e.Mod.Contains(uv.ModCtrl):
						b.WriteString(interrupted)
					default:
						b.WriteString(k)
					}
				}
			}
			if b.String() != c.want {
				t.Errorf("%s: %q, want %q", c.name, b.String(), c.want)
			}
		})
	}
}

// TestAPasteThatGoesOnIsOne: a paste stays one paste, however long it takes, as long as
// bytes come.
func TestAPasteThatGoesOnIsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		given := []chunk{{text: "\x1b[200~"}}
		for range 20 {
			given = append(given, chunk{text: "1", after: pasteSilence - time.Millisecond})
		}
		in, q := opened(append(given, chunk{text: "\x1b[201~", after: pasteSilence - time.Millisecond})...)
		out, err := io.ReadAll(in)
		if want := placed("\x1b[200~" + strings.Repeat("#", 20) + "\x1b[201~"); err != nil || string(out) != want || q.Left() != 20 {
			t.Errorf("%q, %d", out, q.Left())
		}
	})
}
