package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// The guard of giving back: what may have given the caller the same money
// already, in whatever way. A refund, a payout, a reduction and a cancelled
// payment are all the same to the caller, so they have one key: the amount, and
// the payment or the card that the money goes to.

// givesBack reports an operation after which the caller has money back, or is
// not charged it. Kind is what it acts on, "" where that is not known.
func givesBack(o journal.Operation, kind journal.Kind) bool {
	switch o {
	case journal.OpRefund, journal.OpPayout:
		return true
	case journal.OpCancel, journal.OpReduce: // of a refund they give nothing back
		return kind != journal.KindRefund
	default:
		return false
	}
}

// sameBack is the one check for rivals of what gives money back: the same money
// in an attempt that the journal got before. One whose outcome is unknown bars
// it, and one that was made within the window, or called not made within a day,
// wants a reason, as a charge does. OfPayment are the older attempts on the same
// payment, children what the gateway shows of it.
func (r *Reversals) sameBack(ctx context.Context, v *Reversal, ofPayment []journal.Entry, children []gateway.Record) error {
	if !givesBack(v.Operation, v.kind) {
		return nil
	}
	lately, err := r.lately(ctx, v.Charge.Amount)
	if err != nil {
		return errJournal
	}
	older, ok := before(lately, v.ID)
	if !ok {
		return errLost
	}
	same, err := r.sameMoney(ctx, v, slices.Concat(ofPayment, older))
	if err != nil {
		return errJournal
	}
	for _, e := range same {
		switch kind, is := r.backWarning(e, children); {
		case !is:
		case kind == BackInDoubt:
			return errTwin
		case v.toldOf(kind, attemptOf(e)):
		case kind == BackMade:
			return errAgain
		default:
			return errNotBack
		}
	}
	return nil
}

// sameMoney are those of the entries that may give the caller the money that
// this attempt does, each once.
func (r *Reversals) sameMoney(ctx context.Context, v *Reversal, entries []journal.Entry) ([]journal.Entry, error) {
	var same []journal.Entry
	for _, e := range entries {
		known := slices.ContainsFunc(same, func(other journal.Entry) bool { return other.ID == e.ID })
		if known || !v.sameMoney(e) {
			continue
		}
		of, err := r.actsOn(ctx, e)
		if err != nil {
			return nil, err
		}
		if givesBack(e.Operation, of) {
			same = append(same, e)
		}
	}
	return same, nil
}

// sameMoney reports an attempt for the same amount of the same payment. A payout
// goes to a card, whatever payment it names, so with one of the two a payout the
// same card or order is enough.
func (v *Reversal) sameMoney(e journal.Entry) bool {
	if e.ID == v.ID || e.Amount != v.Charge.Amount {
		return false
	}
	if v.Parent != "" && e.Parent == v.Parent {
		return true
	}
	if e.Operation != journal.OpPayout && v.Operation != journal.OpPayout {
		return false
	}
	c := v.Charge
	card := e.Last4 == c.Last4 && c.Last4 != "" && (e.First6 == c.First6 || e.First6 == "" || c.First6 == "")
	order := e.OwnReference == c.OrderReference && c.OrderReference != "" && (e.Parent == "" || v.Parent == "")
	return card || order
}

// actsOn is what an update acts on, as far as the journal knows.
func (r *Reversals) actsOn(ctx context.Context, e journal.Entry) (journal.Kind, error) {
	if e.Kind() != journal.KindUpdate {
		return "", nil
	}
	entries, err := r.Desk.Store.ByTransaction(ctx, e.Parent)
	for _, made := range entries {
		if made.TransactionReference == e.Parent && made.Kind() != journal.KindUpdate {
			return made.Kind(), nil
		}
	}
	return "", err
}

// lately are the attempts to give an amount back that the guard asks about, the
// newest first: those that are unknown, and those of the last days, by our time of
// day, the gateway's clock or the one that cannot be set.
func (r *Reversals) lately(ctx context.Context, amount gateway.Money) ([]journal.Entry, error) {
	d, reach := r.Desk, max(notTakenWindow, r.Desk.Policy.window())
	since := d.Now()
	if ahead, told := d.SignIn.Clock(); told && ahead < 0 {
		since = since.Add(ahead)
	}
	return d.Store.GivenBack(ctx, amount, since.Add(-reach), d.steady().Add(-reach))
}

