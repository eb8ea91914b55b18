package operation

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// moneyAgent gives money back at a desk, by what was seen minutes ago.
type moneyAgent struct {
	world  *moneyWorld
	desk   int
	number int
	dice   *rand.Rand
	orders int
	told   []Operation
	limits int // refused by a limit
	barred int
	seen   map[string]Snapshot
}

func (a *moneyAgent) work() {
	w := a.world
	a.seen = map[string]Snapshot{}
	for !w.ended() {
		time.Sleep(time.Duration(5_000_000+a.dice.IntN(120_000_000)) * time.Microsecond)
		if w.ended() {
			return
		}
		if p := w.console(a.desk); !p.isDead() {
			a.act(p)
		}
	}
}

type moneyAsking struct{}

// act looks at a payment, talks to the caller for a while, and does something.
func (a *moneyAgent) act(p *moneyProcess) {
	w := a.world
	reference, isRepeat := w.bank.payments[a.dice.IntN(len(w.bank.payments))].reference, false
	if repeats := w.bank.repeats(time.Now()); len(repeats) > 0 && a.dice.IntN(8) == 0 { // as one that is repeated itself
		reference, isRepeat = repeats[a.dice.IntN(len(repeats))], true
	}
	looking := context.WithValue(context.Background(), moneyAsking{}, true)
	seen, known := a.seen[reference]
	if !known || a.dice.IntN(4) > 0 {
		ctx, cancel := context.WithTimeout(looking, time.Minute)
		found, err := p.operations.Look(ctx, reference)
		cancel()
		if err != nil {
			return
		}
		seen = found
		a.seen[reference] = seen
	}
	if !p.sleep(time.Duration(a.dice.IntN(180_000)) * time.Millisecond) {
		return
	}
	action := Request{Snapshot: seen, Reason: "simulation"}
	var may []option.Kind
	for _, o := range seen.Options {
		switch o.Kind {
		case option.RefundPart, option.Reduce:
			if o.Legal() {
				may = append(may, o.Kind, o.Kind, o.Kind)
			}
		case option.Cancel, option.RefundWhole, option.Hold, option.Release, option.Repeat:
			if o.Legal() && a.dice.IntN(4) == 0 {
				may = append(may, o.Kind)
			}
		case option.Raise:
			if o.Legal() && a.dice.IntN(2) == 0 {
				may = append(may, o.Kind)
			}
		case option.Payout:
			if o.Legal() && a.dice.IntN(2) == 0 {
				may = append(may, o.Kind)
			}
		default:
		}
	}
	if isRepeat {
		may = slices.DeleteFunc(may, func(k option.Kind) bool { return k != option.Repeat })
	}
	if len(may) == 0 {
		w.log(p.name, "nothing may be done with %s: %s", reference, seen.Record.SettleStatus)
		return
	}
	action.Kind = may[a.dice.IntN(len(may))]
	action.Amount = paymenttest.Pounds(int64(500 * (1 + a.dice.IntN(3))))
	if action.Kind == option.Reduce || action.Kind == option.RefundPart {
		if most := seen.Option(action.Kind).Most; action.Amount.Minor > most.Minor {
			action.Amount = most
		}
	}
	if action.Kind == option.Repeat {
		a.orders++
		action.OrderReference = fmt.Sprintf("R%d-%d", a.number, a.orders)
		if a.dice.IntN(2) == 0 {
			next, _ := seen.NextInSeries()
			action.Series = gateway.Subscription{Type: gateway.SubscriptionRecurring, Number: max(next, lowest)}
		}
	}
	a.do(p, action)
}

// do does what the screens do: it begins, asks the guard, gives a reason where
// one is wanted, sometimes, and carries it out.
func (a *moneyAgent) do(p *moneyProcess, action Request) {
	ctx := context.WithValue(context.Background(), moneyAsking{}, true)
	for range 2 {
		v, err := p.operations.Begin(ctx, action)
		if err != nil {
			a.world.log(p.name, "%v is refused: %v", action.Kind, err)
			if limit := (*rights.LimitError)(nil); errors.As(err, &limit) {
				a.limits++
			}
			return
		}
		warnings, err := p.operations.Guard(ctx, v)
		if err != nil {
			return
		}
		if len(warnings) > 0 && action.Again == "" {
			for _, warning := range warnings {
				if warning.Bars() {
					a.barred++
					return
				}
			}
			if a.dice.IntN(3) > 0 {
				return
			}
			action.Again = "two were owed"
			continue
		}
		v.ID = v.SentReference // not random: the same seed is to go the same way
		a.world.log(p.name, "%s begins to %v %v of %s: %s", p.operations.Sender.Agent, action.Kind, v.Charge.Amount, v.Parent, v.SentReference)
		select {
		case done, ok := <-p.operations.Carry(v):
			if ok && !p.isDead() { // the dead tell nothing, whichever of the two is seen first
				a.told = append(a.told, done)
				a.world.log(p.name, "%s is %v %v: %s %s", done.SentReference, done.State, done.Outcome, done.Problem, done.Note)
			}
		case <-p.dead:
		}
		return
	}
}
