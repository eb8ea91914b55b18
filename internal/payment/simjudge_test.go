package payment

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// The judges: the invariants I1 to I7, I12 and I13 of the simulation, held
// against what the bank really has.
//
//	I1   one charge at most for each order reference, and for each caller,
//	     unless a reason was recorded for another
//	I2   no AUTH without a durable intent
//	I3   one AUTH for each intent
//	I4   approved means that the bank holds it, with that amount and currency
//	I5   declined, rejected, not taken mean that the bank holds no charge; what
//	     was called not taken is taken back only with an alarm, and never with
//	     a bank that is as quick as the rule expects
//	I6   everything is known soon after nothing goes wrong any more
//	I7   whatever dies, the bank has nothing the journal does not know of, and
//	     the journal lists everything that has no outcome
//	I12  one attempt at a time for the same card and amount, or the same order
//	I13  the amount confirmed is the amount recorded and sent

const plenty = 1 << 20

// entries is the journal as it is synced.
func (s *sim) entries() []journal.Entry {
	found, err := s.disk.Recent(context.Background(), "", plenty)
	if err != nil {
		s.violated("I7", "the journal cannot be read: %v", err)
	}
	return found
}

// sending judges an AUTH that is about to be sent.
func (s *sim) sending(r gateway.AuthRequest) {
	t := s.attempts[r.OrderReference]
	if t == nil {
		s.violated("I3", "%s is sent and was never confirmed", r.OrderReference)
		return
	}
	if t.calls++; t.calls > 1 {
		s.violated("I3", "%s is sent %d times", r.OrderReference, t.calls)
	}
	recorded := false
	for _, e := range s.entries() {
		switch {
		case e.SentReference == r.OrderReference:
			recorded = true
			if e.State == journal.Known {
				s.violated("I5", "%s is sent, and the journal says it is %v", r.OrderReference, e.Outcome)
			}
			if e.Amount != r.Amount || e.Amount != t.Charge.Amount || e.Site != r.Site {
				s.violated("I13", "%s: confirmed %v, recorded %v, sent %v", r.OrderReference, t.Charge.Amount, e.Amount, r.Amount)
			}
		case e.State != journal.Known && s.attempts[e.SentReference].calls > 0 && rivals(e, t.Charge):
			s.violated("I12", "%s is sent while %s is %s", r.OrderReference, e.SentReference, e.State)
		}
	}
	if !recorded {
		s.violated("I2", "%s is sent and not recorded", r.OrderReference)
	}
}

// rivals reports an entry that may be the same payment as a charge.
func rivals(e journal.Entry, c Charge) bool {
	return e.OwnReference == c.OrderReference || e.First6 == c.First6 && e.Last4 == c.Last4 && e.Amount == c.Amount
}

// told judges what a screen is told.
func (p *process) told(a Attempt) {
	if p.step("told") && a.State == Done {
		p.holds(a.SentReference, a.Outcome, a.Charge.Amount, "told")
	}
}

// holds judges an outcome that speaks of money.
func (s *sim) holds(reference string, o gateway.Outcome, amount gateway.Money, how string) {
	if !moves(o) {
		return
	}
	for _, b := range s.bank.under(reference) {
		if b.verdict.moves() && (b.verdict == holds) == (o == gateway.Held) && b.request.Amount == amount {
			return
		}
	}
	s.violated("I4", "%s is %s %v, and the bank has no such charge", reference, how, o)
}

// afterCrash judges the journal as a process finds it when it starts.
func (s *sim) afterCrash() {
	known := map[string]bool{}
	for _, e := range s.entries() {
		known[e.SentReference] = true
	}
	for _, b := range s.bank.booked {
		if !known[b.request.OrderReference] {
			s.violated("I7", "the bank has %s and the journal has not", b.request.OrderReference)
		}
	}
}

// listed judges, at a time when nothing is being sent, that people are told of
// everything that is not known.
func (s *sim) listed() {
	open, err := s.disk.Unresolved(context.Background(), plenty)
	if err != nil {
		s.violated("I7", "the journal cannot be read: %v", err)
	}
	listed := map[string]bool{}
	for _, e := range open {
		listed[e.ID] = true
	}
	for _, e := range s.entries() {
		if e.State != journal.Known && !listed[e.ID] {
			s.violated("I7", "%s is %s and not listed", e.SentReference, e.State)
		}
	}
}

