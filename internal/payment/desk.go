package payment

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

const (
	// intentTime is how long recording an intent may take before the payment
	// is given up unsent.
	intentTime = 5 * time.Second
	// leaseMargin is how much longer than the request an attempt is nobody
	// else's to resolve.
	leaseMargin = 5 * time.Second
	// DefaultPatience is how long an agent waits before an attempt counts as in
	// doubt. The request itself may still be answered after that.
	DefaultPatience = 20 * time.Second
)

// Authoriser sends one AUTH, once, and wipes the card. *gateway.Client is one.
type Authoriser interface {
	Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error)
}

// Desk is where one agent takes payments.
type Desk struct {
	Gateway Authoriser
	Store   journal.Store
	// Resolver finds out what became of attempts in doubt.
	Resolver *Resolver
	Policy   Policy
	Agent    string
	Site     string
	Host     string
	Now      func() time.Time
	// Deadline is the gateway client's: after it no answer can come.
	Deadline time.Duration
	// Patience is when an attempt counts as in doubt; 0 means DefaultPatience.
	Patience time.Duration
	// Owner names this desk in leases.
	Owner string
	// Suffix makes the unique end of SentReference; nil means a random one.
	Suffix func() string
	// Settled is told of an attempt that was in doubt and was answered late;
	// nil tells nobody. It must not block.
	Settled func(Attempt)

	mu       sync.Mutex
	started  map[string]bool // attempts that were handed to Charge
	closed   bool            // no charge may start any more
	underWay sync.WaitGroup
}

// Begin makes an attempt of a confirmed charge. Nothing is recorded or sent.
func (d *Desk) Begin(c Charge) Attempt {
	suffix := randomSuffix
	if d.Suffix != nil {
		suffix = d.Suffix
	}
	sent := sentReference(c.OrderReference, suffix())
	for try := 0; gateway.HoldsCardNumber(sent) && try < 20; try++ {
		// Digits of an order number and of the suffix can look like a card
		// number by accident; the journal would refuse them.
		sent = sentReference(c.OrderReference, suffix())
	}
	return Attempt{
		ID:            rand.Text(),
		SentReference: sent,
		Charge:        c,
		Agent:         d.Agent,
		Site:          d.Site,
		Began:         d.Now(),
	}
}

// Charge starts an attempt: it records the intent, sends it once and records
// the outcome. The channel gets the attempt when it is Done or in doubt, and
// never blocks the charge, which goes on whether or not anybody waits. The
// card is wiped. An attempt can be charged once: a second call sends nothing,
// records nothing and closes the channel at once, as does a call after Drain.
func (d *Desk) Charge(a Attempt, card gateway.Card) <-chan Attempt {
	outcome := make(chan Attempt, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.started[a.ID] {
		card.Wipe()
		close(outcome)
		return outcome
	}
	if d.started == nil {
		d.started = map[string]bool{}
	}
	d.started[a.ID] = true
	d.underWay.Add(1)
	go d.run(a, card, outcome)
	return outcome
}

// Drain lets no further charge start and returns when each one under way has
// an outcome or is recorded as in doubt.
func (d *Desk) Drain() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.underWay.Wait()
}

// reply is what the gateway client said.
type reply struct {
	result gateway.AuthResult
	err    error
}

// run takes an attempt to its outcome, or to in doubt and, when the answer
// comes after all, on to its outcome.
func (d *Desk) run(a Attempt, card gateway.Card, outcome chan<- Attempt) {
	tell := func(a Attempt) {
		outcome <- a
		close(outcome)
		d.underWay.Done()
	}
	took := d.stopwatch()
	if problem := d.record(a); problem != "" {
		card.Wipe()
		a.State, a.Ended, a.Outcome, a.Problem = Done, d.Now(), gateway.NotSent, problem
		tell(a)
		return
	}
	err := d.rival(a)
	if err == nil && took() > leaseMargin {
		err = errLate
	}
	if err != nil {
		card.Wipe()
		tell(d.conclude(a, reply{gateway.AuthResult{Outcome: gateway.NotSent}, err}))
		return
	}
	a.State = Sending
	answer := make(chan reply, 1)
	go func() { // from here on the client wipes the card
		result, err := d.Gateway.Auth(context.Background(), gateway.AuthRequest{
			Site:           a.Site,
			OrderReference: a.SentReference,
			Amount:         a.Charge.Amount,
			Card:           card,
			Billing:        a.Charge.Billing,
			OperatorName:   a.Agent,
		})
		answer <- reply{result, err}
	}()
	patience := time.NewTimer(d.patience())
	defer patience.Stop()
	select {
	case r := <-answer:
		tell(d.conclude(a, r))
	case <-patience.C:
		tell(d.doubt(a, "no answer came in time"))
		d.late(a, <-answer)
	}
}

