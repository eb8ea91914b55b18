package ui

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/ui/kit"
)

// secretFields are only for the payer's browser.
var secretFields = map[string]bool{"MD": true, "PaReq": true, "RedirectURL": true, "AcquirerSecret": true}

// lastFour are shown with their last four characters only.
var lastFour = map[string]bool{"RecipientAccount": true}

// wordsOnly are shown as words, and as "No answer" where they are none of the
// documented values.
var wordsOnly = map[string]bool{"SecurityAddress": true, "SecurityPostcode": true, "SecurityCodeResult": true}

// fillRecord gives each text of a record a value of its own.
func fillRecord(v reflect.Value, path string, values map[string]string, value func(path string) string) {
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		switch f := v.Field(i); f.Kind() {
		case reflect.Struct:
			fillRecord(f, path+name+".", values, value)
		case reflect.Slice:
			text := value(path + name)
			f.Set(reflect.ValueOf([]string{text}))
			values[path+name] = text
		default:
			text := value(path + name)
			f.SetString(text)
			values[path+name] = text
		}
	}
}

// TestRecordShowsAllItCarries: every field of a record is on its screen.
func TestRecordShowsAllItCarries(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		var r gateway.Record
		values, n := map[string]string{}, 0
		fillRecord(reflect.ValueOf(&r).Elem(), "", values, func(string) string { n++; return fmt.Sprintf("value-%da", n) })
		c := newCounter(t, &till{})
		c.root.open(kit.Open{Place: kit.Record, Record: r})
		c.Press("d")
		c.Resize(200, 300) // high enough for all of it
		all := c.View()
		if strings.Count(all, "No answer") != len(wordsOnly) {
			t.Error("the checks are not shown")
		}
		for path, value := range values {
			if lastFour[path] {
				if strings.Contains(all, value) || !strings.Contains(all, "#"+value[len(value)-4:]) {
					t.Errorf("%s: more is shown than its end, or less", path)
				}
				continue
			}
			if secretFields[path] == strings.Contains(all, value) && !wordsOnly[path] {
				t.Errorf("%s: shown %v", path, !secretFields[path])
			}
		}
	})
}

// TestRecordScrollsToItsEnd: each line comes into view, and no key leads past
// the end.
func TestRecordScrollsToItsEnd(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{records: []gateway.Record{paidRecord("100")}})
		c.Press("d", "home")
		c.mustNotShow(t, "Test (0)")
		seen := c.View()
		for range 80 {
			c.Press("down")
			seen += c.View()
		}
		for _, words := range []string{"£48.00 can still be given back", "ann@example.net", "Live                 Test (0)"} {
			if !strings.Contains(seen, words) {
				t.Errorf("%q never showed", words)
			}
		}
		end := c.View()
		c.Press("end")
		if c.View() != end {
			t.Errorf("down leads past the end:\n%s", end)
		}
		c.Press("home")
		c.mustShow(t, "can still be given back")
	})
}

// TestHostileRecordIsInert: no text of a record moves the cursor, colours,
// widths or the title.
func TestHostileRecordIsInert(t *testing.T) {
	for _, row := range effort.Some([]struct{ name, text string }{
		{"escapes", "\x1b]0;APPROVED\x07\x1b[2J\x1b[1;1H\x1b[31mred\u009b1m\rX\nY\tZ\x00"},
		{"bidi", "\u202e99.1\u2066DECLINED\u2069\u200b\u200d\ufeff"},
		{"wide", strings.Repeat("漢字😀", 200)},
		{"combining", "e" + strings.Repeat("\u0301", 500) + strings.Repeat("a\u0300\u0301\u0302", 300)},
		{"megabyte", strings.Repeat("\x1b[5mX", effort.Of(200_000, 20_000))},
		{"invalid", "\xff\xfe\xc3(" + strings.Repeat("\x80", 300)},
		{"card", "4111 1111 1111 1111"},
	}, 3) {
		name, text := row.name, row.text
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				var r gateway.Record
				fillRecord(reflect.ValueOf(&r).Elem(), "", map[string]string{}, func(path string) string {
					switch path {
					case "TransactionReference":
						return "23-9-80001"
					case "RequestType":
						return gateway.TypeAuth
					}
					return text
				})
				child := r
				child.TransactionReference, child.ParentTransaction = "23-9-80002", "23-9-80001"
				r.ParentTransaction = ""
				c := newCounter(t, &till{records: []gateway.Record{r, child}})
				check := func(height int) {
					t.Helper()
					raw := c.Raw()
					for i, row := range strings.Split(raw.Content, "\n") {
						if w := ansi.StringWidth(row); w > 80 {
							t.Fatalf("row %d is %d cells wide: %q", i, w, ansi.Strip(row))
						}
					}
					view := ansi.Strip(raw.Content)
					for _, r := range view {
						if r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066' || r == '\u200b' || r == '\ufeff') {
							t.Fatalf("%U reached the screen", r)
						}
					}
					if n := strings.Count(view, "\n") + 1; n != height {
						t.Fatalf("%d rows:\n%s", n, view)
					}
					if strings.Contains(strings.ReplaceAll(view, " ", ""), testPAN) {
						t.Fatalf("a card number is on the screen:\n%s", view)
					}
					if raw.WindowTitle != "moto" {
						t.Fatalf("title %q", raw.WindowTitle)
					}
				}
				check(24)
				for range effort.Of(80, 1) {
					c.Press("pgdown")
					check(24)
				}
				c.Press("end")
				check(24)
				c.Resize(80, 1000) // high enough for all of it
				if check(1000); strings.Contains(c.View(), "↓") {
					t.Error("not all of it is on the screen")
				}
				c.Resize(80, 24)
				c.Press("home", "tab", "g")
				check(24)
				for range effort.Of(mostOptions, 5) {
					c.Press("down")
					check(24)
				}
				c.Resize(80, 200) // and for all that can be done with it
				check(200)
			})
		})
	}
}

