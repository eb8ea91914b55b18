package cleantext

import (
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"

	"motoconsole/internal/effort"
)

// Hostile text, and what Clean leaves of it.
var hostile = map[string]string{
	"\x1b]52;c;UEFO\x07":                          "\ufffd]52;c;UEFO\ufffd",
	"\x1b]0;APPROVED\x07":                         "\ufffd]0;APPROVED\ufffd",
	"\x1b]8;;http://evil/\x1b\\pay\x1b]8;;\x1b\\": "\ufffd]8;;http://evil/\ufffd\\pay\ufffd]8;;\ufffd\\",
	"\x1b[2J\x1b[3J":                              "\ufffd[2J\ufffd[3J",
	"\x1b[1;1HAPPROVED":                           "\ufffd[1;1HAPPROVED",
	"\x1b[8mhidden\x1b[0m":                        "\ufffd[8mhidden\ufffd[0m",
	"\x1b[6n":                                     "\ufffd[6n",
	"\x1b[21t":                                    "\ufffd[21t",
	"\x1b[?1049l":                                 "\ufffd[?1049l",
	"\x1bP$q\"p\x1b\\":                            "\ufffdP$q\"p\ufffd\\",
	"\x1bPtmux;\x1b\x1b]52;c;AA\x07\x1b\\":        "\ufffdPtmux;\ufffd]52;c;AA\ufffd\\",
	"\x1b_Ga=T;AAAA\x1b\\":                        "\ufffd_Ga=T;AAAA\ufffd\\",
	"\x1b]1337;File=inline=1:AA\x07":              "\ufffd]1337;File=inline=1:AA\ufffd",
	"\x1b]777;notify;a;b\x07":                     "\ufffd]777;notify;a;b\ufffd",
	"\x9b31mred":                                  "\ufffd31mred",
	"\u009b31mred":                                "\ufffd31mred",
	"\u009d0;title\u009c":                         "\ufffd0;title\ufffd",
	"\x1b]0;never ended":                          "\ufffd]0;never ended",
	"trailing\x1b":                                "trailing\ufffd",
	strings.Repeat("\a", 1000):                    "\ufffd",
	"DECLINED\b\b\b\b\b\b\b\bAPPROVED":            "DECLINED\ufffdAPPROVED",
	"DECLINED\rAPPROVED":                          "DECLINED\ufffdAPPROVED",
	"x\nAPPROVED 99.99":                           "x\ufffdAPPROVED 99.99",
	"a\vb\fc\x0ed\x0fe\x00f\x7fg\th":              "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh",
	"a\u0085b\u2028c\u2029d":                      "a\ufffdb\ufffdc\ufffdd",
	"\u202e99.1":                                  "\ufffd99.1",
	"\u2066a\u2067b\u2068c\u2069":                 "\ufffda\ufffdb\ufffdc\ufffd",
	"p\u200ba\u200ci\u2060d\ufeff":                "p\ufffda\ufffdi\ufffdd\ufffd",
	"pa\u00adid":                                  "pa\ufffdid",
	"ok\U000e0041\U000e0042\U000e007f":            "ok\ufffd",
	"a" + strings.Repeat("\u0327", 50) + "b":      "a\u0327\u0327b",
	"👩\u200d👩\u200d👧":                             "👩\ufffd👩\ufffd👧",
	"日本語":                                         "日本語",
	"４１１１１１１１１１１１１１１１":                            "４１１１１１１１１１１１１１１１",
	"١٠":                                   "١٠",
	"a\xffb\xc0\xafc\xed\xa0\x80d":         "a\ufffdb\ufffdc\ufffdd",
	`\ud800`:                               `\ud800`,
	"%s%n%!d":                              "%s%n%!d",
	"{{.}}":                                "{{.}}",
	"../../etc/passwd":                     "../../etc/passwd",
	`=HYPERLINK("http://e/"&A1)`:           `=HYPERLINK("http://e/"&A1)`,
	"+1+1 -2+3 @SUM(A1)":                   "+1+1 -2+3 @SUM(A1)",
	"\t=1":                                 "\ufffd=1",
	`"=1`:                                  `"=1`,
	"＝1":                                   "＝1",
	`","x":"`:                              `","x":"`,
	"\n{\"level\":\"info\"":                "\ufffd{\"level\":\"info\"",
	"":                                     "",
	"Mr O’Brien-Ångström £5 – 日本":          "Mr O’Brien-Ångström £5 – 日本",
	"e\u0301":                              "é", // composed
	"\u1100\u1161":                         "가",
	"\u1100\u1100\u1161\u11a8\u11a8":       "\ufffd각\ufffd", // parts that make no syllable
	"ok 🇬🇧 👍🏽":                             "ok \ufffd 👍\ufffd",
	"\u0301x":                              "x",                                    // a mark without a letter
	"✔\ufe0f e\ufe0f\u0301":                "✔ é",                                  // variation selectors
	"a\U000e0100b":                         "ab",                                   //
	"a\u3164b\uffa0c\u115fd\u2800e\u034ff": "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf", // blank letters
	"a\ue000b\U000f0000c\u0378d\uffffe":    "a\ufffdb\ufffdc\ufffdd\ufffde",        // private, unassigned, no character
	"a\u00a0b\u3000c":                      "a\ufffdb\ufffdc",                      // blanks that are not a space
	"a\xff\u0301\xff\u05b0b":               "a\ufffd\u0301\ufffd\u05b0b",           // the marks must not follow each other
	"\ufffd\ufffd\x1b\ufffd":               "\ufffd",
}

