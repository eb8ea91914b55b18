package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
)

// A reduction that was made stays made when the payment is cancelled afterwards,
// and one that was not made does not become made. It is checked further, like any
// update that the payment shows nothing of.
func TestReductionBeforeACancel(t *testing.T) {
	for fault, want := range map[string]gateway.Outcome{"lost": gateway.Approved, "close": gateway.Unknown} {
		c := newCounter(t)
		ref := c.pay(4800)
		c.fault(fault, "TRANSACTIONUPDATE")
		v := c.do(ref, option.MoveReduce, amount(1000))
		if _, err := c.wire.Client.Update(t.Context(), gateway.Cancel("test_site12345", ref)); err != nil {
			t.Fatal(err)
		}
		if e := c.check(v.ID); e.Outcome != want {
			t.Errorf("%s: %v %v, want %v", fault, e.State, e.Outcome, want)
		}
	}
}

// Two attempts that reduce a payment to the same amount are not both taken for
// made by what settles then: each promised so much less.
func TestTwoReductionsToTheSameAmount(t *testing.T) {
	c := newCounter(t)
	ref := c.pay(4800)
	c.fault("close", "TRANSACTIONUPDATE")
	v := c.do(ref, option.MoveReduce, amount(1000))
	other := c.entry(v.ID)
	other.ID, other.SentReference, other.State, other.Problem, other.AnsweredAt = "other", other.SentReference+"X", journal.Open, "", time.Time{}
	if err := c.store.Intent(t.Context(), other, "other desk", c.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.wire.Client.Update(t.Context(), gateway.Reduce("test_site12345", ref, pounds(3800))); err != nil {
		t.Fatal(err)
	}
	if e := c.check(other.ID); e.State == journal.Known {
		t.Fatalf("the second: %v", e.Outcome)
	}
	if e := c.check(v.ID); e.State != journal.Known || e.Outcome != gateway.Approved {
		t.Fatalf("the first: %v %v", e.State, e.Outcome)
	}
	if e := c.check(other.ID); e.State == journal.Known || e.Evidence == "" {
		t.Fatalf("the second: %v %v %q", e.State, e.Outcome, e.Evidence)
	}
	c.clock.wait(DefaultRule().Absent)
	if e := c.check(other.ID); e.Alarm == "" {
		t.Errorf("no supervisor is called: %+v", e)
	}
}

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
	made := other{state: journal.Known, outcome: gateway.Approved, target: 3800}
	notMade := other{state: journal.Known, outcome: gateway.NotSent, target: 3800}
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
		c := newCounter(t)
		ref := c.pay(4800)
		intent := func(id string, o other) {
			t.Helper()
			e := journal.Entry{
				ID: id, Operation: journal.OpReduce, SentReference: "REDUCE-OF-" + ref + "-" + id, Parent: ref, Amount: pounds(1000),
				Target: journal.Target{SettleAmount: o.target}, State: journal.Open, Outcome: gateway.Unknown, Agent: "priya", Site: "test_site12345",
			}
			if err := c.store.Intent(t.Context(), e, "desk", c.clock.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			_, err := c.store.Record(t.Context(), id, journal.Change{Step: journal.StepChecked, Apply: func(e *journal.Entry) error {
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
		f, another := c.Desk.Resolver.sameReduction(t.Context(), c.entry("THIS"))
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
