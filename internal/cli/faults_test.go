//go:build unix

package cli_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/screentest"
)

// outcomeShown reports that a screen shows any outcome.
func outcomeShown(shown string) bool {
	for _, word := range []string{"UNKNOWN", "APPROVED", "DECLINED", "NOT SENT", "NOT ACCEPTED", "HELD", "CANCELLED"} {
		if strings.Contains(shown, word) {
			return true
		}
	}
	return false
}

// firstOutcome waits for the page after the charge, and fails unless it says UNKNOWN:
// the outcome cannot be known yet.
func firstOutcome(t *testing.T, p *screentest.PTY) {
	t.Helper()
	p.WaitUntil(t, "an outcome", outcomeShown)
	if !strings.Contains(p.Text(), "? UNKNOWN") {
		t.Fatalf("the page says an outcome that is not known yet:\n%s", p.Text())
	}
	says(t, p, "We do not know yet whether this payment was taken. Do not take it again")
	says(t, p, "you will not be charged twice")
}

// soFar is the number of queries on the page of an unknown outcome.
var soFar = regexp.MustCompile(`Checked +(\d+) times?: still unknown`)

// askedSoFar waits until the page shows at least so many queries: a slow machine does
// not see every number.
func askedSoFar(t *testing.T, p *screentest.PTY, n int) {
	t.Helper()
	p.WaitUntil(t, strconv.Itoa(n)+" questions", func(shown string) bool {
		found := soFar.FindStringSubmatch(shown)
		if found == nil {
			return false
		}
		asked, _ := strconv.Atoi(found[1])
		return asked >= n
	})
}

// TestLostAnswers: the bank has booked the payment, and its answer is lost in several
// ways. The console sends it once, says that the outcome is unknown, and finds it
// without a key.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range effort.Some([]struct {
		fault, timeout string
		how            string // the outcome becomes known
	}{
		{"lost", patient, journal.ResolvedQuery},
		{"garble", patient, journal.ResolvedQuery},
		{"truncate", patient, journal.ResolvedQuery},
		{"late.9m", patient, journal.ResolvedLateAnswer}, // after the agent's patience, before the deadline
		{"wrongref", patient, journal.ResolvedQuery},
		{"502paid", patient, journal.ResolvedQuery},
		{"late.8m", impatient, journal.ResolvedQuery}, // no answer comes, and the record shows at once
	}, 3) {
		t.Run(test.fault, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			o.timeout = test.timeout
			p := o.console(t, "priya")
			fill(t, p, ordered("FAULT-"+test.fault+"-A17"))
			slow := strings.HasPrefix(test.fault, "late")
			if slow {
				b.keepsWrong(t, "502", gateway.TypeQuery) // no query finds it before the test lets one
			} else {
				b.fault(t, `{"fault":"hide","arg":"9m","types":["AUTH"]}`)
			}
			agree(t, p)
			firstOutcome(t, p)
			switch {
			case slow && test.how == journal.ResolvedQuery:
				b.control(t, http.MethodDelete, "faults", "")
			default:
				b.release(t)
			}
			p.WaitFor(t, "✔ APPROVED")
			says(t, p, payment.Attempt{Resolution: test.how}.FoundOut())
			b.wantAuths(t, 1)
			e := o.only(t)
			if e.State != journal.Known || e.Outcome != gateway.OutcomeApproved || e.Resolution != test.how {
				t.Errorf("the journal has %v %v by %q", e.State, e.Outcome, e.Resolution)
			}
			grace()
			p.Press("enter")
			p.WaitFor(t, "Your payments today")
			p.WaitGone(t, "1 unknown")
			o.noTrace(t)
			leave(t, p)
			o.verify(t)
		})
	}
}

// TestNothingBooked: the bank has read the request and booked nothing. The first empty
// answers prove nothing, so the outcome stays unknown.
func TestNothingBooked(t *testing.T) {
	t.Parallel()
	for _, test := range effort.Some([]struct {
		fault string // by order reference
		order string // or set at the bank
		auths int
	}{
		{fault: "close", auths: 1},
		{fault: "stall.30s", auths: 1},
		{fault: "502", auths: 1},
		{order: `{"fault":"hang","arg":"30s"}`, auths: 0}, // the bank reads nothing, and the line drops
	}, 2) {
		t.Run(test.fault+test.order, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			o.timeout = impatient
			p := o.console(t, "priya")
			reference := "A17"
			if test.fault != "" {
				reference = "FAULT-" + test.fault + "-A17"
			}
			fill(t, p, ordered(reference))
			if test.order != "" {
				b.control(t, "PUT", "faults", test.order)
			}
			agree(t, p)
			firstOutcome(t, p)
			askedSoFar(t, p, 2)
			if !strings.Contains(p.Text(), "? UNKNOWN") {
				t.Errorf("an empty answer was trusted:\n%s", p.Text())
			}
			p.Press("enter")
			p.WaitFor(t, "1 unknown payment")
			if drawn := string(p.Recorded()); strings.Contains(drawn, "APPROVED") || strings.Contains(drawn, "NOT SENT") {
				t.Error("an outcome was shown that was not known yet")
			}
			b.wantAuths(t, test.auths)
			if e := o.only(t); e.State != journal.InDoubt || e.EmptyChecks < 2 {
				t.Errorf("the journal has %v after %d empty answers", e.State, e.EmptyChecks)
			}
			leave(t, p)
			o.verify(t)
		})
	}
}

// TestTwoLostInARow: the agent takes the next payment while one is unknown. The news of
// the first arrives on any screen.
func TestTwoLostInARow(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-lost.9m-A17"))
	firstOutcome(t, p)
	grace()
	p.Press("enter")
	p.WaitFor(t, "1 unknown payment")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A18\n")
	b.release(t)
	says(t, p, "FAULT-lost.9m-A17 £10.50: APPROVED")
	p.WaitFor(t, "A18") // and nothing that the agent typed is lost
	p.WaitFor(t, "Still to ask")
	p.Press("esc")
	p.WaitFor(t, "Discard this payment?")
	p.Press("y")
	p.WaitFor(t, "Your payments today")
	p.WaitGone(t, "1 unknown")
	p.WaitFor(t, "✔ Approved")
	b.wantAuths(t, 1)
	leave(t, p)
}
