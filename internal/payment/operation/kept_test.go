package operation

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
)

// keptCard is a payment, or a card check, by a caller who agreed to have the card kept.
func (c *counter) keptCard(k terms.Kind) string {
	c.T.Helper()
	c.change(func(o *payment.Options) { o.Offer = terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()} })
	of := charge()
	of.Kind = k
	if k == terms.Preauthorisation {
		of.Settlement = terms.On(k.LastDay(c.Clock.Now()))
	}
	of.Answers.Consent = terms.Consent{Wording: "1", Purpose: "Renewals", At: c.Clock.Now()}
	a := <-c.Processor.Charge(c.Processor.Begin(of), paymenttest.Card())
	if a.Outcome != gateway.OutcomeApproved {
		c.T.Fatalf("%v %q", a.Outcome, a.Problem)
	}
	return a.Result.Record.TransactionReference
}

// A caller who asks for a payment by the card on file reads out its code again: it is
// sent, checked by the bank and wiped. No reason of the merchant's goes with it.
func TestARepeatHasTheCodeAgain(t *testing.T) {
	for _, k := range terms.Kinds() {
		c := newCounter(t)
		ref := c.keptCard(k)
		v := c.begin(Request{Kind: option.Repeat, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1500), OrderReference: "C-1"})
		code := paymenttest.Card().Code
		for _, d := range []byte("123") {
			code.Push(d)
		}
		var sent gateway.AuthRequest
		digits := 0
		c.Wire.Change = func(r *gateway.AuthRequest) { sent, digits = *r, r.Card.Code.Len() }
		v = <-c.CarryWithCard(v, gateway.Card{Code: code})
		if v.Outcome != gateway.OutcomeApproved || v.Result.Record.Checks().SecurityCode != gateway.CheckMatched {
			t.Errorf("after a %s: %v %q, %s", k.Noun(), v.Outcome, v.Problem, v.Result.Record.Checks().SecurityCode)
		}
		if digits != 3 || sent.CredentialsOnFile != gateway.CredentialsUse || sent.InitiationReason != "" || sent.Parent != ref || code.Len() != 0 {
			t.Errorf("after a %s: sent %d digits, %q %q, and %d are left", k.Noun(), digits, sent.CredentialsOnFile, sent.InitiationReason, code.Len())
		}
	}
}

// Without the caller a card is charged only with a reason, and only if the caller agreed
// to that. The journal keeps the reason.
func TestARepeatWithoutTheCaller(t *testing.T) {
	effort.Whole(t)
	reasons := []gateway.InitiationReason{
		gateway.InitiationReauthorisation, gateway.InitiationUnscheduled, gateway.InitiationDelayedCharge, gateway.InitiationResubmission, gateway.InitiationNoShow,
	}
	for i, reason := range reasons {
		c := newCounter(t)
		ask := func(ref string) (Operation, error) {
			return c.Begin(t.Context(), Request{Kind: option.Repeat, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1500), OrderReference: fmt.Sprint("C-", i), Initiation: reason})
		}
		if _, err := ask(c.Pay(4800)); !errors.Is(err, errNoConsent) {
			t.Errorf("%s without consent: %v", reason, err)
		}
		if _, err := ask(c.keptCard(terms.CardCheck)); (reason == gateway.InitiationReauthorisation) != errors.Is(err, errNothingToRenew) {
			t.Errorf("%s after a card check: %v", reason, err)
		}
		v, err := ask(c.keptCard(terms.Payment))
		if err != nil {
			t.Fatal(err)
		}
		var sent gateway.AuthRequest
		c.Wire.Change = func(r *gateway.AuthRequest) { sent = *r }
		v = <-c.Carry(v)
		e := c.Entry(v.ID)
		if v.Outcome != gateway.OutcomeApproved || sent.InitiationReason != reason || e.Initiation != string(reason) || payment.AttemptOf(e).Charge.Initiation != reason {
			t.Errorf("%s: %v %q, sent %q, kept %q", reason, v.Outcome, v.Problem, sent.InitiationReason, e.Initiation)
		}
	}
}

