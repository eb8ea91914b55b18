package operation

import (
	"context"
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
)

// ErrNoPayment says that the gateway does not have a transaction.
var ErrNoPayment = errors.New("the gateway has no payment with this transaction reference on this site")

// Look reads a payment or refund from the gateway and the journal. One that the
// agent may not see is a *rights.Refusal.
func (r *Service) Look(ctx context.Context, transactionReference string) (Snapshot, error) {
	ctx, done := r.Sender.Asking(ctx)
	defer done()
	if transactionReference == "" {
		return Snapshot{}, ErrNoPayment
	}
	entries, err := r.Sender.Store.ByTransaction(ctx, transactionReference)
	if err != nil {
		return Snapshot{}, err
	}
	c, err := r.snapshot(ctx, transactionReference, entries)
	if err == nil {
		err = r.maySee(c)
	}
	if err != nil {
		return Snapshot{}, err
	}
	return c, nil
}

// snapshot reads a payment, with what the agent may do with it. entries are what the
// journal has of it.
func (r *Service) snapshot(ctx context.Context, reference string, entries []journal.Entry) (Snapshot, error) {
	c, err := r.stands(ctx, reference, entries)
	r.bound(&c)
	option.DropDeadEnds(c.Options)
	if !r.Sender.Grant.Has(rights.SeeReasons) {
		c.seal()
	}
	return c, err
}

// seal takes out of the records why a bank refused them, where an agent may not know.
func (c *Snapshot) seal() {
	c.Record = script.Discreet(c.Record)
	for _, records := range [][]gateway.Record{c.Related, c.siblings} {
		for i := range records {
			records[i] = script.Discreet(records[i])
		}
	}
}

// stands reads how a payment stands.
func (r *Service) stands(ctx context.Context, reference string, entries []journal.Entry) (Snapshot, error) {
	record, found, err := r.readAll(ctx, reference)
	if err != nil {
		return Snapshot{}, err
	}
	r.Sender.Heard(record)
	related := found.Records
	c := Snapshot{Record: record, Related: related, At: r.Sender.Now(), own: record.OrderReference, clock: found.At}
	made, acts := r.known(ctx, record, entries)
	if c.Acts = acts; made.ID != "" {
		c.own = made.OwnReference
	}
	for i := range c.Acts {
		if c.Acts[i].Operation == journal.OpCancel && statement.FlowOf(record) == statement.Out {
			c.Acts[i].Stops = statement.KindOf(record).String()
		}
	}
	if made.TransactionReference == reference || doubt.IsOurs(made, record) && !doubt.Contradicts(made, record) {
		c.Made = payment.AttemptOf(made)
	}
	var root string
	c.consented, root = r.origins(ctx, record, c.Made)
	c.series = r.seriesOf(c, root, entries)
	u := c.addUnresolved(reference, entries)
	all := append(unseen(reference, entries, related), related...)
	var unread *OrderError // why it is not known what was paid out for it
	if record.RequestType == gateway.TypeAuth {
		paid, err := r.paidForOrder(ctx, namesAt(record, made, entries))
		if of, ok := errors.AsType[*OrderError](err); ok {
			unread = of
		} else if err != nil {
			return Snapshot{}, err
		}
		all = append(all, paid...)
	}
	left, err := option.Remaining(record, all, r.Limits.Currencies...)
	if c.Left = left; err != nil {
		c.LeftProblem = statement.Sentence(err.Error())
	}
	limits := r.limits()
	c.given, c.Options = option.Withheld(record, all, c.At, limits), option.All(record, all, c.At, limits)
	c.warnOfConsent()
	c.givesNoMore(unread)
	r.wake(ctx, c, entries, made)
	r.boundRelease(ctx, &c)
	r.stopByClock(ctx, &c)
	within := r.Sender.Instant().Within
	c.bar(entries, within)
	c.lessLeft(refusedAmount(record, related, entries, c.Left))
	c.moreAtOnce(tooLittle(reference, entries))
	if u.change == "" {
		u = unshown(record, related, entries, within)
	}
	if u.change != "" {
		c.refuse(u, option.All(record, related, c.At, limits))
	}
	return c, nil
}

// unsure is what is not known of a payment for the moment.
type unsure struct {
	change string // why no update may be made now; "" if one may
	amount bool   // no refund may be made either
}

