package payment

import (
	"context"
	"fmt"
	"maps"
	"time"

	"motoconsole/gateway"
)

// line is a process's connection to the bank.
type line struct{ p *process }

// failed is a request without a usable answer, as the client tells of it.
func failed(kind gateway.ErrorKind, written bool) (gateway.AuthResult, error) {
	err := &gateway.Error{Kind: kind, Written: written}
	return gateway.AuthResult{Outcome: err.Outcome()}, err
}

// names is a failed request whose answer names a record.
func names(kind gateway.ErrorKind, r gateway.Record) (gateway.AuthResult, error) {
	err := &gateway.Error{Kind: kind, Written: true, Record: r, Records: []gateway.Record{r}}
	return gateway.AuthResult{Outcome: err.Outcome()}, err
}

// trip is what happens to one AUTH on its way.
type trip struct {
	connect       time.Duration // until the request arrives
	paused        time.Duration // the process stands still before the gate
	refused       bool          // the request never arrives
	dies, diesOut bool          // the process dies before it is sent, or once it has arrived
	unread        bool          // it is refused with 400 and not booked
	book, lag     time.Duration
	answer        time.Duration // from the arrival
	problem       gateway.ErrorKind
	spoilt        bool // the answer comes with a problem
	told          bool // and with a record
	foreign       bool // of another payment
	misfiled      bool // booked under a wrong order reference
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
		t.connect, late = p.between(p.patience, p.deadline), true
		if p.chance(0.6) { // just in time
			t.connect = p.between(p.patience*2/3, p.patience)
		}
		t.diesOut = p.chance(0.5)
	case n < 2*p.crashRate+0.25:
		t.paused = p.standstill()
	case n < 2*p.crashRate+0.27:
		t.unread = true
	case p.chance(p.lossRate):
		t.never = true
	}
	if late || p.chance(0.3) { // as late as it can
		t.book, t.lag = p.between(p.maxBook*99/100, p.maxBook), p.between(p.maxLag*9/10, p.maxLag)
	}
	switch n := p.rng.IntN(20); {
	case n < 6:
		t.answer = p.between(0, 170*second)
	case n == 6:
		t.spoilt, t.told, t.problem = true, true, gateway.KindMismatch
		t.foreign = p.chance(0.3)
		t.misfiled = !t.foreign
	case n < 13:
		t.spoilt = true
		t.problem = []gateway.ErrorKind{
			gateway.KindGarbled, gateway.KindMismatch, gateway.KindTruncated, gateway.KindStatus, gateway.KindBroken,
			gateway.KindMissing, gateway.KindShape, gateway.KindNotJSON, gateway.KindMismatch, gateway.KindBadRequest, gateway.KindSignIn,
		}[p.rng.IntN(11)]
		if t.problem == gateway.KindSignIn && p.signIn != signInPages {
			t.problem = gateway.KindBadRequest
		}
		t.told = t.problem == gateway.KindMismatch && p.chance(0.8)
	}
	return t
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

// AccountCheck implements Authoriser: here only payments are made.
func (l line) AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	panic("a card check")
}

