package payment

import (
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// smallMutant breaks a rule on purpose. The zero smallMutant breaks none.
type smallMutant struct {
	finding func(*journal.Entry, *doubt.Finding)  // what is judged is not as it was found
	apply   func(journal.Change) journal.Change   // a change is made otherwise
	hides   func(e journal.Entry, of string) bool // reads overlook an entry
	// opensGate lets a request leave however late it is.
	opensGate bool
	// believes401 takes every answer with 401 for a refusal.
	believes401 bool
	// forgets loses the intents of the process on a restart: fsync lied.
	forgets bool

	lookOf string // the attempt whose last look is made; "" for the guard
}

// judges is Rule.Judge, on the finding as the mutant changes it.
func (m *smallMutant) judges(r doubt.Rule, e *journal.Entry, f doubt.Finding) {
	if m.finding != nil {
		m.finding(e, &f)
	}
	r.Judge(e, f)
}

func (m *smallMutant) change(c journal.Change) func(*journal.Entry) error {
	if m.apply != nil {
		c = m.apply(c)
	}
	return c.Apply
}

func (m *smallMutant) overlooks(e journal.Entry) bool {
	return m.hides != nil && m.hides(e, m.lookOf)
}

func (m *smallMutant) afterRestart(s *smallState) {
	if !m.forgets {
		return
	}
	s.order = [smallProcessors]int8{}
}