// stopwatch starts to measure a time, at the end of which it must be certain
// how long it took. The time of day, which Round(0) leaves, goes on while the
// machine sleeps but may be set; the other clock cannot be set but may sleep
// with the machine. The longer of the two counts.
func (d *Desk) stopwatch() func() time.Duration {
	began, steady := d.Now().Round(0), time.Now()
	return func() time.Duration {
		return max(d.Now().Round(0).Sub(began).Abs(), time.Since(steady))
	}
}

// Why a recorded attempt is not sent after all.
var (
	errRival  = errors.New("the same card or order is being charged at another desk: it was not sent from here")
	errTaken  = errors.New("the same payment was taken at another desk in the meantime: it was not sent from here")
	errLate   = errors.New("it took too long to record it: it was not sent")
	errUnread = errors.New("the journal could not be searched for the same payment: it was not sent")
)

// record makes the intent durable, and says why it could not.
func (d *Desk) record(a Attempt) string {
	ctx, cancel := context.WithTimeout(context.Background(), intentTime)
	defer cancel()
	until := d.Now().Add(d.Deadline + 2*leaseMargin)
	if err := d.Store.Intent(ctx, a.entry(d.Host), d.Owner, until); err != nil {
		problem := "the payment could not be recorded, so it was not sent: " + err.Error()
		var fault *journal.Error
		if errors.As(err, &fault) {
			problem += ". " + strings.TrimSuffix(fault.Hint, ".")
		}
		return problem
	}
	return ""
}

// rival reports why an attempt that is recorded must not be sent after all:
// another one on the same card and amount, or the same order, was recorded
// before it and is not settled, or was taken since the guard was asked. Two
// desks may pass the guard together, but only one of them may send. The intent
// is durable by now, so of two rivals at least one sees the other, and the
// later one gives way: later in the journal, for clocks differ and are set.
func (d *Desk) rival(a Attempt) error {
	ctx, cancel := context.WithTimeout(context.Background(), intentTime)
	defer cancel()
	c := a.Charge
	similar, err := d.Store.Similar(ctx, a.Site, c.First6, c.Last4, c.Amount, a.Began.Add(-doubtWindow))
	if err != nil {
		return errUnread
	}
	earlier, open := before(similar, a.ID)
	if !open {
		return errLate
	}
	for _, e := range earlier {
		switch {
		case e.State != journal.Known:
			return errRival
		case c.Reason == "" && a.Began.Sub(e.IntentAt) < d.Policy.window():
			return errTaken
		}
	}
	order, err := d.Store.ByOrder(ctx, a.Site, c.OrderReference, orderLimit)
	if err != nil {
		return errUnread
	}
	if earlier, open = before(order, a.ID); !open {
		earlier = order // all but the newest are looked at
	}
	for _, e := range earlier {
		switch {
		case e.Kind() != journal.KindAuth:
		case e.State != journal.Known:
			return errRival
		case c.Reason == "" && moves(e.Outcome):
			return errTaken
		}
	}
	return nil
}

