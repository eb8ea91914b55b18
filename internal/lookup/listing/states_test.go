package listing

import (
	"bytes"
	"strings"
	"testing"

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
