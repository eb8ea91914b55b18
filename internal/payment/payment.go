// Package payment takes one payment from the agent's confirmation to a known
// outcome. It records the intent, hands the card to the gateway once, records
// the outcome, and finds the outcome of attempts that got no answer. It knows no
// terminal and no database.
package payment

import (
	"cmp"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/terms"
)

// Charge is a payment as the agent confirmed it. It holds no card data beyond the
// first six and last four digits.
type Charge struct {
	OrderReference string // the merchant's own
	Amount         gateway.Money
	Kind           terms.Kind
	Settlement     terms.Settlement
	Brand          gateway.Brand
	First6, Last4  string
	Billing        gateway.Billing
	Answers        Answers
	// Initiation is why a repeat is taken without the caller; "" for one that the
	// caller asks for.
	Initiation gateway.InitiationReason
	// Series is the place in a series of payments that are taken without the caller;
	// zero for any other payment. A payment of a series has no Initiation.
	Series gateway.Subscription
	// Reason is why the agent takes the payment despite the guard's warnings; "" if
	// there were none.
	Reason string
	// Corrected says that the Reason answers one question alone: whether the number that
	// the bank did not know was corrected. It overrides nothing and covers no earlier
	// attempt, so any agent may give it.
	Corrected bool
	// Told are the earlier attempts that the agent knew of when giving the Reason;
	// nil means all that exist. The Reason covers no others.
	Told []string
}

// Answers are what the agent may type beside card, amount and billing address. Only
// the consent reaches the journal.
type Answers struct {
	Customer          gateway.Customer // where the goods go, or who receives the money
	ChargeDescription string
	MerchantEmail     string
	CustomField4      string
	CustomField5      string
	// Consent is the caller's agreement that the card is kept.
	Consent terms.Consent
	// Recipient is for merchants of MCC 6012. Processor.Charge takes it out of the
	// attempt, and wipes it as it wipes the card.
	Recipient     gateway.Recipient
	DebtRepayment bool
}

// Uncalled reports a charge that the caller does not ask for.
func (c Charge) Uncalled() bool { return c.Initiation != "" || !c.Series.IsZero() }

// because is why a charge is taken without the caller, as the journal keeps it.
func (c Charge) because() string { return cmp.Or(c.Series.String(), string(c.Initiation)) }

// Operation is what the journal calls the charge.
func (c Charge) Operation() journal.Operation {
	if c.Kind == terms.CardCheck {
		return journal.OpCheck
	}
	return journal.OpCharge
}

// target is when the charge is to settle, as the journal keeps it.
func (c Charge) target() journal.Target {
	return journal.Target{SettleStatus: string(c.Settlement.Status), SettleDueDate: c.Settlement.DueDate}
}

// kindOf is the kind of an entry's charge.
func kindOf(e journal.Entry) terms.Kind {
	switch {
	case e.Operation == journal.OpCheck:
		return terms.CardCheck
	case e.AuthMethod == string(gateway.AuthPre):
		return terms.Preauthorisation
	default:
		return terms.Payment
	}
}

// Mistake is the reason that a payment just taken is given back, if the agent gives no
// other, and MistakenReservation the same of a pre-authorisation that is not captured.
const (
	Mistake             = "Charged by mistake"
	MistakenReservation = "Reserved by mistake"
)

// Noun names what was attempted in a sentence: "payment", "pre-authorisation",
// "refund".
func (a Attempt) Noun() string {
	if a.Stops != "" {
		return "stop of a " + a.Stops
	}
	return a.Operation.Noun(a.Charge.Kind == terms.Preauthorisation)
}

// IsCharge reports the payment, pre-authorisation or check of a card that was read out.
func (a Attempt) IsCharge() bool {
	return a.Operation == journal.OpCharge || a.Operation == journal.OpCheck
}

// What names what was attempted, and its amount: "£10.50" is a payment.
func (a Attempt) What() string {
	noun, amount := a.Noun(), a.Charge.Amount.String()
	switch {
	case !a.Charge.Kind.TakesMoney():
		return noun
	case a.IsCharge() && a.Charge.Kind == terms.Payment:
		return amount
	default:
		return noun + " of " + amount
	}
}