// addUnresolved adds the attempts on the payment that are under way or in doubt.
func (c *Snapshot) addUnresolved(reference string, entries []journal.Entry) (u unsure) {
	for _, e := range entries {
		if e.Parent == reference && e.State != journal.Known && e.Operation != journal.OpRepeat {
			v := operationOf(e)
			c.Unresolved = append(c.Unresolved, v)
			u = unsure{beingChecked(v), u.amount || changesAmount(e.Operation)}
		}
	}
	return u
}

// unshown finds what was answered as done and the gateway does not show yet.
func unshown(record gateway.Record, related []gateway.Record, entries []journal.Entry, within withinFunc) (u unsure) {
	if u.change, u.amount = unshownChange(record, entries, within); u.change == "" {
		u.change = unshownRaise(record, related, entries, within)
		u.amount = u.change != ""
	}
	return u
}

// refuse refuses the options that must wait until the payment is known again. certain
// are the options as if nothing were in doubt.
func (c *Snapshot) refuse(u unsure, certain []option.Option) {
	if u.amount && c.LeftProblem == "" { // less settles than is shown, or may
		c.LeftProblem = u.change
	}
	for i, o := range c.Options {
		switch {
		case o.Legal() && (!repeatable(o.Kind) || u.amount && o.Kind != option.Repeat):
			c.Options[i].Refusal = u.change
		case o.Kind == option.Nothing && option.Pick(certain, option.RefundWhole).Legal():
			c.Options[i].Title, c.Options[i].Says = "Wait until it is known", u.change
		case !o.Legal() && option.Pick(certain, o.Kind).Legal():
			c.Options[i].Refusal = u.change
		}
	}
}

// known are the journal's attempt that made a transaction, or whose order reference
// the transaction inherited, and the attempts that acted on it. An attempt whose
// answer was lost has no transaction reference; it is found by the order reference
// as it was sent.
func (r *Service) known(ctx context.Context, record gateway.Record, entries []journal.Entry) (made journal.Entry, acts []payment.Attempt) {
	for _, e := range entries {
		if e.Parent == record.TransactionReference {
			acts = append(acts, payment.AttemptOf(e))
		} else if e.RequestType() != journal.TypeUpdate && (made.ID == "" || e.SentReference == record.OrderReference) {
			made = e
		}
	}
	if made.ID != "" || record.OrderReference == "" {
		return made, acts
	}
	// This attempt is only shown, so an error changes nothing.
	if e, err := r.Sender.Store.BySentReference(ctx, record.OrderReference); err == nil && e.RequestType() != journal.TypeUpdate {
		made = e
	}
	return made, acts
}

// read asks the gateway for a transaction and for its children.
func (r *Service) read(ctx context.Context, reference string) (gateway.Record, []gateway.Record, error) {
	record, found, err := r.readAll(ctx, reference)
	return record, found.Records, err
}

// readAll is read, together with the gateway's time when it showed the children.
func (r *Service) readAll(ctx context.Context, reference string) (gateway.Record, gateway.QueryResult, error) {
	type answer struct {
		gateway.QueryResult
		err error
	}
	sites := []string{r.Sender.Site}
	children := make(chan answer, 1)
	go func() {
		var kids answer
		if panics.Caught(r.Sender.Log, "a query for children", func() {
			kids.QueryResult, kids.err = r.Gateway.Query(ctx, gateway.Query{Sites: sites, Parents: []string{reference}})
		}) {
			kids.err = payment.ErrDefect
		}
		children <- kids
	}()
	found, err := r.Gateway.Query(ctx, gateway.Query{Sites: sites, TransactionReferences: []string{reference}})
	kids := <-children
	switch {
	case err != nil:
		return gateway.Record{}, gateway.QueryResult{}, err
	case kids.err != nil:
		return gateway.Record{}, gateway.QueryResult{}, kids.err
	case kids.Capped:
		return gateway.Record{}, gateway.QueryResult{}, option.ErrManyKids
	}
	for _, record := range found.Records {
		if record.TransactionReference == reference {
			return record, kids.QueryResult, nil
		}
	}
	return gateway.Record{}, gateway.QueryResult{}, ErrNoPayment
}

// operationOf is an entry as screens show it.
func operationOf(e journal.Entry) Operation {
	v := Operation{Attempt: payment.AttemptOf(e)}
	v.Kind = option.KindOf(v.Operation)
	return v
}
