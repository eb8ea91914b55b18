package payment

// The gateway of the small world approves what arrives. What may go wrong is
// on the way to it, on the way back, and in what its queries show.

func (m *smallNext) gateway(i int) {
	switch m.s.tries[i].net {
	case netOnWay:
		m.book(i)
		m.then(faultRequestLost, i, func(t *smallTry) { t.net = netOver })
		m.then(faultRequestLate, i, func(t *smallTry) { t.net = netSlow })
		m.answer(faultRefused, i, replySignIn)
	case netSlow:
		m.book(i)
	case netBooked:
		m.answer(stepAnswer, i, replyApproved)
		m.answer(faultMismatch, i, replyMismatch)
		m.answer(faultSignIn, i, replySignIn)
		m.then(faultAnswerLost, i, func(t *smallTry) { t.net = netOver })
		m.then(faultAnswerLate, i, func(t *smallTry) { t.net = netDelayed })
	case netDelayed:
		m.answer(stepAnswer, i, replyApproved)
		m.answer(faultMismatch, i, replyMismatch)
		m.answer(faultSignIn, i, replySignIn)
	default:
	}
}

// book is the instant at which the gateway takes the money.
func (m *smallNext) book(i int) {
	m.then(stepBook, i, (*smallTry).book)
	m.then(faultRecordLate, i, func(t *smallTry) {
		t.book()
		t.visible = m.w.lag
	})
	m.then(faultFolded, i, func(t *smallTry) {
		t.book()
		t.folded = true
	})
}

func (t *smallTry) book() { t.booked, t.net = true, netBooked }

// answer lets an answer arrive, if the client still waits for it.
func (m *smallNext) answer(kind smallKind, i int, r smallReply) {
	if p := m.s.tries[i].phase; p != phaseWaiting && p != phaseDoubted {
		return
	}
	m.then(kind, i, func(t *smallTry) {
		t.net = netOver
		t.answer(r)
	})
}