// backWarning is what an earlier attempt to give back the same money means. The
// time runs from when it became known: until then it barred.
func (r *Reversals) backWarning(e journal.Entry, children []gateway.Record) (WarningKind, bool) {
	within, sent, window := r.Desk.within(), r.Desk.sentWithin(), r.Desk.Policy.window()
	switch {
	case e.State != journal.Known:
		return BackInDoubt, true
	case moves(e.Outcome) && wasStopped(e, children):
		return 0, false
	case (moves(e.Outcome) || refused(e) && e.Alarm != "") && (within(knownAt(e), window) || sent(e, window)):
		return BackMade, true
	case notMade(e) && (within(knownAt(e), notTakenWindow) || sent(e, notTakenWindow)):
		return BackNotMade, true
	}
	return 0, false
}

// wasStopped reports a refund or payout that was made and, as the gateway shows,
// cancelled since: the caller does not get it.
func wasStopped(e journal.Entry, children []gateway.Record) bool {
	return slices.ContainsFunc(children, func(child gateway.Record) bool {
		return e.TransactionReference != "" && child.TransactionReference == e.TransactionReference && child.Outcome() == gateway.Cancelled
	})
}

// knownAt is when an attempt's outcome became known.
func knownAt(e journal.Entry) time.Time {
	at := e.IntentAt
	for _, t := range []time.Time{e.AnsweredAt, e.ResolvedAt} {
		if t.After(at) {
			at = t
		}
	}
	return at
}

// toldOf reports an earlier attempt that the agent was warned of, as what it is
// now, and gave a reason for.
func (v *Reversal) toldOf(kind WarningKind, earlier Attempt) bool {
	return v.again != "" && slices.ContainsFunc(v.warned, func(w Warning) bool {
		ref := w.Earlier.Result.Record.TransactionReference
		same := w.Earlier.ID == earlier.ID && earlier.ID != "" || ref != "" && ref == earlier.Result.Record.TransactionReference
		return same && w.Kind == kind
	})
}

// newBack are refunds or payouts of the same amount that the gateway shows, were
// made a short while ago, and that no attempt of the journal has made: in the
// portal, or by another journal. Those the agent has a reason for do not count.
func (r *Reversals) newBack(v *Reversal, c Case, entries []journal.Entry) []Warning {
	if !givesBack(v.Operation, v.kind) {
		return nil
	}
	var list []Warning
	for _, child := range c.Related {
		amount, ok := child.Amount(v.Charge.Amount.Currency)
		if child.RequestType != gateway.TypeRefund || !ok || amount != v.Charge.Amount || !moves(recordOutcome(child)) ||
			!r.Desk.recent(child, c.clock) || isAsked(entries, child) {
			continue
		}
		w := r.Desk.warning(v.Charge, child, BackMade, c.clock)
		w.Earlier.Operation = journal.OpRefund
		if child.AccountType == string(gateway.AccountPayout) {
			w.Earlier.Operation = journal.OpPayout
		}
		if !v.toldOf(w.Kind, w.Earlier) {
			list = append(list, w)
		}
	}
	return list
}

// isAsked reports a record of an attempt that the guard asks about by itself. What
// the gateway has refused, and shows, is not one until it has its alarm.
func isAsked(entries []journal.Entry, record gateway.Record) bool {
	return slices.ContainsFunc(entries, func(e journal.Entry) bool { return owns(e, record) && !(refused(e) && e.Alarm == "") })
}

// recent reports a record made within the window, by the gateway's clock when it
// showed it. Ours takes its place only where the gateway did not tell the time.
func (d *Desk) recent(r gateway.Record, clock time.Time) bool {
	started, dated := r.StartedAt()
	switch {
	case !dated:
		return true
	case clock.IsZero():
		return d.within()(started, d.Policy.window())
	default:
		return clock.Sub(started) < d.Policy.window()
	}
}
