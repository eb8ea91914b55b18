package payment

import (
	"context"
	"errors"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
)

// This file is the one engine. A charge, a repeat, a refund, a payout and an
// update all go the same way: the intent is durable before anything is sent,
// one last look decides whether it still may be sent, it is sent once before
// an absolute deadline, and the outcome is recorded or in doubt. What differs
// stands in the job.

const (
	// intentTime is how long recording an intent may take before the attempt
	// is given up unsent.
	intentTime = 5 * time.Second
	// lookTime is how long the last look before a request is sent may take.
	lookTime = 20 * time.Second
	// leaseMargin is how much longer than the request an attempt is left to its
	// owner.
	leaseMargin = 5 * time.Second
	// returnTime is how long a client may take to return once its request was
	// stopped before a byte left.
	returnTime = 2 * time.Second
	// DefaultPatience is how long an agent waits before an attempt counts as in
	// doubt. The request itself may still be answered after that.
	DefaultPatience = 20 * time.Second
)

// job is an attempt on its way, and what its operation does at each step.
type job struct {
	attempt Attempt
	// last says why the attempt must not be sent after all. It is asked once
	// the intent is durable.
	last func(context.Context, Attempt) error
	// send makes the one request and wipes the card, if there is one.
	send func(context.Context, Attempt) reply
	// wipe wipes the card of an attempt that is not sent.
	wipe func()
	// heed is called when an outcome is recorded, late or not, and known when it
	// is not late, before the agent is told; nil does nothing.
	heed  func(Attempt)
	known func(*Attempt)
	// tell tells the agent, once.
	tell func(Attempt)
}

// reply is what the gateway client said.
type reply struct {
	result gateway.AuthResult
	err    error
}

// start runs a job unless the attempt was started before or the processor is
// drained, and reports whether it does.
func (d *Desk) start(j job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || j.attempt.ID == "" || d.started[j.attempt.ID] {
		return false
	}
	if d.started == nil {
		d.started = map[string]bool{}
	}
	d.started[j.attempt.ID] = true
	d.underWay.Add(1)
	go d.run(j)
	return true
}

// take takes an attempt to its outcome, or to in doubt and, when the answer
// comes after all, on to its outcome.
func (d *Desk) take(t *errand) {
	a, late := d.bounded(t.attempt)
	a, err := d.record(a)
	t.at = a
	if err != nil {
		t.wipe()
		a.State, a.Ended, a.Outcome, a.Problem = Done, d.Now(), gateway.NotSent, unrecorded(a, err)
		d.disown(a)
		t.say(a)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	took := d.stopwatch()
	err = d.mayLeave(ctx, t.job, a)
	cancel()
	if err == nil && (took() > lookTime || late()) {
		err = errLate
	}
	if err != nil {
		t.wipe()
		t.say(d.conclude(a, reply{gateway.AuthResult{Outcome: gateway.NotSent}, err}))
		return
	}
	a.State = Sending
	t.at = a
	gate := d.newGate(late)
	ctx, t.stop = context.WithCancel(gateway.WithGate(context.Background(), gate))
	t.answer = make(chan reply, 1)
	go d.ask(ctx, t.job, a, t.answer) // from here on the client wipes the card
	r, answered := d.wait(t.answer, gate, t.stop)
	if t.heard = answered; !answered {
		t.say(d.doubt(a, reply{err: errNoAnswer}))
		r = <-t.answer
		t.heard = true
		d.late(a, r, t.heed)
		return
	}
	a = d.conclude(a, d.confirmed(r))
	t.at = a
	if a.State == Done && t.heed != nil {
		t.heed(a)
	}
	if a.State == Done && t.known != nil {
		t.known(&a)
	}
	t.say(a)
}

// mayLeave says why a recorded attempt must not be sent after all.
func (d *Desk) mayLeave(ctx context.Context, j job, a Attempt) error {
	if err := d.SignIn.Prove(ctx); err != nil {
		return err
	}
	return j.last(ctx, a)
}

// wait waits for the answer as long as the agent does. When by then no byte has
// left, none will: the request is stopped and its outcome is NotSent. It
// reports false when bytes have left and no answer has come.
func (d *Desk) wait(answer <-chan reply, gate *gateway.Gate, stop func()) (reply, bool) {
	patience := time.NewTimer(d.patience())
	defer patience.Stop()
	select {
	case r := <-answer:
		return r, true
	case <-patience.C:
	}
	if !gate.Shut() {
		select {
		case r := <-answer: // it came in the same instant
			return r, true
		default:
			return reply{}, false
		}
	}
	stop()
	returns := time.NewTimer(returnTime)
	defer returns.Stop()
	select {
	case r := <-answer:
		return r, true
	case <-returns.C:
		return reply{}, false
	}
}

// Why a recorded attempt is not sent after all, or has no answer.
var (
	errLate     = errors.New("it took too long to get it ready: it was not sent")
	errNoAnswer = errors.New("no answer came in time")
)

// bounded gives an attempt the instant after which it cannot leave, on two
// clocks, and the function that is asked in the last code before its bytes go
// out. The time of day may be set, the steady clock is of this boot only: the
// attempt is late when either says so.
func (d *Desk) bounded(a Attempt) (Attempt, func() bool) {
	allowed := lookTime + d.patience()
	began, steady := d.Now().Round(0), d.steady()
	a.sendBy, a.sendBySteady = began.Add(allowed), steady.Add(allowed)
	return a, func() bool {
		passed, same := d.steady().Since(steady)
		return !same || passed > allowed || d.Now().Round(0).Sub(began).Abs() > allowed
	}
}

// stopwatch starts to measure a time that must not come out too short. The time
// of day may be set and the steady clock may be missing, so the longer of the
// two counts.
func (d *Desk) stopwatch() func() time.Duration {
	began, steady := d.Now().Round(0), d.steady()
	return func() time.Duration {
		passed, _ := d.steady().Since(steady)
		return max(d.Now().Round(0).Sub(began).Abs(), passed)
	}
}

// record makes the intent durable. A suffix that is taken already is replaced.
func (d *Desk) record(a Attempt) (Attempt, error) {
	ctx, cancel := context.WithTimeout(context.Background(), intentTime)
	defer cancel()
	for try := 0; ; try++ {
		err := d.Store.Intent(ctx, a.entry(d.Host), d.Owner, a.sendBy.Add(d.Deadline+leaseMargin))
		if !errors.Is(err, journal.ErrDuplicateReference) || try == 20 {
			return a, err
		}
		a.SentReference = d.reference(a)
	}
}

// unrecorded says for people why nothing was sent.
func unrecorded(a Attempt, err error) string {
	problem := "the " + WhatIs(a) + " could not be recorded, so it was not sent: " + err.Error()
	if fault, ok := errors.AsType[*journal.Error](err); ok {
		problem += ". " + strings.TrimSuffix(fault.Hint, ".")
	}
	return problem
}

// disown records that an attempt was not sent whose intent failed: after a
// failed write the intent may be in the journal all the same, and the agent was
// told that nothing was sent.
func (d *Desk) disown(a Attempt) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := d.Store.Record(ctx, a.ID, journal.Change{Step: journal.StepAnswered, At: d.Now(), By: a.Agent, Apply: becomesKnown(a)})
	if !over(err) {
		d.keepTrying(a, journal.StepAnswered, becomesKnown(a))
	}
}

