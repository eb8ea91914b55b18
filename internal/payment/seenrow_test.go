package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// number is the card of these tests, as it is typed.
func number() gateway.CardNumber { return paymenttest.Card().Number }

// TestWhatTheGatewayHasOfACard: the gateway has payments of a card or an order that
// the portal or another journal made. The agent is told of them, with when and by
// whom, and is not told of records that make nothing doubtful.
func TestWhatTheGatewayHasOfACard(t *testing.T) {
	paid := func(change func(*gateway.AuthRequest)) func(*floor) {
		return func(f *floor) {
			r := gateway.AuthRequest{OrderReference: "A17", Amount: paymenttest.Pounds(1050), Card: paymenttest.Card(), OperatorName: "webuser"}
			change(&r)
			r.Site = f.Site
			_, _ = f.Wire.Client.Auth(f.T.Context(), r)
		}
	}
	same := func(*gateway.AuthRequest) {}
	other := ordered("B18")
	for name, row := range map[string]struct {
		before func(*floor)
		ago    time.Duration
		charge Charge
		want   []WarningKind
	}{
		"same card and amount":                 {paid(same), 4 * time.Minute, other, []WarningKind{CardSeen}},
		"at the end of the window":             {paid(same), 14*time.Minute + 50*time.Second, other, []WarningKind{CardSeen}},
		"longer ago":                           {paid(same), 26 * time.Minute, other, nil},
		"another amount":                       {paid(func(r *gateway.AuthRequest) { r.Amount = paymenttest.Pounds(999) }), time.Minute, other, nil},
		"another card":                         {paid(func(r *gateway.AuthRequest) { r.Card = cardOf("4111110000000211") }), time.Minute, other, nil},
		"declined":                             {paid(func(r *gateway.AuthRequest) { r.Card = cardOf("4242424242424242") }), time.Minute, other, nil},
		"refused for good":                     {paid(func(r *gateway.AuthRequest) { r.OrderReference = "FAULT-deny.41-P7" }), time.Minute, other, []WarningKind{DoNotRetry}},
		"a number that the bank does not know": {paid(func(r *gateway.AuthRequest) { r.OrderReference = "FAULT-deny.14-P7" }), time.Minute, other, []WarningKind{SameNumber}},
		"another number with the same ends": {paid(func(r *gateway.AuthRequest) {
			r.OrderReference = "FAULT-deny.14-P7"
			r.Card = cardOf("4111110000091111")
		}), time.Minute, other, nil},
		"refused for now":                      {paid(func(r *gateway.AuthRequest) { r.OrderReference = "FAULT-deny.51-P7" }), time.Minute, other, nil},
		"ours, refused for good":               {func(f *floor) { f.take(ordered("FAULT-deny.41-A17")) }, time.Minute, other, []WarningKind{DoNotRetry}},
		"held":                                 {paid(func(r *gateway.AuthRequest) { r.SettleStatus = gateway.SettleSuspended }), time.Minute, other, []WarningKind{CardSeen}},
		"cancelled":                            {func(f *floor) { paid(same)(f); f.cancel("23-9-80001") }, time.Minute, other, nil},
		"the same order, long ago":             {paid(func(r *gateway.AuthRequest) { r.Amount = paymenttest.Pounds(999) }), 48 * time.Hour, charge(), []WarningKind{OrderSeen}},
		"the same order and card":              {paid(same), time.Minute, charge(), []WarningKind{OrderSeen}},
		"another currency":                     {paid(func(r *gateway.AuthRequest) { r.Amount = euros(1050) }), time.Minute, other, nil},
		"ours, which the journal tells of":     {func(f *floor) { f.take(charge()) }, time.Minute, other, []WarningKind{SameTaken}},
		"ours, which is not known":             {func(f *floor) { f.lose(charge(), 0) }, time.Minute, other, []WarningKind{SameInDoubt}},
		"ours, which was called not taken":     {func(f *floor) { f.watch(f.lose(charge(), 10*time.Minute).ID, time.Hour); f.Pass(5 * time.Minute) }, 0, other, []WarningKind{SameNotTaken, CardSeen}},
		"ours, renamed in the portal":          {func(f *floor) { f.take(charge()); f.rename2("23-9-80001", "B18") }, time.Minute, ordered("B18"), []WarningKind{SameTaken, OrderSeen}},
		"the portal's, hidden and so not seen": {func(f *floor) { f.hidden(); paid(same)(f) }, time.Minute, other, nil},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFloor(t)
			row.before(f)
			f.Pass(row.ago)
			n := number()
			got := f.warned(row.charge, n)
			if len(got) != len(row.want) || len(got) > 0 && got[0] != row.want[0] {
				t.Errorf("warned %v, want %v", got, row.want)
			}
			if n.Len() != 16 {
				t.Error("the number was consumed")
			}
		})
	}
	f := newFloor(t)
	paid(same)(f)
	f.Pass(4 * time.Minute)
	w, err := f.Seen(t.Context(), other, number())
	if err != nil || len(w) != 1 {
		t.Fatal(w, err)
	}
	if e := w[0].Earlier; e.Charge.Amount != paymenttest.Pounds(1050) || e.Agent != "webuser" || e.Charge.OrderReference != "A17" || f.Clock.Now().Sub(e.Began) != 4*time.Minute {
		t.Errorf("%+v", e)
	}
	if w[0].Bars() {
		t.Error("no reason can be given")
	}
	f.Processor.Search = nil
	if w, err := f.Seen(t.Context(), other, number()); len(w) != 0 || err != nil {
		t.Errorf("asked for nothing: %v %v", w, err)
	}
}

func euros(minor int64) gateway.Money {
	c, err := gateway.ParseCurrency("EUR")
	if err != nil {
		panic(err)
	}
	return gateway.Money{Minor: minor, Currency: c}
}

// cardOf is a card with another number.
func cardOf(digits string) gateway.Card {
	c := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for _, d := range []byte(digits) {
		c.Number.Push(d)
	}
	return c
}

// cancel and rename2 change a transaction as another system does.
func (f *floor) cancel(reference string) {
	f.T.Helper()
	if _, err := f.Wire.Client.Update(f.T.Context(), gateway.Cancel(f.Site, reference)); err != nil {
		f.T.Fatal(err)
	}
}

func (f *floor) rename2(reference, to string) {
	f.T.Helper()
	_, err := f.Wire.Client.Update(f.T.Context(), gateway.UpdateRequest{Site: f.Site, TransactionReference: reference, OrderReference: to})
	if err != nil {
		f.T.Fatal(err)
	}
}

func (f *floor) hidden() {
	f.T.Helper()
	if err := f.Bank.SetFault(sandbox.Fault{Name: "hide", Arg: 15 * time.Minute, Types: []string{gateway.TypeAuth}}); err != nil {
		f.T.Fatal(err)
	}
}
