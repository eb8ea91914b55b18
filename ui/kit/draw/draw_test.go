package draw

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/charset"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

var (
	full  = theme.New(theme.Options{Level: theme.True})
	plain = theme.New(theme.Options{Level: theme.None})
	ascii = theme.New(theme.Options{Level: theme.Many, Charset: charset.ASCII})
)

// want fails unless rows have this text. Blanks at their ends do not count.
func want(t *testing.T, name string, rows []string, lines ...string) {
	t.Helper()
	for i := range max(len(rows), len(lines)) {
		got, should := "(no row)", "(no row)"
		if i < len(rows) {
			got = strings.TrimRight(ansi.Strip(rows[i]), " ")
		}
		if i < len(lines) {
			should = lines[i]
		}
		if got != should {
			t.Errorf("%s, row %d:\n%q, want\n%q", name, i, got, should)
		}
	}
}

func environments(th *theme.Theme) map[string]Environment {
	return map[string]Environment{
		"LIVE": {"LIVE", true, th.Live}, "TEST": {"TEST", false, th.Test}, "SANDBOX": {"SANDBOX", false, th.Sandbox}, "PRACTICE": {"PRACTICE", false, th.Practice},
	}
}

// TestHead: the subject is left out first, then the site, and on a narrow screen the site
// first; environment, badge and agent stay.
func TestHead(t *testing.T) {
	h := Head{Environment: environments(plain)["LIVE"], Title: "Payment", About: "B07", Badge: "? 1 to check", Agent: "priya", Site: "northgate"}
	for width, line := range map[int]string{
		80: " ● LIVE   Payment  B07                       ? 1 to check    priya · northgate",
		72: " ● LIVE   Payment  B07               ? 1 to check    priya · northgate",
		60: " ● LIVE   Payment  B07   ? 1 to check    priya · northgate",
	} {
		want(t, fmt.Sprint(width), []string{h.Draw(plain, width)}, line)
	}
	h.About = "refund · B07"
	want(t, "narrow", []string{h.Draw(plain, 60)}, " ● LIVE   Payment  refund · B07      ? 1 to check    priya")
	h.About = strings.Repeat("long ", 8)
	want(t, "long", []string{h.Draw(plain, 80)}, " ● LIVE   Payment                            ? 1 to check    priya · northgate")
	h.Agent, h.Title = strings.Repeat("Zoë", 20), "Already taken?"
	for _, th := range []*theme.Theme{full, plain, ascii} {
		for name, e := range environments(th) {
			for width := 60; width <= 200; width++ {
				h.Environment = e
				row := ansi.Strip(h.Draw(th, width))
				if ink.Width(row) != width || !strings.Contains(row, name) || !strings.Contains(row, "? 1 to check") || !strings.Contains(row, "Alr") || !strings.Contains(row, "Zo") {
					t.Errorf("%d: %q has %d cells", width, row, ink.Width(row))
				}
			}
		}
	}
	for name, marker := range map[string]string{"LIVE": "[LIVE]", "TEST": "(TEST)", "SANDBOX": "(SANDBOX)"} {
		if got := ansi.Strip(environments(ascii)[name].Marker(ascii)); got != marker {
			t.Errorf("%s in ASCII: %q", name, got)
		}
	}
}

