package payment

import (
	"testing"

	"motoconsole/gateway"
)

// This file goes on where smallprocessor_test.go ends: the client has the request.

// going is the client on its way to the first byte, while Processor.wait waits.
func (m *smallNext) going(i int) {
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

// waiting is Processor.wait after the first byte, and what follows it.
func (m *smallNext) waiting(i int) {
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
		m.ends(stepConclude, i, func(n *smallState, a Attempt, r Reply) {
			n.hear(i, m.w.processor.conclude(a, m.w.processor.confirmed(r)))
		})
	case phaseLate:
		m.ends(stepLate, i, func(n *smallState, a Attempt, r Reply) {
			m.late(n, i, a, r)
		})
	default:
	}
}

// doubt is Processor.doubt when the agent's patience ends.
func (m *smallNext) doubt(kind smallKind, i int) {
	m.write(kind, i, func(n *smallState) bool {
		m.w.store.lost = kind == faultRecordLost
		m.w.processor.doubt(n.attempt(i), Reply{Err: errNoAnswer})
		if m.w.store.lost {
			n.tries[i].unkept = phaseWaiting
		}
		n.tries[i].phase = phaseDoubted
		return true
	})
}

// ends is a step that does with the client's reply what the engine does.
func (m *smallNext) ends(kind smallKind, i int, with func(*smallState, Attempt, Reply)) {
	write := func(n *smallState, a Attempt) { with(n, a, m.reply(n, i)) }
	m.record(kind, i, write)
	if m.s.tries[i].reply == replySignIn && m.w.refusesAgain {
		m.write(faultRefusedAgain, i, func(n *smallState) bool {
			m.w.asking.refuses = true
			write(n, n.attempt(i))
			n.tries[i].phase = phaseDone
			return true
		})
	}
}

// late is Processor.late.
func (m *smallNext) late(n *smallState, i int, a Attempt, r Reply) {
	m.w.settled = nil
	m.w.processor.late(a, r, nil)
	if m.w.store.lost && r.Result.Outcome != gateway.OutcomeUnknown { // it tells what it could not record
		m.w.settled = &Attempt{State: Known, Outcome: r.Result.Outcome}
	}
	if m.w.settled != nil {
		n.hear(i, *m.w.settled)
	}
}

// keepTrying is Processor.keepTrying, when the journal can be written again.
func (m *smallNext) keepTrying(i int) {
	unkept := m.s.tries[i].unkept
	if unkept == phaseIdle || m.s.paused[i] {
		return
	}
	m.write(stepKeepTrying, i, func(n *smallState) bool {
		a := n.attempt(i)
		switch unkept {
		case phaseDisowning:
			m.disown(n, a)
		case phaseUnsent:
			m.w.processor.conclude(a, Reply{gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, errLate})
		case phaseWaiting:
			m.w.processor.doubt(a, Reply{Err: errNoAnswer})
		case phaseAnswered:
			m.w.processor.conclude(a, m.w.processor.confirmed(m.reply(n, i)))
		default:
			m.late(n, i, a, m.reply(n, i))
		}
		n.tries[i].unkept = phaseIdle
		return true
	})
}

// answer is the client's return.
func (t *smallTry) answer(r smallReply) {
	t.reply, t.phase = r, t.phase+1 // phaseWaiting is followed by phaseAnswered, phaseDoubted by phaseLate
}

// reply is what the client returns.
func (m *smallNext) reply(n *smallState, i int) Reply {
	fail := &gateway.Error{Written: true}
	switch n.tries[i].reply {
	case replyApproved:
		return Reply{gateway.AuthResult{Outcome: gateway.OutcomeApproved, Record: n.record(i)}, nil}
	case replyMismatch:
		fail.Kind, fail.Record = gateway.KindMismatch, n.record(i)
	case replySignIn:
		fail.Kind, fail.Status = gateway.KindSignIn, 401
	default:
		fail.Kind = gateway.KindTimeout
	}
	result := gateway.AuthResult{Outcome: fail.Outcome()}
	if m.w.mutant.believes401 && fail.Kind == gateway.KindSignIn {
		result.Outcome = gateway.OutcomeRejected
	}
	return Reply{result, fail}
}

// hear is what the agent is told.
func (s *smallState) hear(i int, a Attempt) {
	if a.State == Known {
		s.tries[i].told = a.Outcome
	}
}

// TestADoubtThatIsRecordedLast: what could not be recorded at once is recorded
// when the journal can be written again, and takes nothing away from what an
// answer has said since.
func TestADoubtThatIsRecordedLast(t *testing.T) {
	w := newSmallWorld(0)
	s := w.start()
	w.store.s = &s
	m := smallNext{w: w, s: &s}
	s.tries[0].began, s.tries[0].beganSteady = 0, 0
	a, _ := m.bounded(&s, 0)
	if _, err := w.processor.record(a); err != nil {
		t.Fatal(err)
	}
	record := s.record(0)
	record.ErrorCode = "60010" // the bank does not know
	w.processor.late(a, Reply{Result: gateway.AuthResult{Outcome: gateway.OutcomeUnknown, Record: record}}, nil)
	w.processor.doubt(a, Reply{Err: errNoAnswer})
	if e := s.entry(0); e.TransactionReference != record.TransactionReference {
		t.Errorf("the journal has the transaction as %q", e.TransactionReference)
	}
}
