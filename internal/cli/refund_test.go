//go:build unix

package cli_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/screentest"
)

// refundPage is the label of a refund's y.
const refundPage = "y  Refund £"

// settle makes the bank settle the payments that are due.
func (b *bank) settle(t *testing.T) {
	t.Helper()
	b.control(t, http.MethodPost, "settle", "")
}

// givenBack is how much the bank has refunded of the payments that words find, in
// pence, and the number of refunds.
func (o *office) givenBack(t *testing.T, words string) (minor, refunds int) {
	t.Helper()
	out, err := o.command(t, "supervisor", "lookup", "--json", words).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		var r struct {
			Request string `json:"requesttypedescription"`
			Outcome string `json:"outcome"`
			Amount  string `json:"settlebaseamount"`
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		amount, err := strconv.Atoi(r.Amount)
		if r.Request != gateway.TypeRefund || r.Outcome != gateway.OutcomeApproved.String() {
			continue
		}
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		minor, refunds = minor+amount, refunds+1
	}
	return minor, refunds
}

// selected is the selected row of a list.
func selected(shown string) string {
	for line := range strings.Lines(shown) {
		if strings.Contains(line, "▸ ") {
			return line
		}
	}
	return ""
}

// down marks the next row of a list. A half-drawn page may have no marked row.
func down(t *testing.T, p *screentest.PTY) {
	t.Helper()
	p.WaitUntil(t, "a marked line", func(shown string) bool { return selected(shown) != "" })
	was := selected(p.Text())
	p.Press("down")
	p.WaitUntil(t, "another line is marked", func(shown string) bool { now := selected(shown); return now != "" && now != was })
}

// mark moves to an option of the list, possible or not. It returns false if the list
// has no such option.
func mark(t *testing.T, p *screentest.PTY, operation string) bool {
	t.Helper()
	for range 12 {
		p.WaitUntil(t, "a marked line", func(shown string) bool { return selected(shown) != "" })
		if strings.Contains(selected(p.Text()), "▸ "+operation) {
			return true
		}
		down(t, p)
	}
	return false
}

// findPayment goes from home to the options of the newest record that words find.
func findPayment(t *testing.T, p *screentest.PTY, words string) {
	t.Helper()
	p.Press("l")
	p.WaitFor(t, "Type what the caller tells you")
	p.Type(words + "\n")
	p.WaitUntil(t, "the whole list", func(shown string) bool {
		return countOf(shown) > 0 && !strings.Contains(shown, "so far") && selected(shown) != ""
	})
	// Skip its refunds, which are newer, unless the words ask for them.
	for row := 1; row < countOf(p.Text()) && strings.Contains(selected(p.Text()), "−"); row++ {
		down(t, p)
	}
	p.Press("enter")
	loaded(t, p)
}

// loaded waits until a record's page shows its options.
func loaded(t *testing.T, p *screentest.PTY) {
	t.Helper()
	p.WaitUntil(t, "the payment", func(shown string) bool {
		return strings.Contains(shown, "Money ") && !strings.Contains(strings.ToLower(shown), "loading")
	})
}