// Auth implements Authoriser as the gateway's client does: with one deadline,
// and an answer or an error.
func (l line) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	p, late := l.p, l.p.late
	r.Card.Wipe()
	r.Card = gateway.Card{}
	began := time.Now()
	if !p.step("AUTH " + r.OrderReference) {
		return failed(gateway.KindBroken, true)
	}
	a := p.sending(r)
	if a == nil {
		return failed(gateway.KindNotReached, false)
	}
	a.began = began
	a.underWay.Store(true)
	before := p.foreigners(a.caller)
	if at, ok := p.looked.Load(a.caller.order); ok {
		maps.Copy(before, at.(map[*booking]bool))
	}
	defer a.ended()
	wrong := p.goes()
	t := p.trip(wrong)
	b := &booking{request: r, verdict: p.decide(wrong), sentBy: p.name, by: a, caller: a.caller, last4: a.Charge.Last4}
	if t.dies {
		p.die("before it sends " + r.OrderReference)
		return failed(gateway.KindBroken, true)
	}
	p.log("AUTH %s begins", r.OrderReference)
	if !p.sleep(ctx, t.connect) { // given up, or dead: nothing has left
		return failed(gateway.KindNotReached, false)
	}
	if t.paused > 0 {
		p.step("stops before the gate")
		p.struck(strikePausedAtGate)
		p.pauseFor(t.paused, "before the gate of "+r.OrderReference)
	}
	stopped := time.Now()
	if !p.step("AUTH " + r.OrderReference) {
		return failed(gateway.KindNotReached, false)
	}
	if t.refused {
		p.struck(strikeRefused)
		p.log("AUTH %s: connection refused", r.OrderReference)
		return failed(gateway.KindNotReached, false)
	}
	if !p.passes(ctx, late, time.Since(stopped) > 0) {
		p.struck(strikeHeldBack)
		p.log("AUTH %s: held back", r.OrderReference)
		return failed(gateway.KindLate, false)
	}
	if time.Since(began) > p.patience*2/3 {
		p.struck(strikeConnectLate)
	}
	p.leaves(a)
	if p.mayRefuseSignIn(); p.refusesSignIn() {
		p.struck(strike401)
		p.log("AUTH %s is refused: the sign-in", r.OrderReference)
		p.refusedAt = time.Now()
		p.sleep(context.Background(), t.connect)
		return failed(gateway.KindSignIn, true)
	}
	if t.unread {
		p.struck(strike400)
		p.sleep(context.Background(), t.connect)
		return failed(gateway.KindBadRequest, true)
	}
	b.misfiled = t.misfiled && b.verdict.recorded()
	p.arrives(b, t)
	b.foreign = p.foreigners(a.caller)
	maps.Copy(b.foreign, before)
	if t.diesOut {
		p.die("after it sent " + r.OrderReference)
	}
	return p.answered(b, t, p.deadline-time.Since(began))
}

// passes is the gate. A process that stood still goes on with all its
// goroutines at once, and the one that sends may be the first: what the others
// would have done to its gate comes too late then.
func (p *process) passes(ctx context.Context, late func() bool, stood bool) bool {
	if stood && p.chance(0.6) {
		ctx = gateway.WithGate(ctx, gateway.NewGate(late))
	}
	return gateway.PassGate(ctx)
}

// answered is the bank's answer, in the time that is left.
func (p *process) answered(b *booking, t trip, left time.Duration) (gateway.AuthResult, error) {
	switch {
	case b.verdict == drops:
		p.struck(strikeForgotten)
	case t.never:
		p.struck(strikeLost)
	case t.answer > p.patience:
		p.struck(strikeAnswerLate)
	}
	if t.never && !b.misfiled || b.verdict == drops || t.answer > left {
		if b.misfiled { // no answer points to it, so that it cannot be found
			b.misfiled = false
		}
		p.sleep(context.Background(), left)
		return failed(gateway.KindTimeout, true)
	}
	if t.spoilt {
		return p.spoilt(b, t)
	}
	if !p.sleep(context.Background(), t.answer) {
		return failed(gateway.KindBroken, true)
	}
	record := b.record(time.Now())
	code, _ := gateway.LookupCode(record.ErrorCode)
	return gateway.AuthResult{Outcome: record.Outcome(), Code: code, Record: record}, nil
}

// spoilt is an answer that is not to be believed. It may name a record.
func (p *process) spoilt(b *booking, t trip) (gateway.AuthResult, error) {
	var other *booking
	if t.foreign && b.number > 1 {
		other = p.bank.booked[p.rng.IntN(b.number-1)]
	}
	switch {
	case other != nil && other.verdict.recorded():
		p.struck(strikeForeign)
	case b.misfiled:
		p.struck(strikeMisfiled)
	case t.told && b.verdict.recorded():
		p.struck(strikeMismatch)
	case t.problem == gateway.KindBadRequest:
		p.struck(strike400Booked)
	case t.problem == gateway.KindSignIn:
		p.struck(strike401Booked)
	default:
		p.struck(strikeSpoilt)
	}
	if t.problem == gateway.KindSignIn {
		p.refusedAt = time.Now().Add(t.answer)
	}
	if !p.sleep(context.Background(), t.answer) {
		return failed(t.problem, true)
	}
	named := b
	if other != nil {
		named = other
	}
	if !t.told || !named.verdict.recorded() {
		return failed(t.problem, true)
	}
	r := named.record(time.Now())
	if named == b {
		r.OrderReference = "unreadable"
	}
	return names(t.problem, r)
}
