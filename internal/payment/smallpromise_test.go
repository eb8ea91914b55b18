package payment

import (
	"motoconsole/gateway"
)

// The promises. Each is held against every state.

// The promises that are broken in a step and cannot be seen in the state after it.
const (
	wrongNothing int8 = iota
	wrongSilent
)

// broken says which promise a state breaks; "" for none.
func (w *smallWorld) broken(s *smallState) string {
	if s.wrong == wrongSilent {
		return "no alarm: what was called not taken was found, and no supervisor is told"
	}
	for i := range s.tries {
		t := &s.tries[i]
		if !t.booked {
			continue
		}
		r := &s.rows[i]
		switch {
		case !s.has(i):
			return "lost outcome: the gateway has the payment of " + smallAgents[i] + " and the journal has not"
		case w.refusesAgain && (t.told == gateway.OutcomeRejected || r.outcome == gateway.OutcomeRejected):
			continue // it is watched
		case t.told == gateway.OutcomeNotSent || t.told == gateway.OutcomeRejected:
			return "false NOT TAKEN: the agent at " + smallAgents[i] + " was told so and the gateway has the payment"
		case r.known() && !r.outcome.MovesMoney() && !t.excused && !w.maySlip(s, i):
			return "false NOT TAKEN: the journal says so of " + smallAgents[i] + " and the gateway has the payment"
		}
	}
	for i := range s.tries {
		if s.tries[0].booked && s.tries[1].booked && s.tries[i].must && !s.rows[i].reason {
			return "second charge without a recorded reason: that of " + smallAgents[i]
		}
	}
	return ""
}

// maySlip reports an attempt that may be called not taken falsely: the gateway
// is slower than the rule, and no answer and no query pointed to the payment.
func (w *smallWorld) maySlip(s *smallState, i int) bool {
	byRule := smallResolutions[s.rows[i].resolution] == "not found"
	return byRule && !s.tries[i].pointed && w.lag > quickLag
}

// still reports a state in which nothing goes on by itself any more.
func (w *smallWorld) still(s *smallState) bool {
	for i := range s.tries {
		if s.busy(i) {
			return false
		}
	}
	return !s.busy(smallResolver) && !s.urgent() && w.untilNext(s) == 0
}

// lost says, of a still state, which outcome is lost; "" for none. All the
// gateway has booked is taken, or listed, or has an alarm, at the latest when
// the gateway is asked again; and when it is asked often enough, all becomes
// known or has an alarm.
func (w *smallWorld) lost(s *smallState) string {
	for i := range s.tries {
		if !s.has(i) || s.rows[i].outcome.MovesMoney() {
			continue
		}
		if !s.rows[i].known() && !w.listed(s, i) {
			return "lost outcome: the payment of " + smallAgents[i] + " is in doubt and not listed"
		}
		r := w.later(s, i)
		switch {
		case !r.known() && r.alarm == 0:
			return "lost outcome: however often it is asked, the payment of " + smallAgents[i] + " stays in doubt without an alarm"
		case s.rows[i].known() && s.tries[i].booked && !r.outcome.MovesMoney() && r.alarm == 0:
			return "lost outcome: the payment of " + smallAgents[i] + " was called not taken, was taken, and no alarm is raised"
		}
	}
	return ""
}

// later is an entry when the gateway was asked about it several times more,
// and nothing went wrong.
func (w *smallWorld) later(s *smallState, i int) smallRow {
	after := *s
	m := smallNext{w, &after, func(_ smallStep, n *smallState) { after = *n }}
	for range 4 {
		if after.worthAsking(i) {
			m.ask(stepAsk, i, smallAsking{})
			m.write(stepJudge, i, m.judge)
		}
		after.pass(1000)
		after.tidy()
	}
	return after.rows[i]
}
