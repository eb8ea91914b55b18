package payment

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/terms"
)

// allAnswers is a charge with all that an agent may type.
func allAnswers(k terms.Kind) Charge {
	someone := func(who string) gateway.Contact {
		return gateway.Contact{
			PrefixName: "Dr", FirstName: who, LastName: "Jones", Premise: "No 789", Street: "Long Street", Town: "Bangor", County: "Gwynedd",
			Postcode: "TE45 6ST", Country: "GB", Email: who + "@example.com", Telephone: "01248 672050", TelephoneType: "H",
		}
	}
	c := charge()
	c.Kind, c.Billing = k, someone("Ann")
	c.Answers = Answers{
		Customer:          gateway.Customer{Contact: someone("Bob"), IP: "192.0.2.1"},
		ChargeDescription: "Shop 1", MerchantEmail: "shop@example.com", CustomField4: "four", CustomField5: "five",
		DebtRepayment: true,
		Consent:       terms.Consent{Wording: "2026-1", Purpose: "Renewals", At: time.Date(2026, 11, 21, 11, 59, 0, 0, time.UTC)},
	}
	c.Answers.Customer.DateOfBirth = "1980-01-31"
	return c
}

// account is a recipient's account with a number.
func account(digits string, is gateway.RecipientType) gateway.Recipient {
	r := gateway.Recipient{Number: (*gateway.Vault)(nil).AccountNumber(), Type: is}
	for _, d := range []byte(digits) {
		r.Number.Push(d)
	}
	return r
}

// All that the agent types is sent, and nothing about the customer is kept. The
// recipient's account is wiped as the card is, and no copy of the attempt has it.
func TestAnswersAreSentAndNotKept(t *testing.T) {
	for _, k := range terms.Kinds() {
		b := newBench(t, paymenttest.Approve)
		b.Offer = terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()}
		c := allAnswers(k)
		c.Settlement = usual(k, b.Now())
		a := b.Begin(c)
		a.Charge.Answers.Recipient = account("12345678901234567890", gateway.RecipientAccount)
		held := a.Charge.Answers.Recipient
		done := <-b.Charge(a, paymenttest.Card())
		if done.Outcome != gateway.OutcomeApproved || len(b.bank.Requests) != 1 || (b.bank.Checks == 1) != (k == terms.CardCheck) {
			t.Fatalf("%s: %v %q, %d sent, %d checks", k.Noun(), done.Outcome, done.Problem, len(b.bank.Requests), b.bank.Checks)
		}
		r := b.bank.Requests[0]
		got := Answers{
			Customer: r.Customer, ChargeDescription: r.ChargeDescription, MerchantEmail: r.MerchantEmail,
			CustomField4: r.CustomField4, CustomField5: r.CustomField5, DebtRepayment: r.DebtRepayment, Consent: c.Answers.Consent,
		}
		if !reflect.DeepEqual(got, c.Answers) || r.Billing != c.Billing || r.CredentialsOnFile != gateway.CredentialsStore || r.Recipient.Type != gateway.RecipientAccount {
			t.Errorf("%s: %+v", k.Noun(), r)
		}
		if held.Number.Len() != 0 || done.Charge.Answers.Recipient != (gateway.Recipient{}) {
			t.Errorf("%s: the account's number was not wiped, or stays in the attempt", k.Noun())
		}
		e := b.entry(t, a.ID)
		if e.Consent != (journal.Consent{Wording: "2026-1", Purpose: "Renewals", At: c.Answers.Consent.At}) {
			t.Errorf("%s: the journal has the consent %+v", k.Noun(), e.Consent)
		}
		if AttemptOf(e).Charge.Answers.Consent != c.Answers.Consent {
			t.Errorf("%s: shown as %+v", k.Noun(), AttemptOf(e).Charge.Answers.Consent)
		}
		for i := range reflect.TypeFor[journal.Entry]().NumField() {
			for _, typed := range []string{"Ann", "Bob", "Jones", "Bangor", "01248", "four", "five", "Shop 1", "shop@", "12345678", "192.0.2.1", "1980"} {
				if text := reflect.ValueOf(e).Field(i); text.Kind() == reflect.String && strings.Contains(text.String(), typed) {
					t.Errorf("%s: the journal's %s holds %q", k.Noun(), reflect.TypeFor[journal.Entry]().Field(i).Name, typed)
				}
			}
		}
	}
}

// A recipient's account number is wiped wherever nothing is sent.
func TestARecipientIsWipedUnsent(t *testing.T) {
	for name, do := range map[string]func(*bench) Attempt{
		"refused": func(b *bench) Attempt { b.Live = true; return b.Begin(charge()) },
		"not taken here": func(b *bench) Attempt {
			c := charge()
			c.Kind = terms.CardCheck
			return b.Begin(c)
		},
		"no journal": func(b *bench) Attempt { _ = b.store.Close(); return b.Begin(charge()) },
		"drained":    func(b *bench) Attempt { b.Drain(); return b.Begin(charge()) },
		"a rival":    func(b *bench) Attempt { b.take(charge()); return b.Begin(charge()) },
	} {
		b := newBench(t, paymenttest.Approve)
		a := do(b)
		sent := b.bank.Sent()
		a.Charge.Answers.Recipient = account("4111111111111111", gateway.RecipientCard)
		held, card := a.Charge.Answers.Recipient, paymenttest.Card()
		<-b.Charge(a, card)
		if held.Number.Len() != 0 || card.Number.Len() != 0 || b.bank.Sent() != sent {
			t.Errorf("%s: %d digits left, %d sent", name, held.Number.Len(), b.bank.Sent()-sent)
		}
	}
}

// All answers reach the bank over the wire, and a query shows them.
func TestAnswersReachTheBank(t *testing.T) {
	f := kindsFloor(t)
	for _, k := range terms.Kinds() {
		c := allAnswers(k)
		c.OrderReference = "W-" + k.Name()
		c.Settlement = usual(k, f.Clock.Now())
		c.Amount.Minor += int64(len(k))
		a := f.Processor.Begin(c)
		a.Charge.Answers.Recipient = account("5100000000000511", gateway.RecipientCard)
		done := <-f.Charge(a, paymenttest.Card())
		if done.Outcome != gateway.OutcomeApproved {
			t.Fatalf("%s: %v %q", k.Noun(), done.Outcome, done.Problem)
		}
		found, err := f.Wire.Query(t.Context(), gateway.Query{Sites: []string{"test_site12345"}, TransactionReferences: []string{done.Result.Record.TransactionReference}})
		if err != nil || len(found.Records) != 1 {
			t.Fatalf("%s: %d, %v", k.Noun(), len(found.Records), err)
		}
		r := found.Records[0]
		if r.Billing != c.Billing || r.Customer.Contact != c.Answers.Customer.Contact || r.CredentialsOnFile != "1" || r.ChargeDescription != "Shop 1" ||
			r.MerchantEmail != "shop@example.com" || !strings.HasSuffix(r.RecipientAccount, "0511") || strings.Contains(r.RecipientAccount, "00000000") {
			t.Errorf("%s: the bank shows %+v", k.Noun(), r)
		}
	}
}
