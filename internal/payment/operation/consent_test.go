package operation

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
)

// repeated takes a payment by the card of an earlier one, while the caller asks for it.
func (c *counter) repeated(ref string) string {
	c.T.Helper()
	c.Orders++
	c.Clock.Wait(20 * time.Minute)
	v := c.do(ref, option.Repeat, amount(int64(1000+c.Orders)), func(a *Request) { a.OrderReference = fmt.Sprint("R-", c.Orders) })
	if v.Outcome != gateway.OutcomeApproved {
		c.T.Fatalf("%v %q", v.Outcome, v.Problem)
	}
	return v.Result.Record.TransactionReference
}

// A repeat makes no consent: the caller agreed, or did not, when the card was read
// out. So a payment without the caller depends on that, however many repeats lie
// between.
func TestARepeatMakesNoConsent(t *testing.T) {
	effort.Whole(t)
	onFile := func(use gateway.CredentialsOnFile) func(*counter) string {
		return func(c *counter) string {
			return c.Pay(4800, func(r *gateway.AuthRequest) { r.CredentialsOnFile = use })
		}
	}
	for name, tc := range map[string]struct {
		pay    func(*counter) string
		agreed bool
	}{
		"nothing is said":             {func(c *counter) string { return c.Pay(4800) }, false},
		"no card kept":                {onFile(gateway.CredentialsNone), false},
		"kept at the gateway":         {onFile(gateway.CredentialsStore), true},
		"used, not known from when":   {onFile(gateway.CredentialsUse), false},
		"kept by moto":                {func(c *counter) string { return c.keptCard(terms.Payment) }, true},
		"kept with a card check":      {func(c *counter) string { return c.keptCard(terms.CardCheck) }, true},
		"without consent, of a payer": {func(c *counter) string { ref, _ := c.take("A17", 4800); return ref }, false},
	} {
		c := newCounter(t)
		ref := tc.pay(c)
		for repeats := range 3 {
			seen := c.see(ref)
			if seen.Consented() != tc.agreed || (seen.Option(option.Repeat).Warning == "") != tc.agreed {
				t.Errorf("%s, %d repeats: consent %v, warned %q", name, repeats, seen.Consented(), seen.Option(option.Repeat).Warning)
			}
			_, err := c.Begin(t.Context(), Request{
				Kind: option.Repeat, Snapshot: seen, Amount: paymenttest.Pounds(900), OrderReference: "C-1", Initiation: gateway.InitiationUnscheduled,
			})
			if tc.agreed != (err == nil) || !tc.agreed && !errors.Is(err, errNoConsent) {
				t.Errorf("%s, %d repeats: without the caller: %v", name, repeats, err)
			}
			ref = c.repeated(ref)
		}
	}
}

// origins is a gateway that shows other records of some transactions.
type origins struct {
	*paymenttest.Wire

	shows map[string]func(*gateway.Record) error
}

func (o *origins) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, err := o.Wire.Query(ctx, q)
	for i := range result.Records {
		show := o.shows[result.Records[i].TransactionReference]
		if show == nil || len(q.TransactionReferences) == 0 {
			continue
		}
		if err := show(&result.Records[i]); err != nil {
			return gateway.QueryResult{}, err
		}
	}
	return result, err
}

// A payment whose card was used shows no consent if it cannot be read, or if it is of
// another card. The agent can look at the repeat all the same.
func TestWhatIsNotReadShowsNoConsent(t *testing.T) {
	for name, show := range map[string]func(*gateway.Record) error{
		"as it is":     func(*gateway.Record) error { return nil },
		"not read":     func(*gateway.Record) error { return &gateway.Error{Kind: gateway.KindNotReached} },
		"not found":    func(r *gateway.Record) error { r.TransactionReference = "23-9-1"; return nil },
		"another card": func(r *gateway.Record) error { r.MaskedPAN = "555555######4444"; return nil },
		"a refund":     func(r *gateway.Record) error { r.RequestType = gateway.TypeRefund; return nil },
		"in a circle": func(r *gateway.Record) error {
			r.CredentialsOnFile, r.ParentTransaction = "2", r.TransactionReference
			return nil
		},
	} {
		c := newCounter(t)
		ref := c.Pay(4800, func(r *gateway.AuthRequest) { r.CredentialsOnFile = gateway.CredentialsStore })
		repeat := c.repeated(ref)
		c.Gateway = &origins{c.Wire, map[string]func(*gateway.Record) error{ref: show}}
		if seen := c.see(repeat); seen.Consented() != (name == "as it is") {
			t.Errorf("%s: consent %v", name, seen.Consented())
		}
	}
}
