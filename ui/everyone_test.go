package ui

import (
	"context"
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// busyDay puts the day of three agents into the journal, in two currencies, with the
// customers' names.
func busyDay(r *Root) {
	store := journaltest.NewMemory(r.console.Now)
	processorOf(r.console).Store, processorOf(r.console).Customers = store, store
	for i, day := range []struct {
		agent, order, currency, customer string
		minor                            int64
		brand                            gateway.Brand
		outcome                          gateway.Outcome
	}{
		{"priya", "A01", "GBP", "Jo Bloggs", 2950, gateway.Visa, gateway.OutcomeApproved},
		{"tom", "A02", "GBP", "Ann Smith", 6600, gateway.Mastercard, gateway.OutcomeApproved},
		{"priya", "A03", "EUR", "María García López de la Fuente", 4130, gateway.Visa, gateway.OutcomeApproved},
		{"amara", "A04", "GBP", "", 19900, gateway.Amex, gateway.OutcomeDeclined},
		{"amara", "A05", "GBP", "Van der Berg Ltd", 123456, gateway.Mastercard, gateway.OutcomeHeld},
		{"priya", "A06", "EUR", "Siân O’Brien", 1299, gateway.Visa, gateway.OutcomeApproved},
	} {
		currency, err := gateway.ParseCurrency(day.currency)
		if err != nil {
			panic(err)
		}
		id, at := day.order, r.console.Now().Add(time.Duration(i-20)*10*time.Minute)
		e := journal.Entry{
			ID: id, Operation: journal.OpCharge, SentReference: id + "-7K3M2P", OwnReference: id, Site: r.console.Site, Agent: day.agent, IntentAt: at,
			Amount: gateway.Money{Minor: day.minor, Currency: currency}, First6: "411111", Last4: "1111", Brand: string(day.brand),
		}
		ctx := context.Background()
		err = store.Intent(ctx, e, "", time.Time{})
		if err == nil {
			_, err = store.Record(ctx, id, journal.Change{Step: journal.StepAnswered, At: at, Apply: func(e *journal.Entry) error {
				e.State, e.Outcome, e.AnsweredAt = journal.Known, day.outcome, at
				e.TransactionReference, e.SettleStatus = fmt.Sprint("23-9-8000", i), "0"
				return nil
			}})
		}
		if err == nil && day.customer != "" {
			err = store.KeepCustomer(ctx, id, journal.Customer{Name: day.customer})
		}
		if err != nil {
			panic(err)
		}
	}
}
