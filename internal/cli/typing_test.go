//go:build unix

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/internal/screentest"
)

// TestWaysToType takes a payment for each way in which digits come from a terminal, and
// checks at the bank what was charged.
func TestWaysToType(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	p := o.console(t, "priya")
	bracketed := func(text string) string { return "\x1b[200~" + text + "\x1b[201~" }
	keypad := func(digits string) string {
		var b strings.Builder
		for _, d := range []byte(digits) {
			b.WriteString("\x1bO" + string(rune(d-'0'+'p')))
		}
		return b.String()
	}
	card := strings.ReplaceAll(canary, " ", "")
	rest := "Ann Smith\tNo 789\tTE45 6ST\t"
	for i, way := range []struct{ name, keys string }{
		{"typed", "10.01\r" + canary + "\r12/30" + testCode + rest},
		{"burst with tabs", "10.02\t" + card + "\t1230\t" + testCode + "\t" + rest},
		{"bracketed paste", bracketed("10.03") + "\r" + bracketed(canary) + "\r" + bracketed("12/30") + bracketed(testCode) + rest},
		{"corrected", "10.1\x7f04\r" + card[:4] + "9\x7f" + card[4:12] + "00\x7f\x7f" + card[12:] + "\r13\x7f230" + "9\x7f" + testCode + rest},
		{"keypad", keypad("10") + "\x1bOn" + keypad("05") + "\x1bOM" + keypad(card) + "\x1bOM" + keypad("1230"+testCode) + rest},
		{"keypad behind a multiplexer", "10.06\n" + card + "\n1230" + testCode + strings.ReplaceAll(rest, "\t", "\n")},
	} {
		p.Press("n")
		p.WaitFor(t, "Still to ask")
		order := "WAY" + string(rune('A'+i))
		p.Input([]byte(order + "\r" + way.keys))
		t.Log(way.name)
		for _, words := range []string{confirmPage, "£10.0" + string(rune('1'+i)), "ending 1486", order} {
			p.WaitFor(t, words)
		}
		grace()
		agree(t, p)
		p.WaitFor(t, "APPROVED")
		grace()
	}
	p.Press("enter")
	leave(t, p)
	for _, e := range o.entries(t) {
		if e.First6+e.Last4 != card[:6]+card[12:] {
			t.Errorf("%s: %s…%s was charged", e.OwnReference, e.First6, e.Last4)
		}
	}
	o.bank.wantAuths(t, 6)
}

// TestResizeWhileTyping: neither the number nor its place is lost.
func TestResizeWhileTyping(t *testing.T) {
	t.Parallel()
	p := screentest.StartPTY(t, command(t, "--sandbox"), 80, 24)
	p.WaitFor(t, "Your payments today")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A17\n10.50\n" + testPAN[:7])
	p.Resize(100, 40)
	p.Type(testPAN[7:])
	p.Resize(80, 24)
	p.Type("\n1230" + testCode + "Ann Smith\nNo 789\nTE456ST\n")
	p.WaitFor(t, "Charge £10.50 to Visa ending 1111")
	grace()
	agree(t, p)
	p.WaitFor(t, "APPROVED")
}
