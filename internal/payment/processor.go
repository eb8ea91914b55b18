package payment

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/ordername"
	"motoconsole/internal/payment/terms"
)

// Processor takes one agent's payments.
type Processor struct {
	Options

	// gates makes the gate of a request; nil means gateway.NewGate. The simulation
	// sets it to stop a process just before the gate.
	gates func(late func() bool) *gateway.Gate

	mu       sync.Mutex
	started  map[string]bool // attempts passed to Start
	closed   bool            // nothing may start any more
	underWay sync.WaitGroup
	// unrecorded counts changes that could not be recorded yet.
	unrecorded atomic.Int64
}

// New makes a processor. It refuses options without which a payment could not be
// taken, recorded and followed up.
func New(o Options) (*Processor, error) {
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"an agent", o.Agent == ""},
		{"a site", o.Site == ""},
		{"a gateway", o.Gateway == nil},
		{"a sign-in", o.SignIn == nil},
		{"a deadline", o.Deadline <= 0},
		{"a journal", o.Store == nil},
		{"an owner", o.Owner == ""},
		{"a resolver", o.Resolver == nil},
		{"a time of day", o.Now == nil},
	} {
		if part.missing {
			return nil, errors.New("payments cannot be taken without " + part.name)
		}
	}
	if o.Held == nil {
		o.Held = new(HeldAnswers)
	}
	return &Processor{Options: o, started: map[string]bool{}}, nil
}

// Begin makes an attempt of a confirmed charge. Nothing is recorded or sent.
func (d *Processor) Begin(c Charge) Attempt {
	c.OrderReference = ordername.AsTyped(c.OrderReference)
	if !c.Kind.TakesMoney() {
		c.Amount.Minor, c.Settlement = 0, terms.Settlement{}
	}
	a := Attempt{
		ID: rand.Text(), Operation: c.Operation(), Target: c.target(), Charge: c, Agent: d.Agent, Role: d.Grant.Role(), Site: d.Site, Began: d.Now(),
	}
	a.SentReference = d.NewReference(a)
	return a
}

// Charge starts an attempt: it records the intent, sends the attempt once and
// records the outcome. The channel receives the attempt when it is Known or in
// doubt. A charge goes on even if no caller reads the channel. Charge wipes the
// card and the number of a recipient's account. An attempt can be charged once: a
// second call sends nothing, records nothing and closes the channel at once, as does
// a call after Drain.
func (d *Processor) Charge(a Attempt, card gateway.Card) <-chan Attempt {
	outcome := make(chan Attempt, 1)
	recipient := a.Charge.Answers.Recipient
	a.Charge.Answers.Recipient = gateway.Recipient{}
	wipe := func() {
		card.Wipe()
		recipient.Number.Wipe()
	}
	started := d.Start(Job{
		Attempt: a,
		Refused: d.mayCharge(a.Charge, card.Number),
		Last:    d.Rivals,
		Wipe:    wipe,
		Send: func(ctx context.Context, a Attempt) Reply {
			r := a.request(card)
			r.Recipient = recipient
			switch a.Operation {
			case journal.OpCharge:
				result, err := d.Gateway.Auth(ctx, r)
				return Reply{result, err}
			case journal.OpCheck:
				result, err := d.Gateway.AccountCheck(ctx, gateway.AccountCheckRequest(r))
				return Reply{result, err}
			default:
				wipe()
				return Unsendable(a.Operation)
			}
		},
		Tell: func(a Attempt) {
			outcome <- a
			close(outcome)
		},
	})
	if !started {
		wipe()
		close(outcome)
	}
	return outcome
}

// request is the AUTH, or ACCOUNTCHECK, of a card that was read out.
func (a Attempt) request(card gateway.Card) gateway.AuthRequest {
	c := a.Charge
	r := gateway.AuthRequest{
		Site: a.Site, OrderReference: a.SentReference, Amount: c.Amount, Card: card, OperatorName: a.Agent,
		AuthMethod: c.Kind.Method(), SettleStatus: c.Settlement.Status, SettleDueDate: c.Settlement.DueDate,
		Billing: c.Billing, Customer: c.Answers.Customer, DebtRepayment: c.Answers.DebtRepayment,
		ChargeDescription: c.Answers.ChargeDescription, MerchantEmail: c.Answers.MerchantEmail,
		CustomField4: c.Answers.CustomField4, CustomField5: c.Answers.CustomField5,
	}
	if c.Answers.Consent.Given() {
		r.CredentialsOnFile = gateway.CredentialsStore
	}
	return r
}

// Asking returns the context for a screen's queries to the gateway.
func (d *Processor) Asking(ctx context.Context) (context.Context, context.CancelFunc) {
	if d.During != nil {
		return d.During(ctx)
	}
	return context.WithCancel(ctx)
}

// Drain stops new attempts, and returns when each attempt under way has an outcome
// or is recorded as in doubt.
func (d *Processor) Drain() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.underWay.Wait()
	for waited := time.Duration(0); d.unrecorded.Load() > 0 && waited < drainTime; waited += drainStep {
		time.Sleep(drainStep)
	}
}

// How long Drain waits for changes that could not be recorded.
const (
	drainTime = 10 * time.Second
	drainStep = 100 * time.Millisecond
)
