package forms

import (
	"errors"
	"slices"
	"strings"
	"time"

	"motoconsole/forms/answers"
	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// The names of fields that the gateway has no name for.
const (
	deliveryChoice = "delivery"
	purposeChoice  = "purpose"
)

// further are the fields of a payment that are not asked for by themselves.
type further struct {
	kinds   []terms.Kind
	kind    *Choice // nil where there is one kind
	settles map[terms.Kind]*settlement

	statement    *TextField
	consent      *consent // nil where the caller is not asked
	purpose      *Choice  // nil where there is nothing to choose
	title, first *TextField
	street, town *TextField
	county       *TextField
	email        *TextField
	telephone    *TextField
	telephoneIs  *Choice
	delivery     *Choice
	deliver      delivery
	merchant     *TextField
	ip           *TextField
	custom4      *TextField
	custom5      *TextField
	account      *AccountField
	accountIs    *Choice
	born         *TextField
	surname      *TextField
	recipientAt  *TextField // the recipient's postcode
	debt         *Choice

	now      func() time.Time
	version  string   // of the words that ask the caller for consent
	purposes []string // see terms.Script
}

// delivery is the address that the goods go to.
type delivery struct {
	name, premise, street, town, county *TextField
	country                             *Choice
	postcode                            *PostcodeField
}

func newFurther(p *Payment, o PaymentOptions) further {
	f := further{now: o.Now, kinds: o.Offer.Kinds, settles: map[terms.Kind]*settlement{}, version: o.Offer.Script.Version, purposes: o.Offer.Script.Purposes}
	if len(o.Offer.Kinds) > 1 {
		f.kind = newKind(o.Offer.Kinds)
	}
	for _, kind := range terms.Kinds() {
		ways := o.Offer.WaysOf(kind)
		if len(ways) == 0 || slices.Equal(ways, []terms.Way{terms.NextRun}) { // without a choice a payment settles in the next run
			continue
		}
		f.settles[kind] = newSettlement(kind, ways, o.Now())
	}
	if f.version != "" {
		f.consent = newConsent(p.number, o.Now, o.Offer.Fields.Of("credentialsonfile") == terms.Required)
		if len(f.purposes) > 1 {
			f.purpose = choiceOf("", purposeChoice, "Kept for", "what the card may be kept for", f.purposes...)
			f.purpose.o.Required, f.purpose.o.Answers = true, Either(f.purposes) // as they are written
		}
	}
	f.statement = free("chargedescription", "Statement text", "the text on the card statement")
	f.title = free("billingprefixname", "Title", "the title")
	f.first = free("billingfirstname", "First name", "the first name")
	f.street = free("billingstreet", "Street", "the street")
	f.town = free("billingtown", "Town", "the town")
	f.county = newCounty("billingcounty", p.country)
	f.email = free("billingemail", "E-mail", "the e-mail address")
	f.telephone = newTelephone()
	f.telephoneIs = choiceOf("", "billingtelephonetype", "Telephone type", "the type of the telephone", telephoneTypes...)
	f.delivery = choiceOf(toBilling, deliveryChoice, "Deliver to", "where it is delivered", toBilling, toOther)
	f.delivery.know(toOther, "other address")
	f.deliver = delivery{
		name:    free("customerlastname", "Name", "the name for the delivery"),
		premise: free("customerpremise", "House no. or name", "the house number or name"),
		street:  free("customerstreet", "Street", "the street"),
		town:    free("customertown", "Town", "the town"),
		country: newCountry("customercountryiso2a", o.Country),
	}
	f.deliver.name.o.Also = []string{"customerfirstname"}
	f.deliver.county = newCounty("customercounty", f.deliver.country)
	f.deliver.postcode = newPostcode("customerpostcode", f.deliver.country.Code)
	f.merchant = free("merchantemail", "Merchant e-mail", "the merchant's e-mail address")
	f.ip = free("customerip", "IP address", "the customer's IP address")
	f.custom4 = free("customfield4", "Custom field 4", "custom field 4")
	f.custom5 = free("customfield5", "Custom field 5", "custom field 5")
	f.accountIs = choiceOf(ofAccount, accountType, "Account type", "the type of the account", ofAccount, ofCard)
	f.accountIs.o.Required = true
	f.account = newAccount(o.Vault, func() bool { return f.accountIs.Code() == ofCard })
	f.born = NewText(TextOptions{
		Name: "customerdob", Label: "Date of birth", Meaning: "the date of birth", Max: 10, Help: "DD/MM/YYYY",
		Rule: func(answer string) string {
			if _, ok := birth(answer, o.Now()); !ok {
				return "the date of birth is written DD/MM/YYYY, such as 31/01/1980: ask again"
			}
			return ""
		},
	})
	f.surname = free("customerlastname", "Surname", "the recipient's surname")
	f.recipientAt = free("customerpostcode", "Their postcode", "the recipient's postcode")
	f.debt = choiceOf("No", "debtrepayment", "Repays a debt", "whether it repays a debt", "No", "Yes")
	f.first.o.Named, f.deliver.name.o.Named, f.surname.o.Named = true, true, true
	f.deliver.name.o.After = houseAfter
	f.account.required, f.born.o.Required, f.surname.o.Required, f.recipientAt.o.Required = true, true, true, true
	return f
}

// free is a field for text that the gateway's own rule judges.
func free(name, label, meaning string) *TextField {
	return NewText(TextOptions{Name: name, Label: label, Meaning: meaning, Max: gateway.MaxLength(name), Rule: func(answer string) string {
		wrong, ok := errors.AsType[*gateway.FieldError](gateway.CheckField(name, answer))
		switch says := shapes[name]; {
		case !ok:
			return ""
		case says != "":
			return says
		default:
			return wrong.Rule
		}
	}})
}

// shapes are the sentences about answers in a form that the gateway refuses. Each is
// shorter than the gateway's rule.
var shapes = map[string]string{
	"billingemail":      "not an e-mail address (such as ann@example.com)",
	"billingtelephone":  "use digits, spaces, + - ( ) only",
	"chargedescription": "statement text: letters, digits, spaces and + - _ . @ ( ) only",
	"customerip":        "not an IP address (such as 192.0.2.1)",
}

// newTelephone is a field for a telephone number.
func newTelephone() *TextField {
	t := free("billingtelephone", "Telephone", "the telephone number")
	t.guard.Dials = true
	return t
}

// newCounty is a field for a county, which needs its country.
func newCounty(name string, country *Choice) *TextField {
	c := free(name, "County or state", "the county or state")
	c.o.Rule = func(string) string {
		if country.Code() == "" {
			return "a county or state needs the country: choose it, or leave this empty"
		}
		return ""
	}
	return c
}

// choiceOf is a choice of answers that have no code.
func choiceOf(begin, name, label, meaning string, among ...string) *Choice {
	options := make([]answers.Answer, len(among))
	for i, answer := range among {
		options[i] = answers.Answer{Code: answer, Name: answer}
	}
	return choiceFrom(ChoiceOptions{
		Name: name, Label: label, Meaning: meaning, Options: options, Default: begin, Answers: strings.ToLower(Either(among)),
	})
}

// The answers to where the goods go.
const (
	toBilling = "Billing address"
	toOther   = "Another address"
)

// The answers to what the recipient's number is.
const (
	ofAccount = "Account"
	ofCard    = "Card"
)

// telephoneTypes begin with the gateway's letters for them.
var telephoneTypes = []string{"Mobile", "Home", "Work"}

// TelephoneTypeName is what the gateway's letter for a type of telephone means, "" for
// none.
func TelephoneTypeName(letter string) string {
	for _, name := range telephoneTypes {
		if letter != "" && strings.HasPrefix(name, letter) {
			return name
		}
	}
	return ""
}

// birth is a date of birth as it is sent, YYYY-MM-DD.
func birth(answer string, now time.Time) (sent string, ok bool) {
	answer = strings.NewReplacer(".", "/", "-", "/", " ", "/").Replace(answer)
	for _, layout := range []string{"2/1/2006", "2006/1/2"} {
		if day, err := time.Parse(layout, answer); err == nil && day.Year() >= 1900 && day.Before(now) {
			return day.Format(time.DateOnly), true
		}
	}
	return "", false
}

// telephoneType is the kind of telephone. A number needs one.
type telephoneType struct {
	*Choice
	number *TextField
}

// Check implements Field.
func (t telephoneType) Check() error {
	if err := t.Choice.Check(); err != nil {
		return err
	}
	if t.Choice.Empty() && !t.number.Empty() {
		return broken(t.Name(), "choose "+t.o.Answers)
	}
	return nil
}

// passedOver implements passer.
func (t telephoneType) passedOver() bool { return t.number.Empty() && t.Choice.Empty() }