// TestFooter: the last keys are left out first; the first one and help stay.
func TestFooter(t *testing.T) {
	f := Footer{
		Keys: []Key{{Key: "n", Label: "New payment"}, {Key: "enter", Label: "Open"}, {Key: "f", Label: "Find"}, {Key: "c", Label: "Check"}, {Key: "q", Label: "Quit"}},
		Help: &Key{Key: "F1", Label: "Help"},
	}
	for width, line := range map[int]string{
		80: "   n  New payment  [enter] Open  [f] Find  [c] Check  [q] Quit       [F1] Help",
		60: "  n  New payment  [enter] Open  [f] Find          [F1] Help",
		32: "  n  New payment      [F1] Help",
		24: "  n  New pa…  [F1] Help",
	} {
		want(t, fmt.Sprint(width), []string{f.Draw(plain, width)}, line)
	}
	if row := f.Draw(plain, 120); !strings.Contains(ansi.Strip(row), "Open   [f] Find") {
		t.Errorf("no wider gap on a wide screen: %q", row)
	}
	// Labels are shortened where that makes room for a key more, and no more than that takes.
	named := f
	named.Keys = []Key{
		{Key: "n", Label: "Next payment", Short: "Next"}, {Key: "g", Label: "Capture or cancel", Short: "Capture"}, {Key: "enter", Label: "Home", Out: true},
	}
	for width, line := range map[int]string{
		80: "   n  Next payment  [g] Capture or cancel  [enter] Home              [F1] Help",
		60: "  n  Next  [g] Capture or cancel  [enter] Home    [F1] Help",
		52: "  n  Next  [g] Capture  [enter] Home      [F1] Help",
		44: "  n  Next payment  [enter] Home   [F1] Help",
	} {
		want(t, fmt.Sprint("named ", width), []string{named.Draw(plain, width)}, line)
	}
	// A spare key is left out before all others.
	form := Footer{Keys: []Key{{Key: "enter", Label: "Next"}, {Key: "shift+tab", Label: "Back", Spare: true}, {Key: "ctrl+r", Label: "Confirm"}, {Key: "esc", Label: "Discard", Out: true}}}
	for width, line := range map[int]string{
		80: "   enter  Next  [shift+tab] Back  [ctrl+r] Confirm  [esc] Discard",
		60: "  enter  Next  [ctrl+r] Confirm  [esc] Discard",
		34: "  enter  Next  [esc] Discard",
	} {
		want(t, fmt.Sprint("spare ", width), []string{form.Draw(plain, width)}, line)
	}
	// A key that does not work yet takes the same cells as one that works.
	lit := f.Draw(full, 80)
	f.Keys[0].Unlit = true
	if unlit := f.Draw(full, 80); ansi.Strip(unlit) != ansi.Strip(lit) || unlit == lit {
		t.Errorf("unlit %q, lit %q", unlit, lit)
	}
	f.Keys[0].Unlit, f.Keys[4] = false, Key{Key: "esc", Label: "Back", Out: true}
	want(t, "the way out", []string{f.Draw(plain, 60)}, "  n  New payment  [enter] Open  [esc] Back        [F1] Help")
	want(t, "no key works", []string{Footer{Says: "Please wait: keys do nothing until the bank answers"}.Draw(full, 40)}, " Please wait: keys do nothing until…")
}

func TestStatusAndStrip(t *testing.T) {
	want(t, "status", []string{Status(full, "✖ The journal cannot be read, so no payment can be taken", 60)}, " ✖ The journal cannot be read, so no payment can be taken")
	want(t, "cut", []string{Status(full, "The journal cannot be read, so no payment can be taken", 40)}, " The journal cannot be read, so no…")
	want(t, "none", []string{Status(full, "", 40)}, "")
	strip := func(th *theme.Theme, width int) []string {
		return []string{Strip(th, theme.Warn, "? 1 unknown payment: do not take it again", "£600.10 · A16", width)}
	}
	want(t, "strip", strip(full, 76), " ? 1 unknown payment: do not take it again                    £600.10 · A16")
	want(t, "narrow", strip(full, 46), " ? 1 unknown payment: do not take it again")
	want(t, "ASCII", strip(ascii, 46), "[? 1 unknown payment: do not take it again   ]")
}

