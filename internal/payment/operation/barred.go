package operation

import (
	"strconv"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// bar refuses the options that the gateway has refused.
func (c *Snapshot) bar(entries []journal.Entry, within withinFunc) {
	for i := range c.Options {
		o := &c.Options[i]
		if !o.Legal() {
			continue
		}
		o.Refusal = barredBy(o.Kind, c.Record, entries, within)
		gives := o.Kind.Operation() == journal.OpRefund || o.Kind == option.Cancel
		if o.Refusal != "" && gives && c.LeftProblem == "" && c.Record.RequestType == gateway.TypeAuth {
			c.LeftProblem = o.Refusal
		}
	}
}

// barredBy is why a refusal bars an operation, or "". The newest refusal of the
// same operation counts, or one that bars every update, unless the operation was
// made after it.
func barredBy(kind option.Kind, record gateway.Record, entries []journal.Entry, within withinFunc) string {
	for _, e := range entries { // the newest first
		if e.Parent != record.TransactionReference || e.State != journal.Known {
			continue
		}
		same := e.Operation == kind.Operation()
		if same && e.Outcome.MovesMoney() {
			return ""
		}
		if e.ErrorCode == "" || e.Outcome != gateway.OutcomeRejected && e.Outcome != gateway.OutcomeDeclined {
			continue
		}
		code, _ := gateway.LookupCode(e.ErrorCode)
		r := refusalOf(code)
		if (same || r.updates && changes(kind)) && r.holds(e, record, within) {
			return strings.ReplaceAll(r.bars, "%s", nounOf(record))
		}
	}
	return ""
}

// holds reports a refusal that still bars.
func (r refusal) holds(e journal.Entry, record gateway.Record, within withinFunc) bool {
	switch {
	case r.bars == "", r.lasts > 0 && !within(e.AnsweredAt, r.lasts), r.updates && e.RequestType() != journal.TypeUpdate:
		return false
	case r.until && e.Before.SettleAmount != 0:
		return record.SettleBaseAmount == strconv.FormatInt(e.Before.SettleAmount, 10)
	default:
		return true
	}
}

// refusedAmount is the smallest amount whose refund the gateway has refused as more
// than is left, although its records show that much left: they do not show all that
// was given back. Zero means none. If a refund explains the refusal and has been
// cancelled since, its amount may be refunded again.
func refusedAmount(record gateway.Record, related []gateway.Record, entries []journal.Entry, left gateway.Money) gateway.Money {
	var least gateway.Money
	for _, e := range entries {
		if e.Parent != record.TransactionReference || e.Operation != journal.OpRefund || e.ErrorCode != gateway.CodeMoreThanLeft || e.State != journal.Known ||
			e.Amount.Currency != left.Currency {
			continue
		}
		if then, ok := left.Minus(cancelledBefore(e, record, related)); !ok || e.Amount.Minor > then.Minor {
			continue
		}
		if least.IsZero() || e.Amount.Minor < least.Minor {
			least = e.Amount
		}
	}
	return least
}

// cancelledBefore is the sum of refunds that were made before an attempt was
// answered and are cancelled by now.
func cancelledBefore(e journal.Entry, record gateway.Record, related []gateway.Record) gateway.Money {
	sum := gateway.Money{Currency: e.Amount.Currency}
	for _, child := range related {
		as := child
		as.SettleStatus = string(gateway.SettlePending)
		started, dated := child.StartedAt()
		amount, ok := child.Amount(e.Amount.Currency)
		if child.Outcome() == gateway.OutcomeCancelled && statement.RefundOf(as, record) && ok && amount.Currency == e.Amount.Currency &&
			(!dated || !started.After(e.AnsweredAt.Add(doubt.OrphanMargin))) {
			sum, _ = sum.Plus(amount)
		}
	}
	return sum
}

// tooLittle is the largest amount whose refund the gateway has refused as less than
// the minimum. Zero means none.
func tooLittle(parent string, entries []journal.Entry) int64 {
	var most int64
	for _, e := range entries {
		if e.Parent == parent && e.Operation == journal.OpRefund && e.ErrorCode == gateway.CodeBelowMinimum && e.State == journal.Known {
			most = max(most, e.Amount.Minor)
		}
	}
	return most
}

// lessLeft applies a refusal by the gateway: an amount that its records show as
// left was more than is left.
func (c *Snapshot) lessLeft(refused gateway.Money) {
	if refused.IsZero() {
		return
	}
	why := "The gateway has refused to refund " + refused.String() + " as more than is left, and does not show why. Look at the payment in the portal, or ask a supervisor."
	c.LeftProblem = why
	for i := range c.Options {
		o := &c.Options[i]
		most := gateway.Money{Minor: refused.Minor - 1, Currency: refused.Currency}
		switch {
		case !o.Legal():
		case o.Kind == option.RefundWhole, o.Kind == option.RefundPart && most.Minor < 1:
			o.Refusal = why
		case o.Kind == option.RefundPart:
			o.Left, o.Warning = most, why
			if o.Most.Minor > most.Minor {
				o.Most = most
			}
		}
	}
}

// moreAtOnce applies a refusal by the gateway of an amount as too little.
func (c *Snapshot) moreAtOnce(refused int64) {
	for i := range c.Options {
		o := &c.Options[i]
		if !o.Legal() || refused == 0 || o.Kind != option.RefundWhole && o.Kind != option.RefundPart {
			continue
		}
		if o.Least = refused + 1; o.Most.Minor < o.Least {
			o.Refusal = "The gateway has refused to refund " + gateway.Money{Minor: refused, Currency: o.Left.Currency}.String() + " as too little, and no more may be given back. Ask a supervisor."
		}
	}
}

// givesNoMore refuses the options that the maximum of a payment binds, because it is
// not known what was paid out for the order.
func (c *Snapshot) givesNoMore(why *OrderError) {
	for i := range c.Options {
		switch o := &c.Options[i]; o.Kind {
		case option.Cancel, option.Reduce, option.Hold, option.RefundWhole, option.RefundPart, option.Payout:
			if why != nil && o.Legal() {
				o.Refusal = statement.Sentence(why.Error())
			}
		default:
		}
	}
}

// repeatable reports an operation that may be made while another one on the same
// payment is in doubt: a refund, because the one in doubt counts as made, and a new
// payment.
func repeatable(kind option.Kind) bool {
	return kind == option.RefundWhole || kind == option.RefundPart || kind == option.Repeat
}

// beingChecked refuses an operation while the outcome of another one is not known.
func beingChecked(v Operation) string {
	what := "another change of this payment was made"
	if v.Operation.RequestType() == journal.TypeRefund {
		what = v.Charge.Amount.String() + " of this payment was given back"
	}
	return "It is not known yet whether " + what + " (" + v.SentReference + ", by " + v.Agent + "). Wait until that is known."
}
