package operation

import (
	"context"
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// moneyLine is a process's connection to the bank.
type moneyLine struct{ p *moneyProcess }

// dice are drawn again for each request, so that two that are made in the same
// instant do not depend on which goroutine is first.
func (l moneyLine) dice(what string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(l.p.name + what))
	return rand.New(rand.NewPCG(l.p.world.seed^h.Sum64(), uint64(time.Since(l.p.world.began)))) //nolint:gosec // repeatable, not secret
}

// moneyTrip is what happens to a request on its way.
type moneyTrip struct {
	connect, book, answer, lag time.Duration
	refused, unread, never     bool
	garbled, dies, forgets     bool
}

func (l moneyLine) trip(d *rand.Rand, lag time.Duration) moneyTrip {
	w := l.p.world
	upTo := func(most time.Duration) time.Duration { return time.Duration(d.Int64N(int64(most) + 1)) }
	t := moneyTrip{connect: upTo(200 * time.Millisecond), book: upTo(time.Second), answer: time.Second + upTo(time.Second), lag: upTo(min(lag, 2*time.Second))}
	if !w.faulty.Load() || d.Float64() > w.faultRate {
		return t
	}
	t.lag = upTo(lag)
	switch n := d.IntN(100); {
	case n < 22:
		t.never = true
		t.book = upTo(w.maxBook)
	case n < 36:
		t.answer = upTo(70 * time.Second)
		t.book = min(t.book, t.answer)
	case n < 44:
		t.garbled = true
	case n < 50:
		t.refused = true
	case n < 58:
		t.unread = true
	case n < 66:
		t.dies = true
	case n < 72:
		t.forgets = true
	}
	return t
}

// sends takes one request to the bank: book books it and returns its errorcode.
func (l moneyLine) sends(ctx context.Context, what string, lag time.Duration, book func(t moneyTrip, at time.Time) (string, gateway.Record)) (gateway.AuthResult, error) {
	p := l.p
	t := l.trip(l.dice(what), lag)
	if !p.sleep(t.connect) || t.refused {
		return failed(gateway.KindNotReached, false)
	}
	if !gateway.PassGate(ctx) {
		return failed(gateway.KindLate, false)
	}
	p.world.log(p.name, "sends %s: %+v", what, t)
	if t.unread {
		p.sleep(t.answer)
		return failed(gateway.KindBroken, true)
	}
	type booked struct {
		code   string
		record gateway.Record
	}
	done := make(chan booked, 1)
	p.world.under.Go(func() { // the bank goes on even if the client does not wait
		time.Sleep(t.book)
		p.world.bank.mu.Lock()
		defer p.world.bank.mu.Unlock()
		code, record := book(t, time.Now())
		p.world.log("bank", "books %s: %s", what, code)
		done <- booked{code, record}
	})
	if t.dies {
		p.die("with " + what + " on its way")
	}
	if t.never || t.answer >= moneyDeadline {
		p.sleep(moneyDeadline - t.connect)
		return failed(gateway.KindTimeout, true)
	}
	if !p.sleep(t.answer) {
		return failed(gateway.KindBroken, true)
	}
	answer := <-done
	if t.garbled {
		return failed(gateway.KindGarbled, true)
	}
	if answer.code == "0" {
		return gateway.AuthResult{Outcome: gateway.OutcomeApproved, Record: answer.record}, nil
	}
	code, _ := gateway.LookupCode(answer.code)
	return gateway.AuthResult{Outcome: gateway.OutcomeRejected, Code: code, Record: gateway.Record{ErrorCode: answer.code}}, nil
}

// Refund implements Gateway.
func (l moneyLine) Refund(ctx context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	result, err := l.books(ctx, &moneyBack{kind: gateway.TypeRefund, by: r.OrderReference, order: r.OrderReference, parent: r.Parent, minor: r.Amount.Minor}, l.p.world.lag.refund)
	return gateway.RefundResult(result), err
}

// Payout implements Gateway.
func (l moneyLine) Payout(ctx context.Context, r gateway.PayoutRequest) (gateway.RefundResult, error) {
	r.Card.Wipe()
	result, err := l.books(ctx, &moneyBack{
		kind: gateway.TypeRefund, account: string(gateway.AccountPayout), by: r.OrderReference, order: r.OrderReference, parent: r.Parent, minor: r.Amount.Minor, last4: "9999",
	}, l.p.world.lag.payout)
	return gateway.RefundResult(result), err
}