// countOf is the number of records that a list gives.
func countOf(shown string) int {
	found := regexp.MustCompile(`(\d+) (?:of \d+ )?payments?\b`).FindStringSubmatch(shown)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

// giveBack goes on from a record to an option, through its form, up to the confirm
// page.
func giveBack(t *testing.T, p *screentest.PTY, operation, typed, until string) {
	t.Helper()
	p.Press("g")
	p.WaitFor(t, "↑ ↓  Move   esc  Back")
	mark(t, p, operation)
	p.WaitFor(t, "▸ "+operation)
	p.Press("enter")
	p.WaitFor(t, "Reason")
	p.Type(typed)
	p.WaitFor(t, until)
	grace()
}

// refundsOf are the journal's refunds.
func (o *office) refundsOf(t *testing.T) map[gateway.Outcome]int {
	t.Helper()
	count := map[gateway.Outcome]int{}
	for _, e := range o.entries(t) {
		if e.RequestType() == journal.TypeRefund {
			count[e.Outcome]++
		}
	}
	return count
}

// TestCancelByTheBinary: the caller wants the money back on the same day.
func TestCancelByTheBinary(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	take(t, p, ordered("A17"), "✔ APPROVED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	findPayment(t, p, "A17")
	giveBack(t, p, "Cancel the payment", "not\n", "y  Cancel £")
	p.WaitFor(t, "Not delivered")
	agree(t, p)
	p.WaitFor(t, "✔ CANCELLED")
	p.WaitFor(t, "Cancelled: no money moves")
	grace()
	p.Press("o")
	says(t, p, "This payment was cancelled")

	b.settle(t) // the payment stays cancelled
	p.Press("r")
	says(t, p, "This payment was cancelled")
	if got := b.arrived(t, "REFUND")[""]; got != 0 {
		t.Errorf("%d refunds arrived", got)
	}
	for _, e := range o.entries(t) {
		if e.RequestType() == journal.TypeUpdate && (e.Outcome != gateway.OutcomeApproved || e.OverrideReason != "Not delivered") {
			t.Errorf("%+v", e)
		}
	}
	o.verify(t)
}

// TestRefundPartByTheBinary: a part of a settled payment is refunded, then the rest,
// and never more.
func TestRefundPartByTheBinary(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	take(t, p, ordered("A17"), "✔ APPROVED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	b.settle(t)
	findPayment(t, p, "A17")
	says(t, p, "refund the whole payment, or refund a part")

	giveBack(t, p, "Refund a part", "10.51\n", "is more than the £10.50 that is left")
	p.Press("ctrl+u")
	p.Type("4.00\nnot\n")
	p.WaitFor(t, refundPage)
	p.WaitFor(t, "Left afterwards      £6.50")
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ REFUNDED")
	p.WaitFor(t, "Can be given back    £6.50")
	grace()
	p.Press("o")
	loaded(t, p)

	giveBack(t, p, "Refund all that is left", "not\n", refundPage)
	agree(t, p)
	p.WaitFor(t, "✔ REFUNDED")
	grace()
	p.Press("o")
	says(t, p, "All of this payment is on its way back already")
	if minor, refunds := o.givenBack(t, "A17"); minor != 1050 || refunds != 2 {
		t.Errorf("the bank gave back %d pence in %d refunds", minor, refunds)
	}
	o.verify(t)
}

// TestTwoConsolesRefundTheSame: both agents are about to refund the whole of one
// payment, and both press y. One refund goes to the bank.
func TestTwoConsolesRefundTheSame(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	priya, ben := o.console(t, "priya"), o.console(t, "ben")
	take(t, priya, ordered("A17"), "✔ APPROVED")
	priya.Press("enter")
	priya.WaitFor(t, "Your payments today")
	b.settle(t)
	both := []*screentest.PTY{priya, ben}
	for _, p := range both {
		findPayment(t, p, "A17")
		giveBack(t, p, "Refund the whole payment", "not\n", refundPage)
	}
	b.control(t, http.MethodPut, "faults", `{"fault":"late","arg":"1s","types":["REFUND"]}`)
	for _, p := range both {
		agree(t, p)
	}
	// The guard stops the other one, or the journal does when it is about to be sent.
	const guarded = "cannot be given back now"
	given, warned := 0, 0
	for _, p := range both {
		p.WaitUntil(t, "an outcome or a warning", func(shown string) bool {
			return strings.Contains(shown, "✔ REFUNDED") || strings.Contains(shown, "✖ NOT SENT") || strings.Contains(shown, guarded)
		})
		if strings.Contains(p.Text(), guarded) {
			warned++
			continue
		}
		if strings.Contains(p.Text(), "✔ REFUNDED") {
			given++
			continue
		}
		says(t, p, "The payment has changed since you opened it")
	}
	if got := b.arrived(t, "REFUND")[""]; given != 1 || got != 1 {
		t.Errorf("%d refunds were made and %d arrived:\n%s\n%s", given, got, priya.Text(), ben.Text())
	}
	if minor, refunds := o.givenBack(t, "A17"); minor != 1050 || refunds != 1 {
		t.Errorf("the bank gave back %d pence in %d refunds", minor, refunds)
	}
	if count := o.refundsOf(t); count[gateway.OutcomeApproved] != 1 || count[gateway.OutcomeNotSent] != 1-warned {
		t.Errorf("the journal has %v", count)
	}
	o.verify(t)
}

// TestKilledWhileARefundIsUnknown: the answer to a refund is lost and the console
// dies. Another agent's console shows the refund, offers no second one, and finds out
// that the first was made.
func TestKilledWhileARefundIsUnknown(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	take(t, p, ordered("A17"), "✔ APPROVED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	b.settle(t)
	findPayment(t, p, "A17")
	giveBack(t, p, "Refund the whole payment", "not\n", refundPage)
	b.control(t, http.MethodPut, "faults", `{"fault":"lost","arg":"9m","types":["REFUND"]}`)
	agree(t, p)
	says(t, p, "We do not know yet whether this refund went through. Do not send it again.")
	p.Kill()
	p.Wait(t)

	p = o.console(t, "ben")
	says(t, p, "1 unknown refund: do not send it again")
	findPayment(t, p, "A17")
	says(t, p, "refund of £10.50 by priya")
	p.Press("g")
	p.WaitFor(t, "↑ ↓  Move   esc  Back")
	if shown := p.Text(); strings.Contains(shown, "✔ Refund") {
		t.Errorf("a second refund is offered:\n%s", shown)
	}
	b.release(t)
	says(t, p, "REFUNDED")
	p.Press("esc")
	says(t, p, "All of this payment is on its way back already")
	if minor, refunds := o.givenBack(t, "A17"); minor != 1050 || refunds != 1 {
		t.Errorf("the bank gave back %d pence in %d refunds", minor, refunds)
	}
	o.verify(t)
}
