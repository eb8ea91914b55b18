package operation

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
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
// taken, by any agent.
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
	last := v.Result.Record.TransactionReference
	if next, refusal := c.see(ref).NextInSeries(); next != 3 || refusal != "" {
		t.Errorf("the next number is %d, %q", next, refusal)
	}
	if _, err := ask(c.Service, ref, part(2)); err == nil {
		t.Error("a number that is taken is accepted")
	}
	plain, err := ask(c.Service, ref, gateway.Subscription{})
	if err != nil {
		t.Fatal(err)
	}
	plain = <-c.Carry(plain)
	for _, from := range []string{last, plain.Result.Record.TransactionReference} { // a repeat does not see what was made from its siblings
		if _, refusal := c.see(from).NextInSeries(); !strings.HasSuffix(refusal, "open "+ref) {
			t.Errorf("from a repeat: %q", refusal)
		}
		if field := (*gateway.FieldError)(nil); !errors.As(second(ask(c.Service, from, part(3))), &field) || field.Rule == "" {
			t.Error("number 3 is accepted from a repeat")
		}
	}
	third, err := ask(c.Service, ref, part(3))
	if err != nil {
		t.Fatal(err)
	}
	if third = <-c.Carry(third); third.Outcome != gateway.OutcomeApproved {
		t.Errorf("number 3: %v %q", third.Outcome, third.Problem)
	}
}

// What may have been taken has its number, if the journal or the gateway knows of it. A payment whose number
// cannot be told stops the series, and so does a card whose origin is not found.
func TestASeriesCountsWhatMayHaveBeenTaken(t *testing.T) {
	c := newCounter(t)
	root := paymenttest.Paid()
	ref := root.TransactionReference
	child := func(change ...func(*gateway.Record)) gateway.Record {
		r := paymenttest.Paid(func(r *gateway.Record) {
			r.TransactionReference, r.ParentTransaction, r.AccountType = "23-9-7", ref, "RECUR"
			r.SubscriptionType, r.SubscriptionNumber = "RECURRING", "4"
		})
		for _, f := range change {
			f(&r)
		}
		return r
	}
	unknown := func(r *gateway.Record) { r.ErrorCode = "60010" }
	noNumber := func(r *gateway.Record) { r.SubscriptionNumber = "" }
	entry := func(change ...func(*journal.Entry)) journal.Entry {
		e := journal.Entry{
			Operation: journal.OpRepeat, State: journal.Known, Outcome: gateway.OutcomeNotSent, Parent: ref, TransactionReference: "23-9-7",
			Initiation: gateway.Subscription{Type: gateway.SubscriptionRecurring, Number: 5}.String(), IntentAt: c.Clock.Now(), AnsweredAt: c.Clock.Now(),
		}
		for _, f := range change {
			f(&e)
		}
		return e
	}
	calledNotMade := func(e *journal.Entry) { e.Resolution, e.ResolvedAt = journal.ResolvedNotFound, c.Clock.Now() }
	for name, tc := range map[string]struct {
		root    string
		child   gateway.Record
		entry   journal.Entry
		next    int
		refused string
	}{
		"taken":                         {ref, child(), journal.Entry{}, 5, ""},
		"unknown":                       {ref, child(unknown), journal.Entry{}, 5, ""},
		"cancelled":                     {ref, child(paymenttest.InStatus("3")), journal.Entry{}, lowest, ""},
		"unknown and cancelled":         {ref, child(unknown, paymenttest.InStatus("3")), journal.Entry{}, lowest, ""},
		"declined":                      {ref, child(func(r *gateway.Record) { r.ErrorCode, r.SettleStatus = "70000", "3" }), journal.Entry{}, lowest, ""},
		"no number":                     {ref, child(noNumber), journal.Entry{}, 0, "23-9-7"},
		"no number, unknown":            {ref, child(noNumber, unknown), journal.Entry{}, 0, "23-9-7"},
		"no number, cancelled":          {ref, child(noNumber, paymenttest.InStatus("3")), journal.Entry{}, lowest, ""},
		"a number only the journal has": {ref, child(noNumber), entry(), 6, ""},
		"not sent":                      {ref, gateway.Record{}, entry(), lowest, ""},
		"in doubt":                      {ref, gateway.Record{}, entry(func(e *journal.Entry) { e.State = journal.InDoubt }), 6, ""},
		"made long ago": {ref, gateway.Record{}, entry(func(e *journal.Entry) {
			e.Outcome, e.IntentAt, e.AnsweredAt = gateway.OutcomeHeld, time.Time{}, time.Time{}
		}), 6, ""},
		"called not taken lately": {ref, gateway.Record{}, entry(calledNotMade), 6, ""},
		"called not taken long ago": {ref, gateway.Record{}, entry(calledNotMade, func(e *journal.Entry) {
			e.IntentAt, e.AnsweredAt, e.ResolvedAt = time.Time{}, time.Time{}, c.Clock.Now().Add(-25*time.Hour)
		}), lowest, ""},
		"not taken, with an alarm":      {ref, gateway.Record{}, entry(func(e *journal.Entry) { e.Alarm = "it moved" }), 6, ""},
		"of another payment":            {ref, gateway.Record{}, entry(func(e *journal.Entry) { e.Parent, e.State = "23-9-1", journal.InDoubt }), lowest, ""},
		"a repeat":                      {"23-9-1", child(), journal.Entry{}, 0, "open 23-9-1"},
		"a repeat of what is not found": {"", child(), journal.Entry{}, 0, "try again"},
	} {
		s := c.seriesOf(Snapshot{Record: root, Related: []gateway.Record{tc.child}}, tc.root, []journal.Entry{tc.entry})
		if s.next != tc.next || !strings.Contains(s.refusal, tc.refused) || tc.refused == "" && s.refusal != "" {
			t.Errorf("%s: next %d, %q", name, s.next, s.refusal)
		}
	}
}

func second(_ Operation, err error) error { return err }
