package forms

import (
	"strconv"
	"time"

	"motoconsole/forms/answers"
	"motoconsole/gateway"
)

// OperationOptions say what the form of a refund, or of a change of a payment, asks
// for.
type OperationOptions struct {
	Now func() time.Time

	Vault      *gateway.Vault     // as in PaymentOptions
	Cards      Cards              // as in PaymentOptions
	Card       bool               // the number and expiry date of a card that is read out
	Amount     bool               // an amount
	Currency   gateway.Currency   // of the amount, to begin with
	Currencies []gateway.Currency // to choose from; with one or none there is no choice
	MaxAmount  gateway.Money      // as in PaymentOptions
	// CheckAmount is a rule for the amount beyond being valid, and AmountHint says it;
	// nil and "" for none.
	CheckAmount func(gateway.Money) error
	AmountHint  string
	AmountLabel string // "" for Amount
	NewExpiry   bool   // the expiry date of the card that replaced the one used
	// Code asks for the security code of a card on file, which is never kept, and
	// Brand says how long it is. CodeRequired applies only if the caller asks for the
	// payment.
	Code, CodeRequired bool
	Brand              gateway.Brand
	// Uncalled makes the form ask whether the caller asks for the payment and, if not, why
	// it is made.
	Uncalled bool
	// Series lets it be a payment of a series too, and NextInSeries is the lowest number
	// that it may have. NoSeries says why it can have none here, "" if it can.
	Series       bool
	NextInSeries int
	NoSeries     string
	// Correct asks what is to be corrected of Customer, the details that the gateway has.
	Correct     bool
	Customer    gateway.Billing
	Order       bool        // a new order reference
	OrderLength int         // as in PaymentOptions
	Days        []time.Time // settle due dates to choose from
	Reason      bool        // why
	Reasons     []string    // reasons to choose from
	// LikelyReason is the one chosen at first; "" for none.
	LikelyReason string
}

// Operation is the form of a refund, or of a change of a payment. An answer that the
// form does not ask for is empty.
type Operation struct {
	*Form
	order    *TextField
	currency *Choice
	amount   *AmountField
	number   *CardNumberField
	expiry   *ExpiryField
	due      *Choice
	reason   *Reason
	code     *callersCode
	because  *because    // nil where only the caller may ask for it
	correct  *correction // nil where nothing is corrected
	begin    gateway.Currency
	choice   []gateway.Currency
}

// NewOperation makes an empty form, or nil where nothing is asked.
func NewOperation(o OperationOptions) *Operation {
	r := &Operation{begin: o.Currency, choice: o.Currencies}
	var fields []Field
	if o.Order {
		r.order = NewText(TextOptions{
			Name: "orderreference", Label: "Order reference", Meaning: "the order reference",
			Max: gateway.MaxOrderReference, Exact: min(max(o.OrderLength, 0), gateway.MaxOrderReference), Required: true,
		})
		fields = append(fields, r.order)
	}
	if o.Amount {
		if len(o.Currencies) > 1 {
			r.currency = newCurrency(o.Currencies, o.Currency)
			fields = append(fields, r.currency)
		}
		r.amount = newAmount(r.chosenCurrency, o.MaxAmount)
		r.amount.among = o.Currencies
		fields = append(fields, &checkedAmount{AmountField: r.amount, check: o.CheckAmount, hint: o.AmountHint, label: o.AmountLabel})
	}
	if o.Card {
		r.number = newCardNumber(o.Vault, o.Cards)
		fields = append(fields, r.number)
	}
	switch {
	case o.Card:
		r.expiry = emptyExpiry(o.Now)
		fields = append(fields, r.expiry)
	case o.Correct:
		r.correct, r.expiry = newCorrection(o.Customer), emptyExpiry(o.Now)
		fields = append(fields, r.correct.fields(r.expiry)...)
	case o.NewExpiry:
		r.expiry = emptyExpiry(o.Now)
		fields = append(fields, &newExpiry{r.expiry})
	}
	if o.Uncalled {
		r.because = newBecause(o)
		fields = append(fields, r.because.fields()...)
	}
	if o.Code && o.Brand.CodeLength() > 0 {
		brand := func() gateway.Brand { return o.Brand }
		r.code = &callersCode{newSecurityCode(o.Vault, brand, o.CodeRequired), r.Called}
		fields = append(fields, r.code)
	}
	if len(o.Days) > 0 {
		r.due = newDue(o.Days)
		fields = append(fields, r.due)
	}
	if o.Reason {
		r.reason = newReason(o.Reasons, o.LikelyReason)
		fields = append(fields, r.reason.Fields()...)
	}
	if len(fields) == 0 {
		return nil
	}
	r.Form = New(fields...)
	if r.because != nil {
		r.because.place(r.Form)
	}
	return r
}

