package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
)

const simSite = "test_site"

// ledger is what really happens to the money. Its clock is the true one.
type ledger struct {
	booked []*booking // in the order of arrival
}

// booking is an AUTH that arrived, and what the bank made of it.
type booking struct {
	request gateway.AuthRequest // without the card
	verdict verdict
	number  int // of its arrival
	arrived time.Time
	at      time.Time // booked
	shown   time.Time // found by queries from then on
	settled time.Time // when the bank knows itself, for the verdicts that begin as a fault
	sentBy  string
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

// record is the bank's record as it is then.
func (b *booking) record(now time.Time) gateway.Record {
	r := gateway.Record{
		RequestType: gateway.TypeAuth, OrderReference: b.request.OrderReference, SiteReference: b.request.Site,
		TransactionReference: fmt.Sprintf("1-2-%d", b.number), BaseAmount: b.request.Amount.BaseAmount(),
		CurrencyISO3A: b.request.Amount.Currency.Code(), ErrorCode: "0", SettleStatus: "0",
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

// line is a process's connection to the bank.
type line struct{ p *process }

// failed is a request without a usable answer, as the client tells of it.
func failed(kind gateway.ErrorKind, written bool) (gateway.AuthResult, error) {
	err := &gateway.Error{Kind: kind, Written: written}
	return gateway.AuthResult{Outcome: err.Outcome()}, err
}

// trip is what happens to one AUTH on its way.
type trip struct {
	connect       time.Duration // until the request arrives
	refused       bool          // it never does
	dies, diesOut bool          // the process dies before it is sent, or once it has arrived
	book, lag     time.Duration
	answer        time.Duration // from the arrival
	problem       gateway.ErrorKind
	spoilt        bool // the answer comes with a problem
	never         bool // no answer comes at all
}

func (p *process) trip(wrong bool) trip {
	second := time.Second
	t := trip{
		connect: p.between(0, second/5), answer: p.between(second/2, 2*second),
		book: p.between(0, min(second, p.maxBook)), lag: p.between(0, min(3*second, p.maxLag)),
	}
	if !wrong {
		return t
	}
	t.book, t.lag = p.between(0, p.maxBook), p.between(0, p.maxLag)
	late := false
	switch n := p.rng.Float64(); {
	case n < p.crashRate:
		t.dies = true
	case n < 2*p.crashRate:
		t.diesOut = true
	case n < 2*p.crashRate+0.08:
		t.refused, t.connect = true, p.between(0, p.deadline)
	case n < 2*p.crashRate+0.2:
		t.connect, late = p.between(p.deadline/2, p.deadline), true
		t.diesOut = p.chance(0.4)
	case p.chance(p.lossRate):
		t.never = true
	}
	if late || p.chance(0.3) { // as late as it can
		t.book, t.lag = p.between(p.maxBook*9/10, p.maxBook), p.between(p.maxLag*9/10, p.maxLag)
	}
	switch n := p.rng.IntN(10); {
	case n < 3:
		t.answer = p.between(0, 170*second)
	case n < 5:
		t.spoilt = true
		t.problem = []gateway.ErrorKind{
			gateway.ErrGarbled, gateway.ErrMismatch, gateway.ErrTruncated, gateway.ErrStatus, gateway.ErrBroken,
			gateway.ErrMissing, gateway.ErrShape, gateway.ErrNotJSON,
		}[p.rng.IntN(8)]
	}
	return t
}

// Auth implements Authoriser as the gateway's client does: with one deadline,
// and an answer or an error.
func (l line) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	p := l.p
	r.Card.Wipe()
	r.Card = gateway.Card{}
	began := time.Now()
	if !p.step("AUTH " + r.OrderReference) {
		return failed(gateway.ErrBroken, true)
	}
	p.sending(r)
	wrong := p.goes()
	t := p.trip(wrong)
	b := &booking{request: r, verdict: p.decide(wrong), sentBy: p.name}
	if t.dies {
		p.die("before it sends " + r.OrderReference)
		return failed(gateway.ErrBroken, true)
	}
	p.log("AUTH %s begins", r.OrderReference)
	if !p.sleep(ctx, t.connect) || !p.step("AUTH "+r.OrderReference) {
		return failed(gateway.ErrNotReached, false) // given up, or dead: nothing has left
	}
	if t.refused {
		p.log("AUTH %s: connection refused", r.OrderReference)
		return failed(gateway.ErrNotReached, false)
	}
	if !gateway.PassGate(ctx) {
		p.log("AUTH %s: too late to leave", r.OrderReference)
		return failed(gateway.ErrLate, false)
	}
	p.arrives(b, t)
	if t.diesOut {
		p.die("after it sent " + r.OrderReference)
	}
	left := p.deadline - time.Since(began)
	if t.never || b.verdict == drops || t.answer > left {
		p.sleep(context.Background(), left)
		return failed(gateway.ErrTimeout, true)
	}
	if !p.sleep(context.Background(), t.answer) || t.spoilt {
		return failed(t.problem, true)
	}
	record := b.record(time.Now())
	code, _ := gateway.LookupCode(record.ErrorCode)
	return gateway.AuthResult{Outcome: record.Outcome(), Code: code, Record: record}, nil
}

// arrives takes a request in.
func (s *sim) arrives(b *booking, t trip) {
	b.arrived, b.number = time.Now(), len(s.bank.booked)+1
	b.at = b.arrived.Add(t.book)
	b.shown = b.at.Add(t.lag)
	b.settled = b.shown.Add(s.between(0, 30*time.Second))
	s.bank.booked = append(s.bank.booked, b)
	s.log("bank", "gets %s from %s: %v, booked after %v, shown after %v, answer after %v%s",
		b.request.OrderReference, b.sentBy, b.verdict, t.book, t.book+t.lag, t.answer, t)
}

func (t trip) String() string {
	switch {
	case t.never:
		return " is lost"
	case t.spoilt:
		return fmt.Sprintf(" is spoilt (%v)", &gateway.Error{Kind: t.problem, Written: true})
	default:
		return ""
	}
}

// under are the arrivals under an order reference.
func (l *ledger) under(reference string) (found []*booking) {
	for _, c := range l.booked {
		if c.request.OrderReference == reference {
			found = append(found, c)
		}
	}
	return found
}

var errQuery = errors.New("the query failed")

// Query implements Querier.
func (l line) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	p := l.p
	what := "query " + strings.Join(append(q.OrderReferences, q.TransactionReferences...), " ")
	if !p.step(what) {
		return gateway.QueryResult{}, errQuery
	}
	until, back := p.between(0, time.Second/5), p.between(0, time.Second/5)
	fails, capped, silent, chatty := false, false, false, false
	if p.goes() {
		switch n := p.rng.Float64(); {
		case n < p.crashRate/4:
			p.die("while it asks")
			return gateway.QueryResult{}, errQuery
		case n < p.crashRate/4+p.queryRate:
			fails, back = true, p.between(0, 30*time.Second)
		default:
			until, back = p.between(0, 30*time.Second), p.between(0, 30*time.Second)
			capped, silent, chatty = p.chance(p.cappedRate), p.chance(0.1), p.chance(0.2)
		}
	}
	if !p.sleep(ctx, until) || !p.step(what) {
		return gateway.QueryResult{}, errQuery
	}
	at := time.Now()
	result := gateway.QueryResult{Outcome: gateway.Approved, Capped: capped, At: at.UTC().Truncate(time.Second)}
	for _, b := range p.bank.booked {
		ours := slices.Contains(q.OrderReferences, b.request.OrderReference) ||
			slices.Contains(q.TransactionReferences, b.record(at).TransactionReference)
		if b.verdict.recorded() && !b.shown.After(at) && (ours || chatty) {
			result.Records = append(result.Records, b.record(at))
		}
	}
	if silent {
		result.At = time.Time{}
	}
	p.log("%s finds %d, fails %v, capped %v", what, len(result.Records), fails, capped)
	if capped {
		result.Records = nil // what was looked for is beyond the end
	}
	if !p.sleep(ctx, back) || fails {
		return gateway.QueryResult{}, errQuery
	}
	return result, nil
}
