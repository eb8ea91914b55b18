//go:build unix

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
)

// TestHostsApart: the gateway's hosts answer in turn, and their clocks differ by more
// than not_taken_after. Only seconds have passed, whatever those clocks say.
func TestHostsApart(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, row := range effort.Some([]struct{ fault, arg string }{{"hosts", "200s"}, {"hosts", "10m"}, {"ahead", "20m"}}, 2) {
		t.Run(row.fault+" "+row.arg, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			fill(t, p, ordered("FAULT-close-A17"))
			if row.fault == "hosts" {
				b.fault(t, `{"fault":"hosts","arg":"`+row.arg+`","rate":1,"types":["TRANSACTIONQUERY"]}`)
			}
			agree(t, p)
			firstOutcome(t, p)
			eventually(t, "a first empty answer", func() bool { return o.only(t).EmptyChecks >= 1 })
			if row.fault == "ahead" { // the host is replaced between two checks
				b.fault(t, `{"fault":"ahead","arg":"`+row.arg+`","rate":1,"types":["TRANSACTIONQUERY"]}`)
			}
			eventually(t, "more of them", func() bool { return o.only(t).Checks >= 4 })
			if e := o.only(t); e.State != journal.InDoubt || e.Outcome != gateway.OutcomeUnknown {
				t.Errorf("after %d checks: %v %v", e.Checks, e.State, e.Outcome)
			}
			if strings.Contains(string(p.Recorded()), "NOT TAKEN") {
				t.Error("it was called not taken")
			}
			b.wantAuths(t, 1)
			o.verify(t)
		})
	}
}
