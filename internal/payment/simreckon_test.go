package payment

import (
	"cmp"
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// What is judged once nothing goes wrong any more, and in the end.

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

// byHand reports an attempt that only a supervisor can settle: the bank itself does
// not know its outcome, or something pointed to a record that is not exactly its own.
// The second has an alarm, so that a supervisor looks.
func (s *sim) byHand(e journal.Entry) bool {
	return s.forever(e) || e.Evidence != "" && e.Alarm != ""
}

// forever reports a payment whose outcome the bank itself never knows.
func (s *sim) forever(e journal.Entry) bool {
	arrived := s.bank.of(e.SentReference, e.TransactionReference)
	return len(arrived) > 0 && arrived[0].verdict == faultForever
}

// elsewhere is the steady clock of another machine.
func elsewhere() clock.Reading { return clock.Reading{Boot: "elsewhere"} }

// settled judges that everything is known, except what the bank itself does not know.
// A supervisor settles that by hand, and tries again two minutes later if the message
// says that it is too early.
func (s *sim) settled() {
	for _, b := range s.books {
		resolver := resolve.New(resolve.Options{Store: b.disk, Rule: s.rule, Owner: "supervisor", Clocks: clock.Clocks{Now: time.Now, Steady: elsewhere}})
		for _, e := range b.entries() {
			if e.State == journal.Known {
				continue
			}
			if !s.byHand(e) {
				s.violated("I6", "%s is still %s after %d checks, %d of them empty; it is to be checked in %v",
					e.SentReference, e.State, e.Checks, e.EmptyChecks, time.Until(e.NextCheckAt))
				continue
			}
			truth := gateway.OutcomeNotSent
			if s.taken(e) {
				truth = gateway.OutcomeApproved
			}
			_, err := resolver.RuleOn(context.Background(), rights.Everything(), e.SentReference, truth, "sam", "the bank says so by telephone")
			for range 2 {
				if errors.Is(err, resolve.ErrOnItsWay) {
					s.schedule(time.Now().Add(2 * time.Minute))
					_, err = resolver.RuleOn(context.Background(), rights.Everything(), e.SentReference, truth, "sam", "the bank says so by telephone")
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
		if e.Resolution != journal.ResolvedSupervisor { // a supervisor says taken or not taken, and no more
			s.holds(e.SentReference, e.TransactionReference, e.Outcome, e.Amount, "recorded as")
		}
		denied := s.denied(b, e)
		if denied != "" || e.State == journal.Known && e.Outcome == gateway.OutcomeNotSent && e.Alarm != "" && s.taken(e) {
			alarmed[e.SentReference] = true
			s.alarms++
			if !s.slow && denied != journal.ResolvedSupervisor && e.Resolution != journal.ResolvedSupervisor && !s.unfindable(e) {
				s.violated("I5", "%s was called not taken, and the bank has it", e.SentReference)
			}
			if e.Alarm == "" {
				s.violated("I5", "%s was called not taken and turned up without an alarm", e.SentReference)
			}
		}
		if e.State == journal.Known && !e.Outcome.MovesMoney() && s.taken(e) && !alarmed[e.SentReference] {
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
		if t.shown && !t.as.MovesMoney() && s.charges(t.SentReference) && !alarmed[t.SentReference] && !b.forgot(t) {
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
			if b.by != nil && !b.foreign[a] && !b.by.explains(a) {
				s.violated("I1", "%s was charged for %s and again for %s", b.caller.order, a.request.OrderReference, b.request.OrderReference)
			}
		}
		first[b.caller] = append(first[b.caller], b)
	}
}

// explains reports a charge whose agent gave a reason for it and could know of
// the other payment by then.
func (t *attempted) explains(a *booking) bool {
	return t.Charge.Reason != "" && (a.by == nil || a.by.confirmed.Before(t.advised.asked) || t.process.mutant.noGuard)
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

// charges is taken, by an order reference as it was sent.
func (s *sim) charges(sent string) bool { return s.taken(journal.Entry{SentReference: sent}) }

// denied is how an entry was called not taken before it turned out to be taken; "" if
// it was not called so.
func (s *sim) denied(b *book, e journal.Entry) string {
	if !e.Outcome.MovesMoney() {
		return ""
	}
	events, err := b.disk.History(context.Background(), e.ID)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		s.violated("I7", "the history cannot be read: %v", err)
	}
	not := ""
	for _, ev := range events {
		if ev.Entry.State == journal.Known {
			if not != "" && ev.Entry.Outcome.MovesMoney() {
				return not
			}
			not = ""
			if !ev.Entry.Outcome.MovesMoney() {
				not = cmp.Or(ev.Entry.Resolution, "an answer")
			}
		}
	}
	return ""
}
