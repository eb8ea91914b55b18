package payment

// Time in the small world. A clock stands still while something can still
// happen at once; then it goes on to the next instant at which something may
// differ. Between two such instants every check says the same, and the
// earliest one is the most dangerous, because it starts to count the soonest.

// clocks calls for each time of a state: those by the time of day, by the
// gateway's clock, and by the clock that cannot be set.
func (s *smallState) clocks(wall, theirs, steady func(*rel)) {
	for i := range s.tries {
		t, r := &s.tries[i], &s.rows[i]
		for _, at := range []*rel{&t.beganSteady, &t.yes, &t.going, &t.arriveBy, &t.visible, &r.emptySteady, &r.sendBySteady} {
			steady(at)
		}
		for _, at := range []*rel{&t.began, &r.intentAt, &r.answeredAt, &r.emptyHere, &r.sendTaken, &r.sendUntil, &r.checkTaken, &r.checkUntil} {
			wall(at)
		}
		theirs(&r.emptyAt)
	}
	wall(&s.check.here)
	theirs(&s.check.at)
	steady(&s.check.steady)
}

func back(d rel) func(*rel) {
	return func(at *rel) {
		if *at != never && *at != otherBoot {
			*at = max(longAgo, *at-d)
		}
	}
}

func leave(*rel) {}

// pass lets time go by.
func (s *smallState) pass(d rel) { s.clocks(back(d), back(d), back(d)) }

// set puts the time of day forward, or back.
func (s *smallState) set(d rel) { s.clocks(back(d), leave, leave) }

// restart restarts the machine: what the steady clock said before cannot be
// compared any more.
func (s *smallState) restart() {
	for i := range s.rows {
		for _, at := range []*rel{&s.rows[i].emptySteady, &s.rows[i].sendBySteady} {
			if *at != never {
				*at = otherBoot
			}
		}
	}
}

// untilNext is the time to the next instant at which something may differ; 0 for
// none.
func (w *smallWorld) untilNext(s *smallState) rel {
	next := rel(0)
	at := func(r rel) {
		if r > 0 && (next == 0 || r < next) {
			next = r
		}
	}
	after := func(r rel, d rel) {
		if r != never && r != otherBoot {
			at(r + d)
		}
	}
	for i := range s.tries {
		w.tryTimes(s, i, after)
		if s.has(i) {
			w.rowTimes(s, i, after)
		}
	}
	return next
}

// tryTimes are the instants of an attempt on its way.
func (w *smallWorld) tryTimes(s *smallState, i int, after func(rel, rel)) {
	t := &s.tries[i]
	switch t.phase {
	case phaseAgreed, phaseRecorded, phaseGoing:
		after(t.began, sendWithin+1)
		after(t.beganSteady, sendWithin+1)
		if t.phase == phaseGoing {
			after(t.going, patienceTime)
		}
	case phaseWaiting:
		after(t.going, patienceTime)
		after(t.going, deadlineTime)
	case phaseDoubted:
		after(t.going, deadlineTime)
	default:
	}
	if t.net == netSlow {
		after(t.arriveBy, 0)
	}
	after(t.visible, 0)
}

// rowTimes are the instants of an entry.
func (w *smallWorld) rowTimes(s *smallState, i int, after func(rel, rel)) {
	r := &s.rows[i]
	if r.known() {
		if r.outcome.MovesMoney() && s.tries[1].phase <= phaseGuarded {
			after(r.intentAt, seconds(DefaultWindow))
		}
		return
	}
	after(r.sendUntil, 0)
	after(r.checkUntil, 0)
	since := r.answeredAt
	needed := w.rule.Absent
	if since == never {
		since = r.intentAt
		needed += w.rule.Sending
		after(r.sendBySteady, max(0, seconds(w.rule.Sending)-sendWithin)+1)
	}
	for _, first := range []rel{r.emptyAt, r.emptyHere, r.emptySteady} {
		after(first, seconds(needed))
	}
	if r.evidence != noEvidence && r.alarm == 0 {
		after(since, seconds(w.rule.Absent))
	}
}
