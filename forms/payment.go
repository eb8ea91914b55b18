package forms

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/gateway/personname"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment/terms"
)

// Cards are the cards that a site takes.
type Cards int

// The sites. A live site refuses the vendor's test cards; on a test site any other
// card is doubted.
const (
	AllCards  Cards = iota // of a site that is not known
	LiveCards              // of a live site
	TestCards              // of a test site, and of the test bank
)

// refuses is why a site refuses a number; nil if it takes it.
func (c Cards) refuses(number gateway.CardNumber) error {
	if c == LiveCards && number.IsTest() {
		return broken("pan", gateway.TestCardRefused)
	}
	return nil
}

// Doubts reports a right number that is a real card's, where none is expected.
func (c Cards) Doubts(number gateway.CardNumber) bool {
	return c == TestCards && number.Check() == nil && !number.IsTest()
}

// newCardNumber is NewCardNumber for a card that is to pay, or be paid, on a site.
func newCardNumber(v *gateway.Vault, cards Cards) *CardNumberField {
	c := NewCardNumber(v)
	c.cards = cards
	return c
}

// PaymentOptions are what the payment form needs of the configuration.
type PaymentOptions struct {
	Currency     gateway.Currency   // to begin with
	Currencies   []gateway.Currency // to choose from; with one or none there is no choice
	MaxAmount    gateway.Money      // zero: no maximum; its figure holds for every currency
	Country      string             // ISO 3166 alpha-2; filled in
	CodeRequired bool
	OrderLength  int // characters an order reference must have; 0: any number
	Cards        Cards
	NoCardPaste  bool
	Queue        *keyboard.Queue // see Form
	Vault        *gateway.Vault  // where card data lives; nil is one for each field
	Now          func() time.Time

	// Offer is what the form may ask for. With one kind, or the next run as the only
	// settlement, there is no choice.
	Offer terms.Offer
}

// Payment is the form of a telephone payment. Its answers are valid once Update has
// returned Left, or CheckAll true.
type Payment struct {
	*Form
	order    *TextField
	currency *Choice // nil where there is one currency
	amount   *AmountField
	number   *CardNumberField
	expiry   *ExpiryField
	code     *SecurityCodeField
	name     *TextField
	premise  *TextField
	postcode *PostcodeField
	country  *Choice
	further
}

// NewPayment makes an empty payment form.
func NewPayment(o PaymentOptions) *Payment {
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Payment{
		order: NewText(TextOptions{
			Name: "orderreference", Label: "Order reference", Meaning: "the order reference",
			Max: gateway.MaxOrderReference, Exact: min(max(o.OrderLength, 0), gateway.MaxOrderReference), Required: true,
		}),
		number: newCardNumber(o.Vault, o.Cards),
		expiry: emptyExpiry(o.Now),
		name: NewText(TextOptions{
			Name: "billinglastname", Also: []string{"billingfirstname"}, Label: "Name", Meaning: "the name",
			Max: gateway.MaxLength("billinglastname"), Named: true, After: houseAfter,
		}),
		premise: NewText(TextOptions{
			Name: "billingpremise", Label: "House no. or name", Meaning: "the house number or name",
			Max: gateway.MaxLength("billingpremise"),
		}),
		country: NewCountry(o.Country),
	}
	p.amount = newAmount(func() gateway.Currency { return p.chosenCurrency(o) }, o.MaxAmount)
	p.amount.among = o.Currencies
	p.code = newSecurityCode(o.Vault, func() gateway.Brand { return p.number.Number().Brand() }, o.CodeRequired)
	p.postcode = postcodeOf(p.country.Code)
	p.number.kind = p.Kind
	if len(o.Currencies) > 1 {
		p.currency = newCurrency(o.Currencies, o.Currency)
	}
	p.further = newFurther(p, o)
	p.Form = p.compose(o)
	p.Queue, p.NoCardPaste = o.Queue, o.NoCardPaste
	return p
}

// chosenCurrency is the currency of the amount.
func (p *Payment) chosenCurrency(o PaymentOptions) gateway.Currency {
	if p.currency == nil {
		return o.Currency
	}
	return currencyOf(p.currency, o.Currencies)
}

// OrderReference is the merchant's name for the payment.
func (p *Payment) OrderReference() string { return p.order.Value() }

// Amount is the amount to charge, zero while it is not right. A card check has only a
// currency.
func (p *Payment) Amount() gateway.Money {
	if !p.Kind().TakesMoney() {
		return gateway.Money{Currency: p.amount.currency()}
	}
	m, _ := p.amount.Value() // the form shows the error
	return m
}

// AmountSoFar is the amount while the form is filled in, zero while it may become a
// card number.
func (p *Payment) AmountSoFar() gateway.Money {
	if !p.Kind().TakesMoney() {
		return gateway.Money{}
	}
	return p.amountSoFar(p.amount)
}

// Name is the customer's name to send: split before the last name, with a keyboard's
// apostrophes and hyphens, since a search finds no others. If the form has a first
// name, Name does not split the last one.
func (p *Payment) Name() (first, last string) {
	if first = p.value(p.first); first != "" {
		return personname.Plain(first), personname.Plain(p.name.Value())
	}
	return personname.Split(p.name.Value())
}

// Premise is the house number or name, for the address check.
func (p *Payment) Premise() string { return personname.Plain(p.premise.Value()) }

// Postcode is the postcode as its country writes it.
func (p *Payment) Postcode() string { return p.postcode.Value() }

// Country is the country's ISO 3166 alpha-2 code, "" for none.
func (p *Payment) Country() string { return p.country.Code() }

// Card is a handle on the card as it stands in the form. Clearing the form empties it
// too.
func (p *Payment) Card() gateway.Card {
	date, _ := p.expiry.Value() // the form shows the error
	return gateway.Card{Number: p.number.Number(), Expiry: date, Code: p.code.Code()}
}

// Take hands the card over, once. The form goes on with empty buffers; the caller of
// Take wipes the card.
func (p *Payment) Take() gateway.Card {
	date, _ := p.expiry.Value()
	card := gateway.Card{Number: p.number.Take(), Expiry: date, Code: p.code.take()}
	p.ClearCard()
	return card
}
