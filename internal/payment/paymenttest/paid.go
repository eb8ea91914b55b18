package paymenttest

import (
	"fmt"
	"time"

	"motoconsole/gateway"
)

// Card is the card of all tests.
func Card() gateway.Card {
	c := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for _, d := range []byte("4111111111111111") {
		c.Number.Push(d)
	}
	return c
}

// Pounds is an amount in pence.
func Pounds(minor int64) gateway.Money {
	c, err := gateway.ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	return gateway.Money{Minor: minor, Currency: c}
}

// Noon is a Saturday.
func Noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// Paid is a card payment of £48.00 taken on the morning of Noon, as a
// query shows it.
func Paid(change ...func(*gateway.Record)) gateway.Record {
	r := gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: "23-9-80001", TransactionStarted: "2026-11-21 09:00:00",
		ErrorCode: "0", SettleStatus: "0", BaseAmount: "4800", SettleBaseAmount: "4800", CurrencyISO3A: "GBP",
		PaymentType: "VISA", MaskedPAN: "411111######1111", ExpiryDate: "12/2030", OrderReference: "A17-7K3M2P",
		SettleDueDate: "2026-11-21", AccountType: "MOTO",
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

// InStatus changes the settle status of a record.
func InStatus(s string) func(*gateway.Record) { return func(r *gateway.Record) { r.SettleStatus = s } }

// Refunded is a refund of the payment.
func Refunded(minor int, change ...func(*gateway.Record)) gateway.Record {
	r := Paid(func(r *gateway.Record) {
		r.RequestType, r.ParentTransaction = gateway.TypeRefund, "23-9-80001"
		r.TransactionReference = fmt.Sprintf("23-9-9%d", minor)
		r.BaseAmount, r.SettleBaseAmount = fmt.Sprint(minor), fmt.Sprint(minor)
	})
	for _, c := range change {
		c(&r)
	}
	return r
}

// ErrText is what an error says; "" for none.
func ErrText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
