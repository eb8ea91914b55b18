package forms

import (
	"time"

	"motoconsole/gateway"
)

// OperationOptions say what a refund, or a change of a payment, asks for.
type OperationOptions struct {
	Now func() time.Time

	Vault      *gateway.Vault     // as in PaymentOptions
	Cards      Cards              // as in PaymentOptions
	Card       bool               // the number and expiry date of a card that is read out
	Amount     bool               // an amount
	Currency   gateway.Currency   // of the amount, to begin with
	Currencies []gateway.Currency // to choose from; one or none is no choice
	MaxAmount  gateway.Money      // as in PaymentOptions
	// CheckAmount is a rule for the amount beyond being valid, and AmountHint says it;
	// nil and "" for none.
	CheckAmount func(gateway.Money) error
	AmountHint  string
	NewExpiry   bool        // the expiry date of the card that replaced the one used
	Order       bool        // a new order reference
	OrderLength int         // as in PaymentOptions
	Days        []time.Time // settle due dates to choose from
	Reason      bool        // why
	Reasons     []string    // reasons to choose from
	// LikelyReason is the one of them that is chosen to begin with; "" for none.
	LikelyReason string
}

// Operation is the form of a refund, or of a change of a payment. An answer that was
// not asked for is empty.
type Operation struct {
	*Form
	order    *TextField
	currency *Choice
	amount   *AmountField
	number   *CardNumberField
	expiry   *ExpiryField
	due      *Choice
	reason   *Reason
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
			r.currency = NewCurrency(o.Currencies, o.Currency)
			fields = append(fields, r.currency)
		}
		r.amount = NewAmount(r.chosenCurrency, o.MaxAmount)
		r.amount.among = o.Currencies
		fields = append(fields, &checkedAmount{AmountField: r.amount, check: o.CheckAmount, hint: o.AmountHint})
	}
	if o.Card {
		r.number = newCardNumber(o.Vault, o.Cards)
		fields = append(fields, r.number)
	}
	switch {
	case o.Card:
		r.expiry = NewExpiry(o.Now)
		fields = append(fields, r.expiry)
	case o.NewExpiry:
		r.expiry = NewExpiry(o.Now)
		fields = append(fields, &newExpiry{r.expiry})
	}
	if len(o.Days) > 0 {
		r.due = newDue(o.Days)
		fields = append(fields, r.due)
	}
	if o.Reason {
		r.reason = NewReason(o.Reasons, o.LikelyReason)
		fields = append(fields, r.reason.Fields()...)
	}
	if len(fields) == 0 {
		return nil
	}
	r.Form = New(fields...)
	return r
}

// newDue makes a choice of days: there is no date to get wrong.
func newDue(days []time.Time) *Choice {
	options := make([]Option, len(days))
	for i, day := range days {
		options[i] = Option{Code: day.Format(time.DateOnly), Name: day.Format("Monday 2 January")}
	}
	return NewChoice(ChoiceOptions{
		Name: "settleduedate", Label: "Settlement date", Meaning: "the settlement date", Options: options, Required: true,
	})
}

func (r *Operation) chosenCurrency() gateway.Currency {
	if r.currency == nil {
		return r.begin
	}
	return currencyOf(r.currency, r.choice)
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

// Expiry is the expiry date, of the card read out or the new one.
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

// Reason is why.
func (r *Operation) Reason() string {
	if r.reason == nil {
		return ""
	}
	return r.reason.Value()
}

// Reasons are those to choose from, and which one is chosen, while the focus is on
// that question; none otherwise.
func (r *Operation) Reasons() (names []string, chosen int) {
	if r.reason == nil || r.current().Name() != reasonChoice {
		return nil, -1
	}
	return r.reason.Choices()
}

// Number is a handle on the digits of the card as they are.
func (r *Operation) Number() gateway.CardNumber {
	if r.number == nil {
		return gateway.CardNumber{}
	}
	return r.number.Number()
}

// Take hands the card over, once, as Payment.Take does.
func (r *Operation) Take() gateway.Card {
	if r.number == nil {
		return gateway.Card{}
	}
	card := gateway.Card{Number: r.number.Take(), Expiry: r.Expiry()}
	r.ClearCard()
	return card
}

// checkedAmount is an amount with a rule beyond being valid.
type checkedAmount struct {
	*AmountField
	check func(gateway.Money) error
	hint  string
}

// Check implements Field.
func (c *checkedAmount) Check() error {
	if err := c.AmountField.Check(); err != nil || c.check == nil {
		return err
	}
	m, err := c.Value()
	if err != nil {
		return err
	}
	return c.check(m)
}

// Hint implements Field.
func (c *checkedAmount) Hint(focused bool) string {
	if c.hint == "" || !focused || c.length() > 0 {
		return c.AmountField.Hint(focused)
	}
	return c.hint
}

// newExpiry is the expiry date of the card that replaced the one used.
type newExpiry struct{ *ExpiryField }

// Label implements Field.
func (*newExpiry) Label() string { return "New expiry date" }