// conclude records what the gateway client said.
func (d *Desk) conclude(a Attempt, r reply) Attempt {
	a.Result, a.Outcome, a.Fields = r.result, r.result.Outcome, r.result.Fields
	if r.err != nil {
		a.Problem = r.err.Error()
		var field *gateway.FieldError
		if errors.As(r.err, &field) {
			a.Fields = []string{field.Field}
		}
	}
	if a.Outcome == gateway.Unknown {
		a.Ended = d.Now()
		return d.doubt(a, a.Problem)
	}
	a.State, a.Ended = Done, d.Now()
	_, err := d.change(a, journal.StepAnswered, func(e *journal.Entry) error {
		e.State, e.AnsweredAt = journal.Known, a.Ended.UTC()
		fill(e, a)
		return nil
	})
	if err != nil {
		a.Problem = joinProblems(a.Problem, "the outcome could not be recorded: write it down")
	}
	return a
}

// doubt records that nobody can say what became of the attempt, and lets any
// console find out.
func (d *Desk) doubt(a Attempt, problem string) Attempt {
	a.State, a.Outcome, a.Problem = InDoubt, gateway.Unknown, problem
	first := d.Now().Add(firstGap)
	a.NextCheck = first
	_, err := d.change(a, journal.StepInDoubt, func(e *journal.Entry) error {
		e.State, e.NextCheckAt = journal.InDoubt, first.UTC()
		fill(e, a)
		if !a.Ended.IsZero() {
			sendingEnded(e, a.Ended.UTC())
		}
		return nil
	})
	if err != nil { // the entry stays open and is found when its lease ends
		a.Problem = joinProblems(a.Problem, "this could not be recorded: write the order reference down")
	}
	_ = d.Store.Release(context.Background(), a.ID, d.Owner)
	if d.Resolver != nil {
		d.Resolver.Wake()
	}
	return a
}

// late settles an attempt in doubt by an answer that came after all, or
// records that none can come any more.
func (d *Desk) late(a Attempt, r reply) {
	if r.result.Outcome == gateway.Unknown {
		ended := d.Now().UTC()
		_, _ = d.change(a, journal.StepInDoubt, func(e *journal.Entry) error {
			if e.State == journal.InDoubt {
				sendingEnded(e, ended)
				if record := r.result.Record; record.TransactionReference != "" {
					e.TransactionReference, e.ErrorCode = record.TransactionReference, record.ErrorCode
					e.RequestReference = r.result.RequestReference
				}
			}
			return nil
		})
		return
	}
	a.Result, a.Outcome, a.State, a.Ended, a.Problem = r.result, r.result.Outcome, Done, d.Now(), ""
	if r.err != nil {
		a.Problem = r.err.Error()
	}
	e, err := d.change(a, journal.StepResolved, func(e *journal.Entry) error {
		settle(e, a.Outcome, journal.ResolvedLateAnswer, a.Ended.UTC())
		fill(e, a)
		return nil
	})
	if err == nil && d.Settled != nil {
		// The journal may know more: it may have been called not taken.
		a.Alarm, a.Resolution, a.ResolvedBy = e.Alarm, e.Resolution, e.ResolvedBy
		d.Settled(a)
	}
}

// fill copies what the answer said.
func fill(e *journal.Entry, a Attempt) {
	r := a.Result.Record
	e.Outcome, e.Problem = a.Outcome, a.Problem
	e.TransactionReference, e.RequestReference = r.TransactionReference, a.Result.RequestReference
	e.AuthCode, e.ErrorCode, e.SettleStatus = r.AuthCode, r.ErrorCode, r.SettleStatus
	e.AdviceCode = r.AcquirerAdviceCode
}

// change records one step, and tries again while the journal is busy.
func (d *Desk) change(a Attempt, step string, apply func(*journal.Entry) error) (journal.Entry, error) {
	var e journal.Entry
	var err error
	for try := range 4 {
		ctx, cancel := context.WithTimeout(context.Background(), intentTime)
		e, err = d.Store.Record(ctx, a.ID, journal.Change{Step: step, At: d.Now(), By: a.Agent, Apply: apply})
		cancel()
		if err == nil || errors.Is(err, journal.ErrSettled) || errors.Is(err, journal.ErrNotFound) {
			return e, err
		}
		time.Sleep(time.Duration(try+1) * 100 * time.Millisecond)
	}
	return e, err
}

func (d *Desk) patience() time.Duration {
	if d.Patience > 0 {
		return d.Patience
	}
	return DefaultPatience
}

func joinProblems(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
