package payment

import (
	"fmt"
	"html"
	"strings"
	"time"

	"motoconsole/gateway"
)

const simSite = "test_site"

// ledger is what really happens to the money. Its clock is the true one.
type ledger struct {
	booked []*booking // in the order of arrival
	// badUntil is when the gateway takes our sign-in again.
	badUntil time.Time
}

// booking is an AUTH that arrived, and what the bank made of it.
type booking struct {
	request gateway.AuthRequest // without the card
	last4   string
	caller  *caller
	by      *attempted // nil: the portal
	verdict verdict
	number  int // of its arrival
	arrived time.Time
	at      time.Time // booked
	shown   time.Time // found by queries from then on
	settled time.Time // when the bank knows itself, for the verdicts that begin as a fault
	stamp   time.Time // by the clock of the host that booked it
	sentBy  string
	// misfiled is booked under a wrong order reference, and its answer says so.
	misfiled bool
	noted    bool // that answer's owner recorded what came of it
	// foreign are earlier payments of the caller that its journal could not know
	// of.
	foreign map[*booking]bool
}

// verdict is what the bank decides.
type verdict int

const (
	approves       verdict = iota
	holds                  // approved and suspended
	cancels                // approved and cancelled by a rule
	declines               // recorded, no money
	rejects                // refused for a field, no record
	faultCancelled         // 60010: cancelled afterwards
	faultCharged           // 60010: charged, and put right in its records later
	faultForever           // 60010, charged, and its records never say more
	drops                  // read, and forgotten
)

func (v verdict) moves() bool {
	return v == approves || v == holds || v == faultCharged || v == faultForever
}

func (v verdict) recorded() bool { return v != rejects && v != drops }

// transaction is the bank's own name of it.
func (b *booking) transaction() string { return fmt.Sprintf("1-2-%d", b.number) }

// record is the bank's record as it is then, with the order reference to the
// letter.
func (b *booking) record(now time.Time) gateway.Record {
	r := gateway.Record{
		RequestType: gateway.TypeAuth, OrderReference: b.request.OrderReference, SiteReference: b.request.Site,
		TransactionReference: b.transaction(), BaseAmount: b.request.Amount.BaseAmount(), MaskedPAN: "411111######" + b.last4,
		CurrencyISO3A: b.request.Amount.Currency.Code(), ErrorCode: "0", SettleStatus: "0",
		TransactionStarted: b.stamp.UTC().Format(time.DateTime), AccountType: string(gateway.AccountMOTO),
	}
	switch known := !now.Before(b.settled); b.verdict {
	case holds:
		r.SettleStatus = "2"
	case cancels:
		r.SettleStatus = "3"
	case declines:
		r.ErrorCode, r.SettleStatus = "70000", "3"
	case rejects:
		r.ErrorCode, r.SettleStatus, r.TransactionReference = "30000", "", ""
	case faultCancelled:
		r.ErrorCode, r.SettleStatus = "60010", ""
		if known {
			r.SettleStatus = "3"
		}
	case faultCharged:
		if !known {
			r.ErrorCode, r.SettleStatus = "60010", ""
		}
	case faultForever:
		r.ErrorCode = "60010"
	case approves, drops:
	}
	return r
}

// kept is an order reference as the gateway keeps it.
func (w world) kept(reference string) string {
	switch w.references {
	case foldedReferences:
		return strings.ToUpper(reference)
	case cutReferences:
		return reference[:min(20, len(reference))]
	case escapedReferences:
		return html.EscapeString(reference)
	default:
		return reference
	}
}

// orderPrefix makes order references that such a gateway changes.
func (w world) orderPrefix() string {
	return [...]string{"A", "order a", "Order number ", "A&B "}[w.references]
}

// filed is the order reference a booking is found and shown under.
func (s *sim) filed(b *booking) string {
	if b.misfiled {
		return "unreadable"
	}
	return s.kept(b.request.OrderReference)
}

// shows is a booking's record as a query gets it.
func (s *sim) shows(b *booking, now time.Time) gateway.Record {
	r := b.record(now)
	if r.OrderReference = s.filed(b); !b.misfiled && r.OrderReference != b.request.OrderReference {
		s.struck([]strike{0, strikeFolded, strikeCut, strikeEscaped}[s.references])
	}
	return r
}

// decide draws a verdict.
func (s *sim) decide(wrong bool) verdict {
	n := s.rng.IntN(100)
	switch {
	case n < 50 || n < 70 && !wrong:
		return approves
	case n < 75:
		return declines
	case n < 80:
		return holds
	case n < 83:
		return cancels
	case n < 87:
		return rejects
	case n < 91:
		return faultCancelled
	case n < 95:
		return faultCharged
	case n < 96:
		return faultForever
	case n < 98 && wrong:
		return drops
	default:
		return approves
	}
}

// hostTime is the clock of the gateway's host that happens to answer.
func (s *sim) hostTime() time.Time {
	ahead := s.hosts[0]
	if len(s.hosts) > 1 {
		ahead = s.hosts[s.rng.IntN(len(s.hosts))]
		if s.faulty {
			s.struck(strikeHosts)
		}
	}
	return time.Now().Add(ahead).UTC().Truncate(time.Second)
}

// arrives takes a request in.
func (s *sim) arrives(b *booking, t trip) {
	b.arrived, b.number = time.Now(), len(s.bank.booked)+1
	b.at = b.arrived.Add(t.book)
	b.shown = b.at.Add(t.lag)
	b.settled = b.shown.Add(s.between(0, 30*time.Second))
	b.stamp = s.hostTime()
	s.bank.booked = append(s.bank.booked, b)
	if s.slow && b.shown.Sub(b.arrived) > s.rule.Absent && b.verdict.recorded() {
		s.struck(strikeLate)
	}
	s.log("bank", "gets %s from %s: %v, booked after %v, shown after %v, answer after %v%s",
		b.request.OrderReference, b.sentBy, b.verdict, t.book, t.book+t.lag, t.answer, t)
}

// under are the arrivals under an order reference.
func (l *ledger) under(reference string) (found []*booking) {
	for _, b := range l.booked {
		if b.request.OrderReference == reference {
			found = append(found, b)
		}
	}
	return found
}

// of are the arrivals that an attempt made, or that a transaction reference
// names.
func (l *ledger) of(sent, transaction string) (found []*booking) {
	for _, b := range l.booked {
		if b.request.OrderReference == sent || b.transaction() == transaction {
			found = append(found, b)
		}
	}
	return found
}

// refusesSignIn reports a time in which the gateway does not take our user.
func (s *sim) refusesSignIn() bool { return time.Now().Before(s.bank.badUntil) }

// mayRefuseSignIn begins such a time now and then.
func (s *sim) mayRefuseSignIn() {
	if s.signIn == signInOutages && s.faulty && s.chance(0.02) {
		s.bank.badUntil = time.Now().Add(s.between(time.Second, 4*time.Minute))
		s.log("bank", "refuses our sign-in until %v from now", time.Until(s.bank.badUntil))
	}
}
