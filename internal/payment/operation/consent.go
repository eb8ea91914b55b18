package operation

import (
	"context"
	"fmt"
	"strconv"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
)

// mostOrigins is how many repeats origins follows back to the payment for which the
// card was read out.
const mostOrigins = 12

// Consented reports a payment whose caller agreed that the card is kept, as far as the
// gateway or the journal shows.
func (c Snapshot) Consented() bool { return c.consented }

// origins follows a payment back to the one for which the card was read out, and looks
// for the consent on the way. Each is looked for in the record and in the attempt that
// made it. The use of a card on file shows no consent: moto itself declares it with
// every repeat. Nor does a payment that cannot be read, or one of another card. root is
// where the card was read out, "" if that cannot be told.
func (r *Service) origins(ctx context.Context, record gateway.Record, made payment.Attempt) (consented bool, root string) {
	card, same := record.MaskedPAN, true
	for range mostOrigins {
		if record.RequestType != gateway.TypeAuth && record.RequestType != gateway.TypeAccountCheck {
			return consented, root
		}
		root = record.TransactionReference
		same = same && (record.MaskedPAN == card || record.MaskedPAN == "" || card == "")
		kept := gateway.CredentialsOnFile(record.CredentialsOnFile) == gateway.CredentialsStore || made.Charge.Answers.Consent.Given()
		consented = consented || same && kept
		if record.ParentTransaction == "" {
			return consented, root
		}
		var found bool
		if record, made, found = r.origin(ctx, record.ParentTransaction); !found {
			break
		}
	}
	return consented, ""
}

// origin is a transaction with the journal's attempt that made it, if the journal has
// one.
func (r *Service) origin(ctx context.Context, reference string) (record gateway.Record, made payment.Attempt, found bool) {
	entries, err := r.Sender.Store.ByTransaction(ctx, reference)
	if err != nil {
		return record, made, false
	}
	for _, e := range entries {
		if e.TransactionReference == reference {
			made = payment.AttemptOf(e)
		}
	}
	answer, err := r.Gateway.Query(ctx, gateway.Query{Sites: []string{r.Sender.Site}, TransactionReferences: []string{reference}})
	if err != nil {
		return record, made, false
	}
	for _, record := range answer.Records {
		if record.TransactionReference == reference {
			return record, made, true
		}
	}
	return record, made, false
}

// lowest is the number of the first payment of a series that uses a card on file. The
// payment for which the card was read out is number 1.
const lowest = 2

// series is what a payment says of the next payment of its series: the lowest number
// that cannot have been taken, or why there must be none from here.
type series struct {
	next    int
	refusal string
}

// NextInSeries is the lowest number that the next payment of a series may have, or the
// reason why no payment of a series is made from here.
func (c Snapshot) NextInSeries() (next int, refusal string) { return c.series.next, c.series.refusal }

// seriesOf looks for the numbers that are taken. All payments of a series are made from
// the payment for which the card was read out, root: only there are all of them seen,
// since a repeat does not know of its siblings. What may have been taken counts.
func (r *Service) seriesOf(c Snapshot, root string, entries []journal.Entry) series {
	switch root {
	case c.Record.TransactionReference:
	case "":
		return series{refusal: "moto cannot find the payment for which the card was read out, so it cannot tell which numbers of the series are used: try again in a minute"}
	default:
		return series{refusal: "a series goes on from where the card was read out: open " + gateway.Clean(root, doubt.ShownOrder)}
	}
	s, numbers, instant := series{next: lowest}, map[string]int{}, r.Sender.Instant()
	for _, e := range entries {
		number := payment.AttemptOf(e).Charge.Series.Number
		if e.Parent != root || number == 0 {
			continue
		}
		numbers[e.TransactionReference] = number
		if e.Alarm != "" || instant.Classify(e, payment.Forever) != payment.SameNone {
			s.next = max(s.next, number+1)
		}
	}
	if own, err := strconv.Atoi(c.Record.SubscriptionNumber); err == nil {
		s.next = max(s.next, own+1)
	}
	for _, child := range c.Related {
		inSeries := child.AccountType == string(gateway.AccountRecurring) || child.SubscriptionType != "" || child.SubscriptionNumber != ""
		if child.RequestType != gateway.TypeAuth || !inSeries || !doubt.MayHaveTaken(child) {
			continue
		}
		number, err := strconv.Atoi(child.SubscriptionNumber)
		if err != nil || number < 1 {
			number = numbers[child.TransactionReference]
		}
		if number == 0 {
			return series{refusal: "payment " + gateway.Clean(child.TransactionReference, doubt.ShownOrder) + " of the series does not show its number and may have been taken: tell a supervisor"}
		}
		s.next = max(s.next, number+1)
	}
	return s
}

// mayFollow says why a payment must not have its place in the series. A number that was
// taken already would charge the caller twice for the same part.
func (c Snapshot) mayFollow(s gateway.Subscription) error {
	next, refusal := c.NextInSeries()
	if refusal == "" && s.Number < next {
		refusal = fmt.Sprintf("the next number of the series is %d: lower ones are taken, or may be", next)
	}
	if s.IsZero() || refusal == "" {
		return nil
	}
	return &gateway.FieldError{Field: "subscriptionnumber", Rule: refusal}
}

// warnOfConsent says with the option of a repeat that it has no consent.
func (c *Snapshot) warnOfConsent() {
	for i := range c.Options {
		if c.Options[i].Kind == option.Repeat && !c.consented {
			c.Options[i].Warning = "No consent to keep the card is known: ask the caller first. The bank may decline."
		}
	}
}
