package payment

import (
	"context"
	"errors"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

// over reports that trying to record a change has ended: the change was recorded,
// or never can be, because the journal has another outcome, lacks this attempt, is
// no longer the journal that was opened, or goes on elsewhere.
func over(err error) bool {
	switch journal.FaultOf(err) {
	case journal.FaultMissing, journal.FaultOlder, journal.FaultMoved:
		return true
	default:
	}
	return err == nil || errors.Is(err, journal.ErrResolved) || errors.Is(err, journal.ErrNotFound) || errors.Is(err, journal.ErrClosed)
}

// keepTrying continues in the background to record a change that could not be
// recorded: an outcome, or the transaction an answer pointed to. The journal may
// stay unwritable for a while. Drain waits for it a little; if the console ends
// before, a query finds the attempt.
func (d *Processor) keepTrying(a Attempt, step string, apply func(*journal.Entry) error, first sight) {
	d.unrecorded.Add(1)
	go func() {
		defer d.unrecorded.Add(-1)
		apply, done := first.of(apply), false
		for pause := time.Second; pause < time.Hour && !done; pause *= 2 {
			time.Sleep(pause)
			panics.Caught(d.Log, "recording an outcome", func() {
				var e journal.Entry
				if e, done = d.tryAgain(a, step, apply); e.ID != "" {
					d.Resolver.Became(context.Background(), first.entry, e)
				}
			})
		}
	}()
}

// tryAgain tries once more to record a change, and reports whether to stop trying. It returns
// the attempt if it could.
func (d *Processor) tryAgain(a Attempt, step string, apply func(*journal.Entry) error) (e journal.Entry, done bool) {
	ctx, cancel := context.WithTimeout(context.Background(), IntentTime)
	defer cancel()
	e, err := d.Store.Record(ctx, a.ID, journal.Change{Step: step, At: d.Now(), By: a.Agent, Role: d.Grant.Role(), Apply: apply})
	if err != nil {
		return journal.Entry{}, over(err)
	}
	return e, true
}

// sight is an attempt as the journal had it when a change found it first. A try that seems
// to fail may have been recorded, so that the next one finds its own outcome there.
type sight struct {
	entry journal.Entry
	seen  bool
}

// of is a change that keeps what it finds first.
func (s *sight) of(apply func(*journal.Entry) error) func(*journal.Entry) error {
	return func(e *journal.Entry) error {
		if !s.seen {
			s.entry, s.seen = *e, true
		}
		return apply(e)
	}
}

// recordOutcome records an outcome, and returns the attempt as the journal had it and as it
// has it now. While the journal cannot be written, the outcome is kept beside it, and is
// recorded from there even after this process has died; or, where it cannot be kept there,
// as long as this process lives.
func (d *Processor) recordOutcome(a Attempt, step string, apply func(*journal.Entry) error) (before, now journal.Entry, err error) {
	kept, first := false, sight{}
	now, err = d.change(a, step, first.of(func(e *journal.Entry) error {
		if kept && e.State == journal.Known && e.Outcome == a.Outcome && e.TransactionReference == a.Result.Record.TransactionReference {
			return answer.ErrRecorded // by the first try, or from beside the journal
		}
		return apply(e)
	}), func() { kept = d.keepBeside(a) })
	if errors.Is(err, answer.ErrRecorded) {
		now, err = d.confirmedEntry(a.ID)
	}
	if !over(err) && !kept {
		d.keepTrying(a, step, apply, first)
	}
	return first.entry, now, err
}

// confirmedEntry is an attempt that has its outcome, once that is durable.
func (d *Processor) confirmedEntry(id string) (journal.Entry, error) {
	ctx, cancel := context.WithTimeout(context.Background(), IntentTime)
	defer cancel()
	if err := d.Store.Confirm(ctx); err != nil {
		return journal.Entry{}, err
	}
	return d.Store.Get(ctx, id)
}

// keepBeside keeps an outcome beside the journal, and reports whether it could.
func (d *Processor) keepBeside(a Attempt) (kept bool) {
	if d.Spool == nil {
		return false
	}
	panics.Caught(d.Log, "keeping an outcome", func() {
		journal := d.Store.Identity()
		err := d.Spool.Keep(answer.Told{
			ID: a.ID, SentReference: a.SentReference, Journal: journal.Name, JournalID: journal.ID, Agent: a.Agent, Role: d.Grant.Role(), Answer: answerOf(a),
		})
		if kept = err == nil; !kept && d.Log != nil {
			d.Log.Error("an outcome that the journal could not record could not be kept beside it either", "problem", err.Error())
		}
	})
	return kept
}

// change records one step, with more tries while the journal is busy. It calls failed,
// unless that is nil, after the first try that failed.
func (d *Processor) change(a Attempt, step string, apply func(*journal.Entry) error, failed func()) (journal.Entry, error) {
	var e journal.Entry
	var err error
	for try := range 4 {
		ctx, cancel := context.WithTimeout(context.Background(), IntentTime)
		e, err = d.Store.Record(ctx, a.ID, journal.Change{Step: step, At: d.Now(), By: a.Agent, Role: d.Grant.Role(), Apply: apply})
		cancel()
		if err == nil || errors.Is(err, journal.ErrResolved) || errors.Is(err, journal.ErrNotFound) || errors.Is(err, answer.ErrRecorded) {
			return e, err
		}
		if try == 0 && failed != nil {
			failed()
		}
		time.Sleep(time.Duration(try+1) * 100 * time.Millisecond)
	}
	return e, err
}

// record makes the intent durable. It replaces a suffix that is already in use.
func (d *Processor) record(a Attempt) (Attempt, error) {
	ctx, cancel := context.WithTimeout(context.Background(), IntentTime)
	defer cancel()
	for try := 0; ; try++ {
		err := d.Store.Intent(ctx, a.Entry(d.Host), d.Owner, a.sendBy.Add(d.Deadline+doubt.LeaseMargin))
		if !errors.Is(err, journal.ErrDuplicateReference) || try == 20 {
			return a, err
		}
		a.SentReference = d.NewReference(a)
	}
}

// unrecorded says, for people, why nothing was sent.
func unrecorded(a Attempt, err error) string {
	problem := "the " + a.Noun() + " could not be recorded, so it was not sent: " + err.Error()
	if fault, ok := errors.AsType[*journal.Error](err); ok {
		problem += ". " + strings.TrimSuffix(fault.Hint, ".")
	}
	return problem
}

// disown records that an attempt whose intent could not be recorded was not sent.
// After a failed write the intent may be in the journal all the same, and the agent
// has read that nothing was sent.
func (d *Processor) disown(a Attempt) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := d.Store.Record(ctx, a.ID, journal.Change{Step: journal.StepAnswered, At: d.Now(), By: a.Agent, Role: d.Grant.Role(), Apply: becomesKnown(a)})
	if !over(err) && !d.keepBeside(a) {
		d.keepTrying(a, journal.StepAnswered, becomesKnown(a), sight{})
	}
}