// Captures reports the release of a pre-authorisation, which takes what was reserved.
func (a Attempt) Captures() bool {
	return a.Operation == journal.OpRelease && a.Charge.Kind == terms.Preauthorisation
}

// State is how far an attempt has come.
type State int

// The states of an attempt. Editing and confirming belong to the screen: there is
// no attempt yet.
const (
	Recording State = iota // the intent is being made durable; nothing is sent yet
	Sending                // the request is on its way
	InDoubt                // sent, and the outcome is not known yet
	Known                  // Outcome is known
)

// Attempt is one attempt to take or change one payment.
type Attempt struct {
	ID string
	// Operation is what was attempted. Parent is the transaction that it acts on or
	// whose card it uses; "" for the payment of a card that was read out.
	Operation journal.Operation
	Parent    string
	// Stops names the refund or payout that a cancellation acts on, if this journal made it.
	Stops string
	// Target is the state that an update asks for its parent, or a payment for
	// itself. Before is the state that the agent saw.
	Target, Before journal.Target
	// SentReference is the order reference the gateway gets: the merchant's own
	// with a suffix no other attempt has, 25 characters at most. An update does not
	// send it.
	SentReference string
	// CurrentReference is the order reference that the gateway has now, if it was
	// changed.
	CurrentReference string
	Charge           Charge
	// Customer is what is kept of the caller; zero where nothing is.
	Customer    journal.Customer
	Agent, Site string
	// Role is what the agent was entitled to when this began; "" where there are no
	// roles. An attempt that is read from the journal has none.
	Role         string
	Began, Ended time.Time
	State        State
	Outcome      gateway.Outcome
	// Result is the gateway's answer. Its record is zero if there is no answer.
	Result gateway.AuthResult
	// Problem says, for people, why there is no answer; "" when there is one.
	Problem string
	// Fields are the gateway's names of the fields that were refused.
	Fields []string
	// Resolution is how an attempt in doubt was resolved, and ResolvedBy who resolved
	// it.
	Resolution, ResolvedBy string
	// Alarm is what a supervisor must look at; "" for nothing.
	Alarm string
	// NextCheck is when moto next asks the gateway about an attempt in doubt.
	NextCheck time.Time
	Checks    int
	// Evidence names records that an answer or a query pointed to and that are not
	// exactly this attempt's; "" for none.
	Evidence string
	// EvidenceKind is what the evidence came from.
	EvidenceKind journal.EvidenceKind

	codes        codes     // as the answer had them: those of Result are sealed
	gaveWay      Same      // the meaning of the attempt to which this one gave way
	sendBy       time.Time // once this or sendBySteady has passed, no byte of it leaves
	sendBySteady clock.Reading
}

// NeedsSupervisor reports an attempt in doubt that moto cannot resolve by itself. An
// update that a page has shown as made does not need one, unless it has an alarm.
func (a Attempt) NeedsSupervisor() bool {
	e := journal.Entry{Evidence: a.Evidence, EvidenceKind: a.EvidenceKind}
	return a.Evidence != "" && (doubt.IsDoubtful(e) || a.Alarm != "")
}

// CalledNotMade reports an attempt that may have been sent and was called not made, as
// journal.Entry has it. An attempt that certainly was not sent does not count.
func (a Attempt) CalledNotMade() bool {
	return a.State == Known && journal.Entry{State: journal.Known, Outcome: a.Outcome, Resolution: a.Resolution}.CalledNotMade()
}

