package ui

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// writeAfter adds what the move made, or the payment as it is now, and what can
// be done with it where it had changed.
func (s *reversalScreen) writeAfter(b *strings.Builder, width int) {
	v, t := s.attempt, s.root.theme
	if v.Changed {
		which := s.noun()
		if s.anew() {
			which = "earlier " + which
		}
		b.WriteString(t.warn.Render(wrap("! The "+which+" is not as it was when you looked.", width)) + "\n")
	}
	switch {
	case !v.Reread || v.State == payment.InDoubt:
	case s.anew(): // the state of the earlier payment says nothing of the new one
		s.writeMade(b)
	default:
		s.writeNow(b, width)
	}
}

// sorry is what the caller is told when it was not done and the payment is not
// as the agent saw it: what has changed for the caller goes before an apology.
func (s *reversalScreen) sorry(say string) string {
	v := s.attempt
	if !s.undone() || !v.Changed || s.anew() {
		return say
	}
	r, after := v.After.Record, v.After
	back, _ := statement.ReturnedOf(r, after.Related, s.from.currencies()...)
	switch {
	case !v.Reread:
		return "“One moment please, that did not go through. Let me see how it stands now.”"
	case r.Outcome() == gateway.Cancelled && statement.FlowOf(r) == statement.Out:
		return "“I see that it was cancelled already: this " + s.noun() + " will not be paid.”"
	case r.Outcome() == gateway.Cancelled:
		return "“I see that the payment was cancelled already: you will not be charged.”"
	case r.RequestType == gateway.TypeAuth && after.LeftProblem == "" && after.Left.IsZero() && back.Unsure.IsZero() && back.Held.IsZero() && len(after.Open) == 0:
		return "“I see that all of it was given back already, or is on its way to you.”"
	default:
		return "“One moment please, that did not go through: something was done with this payment already. Let me see what.”"
	}
}

// anew reports a move that makes a payment or payout of its own, and leaves the
// earlier one as it is.
func (s *reversalScreen) anew() bool {
	return s.attempt.Move == payment.MoveRepeat || s.attempt.Move == payment.MovePayout
}

// writeMade adds the new payment or payout, once the gateway shows it.
func (s *reversalScreen) writeMade(b *strings.Builder) {
	r := s.made()
	if r.RequestType == "" {
		return
	}
	label := "The new payment now"
	if s.attempt.Move == payment.MovePayout {
		label = "The payout now"
	}
	b.WriteString(s.root.row(label, statement.Settlement(r, s.root.now())))
}

// made is the record of a new payment or payout, cleaned: with its transaction
// reference alone where the gateway does not show it yet, and empty where there
// is none.
func (s *reversalScreen) made() gateway.Record {
	v := s.attempt
	for _, r := range v.After.Related {
		if s.anew() && madeBy(v.Attempt, r) {
			return r.Cleaned()
		}
	}
	if ref := v.Result.Record.TransactionReference; s.anew() && ref != v.Parent {
		return gateway.Record{TransactionReference: gateway.Clean(ref, 64)}
	}
	return gateway.Record{}
}

// writeNow adds the payment as it was read afterwards.
func (s *reversalScreen) writeNow(b *strings.Builder, width int) {
	v, r := s.attempt, s.attempt.After.Record.Cleaned()
	row := func(label, value string) {
		if value != "" {
			b.WriteString(s.root.row(label, value))
		}
	}
	row("The "+s.noun()+" now", statement.Settlement(r, s.root.now()))
	currencies := s.from.currencies()
	if asked, settles, ok := statement.Reduced(r, currencies...); ok {
		row(statement.AmountLabel(r), settles.String()+" of the "+asked.String()+" that was asked for")
	}
	if back, ok := statement.ReturnedOf(r, v.After.Related, currencies...); ok {
		row("Given back", back.String())
	}
	if v.After.LeftProblem == "" && r.RequestType == gateway.TypeAuth {
		row("Can be given back", leftWords(v.After.Left))
	}
	if !v.Changed {
		return
	}
	var titles []string
	for _, o := range arranged(v.After.Offers, s.root.mayPayOut()) {
		switch {
		case o.Move == payment.MoveWait || o.Move == payment.MoveNothing:
			titles = append(titles, gateway.Clean(o.Says, 300))
		case o.Legal() && o.Move.GivesBack():
			titles = append(titles, o.Title)
		}
	}
	if len(titles) > 0 {
		b.WriteString(wrap("Possible now: "+sentence(either(titles)), width) + "\n")
	}
}

// means is what is so now: of a release and of another due date, when the money
// settles by the payment's own due date.
func (s *reversalScreen) means(w verdict) string {
	v := s.attempt
	if v.Outcome == gateway.Approved && v.Move == payment.MoveHold {
		return w.means + " " + statement.HeldWords(s.record)
	}
	if v.Outcome != gateway.Approved || v.Move != payment.MoveRelease && v.Move != payment.MoveDue {
		return w.means
	}
	r := s.record
	if v.Reread {
		r = v.After.Record
	}
	due := gateway.Clean(r.SettleDueDate, 10)
	if v.Move == payment.MoveDue {
		if due = s.form.DueDate(); r.Outcome() == gateway.Held {
			return v.Charge.Amount.String() + " is held: it settles on " + dayWords(due) + " at the earliest, and not before it is released."
		}
	}
	return v.Charge.Amount.String() + " settles " + statement.Run(due, s.root.now()) + "."
}

// caller is what the caller should be told, with the day that was chosen.
func (s *reversalScreen) caller() string {
	if s.offer.Move != payment.MoveDue || s.form == nil {
		return s.offer.Caller
	}
	return strings.ReplaceAll(s.offer.Caller, "that day", dayWords(s.form.DueDate()))
}

// dayWords is a date, YYYY-MM-DD, as people write it.
func dayWords(date string) string {
	if all := days(date, date); len(all) == 1 {
		return all[0].Format("Monday 2 January 2006")
	}
	return date
}
