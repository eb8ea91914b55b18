package listing

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement/statementtest"
)

// The table, CSV and JSON have the state words of the screens.
func TestStatesInLists(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		known := func(gateway.Record) bool { return c.Asked }
		for name, of := range map[string]struct {
			list func(*bytes.Buffer) Listing
			want string
		}{
			"table": {func(out *bytes.Buffer) Listing { return Table(out, nil, known, c.Now) }, " " + c.Word},
			"csv":   {func(out *bytes.Buffer) Listing { return CSV(out, nil, known, c.Now) }, "," + c.Word},
			"json":  {func(out *bytes.Buffer) Listing { return JSONLines(out, nil, known, c.Now) }, `"state":"` + c.Word + `"`},
		} {
			var out bytes.Buffer
			l := of.list(&out)
			if err := l.Record(c.Record); err != nil {
				t.Fatal(err)
			}
			if err := l.End(); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.ToLower(out.String()), of.want) {
				t.Errorf("%s: the %s has %s", c.Name, name, out.String())
			}
		}
	}
}

// The table, CSV and JSON have one outcome for each code and settle status.
func TestOutcomesInLists(t *testing.T) {
	known := func(gateway.Record) bool { return false }
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, o := range statementtest.Outcomes(t) {
		for name, of := range map[string]struct {
			list func(*bytes.Buffer) Listing
			has  func(out string) bool
		}{
			"table": {func(out *bytes.Buffer) Listing { return Table(out, nil, known, now) }, func(out string) bool {
				return slices.ContainsFunc(o.Words(), func(word string) bool { return strings.Contains(strings.ToLower(out), " "+word) })
			}},
			"csv":  {func(out *bytes.Buffer) Listing { return CSV(out, nil, known, now) }, func(out string) bool { return strings.Contains(out, ","+o.Want.String()+",") }},
			"json": {func(out *bytes.Buffer) Listing { return JSONLines(out, nil, known, now) }, func(out string) bool { return strings.Contains(out, `"outcome":"`+o.Want.String()+`"`) }},
		} {
			var out bytes.Buffer
			l := of.list(&out)
			if err := errors.Join(l.Record(o.Record), l.End()); err != nil {
				t.Fatal(err)
			}
			if !of.has(out.String()) {
				t.Errorf("%s: the %s has %s", o.Name(), name, out.String())
			}
		}
	}
}