// newDue makes a choice of days, so that the agent cannot mistype a date.
func newDue(days []time.Time) *Choice {
	options := make([]answers.Answer, len(days))
	for i, day := range days {
		options[i] = answers.Answer{Code: day.Format(time.DateOnly), Name: day.Format("Monday 2 January")}
	}
	return choiceFrom(ChoiceOptions{
		Name: "settleduedate", Label: "Settlement date", Meaning: "the settlement date", Options: options, Required: true,
	})
}

func (r *Operation) chosenCurrency() gateway.Currency {
	if r.currency == nil {
		return r.begin
	}
	return currencyOf(r.currency, r.choice)
}

// HoldsCard reports that a part of a card was typed.
func (r *Operation) HoldsCard() bool {
	return r.Number().Len() > 0 || r.correct != nil && !r.expiry.Empty() || r.code != nil && r.code.Code().Len() > 0
}

// OrderReference is the new order reference.
func (r *Operation) OrderReference() string {
	if r.order == nil {
		return ""
	}
	return r.order.Value()
}

// Amount is the amount, zero while it is not right.
func (r *Operation) Amount() gateway.Money {
	if r.amount == nil {
		return gateway.Money{}
	}
	m, _ := r.amount.Value() // the form shows the error
	return m
}

// AmountSoFar is the amount while the form is filled in, zero while it may become a
// card number.
func (r *Operation) AmountSoFar() gateway.Money {
	if r.amount == nil {
		return gateway.Money{}
	}
	return r.amountSoFar(r.amount)
}

// Expiry is the expiry date of the card read out, or the new one of the card on file.
func (r *Operation) Expiry() gateway.Expiry {
	if r.expiry == nil {
		return gateway.Expiry{}
	}
	date, _ := r.expiry.Value()
	return date
}

// DueDate is the settle due date, YYYY-MM-DD.
func (r *Operation) DueDate() string {
	if r.due == nil {
		return ""
	}
	return r.due.Code()
}

// Reason is the reason given.
func (r *Operation) Reason() string {
	if r.reason == nil {
		return ""
	}
	return r.reason.Value()
}

// Reasons are the reasons to choose from and the index of the chosen one, while the
// focus is on that question; none otherwise.
func (r *Operation) Reasons() (names []string, chosen int) {
	if r.reason == nil || r.current().Name() != reasonChoice {
		return nil, -1
	}
	return r.reason.Choices()
}

// Number is a handle on the digits of the card number typed so far.
func (r *Operation) Number() gateway.CardNumber {
	if r.number == nil {
		return gateway.CardNumber{}
	}
	return r.number.Number()
}

// Take hands the card over, once, like Payment.Take.
func (r *Operation) Take() gateway.Card {
	var card gateway.Card
	if r.number != nil {
		card.Number, card.Expiry = r.number.Take(), r.Expiry()
	}
	if r.code != nil {
		card.Code = r.code.take()
	}
	r.ClearCard()
	return card
}

// newExpiry is the expiry date of the card that replaced the one used.
type newExpiry struct{ *ExpiryField }

// Label implements Field.
func (*newExpiry) Label() string { return "New expiry date" }

// Called reports a payment that the caller asks for.
func (r *Operation) Called() bool { return r.Initiation() == "" && r.Series().IsZero() }

// Initiation is why a payment is made that the caller does not ask for; "" for one that
// the caller asks for, or of a series.
func (r *Operation) Initiation() gateway.InitiationReason {
	if r.because == nil {
		return ""
	}
	return r.because.asker().reason
}

// Series is the place of the payment in a series; zero for a payment of none.
func (r *Operation) Series() gateway.Subscription {
	if r.because == nil || r.because.asker().series == "" {
		return gateway.Subscription{}
	}
	n, _ := strconv.Atoi(r.because.number.Value()) // the form shows the error
	return gateway.Subscription{Type: r.because.asker().series, Number: n}
}
