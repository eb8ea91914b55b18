package operate

import (
	"fmt"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// sorry is what the caller hears if the operation was not done. It follows the last
// reading of the payment: news for the caller goes before an apology, and the words say
// that nothing changed only if the payment was read.
func (s *Page) sorry(say script.Say) script.Say {
	v := s.attempt
	stopped := v.Outcome == gateway.OutcomeCancelled // at once: nothing came of it
	switch {
	case v.GaveWay() != payment.SameNone:
		return say
	case s.refusedAtAll() && !v.Changed:
		return script.Say{Line: script.Impossible}
	case !s.nothingDone() && !stopped, !v.Reread, v.Kind == option.Repeat:
		return say
	}
	r, after := v.After.Record, v.After
	back, _ := statement.ReturnedOf(r, after.Related, s.Shell.Console.Currencies()...)
	switch {
	case !v.Changed:
		return script.Say{Line: script.NothingChanged}
	case s.anew(): // the caller did not ask about the earlier payment
		return script.Say{Line: script.ChangedSince}
	case r.Outcome() == gateway.OutcomeCancelled && statement.FlowOf(r) == statement.Out:
		return script.Say{Line: script.StoppedAlready, With: script.Values{Noun: s.noun()}}
	case r.Outcome() == gateway.OutcomeCancelled:
		return script.Say{Line: script.CancelledAlready}
	case r.RequestType == gateway.TypeAuth && after.LeftProblem == "" && after.Left.IsZero() && back.Unsure.IsZero() && back.Held.IsZero() && len(after.Unresolved) == 0:
		return script.Say{Line: script.GivenBackAlready}
	default:
		return script.Say{Line: script.ChangedSince}
	}
}

// anew reports an operation that makes a payment or payout of its own, and leaves the
// earlier one as it is.
func (s *Page) anew() bool {
	return s.attempt.Kind == option.Repeat || s.attempt.Kind == option.Payout
}

// made is the record of a new payment or payout, cleaned: with only its
// transaction reference where the gateway does not show it yet, and empty where there
// is none.
func (s *Page) made() gateway.Record {
	v := s.attempt
	for _, r := range v.After.Related {
		if s.anew() && kit.MadeBy(v.Attempt, r) {
			return r.Cleaned()
		}
	}
	if ref := v.Result.Record.TransactionReference; s.anew() && ref != v.Parent {
		return gateway.Record{TransactionReference: gateway.Clean(ref, 64)}
	}
	return gateway.Record{}
}

// refusedAtAll reports that this operation is impossible with this payment, whatever
// the agent types: the gateway said so, or the options now do.
func (s *Page) refusedAtAll() bool {
	v := s.attempt
	return s.nothingDone() && (v.Result.Code.Class == gateway.ClassState || v.Reread && !v.After.Option(v.Kind).Legal())
}

// means is the result in words. For a release or another due date it says when the
// money settles, by the payment's own due date.
func (s *Page) means(w kit.Verdict) string {
	v := s.attempt
	if v.Outcome == gateway.OutcomeApproved && v.Kind == option.Hold {
		return w.Means + " " + statement.HeldWords(s.record)
	}
	if v.Outcome == gateway.OutcomeApproved && v.Kind == option.Reduce && s.nothingTaken() && v.Leaves.Minor > 0 {
		says := v.Charge.Amount.String() + " is let go; " + v.Leaves.String() + " stays reserved."
		if s.reserved() {
			says += " Nothing is taken before it is captured."
		}
		return says
	}
	if v.Outcome != gateway.OutcomeApproved || v.Kind != option.Release && v.Kind != option.Due {
		return w.Means
	}
	r := s.record
	if v.Reread {
		r = v.After.Record
	}
	due := gateway.Clean(r.SettleDueDate, 10)
	if v.Kind == option.Due {
		if due = s.form.DueDate(); r.Outcome() == gateway.OutcomeHeld {
			return s.amountNow().String() + " is held: it settles on " + kit.Day(due) + " at the earliest, and not before it is released."
		}
	}
	return s.amountNow().String() + " settles " + statement.Run(due, s.Shell.Now()) + "."
}

// amountNow is the amount of an operation. An operation that changes no amount says what
// settles by the last reading: it may have been reduced while ours was sent.
func (s *Page) amountNow() gateway.Money {
	v := s.attempt
	switch v.Kind {
	case option.Release, option.Hold, option.Due, option.Order:
		if now, ok := v.After.Record.SettleAmount(s.Shell.Console.Currencies()...); ok && v.Reread && v.Outcome == gateway.OutcomeApproved {
			return now
		}
	default:
	}
	return v.Charge.Amount
}

// caller is what the agent tells the caller, with the chosen day, or the amount that
// stays.
func (s *Page) caller() string {
	day := ""
	if s.option.Kind == option.Due && s.form != nil {
		day = kit.Day(s.form.DueDate())
	}
	return s.option.Say(s.plan.Leaves, day)
}

// uncalled reports a payment that the caller does not ask for: no caller is on the line.
func (s *Page) uncalled() bool {
	return s.plan.Charge.Uncalled()
}

// asks is what the caller is told, or asked, before it is done.
func (s *Page) asks() string {
	v := s.plan
	amount, card := kit.AmountInWords(v.Charge.Amount), kit.CardName(v.Charge)
	about := ""
	switch {
	case v.ID == "":
	case v.Kind == option.Cancel && s.nothingTaken():
		about = fmt.Sprintf("let go of the %s that is reserved on your %s", amount, card)
	case v.Kind == option.Cancel && statement.FlowOf(s.record) == statement.In:
		about = fmt.Sprintf("cancel the %s from your %s, so that you are not charged", amount, card)
	case s.stops():
		about = fmt.Sprintf("stop the %s of %s to your %s, so that it is not paid", s.noun(), amount, card)
	case v.Kind == option.Reduce && s.nothingTaken():
		about = fmt.Sprintf("keep %s reserved on your %s, and let go of %s", kit.AmountInWords(v.Leaves), card, amount)
	case v.Kind == option.Reduce && s.record.Outcome() == gateway.OutcomeHeld:
		about = fmt.Sprintf("take %s less from your %s, %s in all, once we have looked into this", amount, card, kit.AmountInWords(v.Leaves))
	case v.Kind == option.Reduce:
		about = fmt.Sprintf("take %s less from your %s, %s in all", amount, card, kit.AmountInWords(v.Leaves))
	case v.Kind == option.Raise:
		about = fmt.Sprintf("reserve %s more on your %s, %s in all", amount, card, kit.AmountInWords(v.Leaves))
	case (v.Kind == option.RefundWhole || v.Kind == option.RefundPart) && v.Charge.Brand == gateway.MyBank:
		about = fmt.Sprintf("refund %s to the bank account that it came from: it leaves us at once", amount)
	case v.Kind == option.RefundWhole, v.Kind == option.RefundPart:
		about = fmt.Sprintf("refund %s to your %s", amount, card)
	case v.Kind == option.Payout:
		about = fmt.Sprintf("pay %s to your %s", amount, card)
	case v.Kind == option.Repeat && v.Charge.Uncalled(): // no caller is on the line
		return ""
	case v.Kind == option.Repeat:
		about = fmt.Sprintf("take %s from your %s, the card of your earlier payment", amount, card)
		if s.record.RequestType == gateway.TypeAccountCheck {
			about = fmt.Sprintf("take %s from your %s, the card that we checked", amount, card)
		}
	case v.Kind == option.Hold && statement.FlowOf(s.record) == statement.In:
		about = "put the payment on hold, so that you are not charged while we look into it"
	case v.Kind == option.Hold:
		about = "put the " + s.noun() + " on hold until we have looked into it"
	case v.Kind == option.Due && statement.FlowOf(s.record) == statement.In && s.record.Outcome() == gateway.OutcomeHeld:
		about = "change the day before which nothing is taken to " + kit.Day(s.form.DueDate())
	case v.Kind == option.Due && statement.FlowOf(s.record) == statement.In:
		about = "change the day on which the payment is taken to " + kit.Day(s.form.DueDate())
	case v.Kind == option.Due:
		about = "change the day on which the " + s.noun() + " leaves us to " + kit.Day(s.form.DueDate())
	case v.Kind == option.Release && s.captures():
		return fmt.Sprintf("%s will be taken from your %s %s. Is that all right?", kit.Capital(amount), card, statement.Day(s.record.SettleDueDate, s.Shell.Console.Now()))
	case v.Kind == option.Release && statement.FlowOf(s.record) == statement.In:
		about = "release the payment, which is then taken " + statement.Day(s.record.SettleDueDate, s.Shell.Console.Now())
	case v.Kind == option.Release:
		about = "release the " + s.noun() + ", which then leaves us " + statement.Day(s.record.SettleDueDate, s.Shell.Console.Now())
	}
	if about == "" {
		return s.caller()
	}
	return "I am about to " + about + ". Is that all right?"
}
