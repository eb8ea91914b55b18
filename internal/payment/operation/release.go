package operation

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
	"motoconsole/internal/statement"
)

// boundRelease applies limits to a release: those of its payment to a held refund
// or payout, and those of its order to a payout to a card that was read out. Held
// money counts as given already. Even without a limit, boundRelease reads the
// payment's other refunds and payouts, for the guard.
func (r *Service) boundRelease(ctx context.Context, c *Snapshot) {
	i := slices.IndexFunc(c.Options, func(o option.Option) bool { return o.Kind == option.Release })
	if c.Record.RequestType != gateway.TypeRefund || i < 0 || !c.Options[i].Legal() {
		return
	}
	limit, problem := r.mayRelease(ctx, c)
	switch {
	case limit != nil:
		c.Options[i].Refusal, c.Options[i].Limited = limit.Sentence, true
	case problem != "":
		c.Options[i].Refusal = problem
	}
}

// mayRelease reports a limit that forbids the release, or why that is not known.
func (r *Service) mayRelease(ctx context.Context, c *Snapshot) (limit *rights.LimitError, problem string) {
	record, l := c.Record, r.limits()
	unread := statement.Sentence(errJournal.Error())
	switch {
	case record.ParentTransaction == "" && record.AccountType == string(gateway.AccountPayout):
		return r.mayReleaseOrder(ctx, *c)
	case record.ParentTransaction == "" && r.bounds().MaxAge <= 0 && r.bounds().MaxRefund.IsZero():
		return nil, ""
	case record.ParentTransaction == "":
		return nil, "The gateway does not say which payment it belongs to, so it is not known whether it may be released. Ask a supervisor."
	}
	parent, related, err := r.read(ctx, record.ParentTransaction)
	if err != nil {
		return nil, "The payment it belongs to could not be read, so it is not known whether it may be released. Look again."
	}
	c.siblings = related
	entries, err := r.Sender.Store.ByTransaction(ctx, record.ParentTransaction)
	if err != nil {
		return nil, unread
	}
	made, _ := r.known(ctx, parent, entries)
	paid, err := r.paidForOrder(ctx, namesAt(parent, made, entries))
	if err != nil {
		return nil, statement.Sentence(err.Error())
	}
	given := option.Given(parent, slices.Concat(unseen(record.ParentTransaction, entries, related), paid, related), c.At, l)
	if err := l.MayBeOld(parent, c.At); err != nil {
		return err, ""
	}
	if most := l.MaxRefund; !most.IsZero() && (given.Currency != most.Currency || given.Minor > most.Minor) {
		return rights.Limited("%s, and with this it is %s. Ask a supervisor.", l.OfPaymentInAll(), given), ""
	}
	return nil, ""
}

func (r *Service) mayReleaseOrder(ctx context.Context, c Snapshot) (limit *rights.LimitError, problem string) {
	most := r.bounds().MaxRefund
	if most.IsZero() {
		return nil, ""
	}
	order, err := r.wholeOrder(ctx, c.own)
	if err != nil {
		return nil, statement.Sentence(err.Error())
	}
	given, err := r.givenForOrder(ctx, order, most.Currency, "", c.Record)
	if err != nil {
		return nil, statement.Sentence(err.Error())
	}
	if given.Minor > most.Minor {
		return rights.Limited("%s, and with this it is %s. Ask a supervisor.", r.bounds().OfOrder(), given), ""
	}
	return nil, ""
}

// limits are the limits with the gateway's clock, as far as that is known: it dates
// payments, and ours may have been set.
func (r *Service) limits() option.Limits {
	l := r.bounds()
	if ahead, told := r.Sender.SignIn.Clock(); told {
		l.Ahead = ahead
	}
	return l
}

// bounds are the limits of now.
func (r *Service) bounds() option.Limits {
	if r.Bound == nil {
		return r.Limits
	}
	return r.Bound(r.Limits)
}
