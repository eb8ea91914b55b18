package payment

import (
	"motoconsole/gateway"
	"motoconsole/internal/script"
)

// codes are the codes of an answer that the journal keeps. They are no part of what
// screens show of an attempt.
type codes struct{ gateway, bank, advice string }

func codesOf(r gateway.Record) codes {
	return codes{r.ErrorCode, r.AcquirerResponseCode, r.AcquirerAdviceCode}
}

// seal takes out of an attempt what tells the reason of a sealed refusal. Only the record
// of the gateway shows it, to those who may know: operation.Service.Look.
func (a *Attempt) seal() {
	r := &a.Result.Record
	if r.PaymentType == "" { // of the journal: the brand decides what some codes mean
		r.PaymentType = string(a.Charge.Brand)
		defer func() { r.PaymentType = "" }()
	}
	if !script.Sealed(*r) {
		return
	}
	*r = script.Discreet(*r)
	if r.ErrorCode != "" {
		a.Result.Code, _ = gateway.LookupCode(r.ErrorCode)
	}
}
