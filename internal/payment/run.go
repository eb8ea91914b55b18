package payment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment/doubt"
)

// This file is the one engine for a charge, a repeat, a refund, a payout and an
// update. All take the same steps: record the intent durably; look once more
// whether it may be sent; send it once before an absolute deadline; record the
// outcome, or record it as in doubt. The job holds what differs between them.

// Job is an attempt under way, with the functions of its operation for each step.
type Job struct {
	Attempt Attempt
	// Refused is why the attempt must not even be recorded; nil if it may be.
	Refused error
	// Last says why the attempt must not be sent after all. It is called once the
	// intent is durable.
	Last func(context.Context, Attempt) error
	// Send makes the one request and wipes the card, if there is one.
	Send func(context.Context, Attempt) Reply
	// Wipe wipes the card of an attempt that is not sent.
	Wipe func()
	// Recorded is called when an outcome is recorded, whether in time or late. Known is
	// called when it is recorded in time, before the agent is told. Either may be
	// nil.
	Recorded func(Attempt)
	Known    func(*Attempt)
	// Tell tells the agent, once.
	Tell func(Attempt)
}

// Reply is the gateway client's answer.
type Reply struct {
	Result gateway.AuthResult
	Err    error
}

// Unsendable is the reply to an attempt at an operation for which its sender has no
// request: nothing was sent.
func Unsendable(o journal.Operation) Reply {
	return Reply{
		Result: gateway.AuthResult{Outcome: gateway.OutcomeNotSent},
		Err:    fmt.Errorf("this cannot be sent as a request of its own (%q): nothing was sent; tell a supervisor", o),
	}
}

// Start runs a job, unless the attempt was started before or the processor is
// drained. It reports whether it does.
func (d *Processor) Start(j Job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || j.Attempt.ID == "" || d.started[j.Attempt.ID] {
		return false
	}
	d.started[j.Attempt.ID] = true
	d.underWay.Add(1)
	go d.run(j)
	return true
}

// take takes an attempt to its outcome. If the attempt falls into doubt first, take
// goes on until the answer comes or none can come any more.
func (d *Processor) take(t *errand) {
	if err := d.mayBegin(t.Job); err != nil {
		t.Wipe()
		a := answered(t.Attempt, Reply{gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, err})
		a.State, a.Ended = Known, d.Now()
		t.say(a)
		return
	}
	a, late := d.bounded(t.Attempt)
	a, err := d.record(a)
	t.at = a
	if err != nil {
		t.Wipe()
		a.State, a.Ended, a.Outcome, a.Problem = Known, d.Now(), gateway.OutcomeNotSent, unrecorded(a, err)
		d.disown(a)
		t.say(a)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), doubt.LookTime)
	took := d.stopwatch()
	err = d.mayLeave(ctx, t.Job, a)
	cancel()
	if err == nil && (took() > doubt.LookTime || late()) {
		err = errLate
	}
	if err != nil {
		t.Wipe()
		t.say(d.conclude(a, Reply{gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, err}))
		return
	}
	a.State = Sending
	t.at = a
	gate := d.newGate(late)
	ctx, t.stop = context.WithCancel(gateway.WithGate(context.Background(), gate))
	t.answer = make(chan Reply, 1)
	go d.ask(ctx, t.Job, a, t.answer) // from here on the client wipes the card
	d.keepCustomer(a)
	r, answered := d.wait(t.answer, gate, t.stop)
	if t.heard = answered; !answered {
		t.say(d.doubt(a, Reply{Err: errNoAnswer}))
		r = <-t.answer
		t.heard = true
		d.late(a, r, t.Recorded)
		return
	}
	a = d.conclude(a, d.confirmed(r))
	t.at = a
	if a.State == Known && t.Recorded != nil {
		t.Recorded(a)
	}
	if a.State == Known && t.Known != nil {
		t.Known(&a)
	}
	t.say(a)
}

