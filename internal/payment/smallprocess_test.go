package payment

// Processes, the machine they run on, and its clocks.

func (m *smallNext) processes() {
	s := m.s
	for p := range s.paused {
		switch {
		case s.paused[p]:
			m.do(stepResume, p, func(n *smallState) bool {
				n.paused[p] = false
				return true
			})
		case s.busy(p) && s.hurries(p) && !s.netHurries():
			m.do(faultPaused, p, func(n *smallState) bool {
				n.paused[p] = true
				return true
			})
		}
		if s.busy(p) {
			m.do(faultCrashed, p, func(n *smallState) bool { return n.crash(p) })
		}
	}
	for i := range s.tries {
		if s.tries[i].died && s.rows[i].beingSent() { // SQLite.ReleaseGone, when a console starts
			m.do(stepReleaseGone, i, func(n *smallState) bool {
				n.rows[i].sendTaken, n.rows[i].sendUntil = never, never
				return true
			})
		}
	}
	if s.order[0] != 0 {
		m.restart(faultRestarted, 0)
		m.restart(faultRestartedAhead, clockStep)
	}
	if s.tries[0].phase > phaseGuarded {
		m.set(faultSetForward, clockStep)
		m.set(faultSetBack, -clockStep)
	}
}

// crash ends a process. A request on its way goes on.
func (s *smallState) crash(process int) bool {
	s.paused[process] = false
	if process == smallResolver {
		s.check.heard = false
		return true
	}
	t := &s.tries[process]
	t.phase, t.unkept, t.died = phaseDone, phaseIdle, true
	return true
}

// restart is a machine that is started again, with a clock that may be wrong.
func (m *smallNext) restart(kind smallKind, step rel) {
	m.do(kind, 0, func(n *smallState) bool {
		for p := range n.paused {
			if n.busy(p) {
				n.crash(p)
			}
		}
		n.restart()
		if step != 0 {
			n.set(step)
			n.steps++
		}
		m.w.mutant.afterRestart(n)
		return true
	})
}

// set is the time of day that is put forward or back.
func (m *smallNext) set(kind smallKind, step rel) {
	m.do(kind, 0, func(n *smallState) bool {
		n.set(step)
		n.steps++
		return true
	})
}

// time goes on when nothing is to happen at once.
func (m *smallNext) time() {
	if m.s.urgent() {
		return
	}
	d := m.w.untilNext(m.s)
	if d == 0 {
		return
	}
	m.do(stepTime, 0, func(n *smallState) bool {
		n.pass(d)
		return true
	})
}

// urgent reports that something must happen at once.
func (s *smallState) urgent() bool {
	for p := range s.paused {
		if !s.paused[p] && s.hurries(p) {
			return true
		}
	}
	return s.netHurries()
}

// netHurries reports that the gateway or the network is to do something at once.
func (s *smallState) netHurries() bool {
	for i := range s.tries {
		t := &s.tries[i]
		if t.net == netOnWay || t.net == netBooked || t.net == netSlow && t.arriveBy <= 0 {
			return true
		}
	}
	return false
}

// hurries reports that a process is to do something at once, if it is not
// paused.
func (s *smallState) hurries(process int) bool {
	if process == smallResolver {
		return s.check.heard
	}
	t := &s.tries[process]
	switch t.phase {
	case phaseAgreed, phaseDisowning, phaseRecorded, phaseUnsent, phaseAnswered, phaseLate:
		return true
	case phaseGoing:
		return !t.slow || -t.going >= patienceTime
	case phaseWaiting:
		return -t.going >= patienceTime
	case phaseDoubted:
		return -t.going >= deadlineTime
	default:
		return false
	}
}

// next are all steps that can follow.
func (w *smallWorld) next(s *smallState, to func(smallStep, *smallState)) {
	m := smallNext{w, s, to}
	for i := range s.tries {
		m.processor(i)
		m.keepTrying(i)
		m.gateway(i)
	}
	m.check()
	for i := range s.rows {
		m.supervisor(i)
	}
	m.time()
	m.processes()
}
