package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file goes through Processor.run, wait, conclude, doubt, late and disown step
// by step. A step is what the engine does between two instants at which it can
// be stopped, or another can come in between. Only the write is one step with
// its last check of the clocks, as in the client.

func (m *smallNext) processor(i int) {
	t := &m.s.tries[i]
	if m.s.paused[i] {
		return
	}
	switch t.phase {
	case phaseIdle:
		m.guard(i)
	case phaseGuarded:
		m.do(stepYes, i, func(n *smallState) bool { // Processor.Begin and Processor.bounded
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
			err := m.w.processor.mayLeave(context.Background(), Job{Last: m.w.processor.Rivals}, a)
			m.w.mutant.lookOf = ""
			n.tries[i].phase, n.tries[i].going = phaseGoing, 0
			if err != nil || late() {
				n.tries[i].phase = phaseUnsent
			}
			return true
		})
	case phaseGoing:
		m.going(i)
	case phaseUnsent: // Processor.conclude with what was not sent
		m.record(stepUnsent, i, func(n *smallState, a Attempt) {
			n.hear(i, m.w.processor.conclude(a, Reply{gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, errLate}))
		})
	default:
		m.waiting(i)
	}
}

// guard is Processor.Guard and an agent who goes on whenever that is allowed, and
// gives a reason when asked.
func (m *smallNext) guard(i int) {
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
			warnings, err := m.w.processor.Guard(context.Background(), n.charge(i))
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

// attempt is the try as Processor.run has it.
func (s *smallState) attempt(i int) Attempt {
	return Attempt{
		ID: smallIDs[i], Operation: journal.OpCharge, SentReference: smallSent[i], Charge: s.charge(i),
		Agent: smallAgents[i], Site: simSite, Began: s.tries[i].began.on(smallWall), State: Sending,
	}
}

// bounded is Processor.bounded, called when the agent said yes.
func (m *smallNext) bounded(n *smallState, i int) (a Attempt, late func() bool) {
	t := &n.tries[i]
	m.w.asIfThen(t.began, t.beganSteady, func() { a, late = m.w.processor.bounded(n.attempt(i)) })
	return a, late
}

func (m *smallNext) intent(kind smallKind, i int) {
	m.do(kind, i, func(n *smallState) bool {
		m.w.store.lost, m.w.store.unknown = kind == faultIntentLost, kind == faultIntentUnknown
		a, _ := m.bounded(n, i)
		n.tries[i].phase = phaseRecorded
		if _, err := m.w.processor.record(a); err != nil { // Processor.run tells that it was not sent
			n.tries[i].phase, n.tries[i].told = phaseDisowning, gateway.OutcomeNotSent
		}
		return true
	})
}

// disown is one try of Processor.disown.
func (m *smallNext) disown(n *smallState, a Attempt) {
	a.State, a.Ended, a.Outcome = Known, smallWall, gateway.OutcomeNotSent
	_, _ = m.w.store.Record(context.Background(), a.ID, journal.Change{
		Step: journal.StepAnswered, At: smallWall, By: a.Agent, Apply: becomesKnown(a),
	})
}
