package operation

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// moneySum is what the table shows.
type moneySum struct {
	mu                                                        sync.Mutex
	seeds, refunds, payouts, repeats, raises, updates, portal int
	forgotten, crashes, alarms, evidence, notDone             int
	barred, limited, again, reread, lostAnswers, violatedRuns int
}

func (w *moneyWorld) sum() *moneySum {
	s := &moneySum{seeds: 1, crashes: w.crashes}
	for _, k := range w.bank.backs {
		switch {
		case k.by == "":
			s.portal++
		case k.account != "":
			s.payouts++
		case k.method != "":
			s.raises++
		case k.kind == gateway.TypeAuth:
			s.repeats++
		default:
			s.refunds++
		}
	}
	for _, p := range w.bank.payments {
		for _, c := range p.changes {
			switch {
			case c.adds > 0: // counted by its record
			case c.by == "":
				s.portal++
			case c.forgot:
				s.forgotten++
			default:
				s.updates++
			}
		}
	}
	entries, _ := w.disk.Recent(context.Background(), "", 100_000)
	for _, e := range entries {
		s.alarms += cmp.Compare(len(e.Alarm), 0)
		s.evidence += cmp.Compare(len(e.Evidence), 0)
		if e.Resolution != "" {
			s.lostAnswers++
		}
		if e.Resolution == journal.ResolvedNotFound {
			s.notDone++
		}
	}
	for _, a := range w.people {
		s.barred += a.barred
		s.limited += a.limits
		for _, v := range a.told {
			if v.Changed {
				s.reread++
			}
			if v.again != "" {
				s.again++
			}
		}
	}
	if len(w.violations) > 0 {
		s.violatedRuns = 1
	}
	return s
}

func (s *moneySum) add(o *moneySum) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seeds += o.seeds
	s.refunds += o.refunds
	s.payouts += o.payouts
	s.repeats += o.repeats
	s.raises += o.raises
	s.updates += o.updates
	s.portal += o.portal
	s.forgotten += o.forgotten
	s.crashes += o.crashes
	s.alarms += o.alarms
	s.evidence += o.evidence
	s.notDone += o.notDone
	s.barred += o.barred
	s.limited += o.limited
	s.again += o.again
	s.reread += o.reread
	s.lostAnswers += o.lostAnswers
	s.violatedRuns += o.violatedRuns
}

func (s *moneySum) String(took time.Duration) string {
	return fmt.Sprintf("%d seeds in %v: %d refunds, %d payouts, %d repeats, %d raises, %d updates, %d by the portal, %d updates answered and forgotten, "+
		"%d crashes, %d lost answers found out, %d called not done, %d with evidence, %d alarms, %d barred, %d made again with a reason, "+
		"%d stopped by a limit, %d not sent because the payment had changed; %d runs with violations",
		s.seeds, took.Round(time.Millisecond), s.refunds, s.payouts, s.repeats, s.raises, s.updates, s.portal, s.forgotten,
		s.crashes, s.lostAnswers, s.notDone, s.evidence, s.alarms, s.barred, s.again, s.limited, s.reread, s.violatedRuns)
}