// over reports that a change was recorded, or never can be: the journal has
// another outcome, or lacks this attempt, or is no longer the journal that was
// opened.
func over(err error) bool {
	switch journal.FaultOf(err) {
	case journal.FaultMissing, journal.FaultOlder:
		return true
	default:
	}
	return err == nil || errors.Is(err, journal.ErrSettled) || errors.Is(err, journal.ErrNotFound) || errors.Is(err, journal.ErrClosed)
}

// keepTrying goes on in the background to record a change that could not be
// recorded: an outcome, or what an answer pointed to. The journal may stay
// unwritable for a while. Drain waits for it a little; if the console ends
// before, a query finds the attempt.
func (d *Desk) keepTrying(a Attempt, step string, apply func(*journal.Entry) error) {
	d.unrecorded.Add(1)
	go func() {
		defer d.unrecorded.Add(-1)
		done := false
		for pause := time.Second; pause < time.Hour && !done; pause *= 2 {
			time.Sleep(pause)
			panics.Caught(d.Log, "recording an outcome", func() { done = d.tryAgain(a, step, apply) })
		}
	}()
}

// tryAgain tries once more to record a change, and reports whether that is over.
func (d *Desk) tryAgain(a Attempt, step string, apply func(*journal.Entry) error) bool {
	ctx, cancel := context.WithTimeout(context.Background(), intentTime)
	defer cancel()
	e, err := d.Store.Record(ctx, a.ID, journal.Change{Step: step, At: d.Now(), By: a.Agent, Apply: apply})
	if err == nil {
		renamed(context.Background(), d.Store, e)
	}
	return over(err)
}

// conclude records what the gateway client said.
func (d *Desk) conclude(a Attempt, r reply) Attempt {
	if r.result.Outcome == gateway.Unknown {
		a.Ended = d.Now()
		return d.doubt(a, r)
	}
	a = answered(a, r)
	a.State, a.Ended = Done, d.Now()
	e, err := d.change(a, journal.StepAnswered, becomesKnown(a))
	switch {
	case errors.Is(err, journal.ErrSettled): // a query has found it out meanwhile, or a supervisor has said it
	case err != nil:
		a.Problem = joinProblems(a.Problem, errUnkept)
		if !over(err) {
			d.keepTrying(a, journal.StepAnswered, becomesKnown(a))
		}
	}
	renamed(context.Background(), d.Store, e)
	return a
}

// answered is an attempt with what the gateway client said.
func answered(a Attempt, r reply) Attempt {
	a.Result, a.Outcome, a.Fields = r.result, r.result.Outcome, r.result.Fields
	if r.err == nil {
		return a
	}
	a.Problem = r.err.Error()
	if field, ok := errors.AsType[*gateway.FieldError](r.err); ok {
		a.Fields = []string{field.Field}
	}
	return a
}