// A pre-authorisation that was held is captured, whole or less, or it is put off to its
// last day and no later. What is captured can be given back like any payment.
func TestAPreauthorisationIsCaptured(t *testing.T) {
	for _, less := range []int64{0, 1000} {
		c := newCounter(t)
		c.change(func(o *payment.Options) { o.Offer = terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()} })
		of := charge()
		of.Kind, of.Settlement, of.Amount = terms.Preauthorisation, terms.Hold(), paymenttest.Pounds(4800)
		a := <-c.Processor.Charge(c.Processor.Begin(of), paymenttest.Card())
		if a.Outcome != gateway.OutcomeHeld {
			t.Fatalf("%v %q", a.Outcome, a.Problem)
		}
		ref := a.Result.Record.TransactionReference
		due := c.see(ref).Option(option.Due)
		if due.DueTo != of.Kind.LastDay(c.Clock.Now()).Format(time.DateOnly) {
			t.Errorf("it can be put off until %s", due.DueTo)
		}
		if title := c.see(ref).Option(option.Release).Title; title != "Capture the reserved amount" {
			t.Errorf("%q", title)
		}
		if less > 0 {
			c.do(ref, option.Reduce, amount(less))
		}
		c.do(ref, option.Release)
		c.Bank.Settle()
		c.Bank.Settle()
		seen := c.see(ref)
		if settles, _ := seen.Record.SettleAmount(); settles != paymenttest.Pounds(4800-less) || seen.Record.SettleStatus != "100" || seen.Left != settles {
			t.Errorf("%s settles in status %s, %s can be given back", settles, seen.Record.SettleStatus, seen.Left)
		}
	}
}

// TestASeries: a payment of a series goes to the account for series with its place in it,
// and with no other reason. It needs the account, the consent, and a number that is not
// taken, whoever takes it.
func TestASeries(t *testing.T) {
	c := newCounter(t)
	ask := func(s *Service, ref string, series gateway.Subscription, and ...func(*Request)) (Operation, error) {
		c.Orders++
		seen, err := s.Look(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		a := Request{
			Kind: option.Repeat, Snapshot: seen, Amount: paymenttest.Pounds(int64(1500 + c.Orders)), OrderReference: fmt.Sprint("S-", c.Orders), Series: series,
		}
		for _, change := range and {
			change(&a)
		}
		return s.Begin(t.Context(), a)
	}
	part := func(n int) gateway.Subscription {
		return gateway.Subscription{Type: gateway.SubscriptionInstallment, Number: n}
	}
	ref := c.keptCard(terms.Payment)
	if _, err := ask(c.Service, ref, part(2)); !errors.Is(err, errNoSeries) {
		t.Errorf("without an account: %v", err)
	}
	c.change(func(o *payment.Options) { o.Offer.Series = true })
	if _, err := ask(c.Service, c.Pay(4800), part(2)); !errors.Is(err, errNoConsent) {
		t.Errorf("without consent: %v", err)
	}
	if _, err := ask(c.Service, ref, part(2), func(a *Request) { a.Initiation = gateway.InitiationUnscheduled }); !errors.Is(err, errTwoReasons) {
		t.Errorf("with a reason: %v", err)
	}
	for _, n := range []int{-1, 0, 1} {
		if field := (*gateway.FieldError)(nil); !errors.As(second(ask(c.Service, ref, part(n))), &field) || field.Field != "subscriptionnumber" {
			t.Errorf("number %d is accepted", n)
		}
	}

	var sent gateway.AuthRequest
	c.Wire.Change = func(r *gateway.AuthRequest) { sent = *r }
	v, err := ask(c.Service, ref, part(2))
	if err != nil {
		t.Fatal(err)
	}
	ben := c.newService("ben", c.Journal.Reopen())
	ben.change(func(o *payment.Options) { o.Offer.Series = true })
	meanwhile, err := ask(ben.Service, ref, part(2)) // with another order and amount
	if err != nil {
		t.Fatal(err)
	}
	v = <-c.Carry(v)
	e := c.Entry(v.ID)
	if v.Outcome != gateway.OutcomeApproved || sent.AccountType != gateway.AccountRecurring || sent.Subscription != part(2) || sent.InitiationReason != "" ||
		sent.CredentialsOnFile != gateway.CredentialsUse || payment.AttemptOf(e).Charge.Series != part(2) || v.Result.Record.AccountType != "RECUR" {
		t.Errorf("%v %q, sent %+v, kept %q", v.Outcome, v.Problem, sent, e.Initiation)
	}
	if other := <-ben.Carry(meanwhile); other.Outcome != gateway.OutcomeNotSent {
		t.Errorf("the same number again: %v %q", other.Outcome, other.Problem)
	}
	for _, from := range []string{ref, v.Result.Record.TransactionReference} { // from the first, or from the last of them
		if next := c.see(from).NextInSeries(); next != 3 {
			t.Errorf("the next number is %d", next)
		}
		if _, err := ask(c.Service, from, part(2)); err == nil {
			t.Error("a number that is taken is accepted")
		}
	}
}

func second(_ Operation, err error) error { return err }
