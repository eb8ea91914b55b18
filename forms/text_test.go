package forms

import (
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway"
)

func order(length int) *TextField {
	return NewText(TextOptions{
		Name: "orderreference", Label: "Order reference", Meaning: "the order reference",
		Max: gateway.MaxOrderReference, Exact: length, Required: true,
	})
}

func TestTextLimits(t *testing.T) {
	f := order(0)
	into(f, strings.Repeat("x", 25))
	if f.refusal() != nil || f.Check() != nil || f.Complete() {
		t.Errorf("25 characters: %v, %v, complete %v", f.refusal(), f.Check(), f.Complete())
	}
	into(f, "y")
	if got := rule(t, f.refusal()); got != "the order reference has at most 25 characters: shorten it" || f.Check() == nil || !strings.Contains(f.Value(), "y") {
		t.Errorf("the 26th character: %q, %q", got, f.Value())
	}
	f.Press(bksp)
	if f.Check() != nil || f.refusal() != nil {
		t.Errorf("shortened: %v", f.Check())
	}
	into(f, strings.Repeat("z", 500))
	if got := rule(t, f.refusal()); !strings.Contains(got, "no room for more") || f.Check() == nil {
		t.Errorf("500 more: %q", got)
	}
	f = order(0)
	into(f, strings.Repeat("é", 25))
	if f.refusal() != nil {
		t.Error("the limit counts bytes")
	}
	f = order(8)
	into(f, "1234567")
	if f.Complete() || rule(t, f.Check()) != "the order reference has exactly 8 characters: check it" {
		t.Errorf("7 of 8: %v", f.Check())
	}
	into(f, "8")
	if !f.Complete() || f.Check() != nil {
		t.Errorf("8 of 8: %v", f.Check())
	}
	into(f, "9")
	if rule(t, f.refusal()) == "" || f.Value() != "123456789" || f.Check() == nil {
		t.Error("the 9th of 8 characters was accepted, or is not seen")
	}
}

// TestBlanksAreBlanks: those of other keyboards and other widths too.
func TestBlanksAreBlanks(t *testing.T) {
	f := order(0)
	into(f, "a\u00a0b\u2009c\u202fd\u3000e\u2003")
	if f.Value() != "a b c d e" || f.refusal() != nil {
		t.Errorf("%q, %v", f.Value(), f.refusal())
	}
}

func TestTextTrimmed(t *testing.T) {
	f := order(0)
	into(f, "  \u00a0 ")
	if !f.Empty() || rule(t, f.Check()) != "enter the order reference" {
		t.Error("blanks are an answer")
	}
	into(f, "a b ")
	if f.Value() != "a b" {
		t.Errorf("%q", f.Value())
	}
}

// hostile are texts that no field may hold.
var hostile = map[string]string{
	"escape":      "a\x1b[2Jb",
	"bell":        "\a",
	"tab":         "a\tb",
	"null":        "\x00",
	"delete":      "\x7f",
	"C1":          "a\u009b2J",
	"bidi":        "a\u202eb",
	"isolate":     "\u2066x\u2069",
	"zero width":  "a\u200bb",
	"joiner":      "a\u200db",
	"BOM":         "\ufeffa",
	"tag":         "a\U000e0041",
	"soft hyphen": "a\u00adb",
	"private":     "\ue000",
	"broken":      "a\xff\xfe",
	"replacement": "a\ufffd",
	"accents":     "a" + strings.Repeat("\u0301", 50),
	"line":        "a\u2028b",
}

// prefills reports a field that has an answer from the start.
func prefills(f Field) bool {
	p, ok := f.(prefilled)
	return ok && p.asBegun()
}

