package payment

import (
	"context"
	"errors"
	"strings"
	"time"

	"motoconsole/internal/journal"
)

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

// disown records that an attempt whose intent could not be recorded was not sent.
// After a failed write the intent may be in the journal all the same, and the
// agent was told that nothing was sent.
func (d *Desk) disown(a Attempt) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := d.Store.Record(ctx, a.ID, journal.Change{Step: journal.StepAnswered, At: d.Now(), By: a.Agent, Apply: becomesKnown(a)})
	if !over(err) {
		d.keepTrying(a, journal.StepAnswered, becomesKnown(a))
	}
}
