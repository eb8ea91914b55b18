package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

// Hostile text in any field cannot leave its row, and a megabyte costs nothing.
func TestLookupHostileRecords(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		values := []string{
			"\x1b[2J\x1b[1;1Hgone", "\x1b]0;title\x07", "\u202eright to left", "a\r\nb\tc\x00d", strings.Repeat("x", effort.Of(1<<20, 1<<15)),
			strings.Repeat("漢字", effort.Of(1<<19, 1<<14)), "e" + strings.Repeat("\u0301", 10_000), "👩‍👩‍👧‍👦 family", "\u200b\u200d\ufeff", testPAN, "\xff\xfe",
		}
		var records []gateway.Record
		for i, long := range values {
			v := long[:min(len(long), 5000)]
			records = append(records, gateway.Record{
				RequestType: v, TransactionReference: fmt.Sprintf("%d%s", i, v), TransactionStarted: v, ErrorCode: v, ErrorMessage: long, SettleStatus: v,
				BaseAmount: v, CurrencyISO3A: v, MaskedPAN: v, PaymentType: v, OrderReference: long, OperatorName: v, SecurityAddress: v,
				Billing: gateway.Contact{FirstName: v, LastName: v, Email: v},
			})
		}
		c := newSearch(t, &archive{records: records})
		c.find(t, "ref:23-9-80001")
		for _, size := range sizes[:3] {
			c.Resize(size[0], size[1])
			for range values {
				view := c.View()
				for line := range strings.SplitSeq(view, "\n") {
					if ansi.StringWidth(line) > size[0] {
						t.Errorf("%v: a line of %d cells: %q", size, ansi.StringWidth(line), line)
					}
					if i := strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u202e' }); i >= 0 {
						t.Errorf("%v: %q", size, line)
					}
				}
				if strings.Count(view, "\n") != size[1]-1 || strings.Contains(view, testPAN) {
					t.Errorf("%v: %d lines", size, strings.Count(view, "\n")+1)
				}
				c.Press("down")
			}
			c.Press("home")
		}
	})
}