// TestHostileText: a field refuses it as a paste. Typed, it shows as a replacement
// character and cannot be sent.
func TestHostileText(t *testing.T) {
	for what, text := range hostile {
		p, _ := everything(t)
		for _, name := range fields(p) {
			p.FocusField(name)
			i := p.focus
			begun := prefills(p.Focused())
			_, lookup := p.Focused().(interface{ typing() bool }) // the country field finds letters without their accents
			if event := p.Update(tea.PasteMsg{Content: text}); event != Refused && !(lookup && what == "accents") {
				t.Errorf("%s pasted into %s: %v", what, p.Focused().Name(), event)
			}
			if f := p.Focused(); !f.Empty() && !begun && !lookup {
				t.Errorf("%s stays in %s", what, f.Name())
			}
			// a key that types such a text, as some terminals can
			event := p.Update(tea.KeyPressMsg{Code: tea.KeyExtended, Text: text})
			if event != Refused && !lookup {
				t.Errorf("%s typed into %s: %v", what, p.Focused().Name(), event)
			}
			if content := screen(p.Form); strings.ContainsFunc(content, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) && r != ' ' }) {
				t.Errorf("%s is shown: %q", what, content)
			}
			p.Update(char('4'))
			if p.Update(enter) != Refused || p.CheckAll() || p.focus != i {
				t.Errorf("%s typed into %s was left", what, p.Focused().Name())
			}
			p.Clear()
		}
	}
}

func TestTextTakesWhatNamesNeed(t *testing.T) {
	for _, name := range []string{
		"José Ángel", "O’Brien-Łuk", "田中 太郎", "Nguyễn Thị", "العربية", "No 789/2, Flat B",
		"မောင်မြို့", "ශ්\u200dරී ලංකා", "ខ្ញុំ", "علی\u200cرضا", "क्ष्मी", "ผู้ใหญ่", "র\u200d্যাব", "בְּרֵאשִׁ֖ית", "བསྒྲུབས",
	} {
		f := order(0)
		into(f, name)
		name = norm.NFC.String(name)
		if f.refusal() != nil || f.Value() != name || f.Check() != nil {
			t.Errorf("%q became %q: %v", name, f.Value(), f.refusal())
		}
	}
}

func TestCardNumberInATextField(t *testing.T) {
	const sentence = "this looks like a card number: it belongs in Card number"
	for _, text := range []string{visa, "4111 1111 1111 1111", "4111-1111-1111-1111", "４１１１1111１１１１1111", "x" + amex, "ref " + visa, "4111/1111/1111/1112", "4111x1111x1111x111"} {
		for _, name := range []string{"orderreference", "billinglastname", "billingpremise", "billingpostcode"} {
			p, _ := payment(t)
			p.FocusField(name)
			if p.Update(tea.PasteMsg{Content: text}) != Refused || holdsText(p.Focused()) {
				t.Errorf("%q pasted into %s", text, name)
			}
			wantShown(t, p.Form, sentence)

			p, _ = payment(t)
			p.FocusField(name)
			say(p, text)
			if p.Update(enter) != Refused || holdsText(p.Focused()) || p.Focused().Name() != name {
				t.Errorf("%q left in %s", text, name)
			}
			wantShown(t, p.Form, sentence)

			p, _ = payment(t) // every other key that clears removes it too
			p.FocusField(name)
			say(p, text)
			p.FocusField("pan")
			if holdsText(p.Field(name)) {
				t.Errorf("%q survived FocusField in %s", text, name)
			}
			p.FocusField(name)
			say(p, text)
			if p.CheckAll() || holdsText(p.Field(name)) {
				t.Errorf("%q survived CheckAll in %s", text, name)
			}
		}
	}
	p, _ := payment(t)
	say(p, visa[:10])
	if p.Update(tea.PasteMsg{Content: visa[10:]}) != Refused || holdsText(p.Focused()) {
		t.Error("a card number pasted in two parts stays")
	}
	p.Update(bksp)
	say(p, visa)
	line := p.order.line.Runes[:cap(p.order.line.Runes)]
	p.CheckAll()
	for _, r := range line {
		if r != 0 {
			t.Fatal("the removed digits are still in the field's memory")
		}
	}
}

func TestTextScrollsWithTheCursor(t *testing.T) {
	f := NewText(TextOptions{Name: "x", Meaning: "the x", Max: 127})
	into(f, "田中太郎 abcdefghijklmnop")
	for width := range 30 {
		f.Press(stroke(tea.KeyEnd))
		for range f.length() + 1 {
			text, cursor := f.Render(true, width, Styles{})
			if cells(text) > width || cursor >= width || width > 0 && cursor < 0 {
				t.Fatalf("width %d: %q with the cursor in cell %d", width, text, cursor)
			}
			f.Press(left)
		}
	}
}
