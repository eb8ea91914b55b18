package payment

import "time"

// This file makes the steps.

// smallNext are the steps that can follow a state.
type smallNext struct {
	w  *smallWorld
	s  *smallState
	to func(smallStep, *smallState)
}

// do makes one step of a copy of the state, unless it costs a fault and none is
// left, or it reports that it cannot be made.
func (m *smallNext) do(kind smallKind, who int, make func(*smallState) bool) {
	next := *m.s
	if kind.fault() {
		if next.left == 0 {
			return
		}
		next.left--
	}
	m.w.processor.SignIn.proved, m.w.processor.SignIn.at = true, time.Time{} // it is asked again wherever that matters
	m.w.store.s, m.w.store.lost, m.w.store.unknown, m.w.asking = &next, false, false, smallAsking{}
	if !make(&next) {
		return
	}
	next.tidy()
	m.to(smallStep{kind, int8(who)}, &next)
}

// write is a step that touches one try, its entry and the check of it, and
// nothing else. It comes up in many states, so its results are kept.
func (m *smallNext) write(kind smallKind, i int, make func(*smallState) bool) {
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
func (m *smallNext) then(kind smallKind, i int, make func(*smallTry)) {
	m.do(kind, i, func(n *smallState) bool {
		make(&n.tries[i])
		return true
	})
}

// record is a step that writes to the journal, which may be lost, and is the
// last of its try.
func (m *smallNext) record(kind smallKind, i int, write func(*smallState, Attempt)) {
	for _, lost := range []bool{false, true} {
		as := kind
		if lost {
			as = faultRecordLost
		}
		m.write(as, i, func(n *smallState) bool {
			m.w.store.lost = lost
			write(n, n.attempt(i))
			if lost {
				n.tries[i].unkept = n.tries[i].phase
			}
			n.tries[i].phase = phaseDone
			return true
		})
	}
}
