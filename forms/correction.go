package forms

import (
	"motoconsole/gateway"
	"motoconsole/gateway/personname"
)

// correction are the fields by which the gateway's details of a customer are corrected.
// Each may stay empty: then that detail stays as it is.
type correction struct {
	is          gateway.Billing // what the gateway has
	first, name *TextField
	premise     *TextField
	street      *TextField
	town        *TextField
	postcode    *PostcodeField
	country     *Choice
	email       *TextField
	telephone   *TextField
	telephoneIs *Choice
}

// sameExpiry is an expiry date that may stay empty, which leaves the card's date as
// it is.
type sameExpiry struct{ *ExpiryField }

func (sameExpiry) optional() bool { return true }

// Check implements Field.
func (s sameExpiry) Check() error {
	if s.Empty() {
		return nil
	}
	return s.ExpiryField.Check()
}

func newCorrection(is gateway.Billing) *correction {
	now := func(name, label, meaning, value string) *TextField {
		t := free(name, label, meaning)
		t.o.Now = value
		return t
	}
	c := &correction{
		is:          is,
		first:       now("billingfirstname", "First name", "the first name", is.FirstName),
		name:        now("billinglastname", "Last name", "the last name", is.LastName),
		premise:     now("billingpremise", "House no. or name", "the house number or name", is.Premise),
		street:      now("billingstreet", "Street", "the street", is.Street),
		town:        now("billingtown", "Town", "the town", is.Town),
		country:     NewCountry(""),
		email:       now("billingemail", "E-mail", "the e-mail address", is.Email),
		telephone:   now("billingtelephone", "Telephone", "the telephone number", is.Telephone),
		telephoneIs: choiceOf("", "billingtelephonetype", "Telephone type", "the type of the telephone", telephoneTypes...),
	}
	c.telephone.guard.Dials = true
	c.first.o.Named, c.name.o.Named, c.name.o.After = true, true, houseAfter
	c.postcode = postcodeOf(c.ofCountry)
	c.postcode.text.o.Now = is.Postcode
	for _, country := range countryOptions() {
		if country.IsCode(is.Country) {
			c.country.o.Now = country.Name
		}
	}
	c.telephoneIs.o.Now = TelephoneTypeName(is.TelephoneType)
	return c
}

// ofCountry is the country whose postcode it is.
func (c *correction) ofCountry() string {
	if code := c.country.Code(); code != "" {
		return code
	}
	return c.is.Country
}

func (c *correction) fields(expiry *ExpiryField) []Field {
	return []Field{
		c.first, c.name, c.premise, c.street, c.town, c.country, c.postcode, c.email,
		c.telephone,
		telephoneType{c.telephoneIs, c.telephone},
		sameExpiry{expiry},
	}
}

// Correction is what the agent typed of the customer's details. A postcode goes with
// its country, by which the gateway judges it.
func (r *Operation) Correction() gateway.Billing {
	c := r.correct
	if c == nil {
		return gateway.Billing{}
	}
	b := gateway.Billing{
		FirstName: personname.Plain(c.first.Value()), LastName: personname.Plain(c.name.Value()), Premise: personname.Plain(c.premise.Value()),
		Street: c.street.Value(), Town: c.town.Value(), Postcode: c.postcode.Value(), Country: c.country.Code(),
		Email: c.email.Value(), Telephone: c.telephone.Value(),
	}
	if b.Postcode != "" {
		b.Country = c.ofCountry()
	}
	if b.Telephone != "" && c.telephoneIs.Code() != "" {
		b.TelephoneType = c.telephoneIs.Code()[:1]
	}
	return b
}
