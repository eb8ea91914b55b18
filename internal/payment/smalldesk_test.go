package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file goes through Desk.run, wait, conclude, doubt, late and disown step
// by step. A step is what the engine does between two instants at which it can
// be stopped, or another can come in between. Only the write is one step with
// its last check of the clocks, as in the client.

// smallMoves are the steps that can follow a state.
type smallMoves struct {
	w  *smallWorld
	s  *smallState
	to func(smallStep, *smallState)
}

// do makes one step of a copy of the state, unless it costs a fault and none is
// left, or it reports that it cannot be made.
func (m *smallMoves) do(kind smallKind, who int, make func(*smallState) bool) {
	next := *m.s
	if kind.fault() {
		if next.left == 0 {
			return
		}
		next.left--
	}
	m.w.store.s, m.w.store.lost, m.w.store.unknown, m.w.asking = &next, false, false, smallAsking{}
	if !make(&next) {
		return
	}
	next.tidy()
	m.to(smallStep{kind, int8(who)}, &next)
}

// write is a step that touches one try, its entry and the check of it, and
// nothing else. It comes up in many states, so its results are kept.
func (m *smallMoves) write(kind smallKind, i int, make func(*smallState) bool) {
	m.do(kind, i, func(n *smallState) bool {
		was := smallWrite{kind: kind, who: int8(i), try: n.tries[i], row: n.rows[i]}
		if kind == stepJudge {
			was.check = n.check
		}
		became, known := m.w.written[was]
		if !known {
			became.made = make(n)
			became.try, became.row, became.check, became.wrong = n.tries[i], n.rows[i], n.check, n.wrong
			m.w.written[was] = became
		}
		n.tries[i], n.rows[i], n.wrong = became.try, became.row, became.wrong
		if kind == stepJudge {
			n.check = became.check
		}
		return became.made
	})
}

// smallWrite is such a step, or what came of it.
type smallWrite struct {
	kind  smallKind
	who   int8
	try   smallTry
	row   smallRow
	check smallCheck
}

type smallWritten struct {
	try   smallTry
	row   smallRow
	check smallCheck
	wrong int8
	made  bool
}

// then makes steps that come to one phase and can always be made.
func (m *smallMoves) then(kind smallKind, i int, make func(*smallTry)) {
	m.do(kind, i, func(n *smallState) bool {
		make(&n.tries[i])
		return true
	})
}

func (m *smallMoves) desk(i int) {
	t := &m.s.tries[i]
	if m.s.paused[i] {
		return
	}
	switch t.phase {
	case phaseIdle:
		m.guard(i)
	case phaseGuarded:
		m.do(stepYes, i, func(n *smallState) bool { // Desk.Begin and Desk.bounded
			n.tries[i].must = n.needsReason(i)
			n.tries[i].began, n.tries[i].beganSteady, n.tries[i].yes, n.tries[i].phase = 0, 0, 0, phaseAgreed
			return true
		})
	case phaseAgreed:
		m.intent(stepIntent, i)
		m.intent(faultIntentLost, i)
		m.intent(faultIntentUnknown, i)
	case phaseDisowning:
		m.record(stepDisown, i, m.disown)
	case phaseRecorded:
		m.do(stepLook, i, func(n *smallState) bool {
			a, late := m.bounded(n, i)
			m.w.mutant.lookOf = a.ID
			err := m.w.desk.mayLeave(context.Background(), job{last: m.w.desk.rivals}, a)
			m.w.mutant.lookOf = ""
			n.tries[i].phase, n.tries[i].going = phaseGoing, 0
			if err != nil || late() {
				n.tries[i].phase = phaseUnsent
			}
			return true
		})
	case phaseGoing:
		m.going(i)
	case phaseUnsent: // Desk.conclude with what was not sent
		m.record(stepUnsent, i, func(n *smallState, a Attempt) {
			n.hear(i, m.w.desk.conclude(a, reply{gateway.AuthResult{Outcome: gateway.NotSent}, errLate}))
		})
	default:
		m.waiting(i)
	}
}

// guard is Desk.Guard and an agent who goes on whenever that is allowed, and
// gives a reason when asked.
func (m *smallMoves) guard(i int) {
	if i > 0 && m.s.tries[0].phase == phaseIdle {
		return // the desks are alike: the first to begin is desk 1
	}
	for _, other := range []bool{false, true}[:i+1] {
		kind := stepGuard
		if other {
			kind = stepGuardOther
		}
		m.do(kind, i, func(n *smallState) bool {
			n.tries[i].other = other
			warnings, err := m.w.desk.Guard(context.Background(), n.charge(i))
			for _, warning := range warnings {
				if warning.Bars() {
					return false
				}
			}
			n.tries[i].reason, n.tries[i].phase = len(warnings) > 0, phaseGuarded
			return err == nil
		})
	}
}

// needsReason reports that a charge is a second one if the other is taken: of
// the same order, or of the same card and amount within the window, as far as
// clocks that were set can tell.
func (s *smallState) needsReason(i int) bool {
	other := &s.tries[1-i]
	if other.phase <= phaseGuarded {
		return false
	}
	return other.other == s.tries[i].other || -other.yes < seconds(DefaultWindow)-clockStep*rel(s.steps)
}

// attempt is the try as Desk.run has it.
func (s *smallState) attempt(i int) Attempt {
	return Attempt{
		ID: smallIDs[i], Operation: journal.OpCharge, SentReference: smallSent[i], Charge: s.charge(i),
		Agent: smallAgents[i], Site: simSite, Began: s.tries[i].began.on(smallWall), State: Sending,
	}
}

