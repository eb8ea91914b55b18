package operation

import (
	"context"
	"fmt"
	"strconv"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
)

// mostOrigins is how many repeats consented follows back to the payment for which the
// card was read out.
const mostOrigins = 12

// Consented reports a payment whose caller agreed that the card is kept, as far as the
// gateway or the journal shows.
func (c Snapshot) Consented() bool { return c.consented }

// consented looks for the consent in the record and the attempt that made it, and
// then in the earlier payments whose card they used. The use of a card on file shows
// no consent: moto itself declares it with every repeat. A payment that cannot be
// read shows none either.
func (r *Service) consented(ctx context.Context, record gateway.Record, made payment.Attempt) bool {
	card := record.MaskedPAN
	for range mostOrigins {
		switch {
		case record.RequestType != gateway.TypeAuth && record.RequestType != gateway.TypeAccountCheck:
			return false
		case record.MaskedPAN != card && record.MaskedPAN != "" && card != "": // a card of its own
			return false
		case gateway.CredentialsOnFile(record.CredentialsOnFile) == gateway.CredentialsStore || made.Charge.Answers.Consent.Given():
			return true
		case record.ParentTransaction == "":
			return false
		}
		var found bool
		if record, made, found = r.origin(ctx, record.ParentTransaction); !found {
			return false
		}
	}
	return false
}

// origin is a transaction with the journal's attempt that made it, if the journal has
// one.
func (r *Service) origin(ctx context.Context, reference string) (record gateway.Record, made payment.Attempt, found bool) {
	entries, err := r.Processor.Store.ByTransaction(ctx, reference)
	if err != nil {
		return record, made, false
	}
	for _, e := range entries {
		if e.TransactionReference == reference {
			made = payment.AttemptOf(e)
		}
	}
	answer, err := r.Gateway.Query(ctx, gateway.Query{Sites: []string{r.Processor.Site}, TransactionReferences: []string{reference}})
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

// NextInSeries is the lowest number that the next payment of a series may have. Payments
// that may have been taken count, and so does the payment itself if it is of a series.
func (c Snapshot) NextInSeries() int {
	next := lowest
	counts := func(number int) { next = max(next, number+1) }
	shown := func(r gateway.Record) {
		if n, err := strconv.Atoi(r.SubscriptionNumber); err == nil && n > 0 && r.RequestType == gateway.TypeAuth {
			counts(n)
		}
	}
	shown(c.Record)
	for _, r := range c.Related {
		if doubt.RecordOutcome(r).MovesMoney() {
			shown(r)
		}
	}
	for _, a := range c.Acts {
		if a.State != payment.Done || a.Outcome.MovesMoney() {
			counts(a.Charge.Series.Number)
		}
	}
	return next
}

// mayFollow says why a payment must not have its place in the series. A number that was
// taken already would charge the caller twice for the same part.
func (c Snapshot) mayFollow(s gateway.Subscription) error {
	if next := c.NextInSeries(); !s.IsZero() && s.Number < next {
		return &gateway.FieldError{Field: "subscriptionnumber", Rule: fmt.Sprintf("the next number of the series is %d: lower ones are taken", next)}
	}
	return nil
}

// warnOfConsent says with the option of a repeat that it has no consent.
func (c *Snapshot) warnOfConsent() {
	for i := range c.Options {
		if c.Options[i].Kind == option.Repeat && !c.consented {
			c.Options[i].Warning = "Nothing shows that the caller agreed to have the card kept: the bank may decline."
		}
	}
}
