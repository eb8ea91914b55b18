package payment

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// portalPeople charge callers in the vendor's portal, where they see what the gateway
// shows. They know no journal, and their payments carry no name.
func (s *sim) portalPeople() {
	for {
		s.rest("portal", 5*time.Minute)
		if s.step("portal charges"); s.over.Load() || !s.faulty {
			return
		}
		c := s.callers[s.rng.IntN(len(s.callers))]
		if s.showsPayment(c) || !s.taking {
			continue
		}
		order := c.order
		if s.chance(0.3) {
			order = "by telephone"
		}
		b := &booking{
			request: gateway.AuthRequest{Site: simSite, OrderReference: order, Amount: c.amount},
			last4:   c.cards[0], caller: c, verdict: approves, sentBy: "portal",
		}
		s.struck(strikePortal)
		s.arrives(b, trip{book: time.Second, lag: s.between(0, min(s.maxLag, time.Minute))})
	}
}

// showsPayment reports whether the gateway shows a payment of a caller.
func (s *sim) showsPayment(c *caller) bool {
	for _, b := range s.bank.booked {
		if b.caller == c && b.verdict.moves() && !b.shown.After(time.Now()) {
			return true
		}
	}
	return false
}

// foreignTo reports a payment that the guard of a charge's journal cannot know
// of: the portal's, another journal's, or one that was forgotten. A forgotten one
// that has a row again is known under the order reference that the gateway shows,
// and where that is another one now, the guard does not find it.
func (p *process) foreignTo(b *booking) bool {
	return b.by == nil || b.by.book != p.book || !slices.ContainsFunc(p.own(), func(e journal.Entry) bool {
		return e.SentReference == b.request.OrderReference
	})
}

// hasRow reports a payment with a row in the journal.
func (p *process) hasRow(b *booking) bool {
	return slices.ContainsFunc(p.own(), func(e journal.Entry) bool {
		return e.SentReference == b.request.OrderReference || e.TransactionReference == b.transaction()
	})
}

// foreigners are the caller's earlier payments that are foreign to the journal
// that now sends another.
func (p *process) foreigners(c *caller) map[*booking]bool {
	found := map[*booking]bool{}
	for _, a := range p.bank.booked {
		if a.caller == c && a.verdict.moves() && p.foreignTo(a) {
			found[a] = true
		}
	}
	return found
}

// looksFor remembers which payments of an order are foreign to the journal when it is asked
// about the order. A comparison may bring one in while the answer is on its way, and after the
// last look before a request it comes too late.
func (p *process) looksFor(order string) {
	found := map[*booking]bool{}
	for _, a := range p.bank.booked {
		if a.caller.order == order && a.verdict.moves() && p.foreignTo(a) {
			found[a] = true
		}
	}
	p.looked.Store(order, found)
}

// toWarnOf is a payment that the gateway shows now, that the journal does not
// know of, and that makes a charge doubtful: of the same order, or by the same
// card for the same amount within the guard's window.
func (p *process) toWarnOf(c *caller, charge Charge) *booking {
	now := time.Now()
	for _, b := range p.bank.booked {
		if b.caller != c || !b.verdict.moves() || b.shown.After(now) || b.misfiled || p.hasRow(b) {
			continue
		}
		young := now.Sub(b.arrived) < DefaultWindow-11*time.Minute
		if b.request.OrderReference == charge.OrderReference ||
			b.last4 == charge.Last4 && b.request.Amount == charge.Amount && young && p.clocks == rightClocks {
			return b
		}
	}
	return nil
}

// whose is the caller of a payment that a warning names.
func (s *sim) whose(a Attempt) *caller {
	if t := s.attempts[a.SentReference]; t != nil {
		return t.caller
	}
	if made := s.bank.of("", a.Result.Record.TransactionReference); len(made) > 0 {
		return made[0].caller
	}
	return nil
}