// TestOutcomeBar: the note is left out first, then the order; the outcome and the amount
// stay.
func TestOutcomeBar(t *testing.T) {
	v := OutcomeBar{Tone: theme.OK, Symbol: "✔", Word: "APPROVED", Amount: "£10.50", Card: "Visa ending 1111", Order: "order A17", Note: "ten pounds and fifty pence"}
	half := func(s string, n int) string { return strings.Repeat(s, n) }
	want(t, "80", v.Draw(full, 80, false), half("▄", 80),
		"  ✔ APPROVED                                                            £10.50", "  Visa ending 1111 · order A17                      ten pounds and fifty pence", half("▀", 80))
	want(t, "60", v.Draw(full, 50, false), half("▄", 50), " ✔ APPROVED                                £10.50", " Visa ending 1111 · order A17", half("▀", 50))
	want(t, "without colour", v.Draw(plain, 60, false), "", " ✔ APPROVED                                          £10.50", " Visa ending 1111 · order A17    ten pounds and fifty pence", "")
	want(t, "ASCII", v.Draw(ascii, 60, false), "", "[✔ APPROVED                                          £10.50]", "[Visa ending 1111 · order A17    ten pounds and fifty pence]", "")
	want(t, "big", v.Draw(full, 120, true), half("▄", 120),
		"  ✔ APPROVED"+ink.Blanks(87)+"£ ▄█  █▀█   █▀▀ █▀█", "  Visa ending 1111 · order A17"+ink.Blanks(72)+"█  █ █   ▀▀█ █ █",
		"  ten pounds and fifty pence"+ink.Blanks(73)+"▀▀▀ ▀▀▀ ▀ ▀▀▀ ▀▀▀", half("▀", 120))
	v.Word, v.Amount = strings.Repeat("VERY ", 8)+"LONG", "MXN 1,234,567,890.00"
	for width := 60; width < 200; width++ {
		text := ansi.Strip(strings.Join(v.Draw(full, width, IsBig(width, 50)), "\n"))
		if big := IsBig(width, 50); !strings.Contains(text, v.Word) || !big && !strings.Contains(text, v.Amount) {
			t.Errorf("%d cuts what is never cut:\n%s", width, text)
		}
	}
}

func TestBigAmount(t *testing.T) {
	want(t, "all digits", bigAmount(full, "£1,234.50"), "£ ▄█    ▀▀█ ▀▀█ █ █   █▀▀ █▀█", "   █  ▄ █▀▀ ▀▀█ ▀▀█   ▀▀█ █ █", "  ▀▀▀ ▀ ▀▀▀ ▀▀▀   ▀ ▀ ▀▀▀ ▀▀▀")
	want(t, "the rest", bigAmount(full, "JPY 6789"), "JPY █▀▀ ▀▀█ █▀█ █▀█", "    █▀█   █ █▀█ ▀▀█", "    ▀▀▀   ▀ ▀▀▀ ▀▀▀")
	want(t, "too wide", Amount(full, "£1,234.50", 20), "", "£1,234.50", "")
	want(t, "ASCII", Amount(ascii, "£10.50", 70), "", "£10.50", "")
}

func TestPanel(t *testing.T) {
	p := Panel{Title: "Checks", Note: "selected", Rows: []string{"one", strings.Repeat("long", 20)}}
	want(t, "panel", p.Draw(full, 30, 4), strings.Repeat("▄", 30), "│ Checks             selected", "│ one", "│ longlonglonglonglonglonglo…", "│")
	want(t, "focused, as tall as it is", Panel{Focused: true, Rows: []string{"a"}}.Draw(plain, 30, 0), "", "┃ a")
	want(t, "say", Say(full, "“I am about to take £10.50. Is that all right?”", 30), strings.Repeat("▄", 30), "┃ Say", "┃ “I am about to take £10.50.", "┃ Is that all right?”")
	want(t, "say in a row", SayRows(full, "“Could you read the long number again, please?”", 60), "Say  “Could you read the long number again, please?”")
	rows := Dialog(full, "Discard this payment?", []string{"A17", "", "Nothing has been charged."}, 80, 20)
	if len(rows) != 20 {
		t.Errorf("a dialog of %d rows", len(rows))
	}
	want(t, "dialog", rows[6:13], ink.Blanks(8)+strings.Repeat("▄", 64), ink.Blanks(8)+"┃ Discard this payment?", ink.Blanks(8)+"┃", ink.Blanks(8)+"┃ A17", ink.Blanks(8)+"┃", ink.Blanks(8)+"┃ Nothing has been charged.", ink.Blanks(8)+"┃")
	for _, row := range p.Draw(full, 30, 4)[1:] {
		if ink.Width(row) != 30 {
			t.Errorf("%q ends before the panel", row)
		}
	}
	want(t, "nothing", Empty(full, "Nothing found", "Try fewer words, or a longer time.", 24), "– Nothing found", "Try fewer words, or a", "longer time.")
	want(t, "fact", []string{Fact(full, "Reference", "23-9-80001", 12, 30)}, "Reference   23-9-80001")
}