// Entry is the attempt as the journal keeps it before it is sent.
func (a Attempt) Entry(host string) journal.Entry {
	return journal.Entry{
		ID: a.ID, Operation: a.Operation, Parent: a.Parent, Target: a.Target, Before: a.Before, State: journal.Open,
		SentReference: a.SentReference, OwnReference: a.Charge.OrderReference,
		AuthMethod: string(a.method()), Initiation: a.Charge.because(), Consent: journal.Consent(a.Charge.Answers.Consent),
		Amount: a.Charge.Amount, Site: a.Site,
		First6: a.Charge.First6, Last4: a.Charge.Last4, Brand: string(a.Charge.Brand),
		Agent: a.Agent, Role: a.Role, Host: host, IntentAt: a.Began.UTC(),
		OverrideReason: a.Charge.Reason, SendBy: a.sendBy.UTC(), SendBySteady: a.sendBySteady,
	}
}

// AttemptOf is an entry as screens show it.
func AttemptOf(e journal.Entry) Attempt {
	a := Attempt{
		ID: e.ID, Operation: e.Operation, Parent: e.Parent, Target: e.Target, Before: e.Before,
		CurrentReference: e.CurrentReference, Evidence: e.Evidence, EvidenceKind: e.EvidenceKind, gaveWay: gaveWayOf(e), SentReference: e.SentReference, Agent: e.Agent, Site: e.Site,
		Charge: Charge{
			OrderReference: e.OwnReference, Amount: e.Amount, Brand: gateway.Brand(e.Brand),
			First6: e.First6, Last4: e.Last4, Reason: e.OverrideReason,
			Kind: kindOf(e), Answers: Answers{Consent: terms.Consent(e.Consent)},
		},
		Began: e.IntentAt, Ended: e.AnsweredAt, Outcome: e.Outcome, Problem: e.Problem,
		Resolution: e.Resolution, ResolvedBy: e.ResolvedBy, Alarm: e.Alarm,
		NextCheck: e.NextCheckAt, Checks: e.Checks,
		Result: gateway.AuthResult{
			Outcome: e.Outcome, RequestReference: e.RequestReference,
			Record: gateway.Record{
				TransactionReference: e.TransactionReference, AuthCode: e.AuthCode,
				ErrorCode: e.ErrorCode, SettleStatus: e.SettleStatus,
				AcquirerResponseCode: e.BankCode, AcquirerAdviceCode: e.AdviceCode,
			},
		},
	}
	if e.RequestType() == journal.TypeAuth {
		a.Charge.Settlement = terms.Settlement{DueDate: e.Target.SettleDueDate, Status: gateway.SettleStatus(e.Target.SettleStatus)}
	}
	if series, ok := gateway.ParseSubscription(e.Initiation); ok {
		a.Charge.Series = series
	} else {
		a.Charge.Initiation = gateway.InitiationReason(e.Initiation)
	}
	a.codes = codesOf(a.Result.Record)
	if e.ErrorCode != "" {
		a.Result.Code, _ = gateway.LookupCode(e.ErrorCode)
	}
	a.seal()
	switch e.State {
	case journal.Open:
		a.State = Sending
	case journal.InDoubt:
		a.State = InDoubt
	case journal.Known:
		a.State = Known
	}
	if !e.ResolvedAt.IsZero() {
		a.Ended = e.ResolvedAt
	}
	return a
}

// FoundNowhere reports an attempt in doubt that was found nowhere.
func (a Attempt) FoundNowhere() bool { return a.Resolution == journal.ResolvedNotFound }

// FoundOut is how an attempt in doubt was resolved, in words; "" if it was never in
// doubt.
func (a Attempt) FoundOut() string {
	switch a.Resolution {
	case journal.ResolvedQuery:
		return "the gateway was asked"
	case journal.ResolvedLateAnswer:
		return "the answer came late"
	case journal.ResolvedNotFound:
		return "nothing of it was found"
	case journal.ResolvedSignIn:
		return "the sign-in was refused"
	case journal.ResolvedReconciled:
		return "compared with the gateway"
	case journal.ResolvedSupervisor:
		if by := gateway.Clean(a.ResolvedBy, doubt.ShownOrder); by != "" {
			return by + " settled it"
		}
		return "a supervisor settled it"
	default:
		return gateway.Clean(a.Resolution, doubt.ShownOrder)
	}
}