// checkClean checks what holds for every cleaned text.
func checkClean(t *testing.T, text string, limit int) {
	t.Helper()
	got := Clean(text, limit)
	if again := Clean(got, limit); again != got {
		t.Fatalf("%.80q: %q, and cleaned again %q", text, got, again)
	}
	if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
		t.Fatalf("%.80q: %q is not UTF-8 in NFC", text, got)
	}
	letters, marks, joiners, letter := 0, 0, 0, rune(0)
	for _, r := range got {
		switch {
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks && (marks > maxOwnMarks || letter < 0x590) || letters == 0 || unicode.Is(unicode.Variation_Selector, r) {
				t.Fatalf("%.80q: %q has too many marks", text, got)
			}
			continue
		case r == '\u200c' || r == '\u200d':
			if joiners++; joiners > 1 || letters == 0 || letter < 0x590 || !unicode.IsLetter(letter) {
				t.Fatalf("%.80q: %q has a joiner that joins nothing", text, got)
			}
			continue
		case unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) || !unicode.IsPrint(r):
			t.Fatalf("%.80q: %q holds %U", text, got, r)
		}
		letters, marks, joiners, letter = letters+1, 0, 0, r
	}
	if letters > max(limit, 0) {
		t.Fatalf("%.80q: %q is %d long, the limit %d", text, got, letters, limit)
	}
}

// checkWidth checks that no text takes more than two cells a character.
func checkWidth(t *testing.T, text string, limit int) {
	t.Helper()
	got := Clean(text, limit)
	if width := ansi.StringWidth(got); width > 2*utf8.RuneCountInString(got) || width > 2*max(limit, 0) {
		t.Fatalf("%.80q: %q is %d cells wide, the limit is %d characters", text, got, width, limit)
	}
}

func TestClean(t *testing.T) {
	for text, want := range hostile {
		if got := Clean(text, 100); got != want {
			t.Errorf("%.80q: %q, want %q", text, got, want)
		}
		for _, limit := range []int{math.MinInt, -1, 0, 1, 2, 3, 8, 100, math.MaxInt} {
			checkClean(t, text, limit)
			checkWidth(t, text, min(limit, 1000))
		}
	}
}

func TestCleanLimit(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"abcd", 1, "…"},
		{"a", 1, "a"},
		{"a", 0, ""},
		{"a", -5, ""},
		{"日本語x", 3, "日本…"},
		{"ae\u0323\u0301c", 3, "aẹ\u0301c"},
		{"ae\u0323\u0301cd", 3, "aẹ\u0301…"},
		{"…", 1, "…"},
		{"ab…", 3, "ab…"},
		{strings.Repeat("x", 1_000_000), 10, "xxxxxxxxx…"},
		{strings.Repeat("x", 5000), 40, strings.Repeat("x", 39) + "…"},
		{"a" + strings.Repeat("\u0301", 500_000), 10, "á\u0301\u0301…"},
		{strings.Repeat("\x00", 1_000_000) + "APPROVED", 20, "\ufffd…"},
		{strings.Repeat("\x00", 1_000_000) + "APPROVED", 1, "…"},
		{strings.Repeat("👩\u200d", 40), 10, "👩\ufffd👩\ufffd👩\ufffd👩\ufffd👩…"},
	} {
		if got := Clean(c.text, c.limit); got != c.want {
			t.Errorf("%.40q within %d: %q, want %q", c.text, c.limit, got, c.want)
		}
		checkClean(t, c.text, c.limit)
	}
}

// following is the next character to try: with -short, all of the scripts that
// people write in most, and a sample of the rest.
func following(r rune) rune {
	if r < 0x3000 {
		return r + 1
	}
	return r + rune(effort.Of(1, 61)) //nolint:gosec // small
}

// Letters, pictures and signs are as wide together as they are alone, both for a
// terminal that counts characters and for one that counts graphemes. (Marks of
// scripts from India, and four of other Asian ones, are left out: terminals
// disagree on them.)
func TestCleanWidthIsStable(t *testing.T) {
	for r := rune(' '); r <= unicode.MaxRune; r = following(r) {
		if !unicode.IsPrint(r) || unicode.Is(unicode.Mc, r) || strings.ContainsRune("\u0d4e\u0e33\u0eb3\uff9e\uff9f", r) || r >= 0x11000 && r < 0x12000 {
			continue
		}
		for _, text := range []string{string(r), string(r) + string(r), "a" + string(r) + "b", "👩" + string(r), string(r) + "가"} {
			got := Clean(text, 9)
			if by, as := ansi.StringWidthWc(got), ansi.StringWidth(got); by != as {
				t.Errorf("%U: %q is %d or %d cells wide", r, got, by, as)
			}
		}
	}
}

// Every character alone, between letters, and after a mark.
func TestCleanEveryRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r = following(r) {
		got := Clean("a"+string(r)+"b", 9)
		if len(got) < 2 || got[0] != 'a' && !unicode.Is(unicode.M, r) || got[len(got)-1] != 'b' {
			t.Fatalf("%U: %q", r, got)
		}
		if r%7 == 0 || r < 0x3000 || unicode.Is(unicode.M, r) {
			checkClean(t, "a"+string(r)+"b", 9)
			checkClean(t, "e\u0323"+string(r)+"\u0301", 3)
		}
	}
}

func FuzzClean(f *testing.F) {
	for text := range hostile {
		f.Add(text, 12)
	}
	for _, name := range spelled {
		f.Add(name, 12)
	}
	f.Fuzz(func(t *testing.T, text string, limit int) {
		checkClean(t, text, limit%64)
		checkClean(t, text, 1_000)
		checkWidth(t, text, limit%64)
	})
}
