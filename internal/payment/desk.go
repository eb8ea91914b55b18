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

	// underWay is read-locked by each charge while it runs.
	underWay sync.RWMutex
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

// Charge records the intent, sends it once and records the outcome. It always
// returns a Done attempt and a wiped card: a second call with the same card
// finds it empty and sends nothing. It does not stop when a screen goes away;
// the gateway client's deadline bounds it.
func (d *Desk) Charge(ctx context.Context, a Attempt, card gateway.Card) Attempt {
	d.underWay.RLock()
	defer d.underWay.RUnlock()
	defer card.Wipe()
	ctx = context.WithoutCancel(ctx)
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

// Wait returns when no charge is under way.
func (d *Desk) Wait() {
	d.underWay.Lock()
	defer d.underWay.Unlock()
}

func joinProblems(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
