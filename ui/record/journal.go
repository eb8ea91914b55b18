package record

import (
	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// journalGroup says what the journal knows: which agent made it, and how it was found
// out.
func (s *view) journalGroup(c operation.Snapshot, r gateway.Record, children []gateway.Record) group {
	g := group{title: "Journal"}
	clean := func(text string) string { return gateway.Clean(text, 255) }
	if a := c.Made; a.ID != "" {
		g.add("Taken by", clean(a.Agent)+", "+a.Began.Local().Format("2 Jan 2006 15:04:05"))
		g.add("Order reference", clean(a.Charge.OrderReference))
		g.add("Outcome", s.outcomeWords(kindOf(a, []gateway.Record{r}), a))
		if a.Charge.Settlement.Way() != terms.NextRun {
			g.add("Asked for", clean(a.Charge.Settlement.String()))
		}
		if a.Charge.Uncalled() {
			g.add("Asked for by", forms.AskedBy(a.Charge.Initiation, a.Charge.Series))
		}
		if consent := a.Charge.Answers.Consent; consent.Given() {
			g.add("Card may be kept", clean("for "+consent.Purpose+", by the words of version "+consent.Wording)+", agreed "+consent.At.Local().Format("2 Jan 2006 15:04:05"))
		}
		if a.Resolution != "" {
			g.add("Resolved", a.FoundOut())
		}
		g.add("Reason", clean(a.Charge.Reason))
		g.add("Alarm", clean(a.Alarm))
	}
	for _, a := range c.Acts {
		kind := kindOf(a, children)
		amount := ", " + a.Charge.Amount.String()
		if kind == option.Reduce { // "by" the amount, not "to" it
			amount = " by " + a.Charge.Amount.String()
		}
		text := s.outcomeWords(kind, a) + amount + ", " + clean(a.Agent) + ", " + a.Began.Local().Format("2 Jan 2006 15:04")
		if a.Charge.Reason != "" {
			text += ": “" + clean(a.Charge.Reason) + "”"
		}
		g.add(kit.Capital(kit.OperationNoun(kind, a)), text)
	}
	return g
}

// kindOf is the operation of an attempt. Whether it is a refund or a payout, the
// record that it made tells.
func kindOf(a payment.Attempt, records []gateway.Record) option.Kind {
	for _, r := range records {
		if kit.MadeBy(a, r) && statement.KindOf(r) == statement.Payout {
			return option.Payout
		}
	}
	return option.KindOf(a.Operation)
}

// outcomeWords is the outcome of an attempt, as symbol and word.
func (s *view) outcomeWords(kind option.Kind, a payment.Attempt) string {
	v := kit.WordOfOperation(kind, a, s.shell.Now())
	return v.Symbol + " " + v.Word
}
