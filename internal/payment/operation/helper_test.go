package operation

import (
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/paymenttest"
)

// telling is a publisher that calls a function at once.
type telling func(payment.Attempt)

// Publish implements payment.Publisher.
func (f telling) Publish(a payment.Attempt) { f(a) }

func charge() payment.Charge {
	return payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(1050), Brand: gateway.Visa, First6: "411111", Last4: "1111"}
}

// ordered is the charge under another order reference.
func ordered(reference string) payment.Charge {
	c := charge()
	c.OrderReference = reference
	return c
}

// priced is the charge of another order and amount.
func priced(reference string, minor int64) payment.Charge {
	c := ordered(reference)
	c.Amount = paymenttest.Pounds(minor)
	return c
}

const simSite = "test_site"

var errDisk = errors.New("disk error")

// failed is a request without a usable answer, as the client tells of it.
func failed(kind gateway.ErrorKind, written bool) (gateway.AuthResult, error) {
	err := &gateway.Error{Kind: kind, Written: written}
	return gateway.AuthResult{Outcome: err.Outcome()}, err
}
