package payment

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// This file goes through Resolver.check step by step, and lets a supervisor
// speak. The resolver may ask at any time, as it may be told to, and need never
// ask at all.

// check is Resolver.check. Claiming the entry, reading the clocks and asking the
// gateway are one step here, because a step in between would only make the finding
// older than it says. A step between that and Rule.Judge would make it say too much.
func (m *smallNext) check() {
	if m.s.paused[smallResolver] {
		return
	}
	if !m.s.check.heard {
		for i := range m.s.rows {
			if m.s.worthAsking(i) {
				m.ask(stepAsk, i, smallAsking{})
				m.ask(faultQueryFailed, i, smallAsking{fails: true})
				m.ask(faultOtherHost, i, smallAsking{ahead: time.Duration(smallHostsApart) * time.Second})
			}
		}
		return
	}
	// A judgement that is not written is as good as a query that was not made.
	m.write(stepJudge, int(m.s.check.row), m.judge)
}

// worthAsking reports an entry that is watched. Of what is known and was not
// booked, no query can say anything new.
func (s *smallState) worthAsking(i int) bool {
	r := &s.rows[i]
	return s.has(i) && (!r.known() || r.next && s.shows(i))
}

func (m *smallNext) ask(kind smallKind, i int, how smallAsking) {
	m.do(kind, i, func(n *smallState) bool {
		m.w.asking = how
		e, mine, err := m.w.store.Claim(context.Background(), smallIDs[i], "resolver", smallWall, smallWall.Add(resolve.CheckLease))
		if err != nil || !mine || !e.Watched() {
			return false
		}
		f := m.w.resolver.Ask(context.Background(), e)
		n.check = smallCheck{
			row: int8(i), heard: true, ended: !e.AnsweredAt.IsZero(), here: 0, steady: 0,
			answered: f.Answered, at: relTo(smallTheirs, f.At), ours: len(f.Records) > 0, other: !f.Other.IsZero(),
		}
		if f.Answered && !n.check.ours && !n.check.other && n.tries[i].booked {
			m.w.unseen++
		}
		return true
	})
}

// judge records what the query said.
func (m *smallNext) judge(n *smallState) bool {
	i, c := int(n.check.row), n.check
	at := clock.Moment{Here: c.here.on(smallWall), Steady: c.steady.steady()}
	f := doubt.Finding{Answered: c.answered, At: c.at.on(smallTheirs), Ended: c.ended, Asked: at, Heard: at}
	if c.ours {
		f.Records = []gateway.Record{n.record(i)}
	}
	if c.other {
		f.Other = doubt.FoundOther([]gateway.Record{n.record(i)})
	}
	ctx, was := context.Background(), n.rows[i]
	after, err := m.w.store.Record(ctx, smallIDs[i], journal.Change{
		Step: journal.StepChecked, At: f.Heard.Here, By: "moto",
		Apply: func(e *journal.Entry) error {
			m.w.mutant.judges(m.w.rule, e, f)
			return nil
		},
	})
	if errors.Is(err, journal.ErrResolved) {
		after, err = m.w.resolver.Contradicted(ctx, smallIDs[i])
	}
	if was.known() && !was.outcome.MovesMoney() && (c.ours || c.other) && (err != nil || after.Alarm == "") {
		n.wrong = wrongSilent
	}
	return n.endCheck(m.w.store)
}

func (s *smallState) endCheck(store *smallStore) bool {
	_ = store.Release(context.Background(), smallIDs[s.check.row], "resolver")
	s.check.heard = false
	return true
}

// supervisor is a supervisor who asks the bank on the telephone and settles by hand
// what moto lets be settled. The bank says what is true at that instant.
func (m *smallNext) supervisor(i int) {
	if !m.s.has(i) || m.s.rows[i].known() || m.w.silent {
		return
	}
	kind, says := stepSaysNotTaken, gateway.OutcomeNotSent
	if m.s.tries[i].booked {
		kind, says = stepSaysTaken, gateway.OutcomeApproved
	}
	m.write(kind, i, func(n *smallState) bool {
		t := &n.tries[i]
		onWay := t.net == netOnWay || t.net == netSlow
		t.excused = says == gateway.OutcomeNotSent && onWay && (t.phase == phaseLate || t.phase == phaseDone)
		_, err := m.w.resolver.RuleOn(context.Background(), rights.Everything(), smallSent[i], says, "sam", "the bank says so")
		return err == nil
	})
}