// mayLeave says why a recorded attempt must not be sent after all. A right that was
// withdrawn while the sign-in was proved counts.
func (d *Processor) mayLeave(ctx context.Context, j Job, a Attempt) error {
	if err := d.SignIn.Prove(ctx); err != nil {
		return err
	}
	if err := d.mayBegin(j); err != nil {
		return err
	}
	if limit := d.OverLimit(ctx, a); limit != nil {
		return limit
	}
	return j.Last(ctx, a)
}

// wait waits for the answer as long as the agent does. If no byte has left by then,
// it stops the request, and the outcome is NotSent. It reports false if bytes have
// left and no answer has come.
func (d *Processor) wait(answer <-chan Reply, gate *gateway.Gate, stop func()) (Reply, bool) {
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
			return Reply{}, false
		}
	}
	stop()
	returns := time.NewTimer(returnTime)
	defer returns.Stop()
	select {
	case r := <-answer:
		return r, true
	case <-returns.C:
		return Reply{}, false
	}
}

// Why a recorded attempt was not sent after all, or has no answer.
var (
	errLate     = errors.New("it took too long to prepare: it was not sent")
	errNoAnswer = errors.New("no answer came in time")
)

// errand is a job under way, with its progress. Only its own goroutine uses it.
type errand struct {
	Job

	at     Attempt    // as last read from the journal
	answer chan Reply // set once the request may be on its way; nil before
	heard  bool       // the answer was received
	stop   func()     // ends the request
	said   bool       // the agent was told
	over   func()     // lets Drain return
}

// say tells the agent, once.
func (t *errand) say(a Attempt) {
	if t.said {
		return
	}
	t.said = true
	defer t.over()
	t.Tell(a)
}

// run takes a job to its end, even if a step panics.
func (d *Processor) run(j Job) {
	t := &errand{Job: j, at: j.Attempt, over: d.underWay.Done, stop: func() {}}
	defer func() { t.stop() }()
	if panics.Caught(d.Log, "a payment", func() { d.take(t) }) {
		d.salvage(t)
	}
}

// The agent's texts for a defect.
const (
	defectUnsent = "a defect of the program kept it from being sent"
	defectHidden = "a defect of the program hid the answer"
)

// salvage ends an errand whose goroutine panicked. An attempt that cannot have left
// was not sent. An attempt that may have left and has no outcome in the journal is
// in doubt, and the resolver asks the gateway about it as about any lost answer.
// Each step may panic as well: then the entry stays open and is found when its
// lease ends.
func (d *Processor) salvage(t *errand) {
	step := func(f func()) { panics.Caught(d.Log, "the end of a payment", f) }
	if t.said {
		return // already told and recorded as in doubt; the resolver asks about it
	}
	a := t.at
	switch {
	case a.State == Known: // the outcome is recorded, but not its consequences
	case t.answer == nil:
		step(t.Wipe)
		a.State, a.Outcome, a.Ended, a.Problem = Known, gateway.OutcomeNotSent, d.Now(), defectUnsent
		step(func() { d.disown(a) })
	default:
		a.State, a.Outcome, a.Problem = InDoubt, gateway.OutcomeUnknown, defectHidden
		step(func() { a = d.doubt(a, Reply{Err: ErrDefect}) })
	}
	step(func() { t.say(a) })
	if t.answer != nil && !t.heard { // the answer may still come
		step(func() { d.late(a, <-t.answer, t.Recorded) })
	}
}

// ErrDefect stands for an answer that a panic hid. It counts as lost.
var ErrDefect error = &gateway.Error{Kind: gateway.KindBroken, Written: true, Detail: defectHidden}

// ask makes the one request of a job. If the client panics, the answer counts as
// lost. ask drops the panic's value, which may hold anything.
func (d *Processor) ask(ctx context.Context, j Job, a Attempt, answer chan<- Reply) {
	var r Reply
	if panics.Caught(d.Log, "a request", func() { r = j.Send(ctx, a) }) {
		panics.Caught(d.Log, "wiping a card", j.Wipe)
		r = Reply{Err: ErrDefect}
	}
	answer <- r
}