// TestCopyIsOfTheReferenceAlone: c copies only where it is allowed, and
// nothing but the transaction reference.
func TestCopyIsOfTheReferenceAlone(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		record := func(reference string) gateway.Record {
			return paidRecord("100", func(r *gateway.Record) { r.TransactionReference = reference })
		}
		for _, tc := range []struct {
			reference string
			allowed   bool
			copied    string
			notice    string
		}{
			{"23-9-80001", true, "23-9-80001", "Copied: 23-9-80001"},
			{"23-9-80001", false, "", "switched off"},
			{testPAN, true, "", "no reference to copy"},
			{"\x1b[2J", true, "", "no reference to copy"},
		} {
			c := newCounter(t, &till{records: []gateway.Record{record(tc.reference)}}, func(s *kit.Console) { s.Copy = tc.allowed })
			c.Press("c")
			c.mustShow(t, tc.notice)
			copied := ""
			for _, msg := range c.Messages() {
				if v := reflect.ValueOf(msg); v.IsValid() && v.Type().String() == "tea.setClipboardMsg" {
					copied = v.String()
				}
			}
			if copied != tc.copied {
				t.Errorf("%q was copied, want %q (%s)", copied, tc.copied, base64.StdEncoding.EncodeToString([]byte(copied)))
			}
		}
	})
}

// TestRelatedRecordsOpen: Enter opens the record that is marked, esc comes back.
func TestRelatedRecordsOpen(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{records: []gateway.Record{
			paidRecord("100"), refundRecord("23-9-90001", "1000", "100"), refundRecord("23-9-90002", "500", "0"),
		}})
		c.mustShow(t, "£48.00 ✔ Settled · this payment", "▸ 10:00  refunded  −£10.00", "£33.00 can still be given back")
		c.Press("tab")
		c.mustShow(t, "▸ 10:00  refunded  −£5.00")
		viewed := ""
		c.root.console.Viewed = func(r gateway.Record) { viewed += r.TransactionReference }
		c.Press("enter")
		if viewed != "23-9-90002" {
			t.Errorf("told that %q was opened", viewed)
		}
		c.mustShow(t, "✔ REFUND: APPROVED, SETTLEMENT PENDING −£5.00", "−£5.00 ✔ Approved · this refund", "▸ 09:00     taken     £48.00", "refunded  −£10.00", "cancel the refund")
		c.Press("enter") // to the payment
		c.mustShow(t, "£48.00 ✔ Settled · this payment")
		c.Press("esc", "esc")
		c.mustShow(t, "£48.00 ✔ Settled · this payment", "▸ 10:00  refunded  −£5.00")
	})
}

// TestJournalOnTheRecord: who took the payment, and what was done with it.
func TestJournalOnTheRecord(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{})
		c.charge()
		sent := c.sent()
		c.till.records = []gateway.Record{paidRecord("100", func(r *gateway.Record) { r.OrderReference, r.TransactionReference = sent, "23-9-80001" })}
		c.root.open(kit.Open{Place: kit.Record, Record: c.till.records[0]})
		c.Press("r")
		c.mustShow(t, "A17, "+sent) // folded
		c.refundPart(t)
		c.Press("y")
		c.clock.wait(1e9)
		c.Press("o")
		c.Resize(80, 100)
		c.Press("d")
		c.mustShow(t, "refund £10.00 ✔ REFUNDED: Not delivered", "Order reference A17", "Sent as "+sent, "Journal", "Taken by priya", "✔ APPROVED", "Refund ✔ REFUNDED, £10.00, priya", "“Not delivered”")
	})
}
