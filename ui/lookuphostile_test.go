package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
)

// Hostile text in any field cannot leave its row, and a megabyte costs nothing.
func TestLookupHostileRecords(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		values := []string{
			"\x1b[2J\x1b[1;1Hgone", "\x1b]0;title\x07", "\u202eright to left", "a\r\nb\tc\x00d", strings.Repeat("x", 1<<20),
			strings.Repeat("漢字", 1<<19), "e" + strings.Repeat("\u0301", 10_000), "👩‍👩‍👧‍👦 family", "\u200b\u200d\ufeff", testPAN, "\xff\xfe",
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

// However rows arrive, they stand as if they had been sorted at once.
func TestListOrder(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test's
		for range 200 {
			var all []*row
			for i := range random.IntN(60) {
				all = append(all, newRow(paid(random.IntN(12), func(r *gateway.Record) {
					r.TransactionReference = fmt.Sprint(i)
					r.BaseAmount = fmt.Sprint(100 * random.IntN(4))
					r.SettleStatus = fmt.Sprint(random.IntN(4))
				}), nil))
			}
			whole := foundList{order: sortOrder(random.IntN(int(sortOrders)))}
			parts := foundList{order: whole.order}
			if random.IntN(2) == 0 {
				whole.needle, parts.needle = "a2", "a2"
			}
			whole.add(all)
			chosen := -1
			for at := 0; at < len(all); {
				n := min(1+random.IntN(9), len(all)-at)
				parts.add(all[at : at+n])
				at += n
				if chosen >= 0 && parts.selected() != chosen {
					t.Fatalf("row %d was selected, now %d", chosen, parts.selected())
				}
				if random.IntN(3) == 0 {
					parts.move(random.IntN(7) - 3)
					chosen = parts.selected()
				}
			}
			if !slices.Equal(whole.view, parts.view) || len(parts.rows) != len(all) {
				t.Fatalf("%v:\n%v\n%v", whole.order, whole.view, parts.view)
			}
			if !slices.IsSortedFunc(whole.view, whole.before) {
				t.Fatalf("%v is not sorted: %v", whole.order, whole.view)
			}
		}
	})
}
