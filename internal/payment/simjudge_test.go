package payment

import (
	"cmp"
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// The judges: the invariants of the simulation, held against what the bank
// really has. A payment is foreign to a journal when its portal, another journal
// or a copy put back since made it.
//
//	I1   one charge at most for each order reference, and for each caller,
//	     unless a reason was recorded for another. Of two journals, or of the
//	     portal, that holds when the gateway showed the first one while the
//	     agent was asking and answered without a lie.
//	I2   no AUTH without a durable intent
//	I3   one AUTH for each intent
//	I4   approved means that the bank holds it, with that amount and currency
//	I5   declined, rejected, not taken mean that the bank holds no charge; what
//	     was called not taken is not sent afterwards, and is taken back only with
//	     an alarm, at the first check after its record shows, and never with a
//	     bank that is as quick as the rule expects
//	I6   everything is known soon after nothing goes wrong any more
//	I7   whatever dies, the bank has nothing the journal does not know of, and
//	     the journal lists everything that has no outcome; what a screen shows
//	     is in the journal, or the screen says that it is not
//	I12  one attempt at a time for the same card and amount, or the same order
//	I13  the amount confirmed is the amount recorded and sent
//	I14  nothing leaves before the gateway has taken the console's sign-in, and
//	     again after it refused it
//	I16  nothing is called not taken while its owner lives and it is on its way
//	I17  a forgotten payment has a row and an alarm after a comparison that
//	     could see it, and nothing else is called forgotten

const plenty = 1 << 20

// own is the journal as a living process has it.
func (p *process) own() []journal.Entry {
	found, _ := p.memory.Recent(context.Background(), "", plenty)
	return found
}

// sending judges an AUTH that is about to be sent.
func (p *process) sending(r gateway.AuthRequest) *attempted {
	t := p.attempts[r.OrderReference]
	if t == nil {
		p.violated("I3", "%s is sent and was never confirmed", r.OrderReference)
		return nil
	}
	if t.calls++; t.calls > 1 {
		p.violated("I3", "%s is sent %d times", r.OrderReference, t.calls)
	}
	recorded := false
	for _, e := range p.own() {
		other := p.attempts[e.SentReference]
		switch {
		case e.SentReference == r.OrderReference:
			recorded = true
			if e.Amount != r.Amount || e.Amount != t.Charge.Amount || e.Site != r.Site {
				p.violated("I13", "%s: confirmed %v, recorded %v, sent %v", r.OrderReference, t.Charge.Amount, e.Amount, r.Amount)
			}
		case e.State != journal.Known && other != nil && other.calls > 0 && rivals(e, t.Charge):
			p.violated("I12", "%s is sent while %s is %s", r.OrderReference, e.SentReference, e.State)
		}
	}
	if !recorded {
		p.violated("I2", "%s is sent and not recorded", r.OrderReference)
	}
	return t
}

// leaves judges an AUTH whose first byte goes out.
func (p *process) leaves(t *attempted) {
	t.passed = true
	for _, e := range append(p.own(), p.book.entries()...) {
		if e.SentReference == t.SentReference && e.State == journal.Known {
			p.violated("I5", "%s is sent, and the journal says it is %v", t.SentReference, e.Outcome)
			break
		}
	}
	if p.signedIn.IsZero() || p.refusedAt.Before(t.confirmed) && p.signedIn.Before(p.refusedAt) {
		p.violated("I14", "%s is sent, and the gateway has not taken the sign-in", t.SentReference)
	}
	if t.overlooked != "" && t.Charge.Reason == "" {
		p.violated("I1", "%s is sent without a word, and the gateway showed %s", t.SentReference, t.overlooked)
	}
}

// rivals reports an entry that may be the same payment as a charge.
func rivals(e journal.Entry, c Charge) bool {
	return e.OwnReference == c.OrderReference || e.First6 == c.First6 && e.Last4 == c.Last4 && e.Amount == c.Amount
}

// recorded judges a change as it is made.
func (p *process) recorded(e journal.Entry, c journal.Change) {
	t := p.attempts[e.SentReference]
	if t == nil {
		return
	}
	if c.Step != journal.StepChecked && c.Step != journal.StepOverride {
		for _, b := range p.bank.under(e.SentReference) {
			b.noted = b.noted || t.passed && !t.underWay.Load()
		}
	}
	if c.Step != journal.StepChecked || !notTaken(e) {
		return
	}
	if p.clocks == rightClocks && t.onItsWay() {
		p.violated("I16", "%s is called not taken while it is on its way", e.SentReference)
	}
	heard := p.heard[e.SentReference]
	for _, b := range p.bank.under(e.SentReference) {
		if b.verdict.moves() && !b.misfiled && heard.whole && b.shown.Before(heard.at) && e.Alarm == "" {
			p.violated("I5", "%s is still called not taken, and a check was shown its record", e.SentReference)
		}
	}
}

// told judges what a screen is told.
func (p *process) told(a Attempt) {
	if p.step("told") && a.State == Done && a.Resolution != journal.ResolvedSupervisor {
		p.holds(a.SentReference, a.Result.Record.TransactionReference, a.Outcome, a.Charge.Amount, "told")
	}
}

// writtenDown judges that the journal has what a screen shows, or that the
// screen says that it has not.
func (p *process) writtenDown(a Attempt) {
	for _, e := range p.own() {
		if e.SentReference == a.SentReference && e.State == journal.Known {
			return
		}
	}
	if a.Problem == "" && !p.isDead() {
		p.violated("I7", "%s is shown as %v without a word, and the journal has not got it", a.SentReference, a.Outcome)
	}
}

// holds judges an outcome that speaks of money.
func (s *sim) holds(reference, transaction string, o gateway.Outcome, amount gateway.Money, how string) {
	if !moves(o) {
		return
	}
	for _, b := range s.bank.of(reference, transaction) {
		if b.verdict.moves() && (b.verdict == holds) == (o == gateway.Held) && b.request.Amount == amount {
			return
		}
	}
	s.violated("I4", "%s is %s %v, and the bank has no such charge", reference, how, o)
}

// afterCrash judges the journal as a process finds it when it starts.
func (p *process) afterCrash() {
	known := map[string]bool{}
	for _, e := range p.own() {
		known[e.SentReference] = true
	}
	for _, b := range p.bank.booked {
		if t := b.by; t != nil && t.book == p.book && !known[t.SentReference] && !p.book.forgot(t) {
			p.violated("I7", "the bank has %s and the journal has not", t.SentReference)
		}
	}
}

// listed judges, at a time when nothing is being sent, that people are told of
// everything that is not known.
func (s *sim) listed(b *book) {
	open, err := b.disk.Unresolved(context.Background(), plenty)
	if err != nil {
		s.violated("I7", "the journal cannot be read: %v", err)
	}
	listed := map[string]bool{}
	for _, e := range open {
		listed[e.ID] = true
	}
	for _, e := range b.entries() {
		if e.State != journal.Known && !listed[e.ID] {
			s.violated("I7", "%s is %s and not listed", e.SentReference, e.State)
		}
	}
}

// known reports that nothing can become known any more.
func (s *sim) known() bool {
	for _, b := range s.books {
		for _, e := range b.entries() {
			if e.State != journal.Known && !s.byHand(e) {
				return false
			}
		}
	}
	return true
}

// byHand reports an attempt that only a supervisor can settle: the bank itself
// does not know its end, or something pointed to a record that is not exactly
// its own. Of the second there is an alarm, so that a supervisor looks.
func (s *sim) byHand(e journal.Entry) bool {
	return s.forever(e) || e.Evidence != "" && e.Alarm != ""
}

// forever reports a payment the bank itself does not know the end of.
func (s *sim) forever(e journal.Entry) bool {
	arrived := s.bank.of(e.SentReference, e.TransactionReference)
	return len(arrived) > 0 && arrived[0].verdict == faultForever
}

// elsewhere is the steady clock of another machine.
func elsewhere() clock.Reading { return clock.Reading{Boot: "elsewhere"} }

// settled judges that everything is known, save what the bank itself does not
// know, which a supervisor then settles by hand: after two more minutes when it
// is too early, as the message says.
func (s *sim) settled() {
	for _, b := range s.books {
		resolver := NewResolver(ResolverOptions{Store: b.disk, Rule: s.rule, Owner: "supervisor", Now: time.Now, Steady: elsewhere})
		for _, e := range b.entries() {
			if e.State == journal.Known {
				continue
			}
			if !s.byHand(e) {
				s.violated("I6", "%s is still %s after %d checks, %d of them empty; it is to be checked in %v",
					e.SentReference, e.State, e.Checks, e.EmptyChecks, time.Until(e.NextCheckAt))
				continue
			}
			truth := gateway.NotSent
			if s.taken(e) {
				truth = gateway.Approved
			}
			_, err := resolver.Override(context.Background(), e.SentReference, truth, "sam", "the bank says so by telephone")
			for range 2 {
				if errors.Is(err, errOnItsWay) {
					s.schedule(time.Now().Add(2 * time.Minute))
					_, err = resolver.Override(context.Background(), e.SentReference, truth, "sam", "the bank says so by telephone")
				}
			}
			if now, _ := b.disk.Get(context.Background(), e.ID); err != nil && now.State != journal.Known {
				s.violated("I6", "%s cannot be settled by hand: %v", e.SentReference, err)
			}
		}
	}
}

// reckon judges a journal in the end.
func (s *sim) reckon(b *book) {
	alarmed := map[string]bool{}
	for _, e := range b.entries() {
		if e.Resolution != journal.ResolvedSupervisor { // who knows taken from not taken, and no more
			s.holds(e.SentReference, e.TransactionReference, e.Outcome, e.Amount, "recorded as")
		}
		denied := s.denied(b, e)
		if denied != "" || e.State == journal.Known && e.Outcome == gateway.NotSent && e.Alarm != "" && s.taken(e) {
			alarmed[e.SentReference] = true
			s.alarms++
			if !s.slow && denied != journal.ResolvedSupervisor && e.Resolution != journal.ResolvedSupervisor {
				s.violated("I5", "%s was called not taken, and the bank has it", e.SentReference)
			}
			if e.Alarm == "" {
				s.violated("I5", "%s was called not taken and turned up without an alarm", e.SentReference)
			}
		}
		if e.State == journal.Known && !moves(e.Outcome) && s.taken(e) && !alarmed[e.SentReference] {
			if s.unfindable(e) {
				alarmed[e.SentReference] = true
				continue
			}
			s.violated("I5", "%s is recorded as %v, and the bank has charged it", e.SentReference, e.Outcome)
		}
	}
	for _, t := range s.order {
		if t.book != b {
			continue
		}
		if n := len(s.bank.under(t.SentReference)); n > 1 {
			s.violated("I1", "%s arrived %d times", t.SentReference, n)
		}
		if t.shown && !moves(t.as) && s.charges(t.SentReference) && !alarmed[t.SentReference] && !b.forgot(t) {
			s.violated("I5", "%s was shown as %v, and the bank has charged it", t.SentReference, t.as)
		}
	}
}

// charged judges that each caller was charged once, or more often with a reason.
// What the payment's own journal could not know of was judged when it was sent.
func (s *sim) charged() {
	first := map[*caller][]*booking{}
	for _, b := range s.bank.booked {
		if !b.verdict.moves() {
			continue
		}
		for _, a := range first[b.caller] {
			if b.by != nil && b.by.Charge.Reason == "" && !b.foreign[a] {
				s.violated("I1", "%s was charged for %s and again for %s", b.caller.order, a.request.OrderReference, b.request.OrderReference)
			}
		}
		first[b.caller] = append(first[b.caller], b)
	}
}

// unfindable reports an attempt whose record no query finds and whose answer,
// which named it, was recorded by no process: that it was taken cannot be known.
func (s *sim) unfindable(e journal.Entry) bool {
	for _, b := range s.bank.under(e.SentReference) {
		if b.misfiled && (!b.noted || e.Resolution == journal.ResolvedSupervisor || !b.by.book.replaced.IsZero()) {
			return true
		}
	}
	return false
}

// taken reports whether the bank has the money of an entry, now or soon.
func (s *sim) taken(e journal.Entry) bool {
	for _, b := range s.bank.of(e.SentReference, e.TransactionReference) {
		if b.verdict.moves() {
			return true
		}
	}
	return false
}

// charges is taken by a reference as it was sent.
func (s *sim) charges(sent string) bool { return s.taken(journal.Entry{SentReference: sent}) }

// denied is how an entry was called not taken that later was taken; "" for one
// that was not.
func (s *sim) denied(b *book, e journal.Entry) string {
	if !moves(e.Outcome) {
		return ""
	}
	events, err := b.disk.History(context.Background(), e.ID)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		s.violated("I7", "the history cannot be read: %v", err)
	}
	not := ""
	for _, ev := range events {
		if ev.Entry.State == journal.Known {
			if not != "" && moves(ev.Entry.Outcome) {
				return not
			}
			not = ""
			if !moves(ev.Entry.Outcome) {
				not = cmp.Or(ev.Entry.Resolution, "an answer")
			}
		}
	}
	return ""
}