// KeepUnsent records an attempt that a limit forbids, and why it is not sent. A
// failure here raises no alarm: nothing is sent either way.
func (d *Processor) KeepUnsent(ctx context.Context, a Attempt, why error) {
	ctx, cancel := context.WithTimeout(ctx, IntentTime)
	defer cancel()
	if err := d.Store.Intent(ctx, a.Entry(d.Host), d.Owner, d.Now().Add(time.Minute)); err != nil {
		return
	}
	d.conclude(a, Reply{gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, why})
}

// keepCustomer keeps the caller's name and e-mail address beside the journal, if the
// configuration wants that. The request is already on its way: nothing waits for this
// write, and its failure stops nothing.
func (d *Processor) keepCustomer(a Attempt) {
	b := a.Charge.Billing
	c := journal.Customer{Name: strings.TrimSpace(b.FirstName + " " + b.LastName), Email: b.Email}
	if d.Customers == nil || c == (journal.Customer{}) {
		return
	}
	d.underWay.Go(func() {
		panics.Caught(d.Log, "keeping a customer", func() {
			ctx, cancel := context.WithTimeout(context.Background(), IntentTime)
			defer cancel()
			if err := d.Customers.KeepCustomer(ctx, a.ID, c); err != nil && d.Log != nil {
				d.Log.Warn("a customer was not kept", "problem", err.Error())
			}
		})
	})
}

// withCustomers adds to attempts what is kept of their callers. If that cannot be
// read, it adds nothing.
func (d *Processor) withCustomers(ctx context.Context, list []Attempt) []Attempt {
	if d.Customers == nil || len(list) == 0 {
		return list
	}
	ids := make([]string, len(list))
	for i, a := range list {
		ids[i] = a.ID
	}
	kept, err := d.Customers.KeptCustomers(ctx, ids...)
	if err != nil {
		return list
	}
	for i := range list {
		list[i].Customer = kept[list[i].ID]
	}
	return list
}
