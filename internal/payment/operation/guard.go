package operation

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
)

// This file guards giving money back. It looks for attempts that may already have
// given the caller the same money, in any way. A refund, a payout, a reduction and
// a cancelled payment are all the same to the caller, so one key identifies them:
// the amount, and the payment or card that the money goes to.

// Guard looks for earlier attempts that make a new attempt to move money doubtful.
// It checks a repeat or a raise as it checks every charge. It checks an attempt that gives
// money back against the same money given back before, in any way. The gateway's
// records that the agent has seen count too.
func (r *Service) Guard(ctx context.Context, v Operation) ([]payment.Warning, error) {
	switch {
	case v.Operation == journal.OpRaise:
		return r.Sender.GuardRaise(ctx, v.Attempt)
	case v.Operation.RequestType() == journal.TypeAuth:
		return r.Sender.GuardRepeat(ctx, v.Charge)
	}
	if !givesBack(v.Operation, v.on) {
		return nil, nil
	}
	entries, err := r.lately(ctx, &v)
	if err != nil {
		return nil, err
	}
	var ofPayment []journal.Entry
	if v.payment != "" {
		ofPayment, err = r.Sender.Store.ByTransaction(ctx, v.payment)
	} else {
		ofPayment, err = r.backsOf(ctx, &v)
	}
	if err != nil {
		return nil, err
	}
	same, err := r.sameMoney(ctx, &v, entries, v.children)
	if err != nil {
		return nil, err
	}
	var warnings []payment.Warning
	for _, e := range same {
		if kind, is := r.backWarning(&v, e, v.children); is {
			warnings = append(warnings, payment.Warning{Kind: kind, Earlier: payment.AttemptOf(e)})
		}
	}
	seen := v
	seen.again = "" // find all of them, told of or not
	return r.Sender.MarkRefused(append(warnings, r.newBack(&seen, v.children, v.clock, ofPayment)...)), nil
}

// givesBack reports an operation after which the caller has money back, or is not
// charged. kind is what the operation acts on, "" if that is not known.
func givesBack(o journal.Operation, kind journal.RequestType) bool {
	switch o {
	case journal.OpRefund, journal.OpPayout:
		return true
	case journal.OpCancel, journal.OpReduce: // on a refund they give nothing back
		return kind != journal.TypeRefund
	case journal.OpRelease: // on a payment it gives nothing back
		return kind == journal.TypeRefund
	case journal.OpCharge, journal.OpCheck, journal.OpRepeat, journal.OpRaise, journal.OpHold, journal.OpDueDate, journal.OpOrder, journal.OpCorrect, journal.OpUpdate:
		return false
	default: // of a newer moto: it may give money back, but GivenBack lists only operations that this moto knows
		return true
	}
}

// sameBack checks for rivals of an attempt that gives money back. It looks for the
// same money in attempts that the journal got before. An unknown one bars this
// attempt. One that was made within the window, or called not made within a day,
// needs a reason, as for a charge. children are the gateway's records of the
// payment.
func (r *Service) sameBack(ctx context.Context, v *Operation, children []gateway.Record) error {
	if !givesBack(v.Operation, v.on) {
		return nil
	}
	lately, err := r.lately(ctx, v)
	if err != nil {
		return errJournal
	}
	older, ok := journal.Before(lately, v.ID)
	if !ok {
		return payment.ErrLost
	}
	same, err := r.sameMoney(ctx, v, older, children)
	if err != nil {
		return errJournal
	}
	for _, e := range same {
		switch kind, is := r.backWarning(v, e, children); {
		case !is:
		case kind == payment.BackInDoubt:
			return payment.ErrTwin
		case v.toldOf(kind, payment.AttemptOf(e)):
		case kind == payment.BackMade:
			return payment.ErrAgain
		default:
			return payment.ErrNotBack
		}
	}
	return nil
}

// lately are the attempts to give an amount back that the guard asks about, newest
// first: those that are unknown, and those of the last days, by our time of day,
// the gateway's clock or the clock that cannot be set.
func (r *Service) lately(ctx context.Context, v *Operation) ([]journal.Entry, error) {
	d, reach := r.Sender, max(doubt.WatchTime, r.window(v))
	since := d.Now()
	if ahead, told := d.SignIn.Clock(); told && ahead < 0 {
		since = since.Add(ahead)
	}
	return d.Store.GivenBack(ctx, v.Charge.Amount, since.Add(-reach), d.Moment().Steady.Add(-reach))
}

// backWarning is the warning that an earlier attempt to give back the same money
// deserves.
func (r *Service) backWarning(v *Operation, e journal.Entry, children []gateway.Record) (payment.WarningKind, bool) {
	if e.Outcome.MovesMoney() && wasStopped(e, children) {
		return 0, false
	}
	kind, warns := map[payment.Same]payment.WarningKind{
		payment.SameUnknown: payment.BackInDoubt, payment.SameMade: payment.BackMade, payment.SameNotMade: payment.BackNotMade,
	}[r.Sender.Instant().Classify(e, r.window(v))]
	return kind, warns
}

// window is how long the guard asks about an attempt that gave money back. For the
// release of a held refund it covers all the time since the refund was made,
// because the money may have been given back in its place.
func (r *Service) window(v *Operation) time.Duration {
	window := r.Sender.Policy.DuplicateWindow()
	started, dated := v.saw.Record.StartedAt()
	if v.Operation != journal.OpRelease || !dated {
		return window
	}
	ahead, _ := r.Sender.SignIn.Clock()
	return max(window, r.Sender.Now().Add(ahead).Sub(started)+journal.MaxClockGap)
}

// wasStopped reports a refund or payout that was made, or released, and that the
// gateway shows as cancelled since: the caller does not get it.
func wasStopped(e journal.Entry, children []gateway.Record) bool {
	if e.Operation == journal.OpRelease {
		e.TransactionReference = e.Parent
	}
	return slices.ContainsFunc(children, func(child gateway.Record) bool {
		return e.TransactionReference != "" && child.TransactionReference == e.TransactionReference && child.Outcome() == gateway.OutcomeCancelled
	})
}

// toldOf reports an earlier attempt that the agent was warned of, in its present
// state, and gave a reason for.
func (v *Operation) toldOf(kind payment.WarningKind, earlier payment.Attempt) bool {
	return v.again != "" && slices.ContainsFunc(v.warned, func(w payment.Warning) bool {
		ref := w.Earlier.Result.Record.TransactionReference
		same := w.Earlier.ID == earlier.ID && earlier.ID != "" || ref != "" && ref == earlier.Result.Record.TransactionReference
		return same && w.Kind == kind
	})
}