// bounded is Desk.bounded, called when the agent said yes.
func (m *smallMoves) bounded(n *smallState, i int) (a Attempt, late func() bool) {
	t := &n.tries[i]
	m.w.asIfThen(t.began, t.beganSteady, func() { a, late = m.w.desk.bounded(n.attempt(i)) })
	return a, late
}

func (m *smallMoves) intent(kind smallKind, i int) {
	m.do(kind, i, func(n *smallState) bool {
		m.w.store.lost, m.w.store.unknown = kind == faultIntentLost, kind == faultIntentUnknown
		a, _ := m.bounded(n, i)
		n.tries[i].phase = phaseRecorded
		if _, err := m.w.desk.record(a); err != nil { // Desk.run tells that it was not sent
			n.tries[i].phase, n.tries[i].told = phaseDisowning, gateway.NotSent
		}
		return true
	})
}

// disown is one try of Desk.disown.
func (m *smallMoves) disown(n *smallState, a Attempt) {
	a.State, a.Ended, a.Outcome = Done, smallWall, gateway.NotSent
	_, _ = m.w.store.Record(context.Background(), a.ID, journal.Change{
		Step: journal.StepAnswered, At: smallWall, By: a.Agent, Apply: becomesKnown(a),
	})
}

// record is a step that writes to the journal, which may be lost, and is the
// last of its try.
func (m *smallMoves) record(kind smallKind, i int, write func(*smallState, Attempt)) {
	for _, lost := range []bool{false, true} {
		as := kind
		if lost {
			as = faultRecordLost
		}
		m.write(as, i, func(n *smallState) bool {
			m.w.store.lost = lost
			write(n, n.attempt(i))
			n.tries[i].phase, n.tries[i].reply = phaseDone, replyNone
			return true
		})
	}
}

// hear is what the agent is told.
func (s *smallState) hear(i int, a Attempt) {
	if a.State == Done {
		s.tries[i].told = a.Outcome
	}
}

// going is the client on its way to the first byte, while Desk.wait waits.
func (m *smallMoves) going(i int) {
	t := &m.s.tries[i]
	if !t.slow {
		m.then(faultSlowConnect, i, func(t *smallTry) { t.slow = true })
	}
	m.do(stepWrite, i, func(n *smallState) bool {
		_, late := m.bounded(n, i)
		t := &n.tries[i]
		if late() && !m.w.mutant.opensGate {
			t.phase = phaseUnsent
			return true
		}
		t.phase, t.net, t.arriveBy = phaseWaiting, netOnWay, t.going+deadlineTime
		return true
	})
	if -t.going >= patienceTime { // Gate.Shut: no byte has left, and none will
		m.then(stepGiveUp, i, func(t *smallTry) { t.phase = phaseUnsent })
	}
}

// waiting is Desk.wait after the first byte, and what follows it.
func (m *smallMoves) waiting(i int) {
	t := &m.s.tries[i]
	if (t.phase == phaseWaiting || t.phase == phaseDoubted) && -t.going >= deadlineTime {
		m.then(stepTimeout, i, func(t *smallTry) { t.answer(replyTimeout) })
	}
	switch t.phase {
	case phaseWaiting:
		if -t.going >= patienceTime {
			m.doubt(stepDoubt, i)
			m.doubt(faultRecordLost, i)
		}
	case phaseAnswered:
		m.ends(stepConclude, i, func(n *smallState, a Attempt, r reply) {
			n.hear(i, m.w.desk.conclude(a, m.w.desk.confirmed(r)))
		})
	case phaseLate:
		m.ends(stepLate, i, func(n *smallState, a Attempt, r reply) {
			m.w.settled = nil
			m.w.desk.late(a, r)
			if m.w.settled != nil {
				n.hear(i, *m.w.settled)
			}
		})
	default:
	}
}

// doubt is Desk.doubt when the agent's patience ends.
func (m *smallMoves) doubt(kind smallKind, i int) {
	m.write(kind, i, func(n *smallState) bool {
		m.w.store.lost = kind == faultRecordLost
		m.w.desk.doubt(n.attempt(i), reply{err: errNoAnswer})
		n.tries[i].phase = phaseDoubted
		return true
	})
}

// ends is a step that does with the client's reply what the engine does.
func (m *smallMoves) ends(kind smallKind, i int, with func(*smallState, Attempt, reply)) {
	write := func(n *smallState, a Attempt) { with(n, a, m.reply(n, i)) }
	m.record(kind, i, write)
	if m.s.tries[i].reply == replySignIn && m.w.refusesAgain {
		m.write(faultRefusedAgain, i, func(n *smallState) bool {
			m.w.asking.refuses = true
			write(n, n.attempt(i))
			n.tries[i].phase, n.tries[i].reply = phaseDone, replyNone
			return true
		})
	}
}

// answer is the client's return.
func (t *smallTry) answer(r smallReply) {
	t.reply, t.phase = r, t.phase+1 // phaseWaiting is followed by phaseAnswered, phaseDoubted by phaseLate
}

// reply is what the client returns.
func (m *smallMoves) reply(n *smallState, i int) reply {
	fail := &gateway.Error{Written: true}
	switch n.tries[i].reply {
	case replyApproved:
		return reply{gateway.AuthResult{Outcome: gateway.Approved, Record: n.record(i)}, nil}
	case replyMismatch:
		fail.Kind, fail.Record = gateway.ErrMismatch, n.record(i)
	case replySignIn:
		fail.Kind, fail.Status = gateway.ErrSignIn, 401
	default:
		fail.Kind = gateway.ErrTimeout
	}
	result := gateway.AuthResult{Outcome: fail.Outcome()}
	if m.w.mutant.believes401 && fail.Kind == gateway.ErrSignIn {
		result.Outcome = gateway.Rejected
	}
	return reply{result, fail}
}
