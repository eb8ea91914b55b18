package option

import (
	"fmt"
	"time"

	"motoconsole/gateway"
)

// optionsNow is a Saturday.
func optionsNow() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// paidRecord is a card payment of £48.00 taken on the morning of optionsNow, as a
// query shows it.
func paidRecord(change ...func(*gateway.Record)) gateway.Record {
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

func inStatus(s string) func(*gateway.Record) { return func(r *gateway.Record) { r.SettleStatus = s } }

// refundRecord is a refund of the payment.
func refundRecord(minor int, change ...func(*gateway.Record)) gateway.Record {
	r := paidRecord(func(r *gateway.Record) {
		r.RequestType, r.ParentTransaction = gateway.TypeRefund, "23-9-80001"
		r.TransactionReference = fmt.Sprintf("23-9-9%d", minor)
		r.BaseAmount, r.SettleBaseAmount = fmt.Sprint(minor), fmt.Sprint(minor)
	})
	for _, c := range change {
		c(&r)
	}
	return r
}

func allLimits() Limits { return Limits{Refunds: true, Payouts: true} }

// optionTexts are the options of a state: a title if the operation can be made,
// otherwise "-" and the reason.
func optionTexts(o []Option) map[Kind]string {
	words := map[Kind]string{}
	for _, x := range o {
		switch {
		case x.Kind == Nothing || x.Kind == Wait:
			words[x.Kind] = x.Says
		case x.Refusal != "":
			words[x.Kind] = "- " + x.Refusal
		default:
			words[x.Kind] = x.Title
		}
	}
	return words
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func pounds(minor int64) gateway.Money {
	c, err := gateway.ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	return gateway.Money{Minor: minor, Currency: c}
}
