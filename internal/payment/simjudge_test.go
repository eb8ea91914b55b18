package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// The judges: the invariants of the simulation, held against what the bank
// really has.
//
// A seed is one of two worlds. In the first, each record shows within
// not_taken_after of the arrival of its request, and the rule never calls a
// payment not taken that was taken. In the second, a record may take a quarter of
// an hour, and the rule may be wrong; then no second charge leaves without a
// recorded reason, and the first check that is shown the record raises an alarm.
// The same holds, in both worlds, of what a supervisor calls not taken.
//
// A journal cannot know what the portal or another journal made, nor what it lost
// when it was removed or restored from an older copy. It learns of those payments
// from the gateway, as far as the gateway shows them and answers without a lie. A
// payment that is filed under a wrong order reference can be known only by the
// answer that names it, so it counts only when the process that got the answer
// lived to record it.
//
//	I1   one charge at most for each order reference, and for each caller,
//	     unless a reason was recorded for another. With two journals, or with
//	     the portal, that holds only if the gateway showed the first one while
//	     the agent was asking and answered without a lie.
//	I2   no AUTH without a durable intent
//	I3   one AUTH for each intent
//	I4   approved means that the bank holds it, with that amount and currency
//	I5   declined, rejected, not taken mean that the bank holds no charge; what
//	     was called not taken is not sent afterwards, and is taken back only with
//	     an alarm, at the first check after its record shows, and never with a
//	     bank that is as quick as the rule expects
//	I6   everything is known soon after nothing goes wrong any more
//	I7   whichever process dies, the bank has nothing the journal does not know
//	     of, and the journal lists everything that has no outcome; what a screen
//	     shows is in the journal, or the screen says that it is not
//	I12  one attempt at a time for the same card and amount, or the same order
//	I13  the amount confirmed is the amount recorded and sent
//	I14  nothing leaves before the gateway has taken the console's sign-in, and
//	     again after it refused it
//	I16  nothing is asked about or called not taken while its owner lives and it
//	     is on its way
//	I17  a forgotten payment has a row and an alarm after a comparison that
//	     could see it, and nothing else is called forgotten

const plenty = 1 << 20

// own is the journal as a living process has it.
func (p *process) own() []journal.Entry {
	if p.server != nil && !p.isDead() {
		return p.book.entries()
	}
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
		if e.SentReference != r.OrderReference {
			continue
		}
		recorded = true
		if e.Amount != r.Amount || e.Amount != t.Charge.Amount || e.Site != r.Site {
			p.violated("I13", "%s: confirmed %v, recorded %v, sent %v", r.OrderReference, t.Charge.Amount, e.Amount, r.Amount)
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
	for _, e := range p.own() {
		other := p.attempts[e.SentReference]
		if e.SentReference != t.SentReference && e.State != journal.Known && other != nil && other.calls > 0 && rivals(e, t.Charge) {
			p.violated("I12", "%s is sent while %s is %s", t.SentReference, e.SentReference, e.State)
		}
	}
	for _, e := range append(p.own(), p.book.entries()...) {
		if e.SentReference == t.SentReference && e.State == journal.Known {
			p.violated("I5", "%s is sent, and the journal says it is %v", t.SentReference, e.Outcome)
			break
		}
	}
	if p.signedIn.IsZero() || p.refusedAt.Before(t.confirmed) && p.signedIn.Before(p.refusedAt) {
		p.violated("I14", "%s is sent, and the gateway has not taken the sign-in", t.SentReference)
	}
	if t.advised.overlooked != "" && t.Charge.Reason == "" {
		p.violated("I1", "%s is sent without a word, and the gateway showed %s", t.SentReference, t.advised.overlooked)
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
	if c.Step != journal.StepChecked && c.Step != journal.StepRuling {
		for _, b := range p.bank.under(e.SentReference) {
			b.noted = b.noted || t.passed && !t.underWay.Load() && !e.AnsweredAt.IsZero() // else it was given up before the answer
		}
	}
	if c.Step != journal.StepChecked || !e.CalledNotMade() {
		return
	}
	if p.leasesHold() && t.onItsWay() {
		p.violated("I16", "%s is called not taken while it is on its way", e.SentReference)
	}
	last, _ := p.heard.Load(e.SentReference)
	heard, _ := last.(asked)
	for _, b := range p.bank.under(e.SentReference) {
		if b.verdict.moves() && !b.misfiled && heard.whole && b.shown.Before(heard.at) && e.Alarm == "" {
			p.violated("I5", "%s is still called not taken, and a check was shown its record", e.SentReference)
		}
	}
}

// claimed judges that a process may ask about an entry.
func (p *process) claimed(e journal.Entry) {
	if t := p.attempts[e.SentReference]; t != nil && e.State == journal.Open && p.leasesHold() && t.onItsWay() {
		p.violated("I16", "%s is asked about while it is on its way", e.SentReference)
	}
}

// told judges what a screen is told.
func (p *process) told(a Attempt) {
	if p.step("told") && a.State == Known && a.Resolution != journal.ResolvedSupervisor {
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
	if !o.MovesMoney() {
		return
	}
	for _, b := range s.bank.of(reference, transaction) {
		if b.verdict.moves() && (b.verdict == holds) == (o == gateway.OutcomeHeld) && b.request.Amount == amount {
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
