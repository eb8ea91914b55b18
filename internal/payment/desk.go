package payment

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"motoconsole/gateway"
)

// Authoriser sends one AUTH, once, and wipes the card. *gateway.Client is one.
type Authoriser interface {
	Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error)
}

// Recorder keeps what was attempted. Intent must not return before the
// attempt would survive whatever the Recorder promises to survive: nothing is
// sent until it has returned nil.
type Recorder interface {
	Intent(context.Context, Attempt) error
	Outcome(context.Context, Attempt) error
}

// Desk is where one agent takes payments.
type Desk struct {
	Gateway Authoriser
	Record  Recorder
	Agent   string
	Site    string
	Now     func() time.Time
	// Suffix makes the unique end of SentReference; nil means a random one.
	Suffix func() string

	mu       sync.Mutex
	started  map[string]bool // attempts that were handed to Charge
	underWay sync.WaitGroup
}

// Begin makes an attempt of a confirmed charge. Nothing is recorded or sent.
func (d *Desk) Begin(c Charge) Attempt {
	suffix := randomSuffix
	if d.Suffix != nil {
		suffix = d.Suffix
	}
	return Attempt{
		ID:            rand.Text(),
		SentReference: sentReference(c.OrderReference, suffix()),
		Charge:        c,
		Agent:         d.Agent,
		Site:          d.Site,
		Began:         d.Now(),
	}
}

// Charge starts an attempt: it records the intent, sends it once and records
// the outcome. The channel gets the Done attempt and never blocks the charge,
// which goes on whether or not anybody waits; the gateway client's deadline
// bounds it. The card is wiped. An attempt can be charged once: a second call
// sends nothing, records nothing and closes the channel at once.
func (d *Desk) Charge(a Attempt, card gateway.Card) <-chan Attempt {
	outcome := make(chan Attempt, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.started[a.ID] {
		card.Wipe()
		close(outcome)
		return outcome
	}
	if d.started == nil {
		d.started = map[string]bool{}
	}
	d.started[a.ID] = true
	d.underWay.Go(func() {
		outcome <- d.charge(context.Background(), a, card)
		close(outcome)
	})
	return outcome
}

func (d *Desk) charge(ctx context.Context, a Attempt, card gateway.Card) Attempt {
	defer card.Wipe()
	if err := d.Record.Intent(ctx, a); err != nil {
		a.State, a.Ended = Done, d.Now()
		a.Outcome, a.Problem = gateway.NotSent, "the payment could not be recorded, so it was not sent"
		return a
	}
	a.State = Sending
	result, err := d.Gateway.Auth(ctx, gateway.AuthRequest{
		Site:           a.Site,
		OrderReference: a.SentReference,
		Amount:         a.Charge.Amount,
		Card:           card,
		Billing:        a.Charge.Billing,
		OperatorName:   a.Agent,
	})
	a.Result, a.Outcome, a.Fields = result, result.Outcome, result.Fields
	if err != nil {
		a.Problem = err.Error()
		var field *gateway.FieldError
		if errors.As(err, &field) {
			a.Fields = []string{field.Field}
		}
	}
	a.State, a.Ended = Done, d.Now()
	if err := d.Record.Outcome(ctx, a); err != nil {
		a.Problem = joinProblems(a.Problem, "the outcome could not be recorded: write it down")
	}
	return a
}

// Wait returns when no charge is under way. No charge may be started any more.
func (d *Desk) Wait() { d.underWay.Wait() }

func joinProblems(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
