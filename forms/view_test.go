package forms

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/effort"
	"motoconsole/internal/ink"
)

// wantFits fails unless every line and the cursor lie within the size.
func wantFits(t testing.TB, f *Form, width, height int, st Styles) {
	t.Helper()
	content, cursor := f.View(width, height, st)
	lines := strings.Split(content, "\n")
	if content == "" && cursor == nil && (width == 0 || height == 0) {
		return
	}
	if len(lines) > height {
		t.Fatalf("%d lines at %dx%d:\n%s", len(lines), width, height, content)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			t.Fatalf("%d cells at %dx%d: %q", w, width, height, line)
		}
	}
	if cursor != nil && (cursor.X < 0 || cursor.X >= width || cursor.Y < 0 || cursor.Y >= len(lines)) {
		t.Fatalf("cursor at %d,%d at %dx%d:\n%s", cursor.X, cursor.Y, width, height, content)
	}
}

func colours() Styles {
	c := func(s string) ink.Style { return ink.New(ink.Look{Fg: "38;5;" + s}) }
	return Styles{Label: c("7"), LabelFocused: c("4"), Value: c("15"), Placeholder: c("8"), Hint: c("8"), Error: c("1"), Good: c("2")}
}

func TestViewOfAPayment(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	want := strings.Trim(`
  Order reference   X1
  Amount            £10.50
  Card number       •••• •••• •••• 1111  Visa
  Expiry date       12/30
  Security code     •••
  Name              Ada King Lovelace
  House no. or name No 789
  Country           United Kingdom (GB)
▸ Postcode            optional`, "\n")
	for _, size := range [][2]int{{76, 18}, {56, 14}} {
		content, cursor := p.View(size[0], size[1], colours())
		if got := trimmed(content); got != want {
			t.Errorf("at %v:\n%s\nwant\n%s", size, got, want)
		}
		if cursor == nil || cursor.X != 20 || cursor.Y != 8 || cursor.Blink {
			t.Errorf("cursor %+v", cursor)
		}
	}
	p.FocusField("pan")
	p.Update(bksp)
	wantShown(t, p.Form, "▸ Card number •••• •••• •••• •••· 12 of 16, Visa")
	content, _ := p.View(52, 14, Styles{}) // too narrow for the hint: it is drawn below
	if !strings.Contains(trimmed(content), "•••·\n                    12 of 16, Visa\n") {
		t.Errorf("\n%s", content)
	}
}

func trimmed(content string) string {
	lines := strings.Split(ansi.Strip(content), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

func TestViewMarksTheFocusWithoutColour(t *testing.T) {
	p, _ := payment(t)
	for i, name := range fields(p) {
		p.FocusField(name)
		content, _ := p.View(90, 60, Styles{})
		for j, line := range strings.Split(ansi.Strip(content), "\n") {
			if strings.HasPrefix(line, marker) != (i == j) {
				t.Errorf("focus on %d: %q", i, line)
			}
		}
	}
}

func TestViewWrapsErrors(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("pan")
	say(p, "41111111111111")
	p.Update(up)
	content, _ := p.View(56, 14, Styles{})
	if !strings.Contains(strings.Join(strings.Fields(content), " "), "have 13, 16 or 19; read it back to the caller") {
		t.Errorf("the way out is cut off:\n%s", content)
	}
}

func TestViewWindow(t *testing.T) {
	p, _ := payment(t)
	p.CheckAll() // five errors: 14 lines
	for _, name := range []string{"billingpostcode", "orderreference", "expirydate"} {
		p.FocusField(name)
		content, cursor := p.View(56, 6, Styles{})
		lines := strings.Split(ansi.Strip(content), "\n")
		if len(lines) != 6 || cursor == nil || !strings.HasPrefix(lines[cursor.Y], marker) {
			t.Fatalf("%s at 56x6, cursor %+v:\n%s", name, cursor, content)
		}
		if top := strings.Contains(lines[0], "↑"); top != (name != "orderreference") {
			t.Errorf("%s: ↑ %v\n%s", name, top, content)
		}
		if bottom := strings.Contains(lines[5], "↓"); bottom != (name != "billingpostcode") {
			t.Errorf("%s: ↓ %v\n%s", name, bottom, content)
		}
		if name == "expirydate" && !strings.Contains(content, "enter the expiry date") {
			t.Errorf("the focused field's error is out of the window:\n%s", content)
		}
	}
	content, _ := p.View(56, 14, Styles{})
	if strings.ContainsAny(content, "↑↓") {
		t.Errorf("14 lines do not fit in 14:\n%s", content)
	}
}

func TestViewCountsWhatItHides(t *testing.T) {
	p, _ := payment(t)
	p.focus = 4
	content, _ := p.View(56, 5, Styles{})
	want := []string{"  ↑ 2 more", "  Card number", "  Expiry date", "▸ Security code", "  ↓ 4 more"}
	lines := strings.Split(content, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(ansi.Strip(line), want[i]) {
			t.Errorf("line %d is %q, want %q", i, line, want[i])
		}
	}
}

func TestViewFitsAnySize(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	p.FocusField("billinglastname")
	p.Update(ctrl('u'))
	say(p, "田中太郎 "+strings.Repeat("ä", 100))
	p.Fail("pan", strings.Repeat("very long words and a verylongwordwithoutanyblanksinit ", 9))
	every := effort.Every(5)
	for _, name := range fields(p) {
		p.FocusField(name)
		for width := 0; width < 90; width += 1 + width/20 {
			for height := 0; height < 20; height += 1 + height/6 {
				if every() {
					wantFits(t, p.Form, width, height, Styles{})
				}
			}
			content, _ := p.View(width, 3, Styles{})
			if width > 2 && !strings.Contains(content, marker) {
				t.Fatalf("the focused row is not in the window at %dx3:\n%s", width, content)
			}
		}
		wantFits(t, p.Form, 56, 14, colours())
	}
}
