package payment

import (
	"context"
	"encoding/base32"
	"fmt"
	"time"

	"motoconsole/gateway"
)

// caller is one customer payment: a person who is to be charged once.
type caller struct {
	id     int
	order  string
	amount gateway.Money
	cards  []string // last four digits
	// misspelt callers have but one card, and an order reference that is typed
	// in two ways. The guard's window is all that keeps their payments apart,
	// so that they only call within it, and where the clocks are right.
	misspelt bool
}

// attempted is one attempt an agent confirmed.
type attempted struct {
	Attempt
	caller *caller
	calls  int  // of Auth
	shown  bool // as Done
	as     gateway.Outcome
}

var simAmounts = []gateway.Money{pounds(1050), pounds(4800), pounds(99)}

// invite makes the callers. Some share a card or an amount, and so look alike
// to the guard.
func (s *sim) invite() {
	for i := range s.people {
		c := &caller{id: i, order: fmt.Sprintf("A%d", i), amount: simAmounts[s.rng.IntN(len(simAmounts))]}
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
func (s *sim) suffix() string {
	n := len(s.order)
	text := base32.StdEncoding.EncodeToString([]byte{byte(n), byte(n >> 8), byte(s.steps), byte(s.steps >> 8)})
	return text[:suffixLength]
}

// work is an agent at a console, who takes one call after the other. After a
// crash the call begins anew at what it was.
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
	for range 7 {
		if !p.think(30*time.Second) || !p.taking {
			return
		}
		charge := Charge{OrderReference: c.order, Amount: c.amount, Brand: gateway.Visa, First6: "411111", Last4: card}
		if c.misspelt && p.chance(0.4) {
			charge.OrderReference += "bis"
		}
		decided, reason := p.guard(c, charge)
		switch {
		case p.isDead() || decided == stop:
			return
		case decided == later:
			if !p.think(p.while()) {
				return
			}
			continue
		}
		charge.Reason = reason
		if !p.think(40 * time.Second) {
			return
		}
		done, ok := p.charge(c, charge)
		if !ok {
			return
		}
		switch done.Outcome {
		case gateway.Approved, gateway.Held:
			if !p.chance(0.1) { // else: was that once or twice?
				return
			}
		case gateway.Unknown:
			if p.chance(0.4) {
				p.askNow(done.ID)
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

// decision is what an agent makes of the guard's warnings.
type decision int

const (
	proceed decision = iota
	later
	stop
)

// guard asks and goes by the answer. "Same caller?" is answered truthfully,
// save now and then, and then there is a reason on record.
func (p *process) guard(c *caller, charge Charge) (decision, string) {
	if p.mutant.noGuard {
		return proceed, ""
	}
	warnings, err := p.desk.Guard(context.Background(), charge)
	if !p.step("decide") {
		return stop, ""
	}
	if err != nil {
		return later, ""
	}
	reason := ""
	for _, w := range warnings {
		earlier := p.attempts[w.Earlier.SentReference]
		p.log("%s is warned: %d, of %s", c.order, w.Kind, w.Earlier.SentReference)
		switch {
		case w.Kind == TooManyTimes || w.Kind == DoNotRetry:
			return stop, ""
		case w.Bars():
			return later, ""
		case earlier == nil:
			p.violated("I7", "a warning of %s, which nobody attempted", w.Earlier.SentReference)
		case earlier.caller == c && !p.chance(0.05):
			return stop, ""
		}
		reason = "different caller"
	}
	return proceed, reason
}

// charge takes the payment, and waits for what the screen says.
func (p *process) charge(c *caller, charge Charge) (Attempt, bool) {
	if !p.taking {
		return Attempt{}, false
	}
	a := p.desk.Begin(charge)
	a.ID = a.SentReference // not random: the trace is to be the same each time
	t := &attempted{Attempt: a, caller: c}
	p.attempts[a.SentReference] = t
	p.order = append(p.order, t)
	p.log("confirms %s, %s, card %s, %q", a.SentReference, a.Charge.Amount, charge.Last4, charge.Reason)
	twice := p.chance(0.05)
	outcome := p.desk.Charge(a, gateway.Card{})
	if twice { // Enter, Enter
		outcome2 := p.desk.Charge(a, gateway.Card{})
		<-outcome2
	}
	select {
	case <-p.dead:
		return Attempt{}, false
	case done := <-outcome:
		if !p.step("outcome") {
			return Attempt{}, false
		}
		p.log("the screen says %v of %s: %s", done.Outcome, a.SentReference, done.Problem)
		if done.State == Done {
			t.shown, t.as = true, done.Outcome
		}
		p.told(done)
		return done, true
	}
}

// askNow is the key "check now".
func (p *process) askNow(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, _ = p.desk.Check(ctx, id)
	p.step("asked")
}
