package forms

import (
	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// asking is a field of the payment form with its group and how it is asked for.
type asking struct {
	field       Field
	group, more string // the headings on the form and in the drawer
	is          terms.Presence
	when        func() bool
	with        string
}

// The headings of the payment form, on itself and in its drawer.
const (
	inOrder     = "Order"
	inCard      = "Card"
	inCustomer  = "Customer"
	inRecipient = "Recipient"
	inDelivery  = "Delivery"
	inShop      = "For the shop"
	morePayment = "Kind and settlement"
	moreOfThem  = "Contact and address"
)

// compose puts the fields in order: those of the form, then those of the drawer.
func (p *Payment) compose(o PaymentOptions) *Form {
	var fields []Field
	var places []place
	all := p.asked(o)
	for _, drawer := range []bool{false, true} {
		for _, a := range all {
			onForm := a.is == terms.Shown || a.is == terms.Required
			if onForm == drawer {
				continue
			}
			at := place{heading: a.group, drawer: drawer, hidden: a.is == terms.Hidden, with: a.with, when: a.when}
			if drawer {
				at.heading = a.more
			}
			fields, places = append(fields, a.field), append(places, at)
		}
	}
	f := New(fields...)
	for i := range f.slots {
		f.slots[i].place = places[i]
	}
	return f
}

// asked are all fields that the form may ask for, in the order of the call. Whether the
// card may be kept comes before its number, because the call is recorded until then.
func (p *Payment) asked(o PaymentOptions) (all []asking) {
	add := func(a asking) { all = append(all, a) }
	always := func(group string, when func() bool, fields ...Field) {
		for _, f := range fields {
			add(asking{field: f, group: group, more: morePayment, is: terms.Shown, when: when})
		}
	}
	moved := func(group, more string, name terms.Field, field demandable, with ...Field) {
		is := o.Offer.Fields.Of(name)
		for _, f := range append([]Field{field}, with...) {
			add(asking{field: f, group: group, more: more, is: is})
		}
		if is == terms.Required {
			field.demand()
		}
	}
	always(inOrder, nil, p.order)
	if p.currency != nil {
		always(inOrder, nil, p.currency)
	}
	always(inOrder, func() bool { return p.Kind().TakesMoney() }, p.amount)
	if p.kind != nil {
		add(asking{field: p.kind, more: morePayment, is: terms.InDrawer})
	}
	for _, kind := range terms.Kinds() {
		if s := p.settles[kind]; s != nil {
			add(asking{field: s, more: morePayment, is: terms.InDrawer, when: func() bool { return p.Kind() == kind }})
		}
	}
	if p.consent != nil {
		is := o.Offer.Fields.Of("credentialsonfile")
		add(asking{field: p.consent, group: inOrder, more: morePayment, is: is})
		if p.purpose != nil {
			add(asking{field: p.purpose, group: inOrder, more: morePayment, is: is, when: p.consent.given})
		}
	}
	moved(inOrder, morePayment, "chargedescription", p.statement)
	always(inCard, nil, p.number, p.expiry, p.code)
	p.customerAsked(moved)
	p.deliveryAsked(o, add)
	p.recipientAsked(o, add)
	moved(inShop, inShop, "merchantemail", p.merchant)
	moved(inShop, inShop, "customerip", p.ip)
	moved(inShop, inShop, "customfield4", p.custom4)
	moved(inShop, inShop, "customfield5", p.custom5)
	return all
}

func (p *Payment) customerAsked(moved func(group, more string, name terms.Field, field demandable, with ...Field)) {
	customer := func(name terms.Field, field demandable, with ...Field) {
		moved(inCustomer, moreOfThem, name, field, with...)
	}
	customer("billingprefixname", p.title)
	customer("billingfirstname", p.first)
	customer("billinglastname", p.name)
	customer("billingpremise", p.premise)
	customer("billingstreet", p.street)
	customer("billingtown", p.town)
	customer("billingcounty", p.county)
	customer("billingcountryiso2a", p.country)
	customer("billingpostcode", p.postcode)
	customer("billingemail", p.email)
	customer("billingtelephone", p.telephone, telephoneType{p.telephoneIs, p.telephone})
}

// deliveryAsked adds another address. A recipient's account has the gateway's fields
// for it already.
func (p *Payment) deliveryAsked(o PaymentOptions, add func(asking)) {
	a := asking{group: inDelivery, more: inDelivery, is: o.Offer.Fields.Of("customerlastname")}
	a.field, a.when = p.delivery, func() bool { return !p.asksRecipient() }
	add(a)
	a.when = p.delivers
	d := p.deliver
	for _, a.field = range []Field{d.name, d.premise, d.street, d.town, d.county, d.country, d.postcode} {
		add(a)
	}
}

// recipientAsked adds the account that the money goes to, for merchants of MCC 6012. The
// gateway may demand it of other merchants too.
func (p *Payment) recipientAsked(o PaymentOptions, add func(asking)) {
	a := asking{group: inRecipient, more: inRecipient, is: terms.Hidden, with: inRecipient}
	if o.Offer.Recipient {
		a.is = terms.Shown
	}
	for _, a.field = range []Field{p.accountIs, p.account, p.surname, p.born, p.recipientAt, p.debt} {
		add(a)
	}
}

// demandable is a field that the configuration may make required.
type demandable interface {
	Field
	demand()
}

func (t *TextField) demand()     { t.o.Required = true }
func (p *PostcodeField) demand() { p.text.demand() }
func (c *Choice) demand()        { c.o.Required = true }

// asksRecipient reports that the recipient's account is asked for.
func (p *Payment) asksRecipient() bool {
	for i := range p.slots {
		if s := &p.slots[i]; s.Field == Field(p.account) {
			return s.asked()
		}
	}
	return false
}

// delivers reports that the goods go to another address.
func (p *Payment) delivers() bool { return !p.asksRecipient() && p.delivery.Code() == toOther }

// ChargeDescription is the text on the card statement.
func (p *Payment) ChargeDescription() string { return p.value(p.statement) }

// MerchantEmail is the merchant's address that gets an e-mail.
func (p *Payment) MerchantEmail() string { return p.value(p.merchant) }

// CustomFields are the merchant's own fields 4 and 5.
func (p *Payment) CustomFields() (four, five string) { return p.value(p.custom4), p.value(p.custom5) }

// DebtRepayment reports that the payment repays a debt of the recipient.
func (p *Payment) DebtRepayment() bool { return p.asksRecipient() && p.debt.Code() == "Yes" }

// Recipient is a handle on the account that the money goes to, as it stands in the form;
// zero where it is not asked for.
func (p *Payment) Recipient() gateway.Recipient {
	if !p.asksRecipient() {
		return gateway.Recipient{}
	}
	return gateway.Recipient{Number: p.account.Number(), Type: p.accountKind()}
}

// TakeRecipient hands the account over, once, as Take does with the card.
func (p *Payment) TakeRecipient() gateway.Recipient {
	if !p.asksRecipient() {
		return gateway.Recipient{}
	}
	return gateway.Recipient{Number: p.account.take(), Type: p.accountKind()}
}

// accountKind is what the recipient's number is.
func (p *Payment) accountKind() gateway.RecipientType {
	if p.accountIs.Code() == ofCard {
		return gateway.RecipientCard
	}
	return gateway.RecipientAccount
}

// HoldsCard reports digits of a card, or of an account that may be one.
func (p *Payment) HoldsCard() bool {
	return p.number.length()+p.code.length()+p.account.length() > 0
}

// KeepCaller begins another payment by the same caller. It keeps name, address and
// contact, and clears everything else.
func (p *Payment) KeepCaller() {
	keeps := map[Field]bool{
		p.title: true, p.first: true, p.name: true, p.premise: true, p.street: true, p.town: true, p.county: true,
		p.country: true, p.postcode: true, p.email: true, p.telephone: true, p.delivery: true,
		p.deliver.name: true, p.deliver.premise: true, p.deliver.street: true, p.deliver.town: true,
		p.deliver.county: true, p.deliver.country: true, p.deliver.postcode: true,
	}
	for i := range p.slots {
		s := &p.slots[i]
		if _, isType := s.Field.(telephoneType); !keeps[s.Field] && !isType {
			s.Clear()
			*s = s.fresh()
		}
	}
	p.drawer.open = false
	p.focus, p.jump, p.remark = max(0, p.nextFrom(-1, false)), jump{}, ""
}
