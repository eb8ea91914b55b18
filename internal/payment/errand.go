package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/panics"
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
	case a.State == Done: // the outcome is recorded, but not its consequences
	case t.answer == nil:
		step(t.Wipe)
		a.State, a.Outcome, a.Ended, a.Problem = Done, gateway.OutcomeNotSent, d.Now(), defectUnsent
		step(func() { d.disown(a) })
	default:
		a.State, a.Outcome, a.Problem = InDoubt, gateway.OutcomeUnknown, defectHidden
		step(func() { a = d.doubt(a, Reply{Err: ErrDefect}) })
	}
	step(func() { t.say(a) })
	if t.answer != nil && !t.heard { // the answer may still come
		step(func() { d.late(a, <-t.answer, t.Heed) })
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