// Auth implements Gateway: only repeats and raises are made here.
func (l moneyLine) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	if r.AuthMethod == gateway.AuthIncremental {
		return l.raises(ctx, r)
	}
	k := &moneyBack{kind: gateway.TypeAuth, by: r.OrderReference, order: r.OrderReference, parent: r.Parent, minor: r.Amount.Minor, series: r.Subscription}
	if r.AccountType != gateway.AccountMOTO {
		k.account = string(r.AccountType)
	}
	return l.books(ctx, k, l.p.world.lag.repeat)
}

// raises adds to a payment, and books the record of it: each shows after a time of its own.
func (l moneyLine) raises(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	w := l.p.world
	k := &moneyBack{kind: gateway.TypeAuth, method: string(r.AuthMethod), by: r.OrderReference, order: r.OrderReference, parent: r.Parent, minor: r.Amount.Minor}
	c := &moneyChange{by: r.OrderReference, adds: r.Amount.Minor}
	if e, err := w.disk.BySentReference(ctx, r.OrderReference); err == nil {
		c.intentAt = e.IntentAt
	} else {
		w.violated("a raise of %s was sent without a row", r.Parent)
	}
	return l.sends(ctx, "RAISE "+k.order, w.lag.update, func(t moneyTrip, at time.Time) (string, gateway.Record) {
		k.at, k.stamp, k.shown = at, at, at.Add(min(t.lag, w.lag.repeat))
		c.at, c.shown = at, at.Add(t.lag)
		code := w.bank.raise(k, c)
		return code, k.record()
	})
}

// AccountCheck implements payment.Authoriser: no operation checks a card.
func (l moneyLine) AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	panic("a card check")
}

func (l moneyLine) books(ctx context.Context, k *moneyBack, lag time.Duration) (gateway.AuthResult, error) {
	return l.sends(ctx, k.kind+" "+k.order, lag, func(t moneyTrip, at time.Time) (string, gateway.Record) {
		k.at, k.stamp, k.shown = at, at, at.Add(t.lag)
		code := l.p.world.bank.back(k)
		return code, k.record()
	})
}

// Update implements Gateway.
func (l moneyLine) Update(ctx context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	c := &moneyChange{want: journal.Target{SettleStatus: string(r.SettleStatus), SettleAmount: r.SettleAmount.Minor, OrderReference: r.OrderReference}}
	if e, ok := l.p.sending(r.TransactionReference, c.want); ok {
		c.by, c.intentAt = e.SentReference, e.IntentAt
	} else {
		l.p.world.violated("an update of %s was sent without a row: %+v", r.TransactionReference, c.want)
	}
	result, err := l.sends(ctx, "UPDATE "+c.by, l.p.world.lag.update, func(t moneyTrip, at time.Time) (string, gateway.Record) {
		c.at, c.shown, c.forgot = at, at.Add(t.lag), t.forgets
		return l.p.world.bank.change(r.TransactionReference, c), gateway.Record{TransactionReference: r.TransactionReference, ErrorCode: "0"}
	})
	return gateway.UpdateResult{Outcome: result.Outcome, Code: result.Code, Record: result.Record}, err
}

var errMoneyQuery = errors.New("the query was lost")

// Query implements Gateway.
func (l moneyLine) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	p := l.p
	d := l.dice("query" + first(q.TransactionReferences) + "<" + first(q.Parents) + "/" + first(q.OrderReferences))
	takes := 100*time.Millisecond + time.Duration(d.Int64N(int64(time.Second)))
	wrong := p.world.faulty.Load() && d.Float64() < p.world.queryRate
	if wrong {
		takes += 5 * time.Second
	}
	timer := time.NewTimer(takes)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.dead:
		return gateway.QueryResult{}, errMoneyQuery
	case <-ctx.Done():
		return gateway.QueryResult{}, ctx.Err()
	}
	if wrong {
		return gateway.QueryResult{}, errMoneyQuery
	}
	p.world.bank.mu.Lock()
	defer p.world.bank.mu.Unlock()
	found := p.world.bank.find(q, time.Now())
	return gateway.QueryResult{Outcome: gateway.OutcomeApproved, Records: found, Found: len(found), At: time.Now().UTC().Truncate(time.Second)}, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
