package crash

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/internal/sandbox"
)

// with enough kills some payments arrive, whatever the random moments.
const enough = 20

// TestCrash kills consoles at random moments. In the end the journal knows
// everything that the bank has done, and nothing was done twice.
func TestCrash(t *testing.T) {
	t.Parallel()
	from := begin(t)
	o := newOffice(t, startBank(t, from))
	killConsoles(t, from, func() {}, o)
}

// begin is where the random moments of a run come from.
func begin(t *testing.T) uint64 {
	t.Helper()
	from := *seed
	if from == 0 {
		from = rand.Uint64N(1_000_000) + 1
	}
	fmt.Fprintf(t.Output(), "SEED=%d\n", from)
	return from
}

// killConsoles has agents work in offices that share a journal, kills their consoles, calms
// all that troubles them, and judges.
func killConsoles(t *testing.T, from uint64, calm func(), offices ...*office) {
	t.Helper()
	began, o := time.Now(), offices[0]
	colleague := &portal{office: o, random: rand.New(rand.NewPCG(from, agents))}
	colleague.begin(t)
	var budget atomic.Int64
	budget.Store(int64(*kills))
	var count counts
	saw := newWitness()
	var working sync.WaitGroup
	for i := range agents {
		d := &desk{
			office: offices[i%len(offices)], witness: saw, budget: &budget, count: &count, name: agent(i), number: i,
			random: rand.New(rand.NewPCG(from, uint64(i))),
		}
		working.Go(func() { d.work(t) })
	}
	open, closed := context.WithCancel(t.Context())
	var portals sync.WaitGroup
	portals.Go(func() { colleague.work(open) })
	working.Wait()
	closed()
	portals.Wait()
	calm()
	o.bank.calm(t)
	v, struck := settle(t, o, saw)
	for _, one := range v.violations {
		t.Error(one)
		for c, frame := range saw.claims {
			if strings.Contains(one, "said "+c.word+" of "+c.order) {
				t.Log("the screen was\n" + frame)
			}
		}
	}
	if said, code := o.run(t, "journal", "verify"); code != 0 {
		t.Errorf("journal verify: exit code %d\n%s", code, said)
	}
	fmt.Fprintf(t.Output(), "%7s %9s %14s %7s %6s %9s %11s %6s\n%7d %9d %14d %7d %6d %9d %11d %6s\n",
		"kills", "payments", "AUTHs arrived", "booked", "known", "in doubt", "violations", "time",
		count.kills.Load(), v.known+v.doubt, v.arrived, v.booked, v.known, v.doubt, len(v.violations), time.Since(began).Round(time.Second))
	fmt.Fprintf(t.Output(), "charged %d times, tried again %d times: barred %d, already taken %d; faults that struck an AUTH: %s\n",
		count.charges.Load(), count.repeats.Load(), count.barred.Load(), count.warned.Load(), struck)
	if n := count.away.Load(); n > 0 {
		fmt.Fprintf(t.Output(), "%d consoles could not start, because the journal was away\n", n)
	}
	m := v.operations
	fmt.Fprintf(t.Output(), "given back or changed %d times: %d REFUNDs and %d TRANSACTIONUPDATEs arrived, %d known, %d in doubt, %d alarms, %d crossed by the portal's; the portal did %d, %d days passed\n",
		count.operations.Load(), m.refunds, m.updates, m.done, m.doubt, m.alarms, m.crossed, m.portal, colleague.days)
	switch {
	case v.booked > 0 && v.arrived > 0:
	case *kills >= enough:
		t.Error("nothing arrived: this has tested nothing")
	default:
		t.Log("nothing arrived: so few consoles may all be killed before they send")
	}
}

// settle lets moto resolve ask until the journal knows everything that the bank has,
// and judges.
func settle(t *testing.T, o *office, saw *witness) (verdict, string) {
	t.Helper()
	var v verdict
	var ledger []sandbox.Entry
	known := false
	for end := time.Now().Add(patience); !known && time.Now().Before(end); {
		listed, _ := o.run(t, "resolve")
		ledger = o.bank.truth(t)
		v = judge(evidence{ledger, o.rows(t), slices.Collect(maps.Keys(saw.claims)), listed})
		known = len(v.waiting) == 0
	}
	if !known {
		for _, sent := range v.waiting {
			v.violated("%s was booked, and moto resolve does not find out", sent)
		}
	}
	return v, struckBy(ledger)
}

// struckBy says how often each fault struck.
func struckBy(ledger []sandbox.Entry) string {
	times := map[string]int{}
	for _, e := range ledger {
		for _, f := range e.Faults {
			times[f]++
		}
	}
	var list []string
	for _, f := range slices.Sorted(maps.Keys(times)) {
		list = append(list, fmt.Sprintf("%s %d", f, times[f]))
	}
	return strings.Join(list, ", ")
}