// becomesKnown is the change that records an outcome.
func becomesKnown(a Attempt) func(*journal.Entry) error {
	return func(e *journal.Entry) error {
		e.State, e.AnsweredAt, e.NextCheckAt = journal.Known, a.Ended.UTC(), time.Time{}
		fill(e, a)
		if refusedSignIn(a) { // it is watched, because only a query vouches for it
			e.Resolution, e.ResolvedBy, e.ResolvedAt = journal.ResolvedSignIn, "moto", e.AnsweredAt
			e.NextCheckAt = e.AnsweredAt.Add(slowGap)
		}
		switch {
		case isPromise(*e):
			e.NextCheckAt = e.AnsweredAt.Add(firstGap)
		case refused(*e):
			e.NextCheckAt = e.AnsweredAt.Add(slowGap)
		}
		return nil
	}
}

// doubt records that the attempt's outcome is unknown, and lets any console find
// it out. The sending lease lasts until the client has returned.
func (d *Desk) doubt(a Attempt, r reply) Attempt {
	a = answered(a, r)
	a.State, a.Outcome = InDoubt, gateway.Unknown
	first := d.Now().Add(firstGap)
	a.NextCheck = first
	becomes := func(e *journal.Entry) error {
		if e.State == journal.Known || !e.AnsweredAt.IsZero() {
			return nil // it was found out meanwhile, or an answer has said more
		}
		e.State, e.NextCheckAt = journal.InDoubt, first.UTC()
		fill(e, a)
		pointed(e, r)
		if !a.Ended.IsZero() {
			sendingEnded(e, a.Ended.UTC())
		}
		return nil
	}
	if _, err := d.change(a, journal.StepInDoubt, becomes); err != nil { // the entry stays open and is found when its lease ends
		if !over(err) {
			d.keepTrying(a, journal.StepInDoubt, becomes)
		}
		a.Problem = joinProblems(a.Problem, "this could not be recorded: write the order reference down")
	}
	if d.Resolver != nil {
		d.Resolver.Wake()
	}
	if d.Doubted != nil {
		d.Doubted()
	}
	return a
}

// late settles an attempt in doubt by an answer that came after all, or
// records that none can come any more.
func (d *Desk) late(a Attempt, r reply, heed func(Attempt)) {
	r = d.confirmed(r)
	a.Ended = d.Now()
	if r.result.Outcome == gateway.Unknown {
		becomes := func(e *journal.Entry) error {
			if e.State == journal.Known {
				return nil
			}
			e.State = journal.InDoubt
			sendingEnded(e, a.Ended.UTC())
			if record := r.result.Record; record.TransactionReference != "" {
				e.TransactionReference, e.ErrorCode = record.TransactionReference, record.ErrorCode
				e.RequestReference = r.result.RequestReference
			}
			pointed(e, r)
			return nil
		}
		if _, err := d.change(a, journal.StepInDoubt, becomes); !over(err) {
			d.keepTrying(a, journal.StepInDoubt, becomes)
		}
		_ = d.Store.EndSending(context.Background(), a.ID, d.Owner)
		return
	}
	a.Problem = ""
	a = answered(a, r)
	a.State = Done
	becomes := func(e *journal.Entry) error {
		settle(e, a.Outcome, journal.ResolvedLateAnswer, a.Ended.UTC())
		if err := becomesKnown(a)(e); err != nil {
			return err
		}
		if !refusedSignIn(a) {
			e.Resolution = journal.ResolvedLateAnswer
		}
		return nil
	}
	e, err := d.change(a, journal.StepResolved, becomes)
	if !over(err) {
		d.keepTrying(a, journal.StepResolved, becomes)
	}
	renamed(context.Background(), d.Store, e)
	switch {
	case errors.Is(err, journal.ErrSettled):
		return // it was found out meanwhile
	case err != nil: // the journal is gone, and the agent is all there is to keep it
		a.Problem = joinProblems(a.Problem, errUnkept)
	default: // the journal may know more: it may have been called not taken
		a.Alarm, a.Resolution, a.ResolvedBy = e.Alarm, e.Resolution, e.ResolvedBy
	}
	if heed != nil {
		heed(a)
	}
	publish(d.News, a)
}

// errUnkept is an outcome that the agent has to keep.
const errUnkept = "the outcome could not be recorded: write it down"

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

func (d *Desk) moment() moment { return moment{d.Now(), d.steady()} }

func (d *Desk) patience() time.Duration {
	if d.Patience > 0 {
		return d.Patience
	}
	return DefaultPatience
}

// newGate is the gate of one request, which asks late in the last code before
// bytes go out.
func (d *Desk) newGate(late func() bool) *gateway.Gate {
	if d.gates != nil {
		return d.gates(late)
	}
	return gateway.NewGate(late)
}

// steady reads the clock that cannot be set.
func (d *Desk) steady() clock.Reading {
	if d.Steady != nil {
		return d.Steady()
	}
	return clock.Now()
}

func joinProblems(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