// TestTable: columns are left out in their order, and some never.
func TestTable(t *testing.T) {
	columns := []Column{
		{Head: "Time", Width: 5},
		{Head: "Amount", Width: 9, Right: true},
		{Head: "Order", Width: 5, Grows: 10},
		{Head: "Checks", Width: 6, Goes: 1},
		{Head: "Agent", Width: 6, Goes: 2},
	}
	cells := map[int]string{0: "15:04", 1: "£10.50", 2: "A17-7K3M2P", 3: "✔ ✔ ✔", 4: "priya"}
	for width, lines := range map[int][]string{
		47: {"  Time      Amount  Order       Checks  Agent", "▸ 15:04     £10.50  A17-7K3M2P  ✔ ✔ ✔   priya"},
		40: {"  Time      Amount  Order       Checks", "▸ 15:04     £10.50  A17-7K3M2P  ✔ ✔ ✔"},
		30: {"  Time      Amount  Order", "▸ 15:04     £10.50  A17-7K3M2P"},
		26: {"  Time      Amount  Order", "▸ 15:04     £10.50  A17-7…"},
	} {
		table := NewTable(columns, width)
		var row []string
		for _, c := range table.Columns() {
			row = append(row, cells[c])
		}
		want(t, fmt.Sprint(width), []string{table.Head(full), table.Row(full, true, row...)}, lines...)
		if got := ink.Width(table.Row(full, true, row...)); got != width {
			t.Errorf("the selected row has %d cells of %d", got, width)
		}
	}
}

func TestFacts(t *testing.T) {
	checks := []Check{{"Address", theme.OK, "✔", "Matched"}, {"Postcode", theme.Warn, "✖", "Not matched"}, {"Security code", theme.OK, "✔", "Matched"}}
	want(t, "badges", Badges(plain, checks, 66), "[Address ✔ Matched]  [Postcode ✖ Not matched]", "[Security code ✔ Matched]")
	want(t, "a list", []string{checks[0].Row(full, 16, 40)}, "Address         ✔ Matched")
	events := []Event{{Done: true, When: "09:17", Word: "taken", Text: "£49.00 approved", Agent: "priya"}, {When: "tonight", Word: "settles", Text: "£40.00 in the next run"}}
	want(t, "story", Timeline(full, events, 60), "● 09:17    taken    £49.00 approved                    priya", "○ tonight  settles  £40.00 in the next run")
	want(t, "narrow story", Timeline(full, events, 36), "● 09:17    taken    £49.00 approved", "○ tonight  settles  £40.00 in the…")
	want(t, "progress", Progress(full, []Step{{true, "Recorded", "15:04:05"}, {true, "Sent", "15:04:05"}, {false, "Bank’s answer", "waiting 3 s"}}),
		"✔ Recorded  ────  ✔ Sent      ────  ○ Bank’s answer", "  15:04:05          15:04:05          waiting 3 s")
	bars := []Bar{{"09:00", 2950, "£29.50  1 payment"}, {"12:00", 30390, "£303.90  3 payments"}, {"13:00", 0, "–"}}
	want(t, "chart", Chart(full, bars, 50), "09:00  ━━                        £29.50  1 payment", "12:00  ━━━━━━━━━━━━━━━━━━━━━━  £303.90  3 payments", "13:00"+ink.Blanks(44)+"–")
	want(t, "a chart without room", Chart(full, bars, 28), "09:00      £29.50  1 payment", "12:00    £303.90  3 payments", "13:00"+ink.Blanks(22)+"–")
	want(t, "money", Money(full, 4000, 900, "£40.00 will settle", "£9.00 given back", 49), strings.Repeat("━", 40)+strings.Repeat("─", 9), "£40.00 will settle               £9.00 given back")
	want(t, "nearly all", Money(full, 999999, 1, "a", "b", 10), "━━━━━━━━━─", "a        b")
}

