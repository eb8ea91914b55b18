package charge

import (
	"slices"
	"time"

	"motoconsole/forms"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/ui/kit"
)

// question is a field of the form: a clause that helps with it, and the stem of the lines that
// ask the caller for it, "" where there is nothing to ask.
type question struct{ name, short, help, stem string }

// fields are the fields of the form, in the order of the call.
var fields = []question{
	{"orderreference", "Order", "the number of the order or the invoice", "order"},
	{"currencyiso3a", "Currency", "its code or its name", "currency"},
	{"baseamount", "Amount", "", "amount"},
	{"chargedescription", "Statement text", "what the card statement shows, with some banks", ""},
	{"credentialsonfile", "Keep the card", "asked before the card number, while the call is recorded", "keep_card"},
	{"purpose", "Kept for", "what the caller agreed to", "purpose"},
	{"pan", "Card number", "the long number across the card, 12 to 19 digits", "number"},
	{"expirydate", "Expiry date", "as on the card, or as in march 27", "expiry"},
	{"securitycode", "Security code", "the last 3 digits on the back of the card", "code"},
	{"billingprefixname", "Title", "as on the card", "title"},
	{"billingfirstname", "First name", "where the name above is only the last name", "first_name"},
	{"billinglastname", "Name", "as on the card", "name"},
	{"billingpremise", "House", "of the address the card is registered at", "house"},
	{"billingstreet", "Street", "of the address the card is registered at", "street"},
	{"billingtown", "Town", "of the address the card is registered at", "town"},
	{"billingcounty", "County or state", "of the address the card is registered at", "county"},
	{"billingcountryiso2a", "Country", "of the address the card is registered at", "country"},
	{"billingpostcode", "Postcode", "of the address the card is registered at", "postcode"},
	{"billingemail", "E-mail", "for the receipt; leave it empty if the caller does not want one", "email"},
	{"billingtelephone", "Telephone", "digits, with blanks and + if you like", "telephone"},
	{"billingtelephonetype", "Telephone type", "mobile, home or work", "telephone_type"},
	{"authmethod", "Kind", "", ""},
	{"settlestatus", "Settlement", "when the money moves", "settlement"},
	{"delivery", "Deliver to", "the billing address or another one", "delivery"},
	{"customerpremise", "House", "of the address it goes to", "delivery_house"},
	{"customerstreet", "Street", "of the address it goes to", "street"},
	{"customertown", "Town", "of the address it goes to", "town"},
	{"customercounty", "County or state", "of the address it goes to", "county"},
	{"customercountryiso2a", "Country", "of the address it goes to", "country"},
	{"customeraccountnumbertype", "Account type", "an account, or a card the money goes to", "account_type"},
	{"customeraccountnumber", "Account number", "of the recipient; it may be a card’s, and is hidden like one", "account"},
	{"customerlastname", "Name", "of the person who receives it", "recipient"},
	{"customerdob", "Date of birth", "of the recipient, DD/MM/YYYY", "birthday"},
	{"customerpostcode", "Postcode", "of the person who receives it", "postcode"},
	{"debtrepayment", "Repays a debt", "whether the payment repays a debt", "debt"},
	{"merchantemail", "Merchant e-mail", "who in the shop gets an e-mail about this payment", "moment"},
	{"customerip", "IP address", "of the customer, for an order that came by mail", "moment"},
	{"customfield4", "Custom field 4", "as your shop uses it", "moment"},
	{"customfield5", "Custom field 5", "as your shop uses it", "moment"},
}

func names(kinds []terms.Kind) (all []string) {
	for _, k := range kinds {
		all = append(all, k.Noun())
	}
	return all
}

// line is a clause that helps with a field, and what the agent says to the caller at
// it.
type line struct {
	name, short string
	help        string
	say, again  string // again is for an answer that was refused
}

// lineOf is the line of a field; without words for one that the table does not have
// (TestEveryFieldHasItsLine: the form asks for no such field). The four digits of an American Express code are on the
// front of the card.
func (p *Page) lineOf(name string) line {
	for _, f := range fields {
		if f.name != name {
			continue
		}
		l := line{name: name, short: f.short, help: f.help}
		if brand := p.form.Card().Number.Brand(); name == "securitycode" {
			if f.stem = kit.AskedForCode(brand); brand.CodeLength() == 4 {
				l.help = "the 4 digits on the front of the card"
			}
		}
		l.say, l.again = p.Shell.Line(script.Ask(f.stem)), p.Shell.Line(script.Again(f.stem))
		if is, fits := p.Sheet.InGroups(); is && name == "pan" {
			l.say = p.Shell.Say(script.Say{Line: script.Ask("number_in_groups"), With: script.Values{Group: p.Sheet.GroupAsked()}})
			if fits {
				l.say = p.Shell.Line(script.NumberFits)
			}
			l.again = l.say
		}
		offer := p.Shell.Console.Form.Offer
		switch name {
		case "authmethod":
			l.help = "←/→ or type a name: " + forms.Either(names(offer.Kinds))
		case "settlestatus":
			l.say = p.Shell.Say(saySettlement(p.form.Kind(), p.form.Settlement()))
			if l.help = "←/→, or type a name"; slices.Contains(offer.Ways, terms.OnDate) {
				l.help = "←/→, or a date such as " + p.Shell.Now().UTC().AddDate(0, 0, 5).Format("2/1")
			}
		case "purpose":
			l.help = forms.Either(offer.Script.Purposes)
		}
		if words := offer.Script.Words; name == "credentialsonfile" && words != "" {
			l.say, l.again = "“"+words+"”", "“"+words+"”"
		}
		return l
	}
	return line{name: name, short: name}
}

// saySettlement tells the caller when the money is taken; nothing while that is not chosen.
func saySettlement(kind terms.Kind, s terms.Settlement) script.Say {
	day, err := time.Parse(time.DateOnly, s.DueDate)
	on := script.Values{Day: day.Format("on Monday 2 January")}
	switch {
	case s.Way() == terms.Held && kind == terms.Preauthorisation:
		return script.Say{Line: script.OnlyReserved}
	case s.Way() == terms.Held:
		return script.Say{Line: script.OnlyHeld}
	case err == nil && kind == terms.Preauthorisation:
		return script.Say{Line: script.ReservedNow, With: on}
	case err == nil:
		return script.Say{Line: script.TakenOn, With: on}
	case s.Way() == terms.NextRun && kind == terms.Payment, s.Way() == terms.AtOnce:
		return script.Say{Line: script.TakenSoon}
	default:
		return script.Say{}
	}
}
