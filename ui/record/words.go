package record

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// possible says what can be given back now, as the end of a sentence that offers it, or
// why nothing can.
func possible(seen operation.Snapshot) (words string, offers bool) {
	var answers, titles []string
	limit, why := "", gateway.Clean(seen.LeftProblem, 300)
	for _, o := range seen.Options {
		switch {
		case o.Kind == option.Wait || o.Kind == option.Nothing:
			answers = append(answers, gateway.Clean(o.Says, 300))
		case o.Kind == option.Payout:
		case o.Legal() && (o.Kind == option.Release || o.Kind == option.Raise), o.Legal() && o.Kind.GivesBack():
			titles = append(titles, o.Title)
		case o.Limited:
			limit = gateway.Clean(o.Refusal, 300)
		case o.Kind.GivesBack() && why == "":
			why = gateway.Clean(o.Refusal, 300)
		}
	}
	switch {
	case len(answers) > 0 && len(titles) > 0:
		return answers[0] + " " + kit.Capital(either(titles)), false
	case len(answers) > 0:
		return answers[0], false
	case len(titles) > 0:
		return either(titles), true
	case limit != "":
		return limit, false
	default:
		return why, false
	}
}

// either joins titles in a sentence.
func either(titles []string) string {
	for i := range titles {
		titles[i] = strings.ToLower(titles[i][:1]) + titles[i][1:]
	}
	return strings.Join(titles, ", or ")
}

// leftWords is how much can still be given back.
func leftWords(left gateway.Money) string {
	if left.IsZero() {
		return "nothing"
	}
	return left.String()
}

// holder is what holds the record, as far as the journal knows.
func (s *view) holder() string {
	for _, a := range s.seen.Acts { // the newest first
		if a.Outcome != gateway.OutcomeApproved {
			continue
		}
		switch option.KindOf(a.Operation) {
		case option.Hold:
			text := gateway.Clean(a.Agent, 64) + ", " + a.Began.Local().Format("2 January, 15:04")
			if a.Charge.Reason != "" {
				text += ": " + gateway.Clean(a.Charge.Reason, 200)
			}
			return text
		case option.Release:
			return "the gateway, or another system: it was released from here before"
		default:
		}
	}
	return "the gateway's fraud or duplicate checks, or another system"
}

// madeLabel is the label of the time of a record: only a payment that went through
// was taken.
func madeLabel(r gateway.Record) string {
	switch {
	case r.Outcome() == gateway.OutcomeDeclined || r.Outcome() == gateway.OutcomeRejected || r.Outcome() == gateway.OutcomeUnknown:
		return "Tried"
	case statement.IsPreauthorisation(r):
		return "Reserved"
	case statement.KindOf(r) == statement.Raise:
		return "Raised"
	case statement.FlowOf(r) == statement.In:
		return "Taken"
	default:
		return "Made"
	}
}

// orderWords is a record's order reference, and where moto took the payment the
// merchant's own reference and the one it was sent under: they differ, and it
// may have been changed since.
func orderWords(made payment.Attempt, r gateway.Record) string {
	own, sent := gateway.Clean(made.Charge.OrderReference, 64), gateway.Clean(made.SentReference, 64)
	switch {
	case own == "" || sent == "" || own == r.OrderReference:
		return r.OrderReference
	case sent == r.OrderReference:
		return own + ", sent as " + sent
	default:
		return r.OrderReference + "; taken as " + own + ", sent as " + sent
	}
}

// currencies are those whose decimals are confirmed.
func (s *view) currencies() []gateway.Currency {
	if s.shell.Session.Operations == nil {
		return nil
	}
	return s.shell.Session.Operations.Limits.Currencies
}

// amountOf is a cleaned record's amount for people: what settles, with a minus
// where money goes out.
func (s *view) amountOf(r gateway.Record) string { return statement.Text(r, s.currencies()...) }

// recordCard is a cleaned record's card as brand and last four digits.
func recordCard(r gateway.Record) string {
	return kit.CardName(payment.Charge{Brand: gateway.Brand(r.PaymentType), Last4: lookup.Last4(r)})
}

// shortName is what an operation is called where several stand together.
func shortName(o option.Option) string {
	switch o.Kind {
	case option.Cancel:
		return "Cancel"
	case option.Reduce:
		return "Reduce"
	case option.RefundWhole, option.RefundPart:
		return "Refund"
	case option.Release:
		if !o.Captures.IsZero() {
			return "Capture"
		}
		return "Release"
	case option.Hold:
		return "Hold"
	case option.Order:
		return "Order reference"
	case option.Due:
		return "Settlement date"
	case option.Correct:
		return "Correct"
	case option.Raise:
		return "Raise"
	case option.Repeat:
		return "New payment"
	default:
		return "Payout"
	}
}