// known reports that nothing can become known any more.
func (s *sim) known() bool {
	for _, e := range s.entries() {
		if e.State != journal.Known && !s.byHand(e) {
			return false
		}
	}
	return true
}

// byHand reports an attempt that only a supervisor can settle: the bank itself
// does not know its end, or something pointed to a record that is not exactly
// its own. Of the second there is an alarm, so that a supervisor looks.
func (s *sim) byHand(e journal.Entry) bool {
	return s.forever(e.SentReference) || e.Evidence != "" && e.Alarm != ""
}

// forever reports a payment the bank itself does not know the end of.
func (s *sim) forever(reference string) bool {
	arrived := s.bank.under(reference)
	return len(arrived) > 0 && arrived[0].verdict == faultForever
}

// elsewhere is the steady clock of another machine.
func elsewhere() clock.Reading { return clock.Reading{Boot: "elsewhere"} }

// settled judges that everything is known, save what the bank itself does not
// know, which a supervisor then settles by hand.
func (s *sim) settled() {
	resolver := NewResolver(ResolverOptions{Store: s.disk, Rule: s.rule, Owner: "supervisor", Now: time.Now, Steady: elsewhere})
	for _, e := range s.entries() {
		if e.State == journal.Known {
			continue
		}
		if !s.byHand(e) {
			s.violated("I6", "%s is still %s after %d checks, %d of them empty; it is to be checked in %v",
				e.SentReference, e.State, e.Checks, e.EmptyChecks, time.Until(e.NextCheckAt))
			continue
		}
		truth := gateway.NotSent
		if s.taken(e.SentReference) {
			truth = gateway.Approved
		}
		_, err := resolver.Override(context.Background(), e.SentReference, truth, "sam", "the bank says so by telephone")
		if err != nil {
			s.violated("I6", "%s cannot be settled by hand: %v", e.SentReference, err)
		}
	}
}

// reckon judges everything in the end.
func (s *sim) reckon() {
	alarmed := map[string]bool{}
	for _, e := range s.entries() {
		if e.Resolution != journal.ResolvedSupervisor { // who knows taken from not taken, and no more
			s.holds(e.SentReference, e.Outcome, e.Amount, "recorded as")
		}
		if s.revoked(e) || e.Outcome == gateway.NotSent && e.Alarm != "" && s.taken(e.SentReference) {
			alarmed[e.SentReference] = true
			s.alarms++
			if !s.slow {
				s.violated("I5", "%s was called not taken, and the bank has it", e.SentReference)
			}
			if e.Alarm == "" {
				s.violated("I5", "%s was called not taken and turned up without an alarm", e.SentReference)
			}
		}
		if e.State == journal.Known && !moves(e.Outcome) && s.taken(e.SentReference) && !alarmed[e.SentReference] {
			s.violated("I5", "%s is recorded as %v, and the bank has charged it", e.SentReference, e.Outcome)
		}
	}
	charged := map[int]string{}
	for _, b := range s.bank.booked {
		t := s.attempts[b.request.OrderReference]
		switch first, again := charged[t.caller.id]; {
		case !b.verdict.moves() || alarmed[t.SentReference]:
			continue
		case again && t.Charge.Reason == "":
			s.violated("I1", "%s was charged for %s and again for %s", t.caller.order, first, t.SentReference)
		}
		charged[t.caller.id] = t.SentReference
	}
	for _, t := range s.order {
		if n := len(s.bank.under(t.SentReference)); n > 1 {
			s.violated("I1", "%s arrived %d times", t.SentReference, n)
		}
		if t.shown && !moves(t.as) && s.taken(t.SentReference) && !alarmed[t.SentReference] {
			s.violated("I5", "%s was shown as %v, and the bank has charged it", t.SentReference, t.as)
		}
	}
}

// taken reports whether the bank has money under the reference, now or soon.
func (s *sim) taken(reference string) bool {
	for _, b := range s.bank.under(reference) {
		if b.verdict.moves() {
			return true
		}
	}
	return false
}

// revoked reports an entry that was called not taken and later taken.
func (s *sim) revoked(e journal.Entry) bool {
	if !moves(e.Outcome) {
		return false
	}
	events, err := s.disk.History(context.Background(), e.ID)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		s.violated("I7", "the history cannot be read: %v", err)
	}
	not := false
	for _, ev := range events {
		if ev.Entry.State == journal.Known {
			if not && moves(ev.Entry.Outcome) {
				return true
			}
			not = !moves(ev.Entry.Outcome)
		}
	}
	return false
}