// TestField: a field takes the same cells in every state, so that nothing moves.
func TestField(t *testing.T) {
	c := FieldColumns{Label: 18, Blank: 22}
	for name, f := range map[string]struct {
		field Field
		line  string
	}{
		"idle":     {Field{Label: "Name"}, "  Name               ______________________"},
		"focused":  {Field{State: Focused, Label: "Security code", Answer: "••", Note: "2 of 3"}, "▸ Security code     [••                    ] 2 of 3"},
		"wrong":    {Field{State: Wrong, Focused: true, Label: "Card number", Answer: "•••• 1112"}, "✖ Card number       [•••• 1112             ]"},
		"done":     {Field{State: Done, Label: "Amount", Answer: "£10.50"}, "✔ Amount             £10.50"},
		"optional": {Field{State: Optional, Label: "E-mail"}, "  E-mail             optional"},
	} {
		row, at := f.field.Draw(plain, c, 56)
		want(t, name, []string{row}, f.line)
		if at != 21 {
			t.Errorf("%s: the answer begins at %d", name, at)
		}
	}
}

// TestHint: the place always has the same number of rows.
func TestHint(t *testing.T) {
	want(t, "hint", Hint(full, "Security code: the last 3 digits on the back of the card.", "", 48), "Security code: the last 3 digits on the back of", "the card.")
	want(t, "error", Hint(full, "", "Card number: the check digit does not fit.", 60), "✖ Card number: the check digit does not fit.", "")
	want(t, "nothing", Hint(full, "", "", 60), "", "")
	if rows := Hint(full, strings.Repeat("word ", 60), "", 40); len(rows) != HintRows || ink.Width(rows[1]) > 40 || !strings.Contains(rows[1], "…") {
		t.Errorf("%q", rows)
	}
}

func TestBody(t *testing.T) {
	b := NewBody(full, 80, 6)
	b.Edge("edge")
	b.Add("a", "")
	b.To(-1)
	b.Add("last", "too much")
	if got, wanted := b.String(), "edge\n  a\n\n\n\n  last"; got != wanted {
		t.Errorf("%q, want %q", got, wanted)
	}
	if b.Room() != 76 || b.Left() != -1 {
		t.Errorf("room %d, left %d", b.Room(), b.Left())
	}
	want(t, "beside", Beside(2, Block{3, []string{"abcd", "e"}}, Block{2, []string{"x", "y", "z"}}), "ab…  x", "e    y", "     z")
}

// TestKept: a part is drawn again when what it is drawn from changes, and only then; what a
// frame did not draw is not kept through the next.
func TestKept(t *testing.T) {
	var k Kept[string]
	drew := ""
	frame := func(parts, anew string) {
		t.Helper()
		drew = ""
		k.Begin()
		for _, part := range strings.Split(parts, "") {
			if got := k.Of(part, func(from string) string { drew += from; return "<" + from + ">" }); got != "<"+part+">" {
				t.Errorf("%q is drawn as %q", part, got)
			}
		}
		if drew != anew {
			t.Errorf("of %q it drew %q, want %q", parts, drew, anew)
		}
	}
	frame("abc", "abc")
	frame("abc", "")
	frame("axc", "x")
	frame("axcd", "d")
	frame("ax", "")
	frame("ax", "")
	if held := fmt.Sprint(k.from[:cap(k.from)], k.drawn[:cap(k.drawn)]); strings.ContainsAny(held, "bcd") {
		t.Errorf("kept %s", held)
	}
	frame("axcd", "cd")
}

// TestAddBeside: rows that are kept are as Beside puts them.
func TestAddBeside(t *testing.T) {
	var kept Kept[Pair]
	for _, c := range []struct {
		gap, left, right int
		rows             [2][]string
	}{
		{2, 8, 9, [2][]string{{"a", "", "too long a text"}, {full.Dim.Render("b"), "✔ 田田田田田"}}},
		{2, 8, 9, [2][]string{{"a", "", "too long a text"}, {full.Dim.Render("b"), "✔ 田"}}},
		{0, 8, 9, [2][]string{{"a", "", "too long a text"}, {full.Dim.Render("b"), "✔ 田"}}},
		{0, 9, 8, [2][]string{{"a"}, {"", "", "c"}}},
	} {
		left, right := Block{c.left, c.rows[0]}, Block{c.right, c.rows[1]}
		for range 2 {
			b := NewBody(full, 80, 10)
			b.AddBeside(&kept, c.gap, left, right)
			should := NewBody(full, 80, 10)
			should.Add(Beside(c.gap, left, right)...)
			if got, want := b.String(), should.String(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}
