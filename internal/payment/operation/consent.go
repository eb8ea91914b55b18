package operation

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
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

// warnOfConsent says with the option of a repeat that it has no consent.
func (c *Snapshot) warnOfConsent() {
	for i := range c.Options {
		if c.Options[i].Kind == option.Repeat && !c.consented {
			c.Options[i].Warning = "Nothing shows that the caller agreed to have the card kept: the bank may decline."
		}
	}
}
