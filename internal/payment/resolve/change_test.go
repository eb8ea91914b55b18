package resolve

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
)

// TestSameReductions: a transaction is reduced as an attempt asked, and other
// attempts of the journal asked for the same. If another was made, or may have
// been, the attempt points to a supervisor at once. If nothing is known yet of
// another, the attempt waits for it. Two that waited for each other would never
// end.
func TestSameReductions(t *testing.T) {
	type other struct {
		newer    bool
		state    journal.State
		outcome  gateway.Outcome
		evidence string
		target   int64
	}
	unknown := other{state: journal.InDoubt, target: 3800}
	pointed := other{state: journal.InDoubt, target: 3800, evidence: "another attempt may have done that"}
	made := other{state: journal.Known, outcome: gateway.OutcomeApproved, target: 3800}
	notMade := other{state: journal.Known, outcome: gateway.OutcomeNotSent, target: 3800}
	newer := func(o other) other { o.newer = true; return o }
	elsewhere := made
	elsewhere.target = 2800
	const alone, wait, ask = "alone", "wait", "ask a supervisor"
	for name, tc := range map[string]struct {
		others []other // the oldest first
		want   string
	}{
		"none":                               {nil, alone},
		"another amount":                     {[]other{elsewhere}, alone},
		"not made":                           {[]other{notMade, newer(notMade)}, alone},
		"a newer unknown one":                {[]other{newer(unknown)}, alone},
		"an older unknown one":               {[]other{unknown}, wait},
		"one that was made":                  {[]other{made}, ask},
		"a newer one that was made":          {[]other{newer(made)}, ask},
		"made, then an unknown one":          {[]other{made, unknown}, ask},
		"unknown, then a made one":           {[]other{unknown, made}, ask},
		"unknown, then a newer made one":     {[]other{unknown, newer(made)}, ask},
		"an older one for a supervisor":      {[]other{pointed}, ask},
		"one for a supervisor, one unknown":  {[]other{pointed, unknown}, ask},
		"a newer one for a supervisor":       {[]other{newer(pointed)}, alone},
		"unknown, and one that was not made": {[]other{unknown, notMade}, wait},
	} {
		c := paymenttest.NewTill(t)
		r := New(Options{Gateway: c.Wire, Store: c.Journal, Clocks: c.Clock.Clocks()})
		ref := c.Pay(4800)
		intent := func(id string, o other) {
			t.Helper()
			e := journal.Entry{
				ID: id, Operation: journal.OpReduce, SentReference: "REDUCE-OF-" + ref + "-" + id, Parent: ref, Amount: paymenttest.Pounds(1000),
				Target: journal.Target{SettleAmount: o.target}, State: journal.Open, Outcome: gateway.OutcomeUnknown, Agent: "priya", Site: "test_site12345",
			}
			if err := c.Journal.Intent(t.Context(), e, "desk", c.Clock.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			_, err := c.Journal.Record(t.Context(), id, journal.Change{Step: journal.StepChecked, Apply: func(e *journal.Entry) error {
				e.State, e.Outcome, e.Evidence = o.state, o.outcome, o.evidence
				return nil
			}})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, newer := range []bool{false, true} {
			if newer {
				intent("THIS", unknown)
			}
			for i, o := range tc.others {
				if o.newer == newer {
					intent("OTHER"+string(rune('A'+i)), o)
				}
			}
		}
		f, another := r.sameReduction(t.Context(), c.Entry("THIS"))
		got := alone
		switch {
		case another && f.Answered && !f.Other.IsZero():
			got = ask
		case another:
			got = wait
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}
