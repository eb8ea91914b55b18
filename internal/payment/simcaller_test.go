package payment

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
)

// caller is one customer payment: a person who is to be charged once.
type caller struct {
	id     int
	order  string
	amount gateway.Money
	cards  []string // last four digits
	// misspelt callers have only one card, and an order reference that is
	// typed in two ways. Only the guard's window keeps their payments apart,
	// so they call only within it, and only where the clocks are right.
	misspelt bool
}

// attempted is one attempt an agent confirmed.
type attempted struct {
	Attempt
	caller    *caller
	book      *book
	process   *process
	identity  string // the journal's name in its reference
	confirmed time.Time
	calls     int  // of Auth
	shown     bool // as Known
	as        gateway.Outcome
	// What Auth is doing: under way, and past the gate.
	underWay atomic.Bool
	passed   bool
	began    time.Time
	advised  advice
}

// ended notes that the client has returned to a living process.
func (t *attempted) ended() {
	if !t.process.isDead() {
		t.underWay.Store(false)
	}
}

var simAmounts = []gateway.Money{paymenttest.Pounds(1050), paymenttest.Pounds(4800), paymenttest.Pounds(99)}

// invite makes the callers. Some share a card or an amount, and so look alike
// to the guard.
func (s *sim) invite() {
	for i := range s.people {
		c := &caller{id: i, order: fmt.Sprintf("%s%d", s.orderPrefix(), i), amount: simAmounts[s.rng.IntN(len(simAmounts))]}
		for range 2 {
			c.cards = append(c.cards, fmt.Sprintf("%04d", 1111*(1+s.rng.IntN(s.cards))))
		}
		if c.misspelt = s.clocks == rightClocks && s.faultsFor < DefaultWindow && s.chance(0.3); c.misspelt {
			c.cards[1] = c.cards[0]
		}
		s.callers = append(s.callers, c)
	}
}

// suffix makes order references that are the same each time the seed is run.
func (p *process) suffix() string {
	p.suffixes++
	var random []byte
	for n := p.suffixes; len(random) < randomLength; n /= len(orderref.Alphabet) {
		random = append(random, orderref.Alphabet[n%len(orderref.Alphabet)])
	}
	return p.memory.Identity().Name + string(random)
}

// simNumber is a card number that ends in last. All runs share these numbers,
// and no run wipes them.
func simNumber(last4 string) gateway.CardNumber {
	simCards.Lock()
	defer simCards.Unlock()
	n, ok := simCards.numbers[last4]
	if !ok {
		n = gateway.NewCardNumber()
		for _, digit := range []byte("411111000000" + last4) {
			n.Push(digit)
		}
		simCards.numbers[last4] = n
	}
	return n
}

var simCards = struct { //nolint:gochecknoglobals // numbers take locked memory
	sync.Mutex
	numbers map[string]gateway.CardNumber
}{numbers: map[string]gateway.CardNumber{}}

// work is an agent at a console, who takes one call after the other. After a crash
// the agent serves the same caller again, from the start.
func (p *process) work(calls *[]*caller) {
	for len(*calls) > 0 && !p.isDead() {
		p.take((*calls)[0])
		if !p.isDead() && p.step("call ends") {
			*calls = (*calls)[1:]
		}
	}
}

// take serves one caller, as agents do: in a hurry.
func (p *process) take(c *caller) {
	card := c.cards[0]
	for try := range 7 {
		if !p.think(30*time.Second) || !p.taking {
			return
		}
		charge := Charge{OrderReference: c.order, Amount: c.amount, Brand: gateway.Visa, First6: "411111", Last4: card}
		if (try+len(c.order)+int(c.amount.Minor))%3 == 0 { // to everything that counts it is a payment
			charge.Kind = terms.Preauthorisation
			charge.Settlement = terms.On(p.now().AddDate(0, 0, 14))
		}
		if c.misspelt && p.chance(0.4) {
			charge.OrderReference += "bis"
		}
		advised := p.guard(c, charge)
		switch {
		case p.isDead() || advised.decision == stop:
			return
		case advised.decision == later:
			if !p.think(p.while()) {
				return
			}
			continue
		}
		charge.Reason = advised.reason
		charge.TellOf(advised.told)
		if !p.think(40 * time.Second) {
			return
		}
		done, ok := p.charge(c, charge, advised)
		if !ok {
			return
		}
		switch done.Outcome {
		case gateway.OutcomeApproved, gateway.OutcomeHeld:
			if !p.chance(0.1) { // else: was that once or twice?
				return
			}
		case gateway.OutcomeUnknown:
			if p.chance(0.4) && !p.askNow(done.ID) || p.supervisor && p.chance(0.4) && !p.callSupervisor(done) {
				return
			}
			if p.chance(0.3) {
				card = c.cards[1]
			}
			if p.chance(0.5) && !p.think(p.while()) {
				return
			}
		default:
			if p.chance(0.3) {
				card = c.cards[1]
			}
			if p.chance(0.2) {
				return
			}
		}
	}
}

// while is how long a caller is told to wait.
func (p *process) while() time.Duration {
	if !p.step("while") {
		return 0
	}
	return p.between(0, 5*time.Minute)
}

// think is time that passes with nothing said, and a step at its end.
func (p *process) think(most time.Duration) bool {
	if !p.step("think") {
		return false
	}
	if p.goes() {
		switch n := p.rng.Float64(); {
		case n < p.crashRate:
			p.die("while the agent thinks")
			return false
		case n < 0.2 && p.jump():
		}
	}
	return p.sleep(context.Background(), p.between(0, most)) && p.step("think")
}

// charge takes the payment, and waits for what the screen says.
func (p *process) charge(c *caller, charge Charge, advised advice) (Attempt, bool) {
	if !p.taking {
		return Attempt{}, false
	}
	a := p.processor.Begin(charge)
	a.ID = a.SentReference // not random: the trace is to be the same each time
	t := &attempted{
		Attempt: a, caller: c, book: p.book, process: p, identity: p.memory.Identity().Name, confirmed: time.Now(), advised: advised,
	}
	p.attempts[a.SentReference] = t
	if p.book != p.books[0] {
		p.struck(strikeSecond)
	}
	p.order = append(p.order, t)
	p.log("confirms %s, %s, card %s, %q", a.SentReference, a.Charge.Amount, charge.Last4, charge.Reason)
	p.intends = true
	twice := p.chance(0.05)
	outcome := p.processor.Charge(a, gateway.Card{})
	if twice { // Enter, Enter
		p.struck(strikeTwice)
		outcome2 := p.processor.Charge(a, gateway.Card{})
		<-outcome2
	}
	select {
	case <-p.dead:
		return Attempt{}, false
	case done := <-outcome:
		if !p.step("outcome") {
			return Attempt{}, false
		}
		p.intends = false
		p.log("the screen says %v of %s: %s", done.Outcome, a.SentReference, done.Problem)
		if done.State == Known {
			t.shown, t.as = true, done.Outcome
			p.writtenDown(done)
		}
		p.told(done)
		return done, true
	}
}

// askNow is the key "check now".
func (p *process) askNow(id string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, _ = p.processor.Check(ctx, id)
	return p.step("asked")
}
