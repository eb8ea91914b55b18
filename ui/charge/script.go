package charge

import (
	"slices"
	"time"

	"motoconsole/forms"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
)

// line is a clause that helps with a field, and what the agent says to the caller at
// it.
type line struct {
	name, short string
	help        string
	say, again  string // again is for an answer that was refused
}

// script are the lines of the form, in the order of the call.
var script = []line{
	{"orderreference", "Order", "the number of the order or the invoice", "“What is the order number, please?”", "“What is the order number again, please?”"},
	{"currencyiso3a", "Currency", "its code or its name", "“Which currency is that in?”", "“Which currency is that in?”"},
	{"baseamount", "Amount", "", kit.SayAmount, "“How much is it for, please?”"},
	{"chargedescription", "Statement text", "what the card statement shows, with some banks", "", ""},
	{"credentialsonfile", "Keep the card", "asked before the card number, while the call is recorded", "“May we keep your card for later payments?”", "“May we keep your card for later payments?”"},
	{"purpose", "Kept for", "what the caller agreed to", "“What may we keep it for?”", "“What may we keep it for?”"},
	{"pan", "Card number", "the long number across the card, 12 to 19 digits", "“Could you read me the long number across the card?”", "“Could you read the long number again, please?”"},
	{"expirydate", "Expiry date", "as on the card, month and year", "“And when does it expire?”", "“Could you read the expiry date again, please?”"},
	{"securitycode", "Security code", "the last 3 digits on the back of the card", "", ""},
	{"billingprefixname", "Title", "as on the card", "“Which title do you use?”", "“Which title do you use?”"},
	{"billingfirstname", "First name", "where the name above is the last name alone", "“And your first name?”", "“Could you spell the first name, please?”"},
	{"billinglastname", "Name", "as on the card", "“What is the name on the card?”", "“Could you spell the name on the card, please?”"},
	{"billingpremise", "House", "of the address the card is registered at", "“What is the number or name of the house the card is registered at?”", "“What is the number or name of the house again, please?”"},
	{"billingstreet", "Street", "of the address the card is registered at", "“And the street?”", "“Could you spell the street, please?”"},
	{"billingtown", "Town", "of the address the card is registered at", "“And the town?”", "“Could you spell the town, please?”"},
	{"billingcounty", "County or state", "of the address the card is registered at", "“And the county?”", "“Could you spell the county, please?”"},
	{"billingcountryiso2a", "Country", "of the address the card is registered at", "“Which country is that in?”", "“Which country is that in, please?”"},
	{"billingpostcode", "Postcode", "of the address the card is registered at", "“And the postcode there?”", "“Could you read the postcode again, please?”"},
	{"billingemail", "E-mail", "for the receipt; leave it empty if the caller does not want one", "“Would you like a receipt by e-mail?”", "“Could you spell the e-mail address, please?”"},
	{"billingtelephone", "Telephone", "digits, with blanks and + if you like", "“Which number can we reach you on?”", "“Could you read the number again, please?”"},
	{"billingtelephonetype", "Telephone type", "mobile, home or work", "“Is that a mobile number?”", "“Is that a mobile, home or work number?”"},
	{"authmethod", "Kind", "", "", ""},
	{"settlestatus", "Settlement", "when the money moves", "", "“When would you like us to take it?”"},
	{"delivery", "Deliver to", "the billing address or another one", "“Does it go to the same address?”", "“Does it go to the same address?”"},
	{"customerpremise", "House", "of the address it goes to", "“What is the number or name of the house it goes to?”", "“What is the number or name of the house again, please?”"},
	{"customerstreet", "Street", "of the address it goes to", "“And the street?”", "“Could you spell the street, please?”"},
	{"customertown", "Town", "of the address it goes to", "“And the town?”", "“Could you spell the town, please?”"},
	{"customercounty", "County or state", "of the address it goes to", "“And the county?”", "“Could you spell the county, please?”"},
	{"customercountryiso2a", "Country", "of the address it goes to", "“Which country is that in?”", "“Which country is that in, please?”"},
	{"customeraccountnumbertype", "Account type", "an account, or a card the money goes to", "“Is it paid into an account or to a card?”", "“Is it paid into an account or to a card?”"},
	{"customeraccountnumber", "Account number", "of the recipient; it may be a card’s, and is hidden like one", "“What is the number of the account it is paid into?”", "“Could you read the account number again, please?”"},
	{"customerlastname", "Name", "of the person who receives it", "“Who receives it?”", "“Could you spell the name, please?”"},
	{"customerdob", "Date of birth", "of the recipient, DD/MM/YYYY", "“What is the recipient’s date of birth?”", "“What is the date of birth again, please?”"},
	{"customerpostcode", "Postcode", "of the person who receives it", "“And the postcode there?”", "“Could you read the postcode again, please?”"},
	{"debtrepayment", "Repays a debt", "whether the payment repays a debt", "“Does this repay a debt?”", "“Does this repay a debt?”"},
	{"merchantemail", "Merchant e-mail", "who in the shop gets an e-mail about this payment", "“One moment, please.”", "“One moment, please.”"},
	{"customerip", "IP address", "of the customer, for an order that came by mail", "“One moment, please.”", "“One moment, please.”"},
	{"customfield4", "Custom field 4", "as your shop uses it", "“One moment, please.”", "“One moment, please.”"},
	{"customfield5", "Custom field 5", "as your shop uses it", "“One moment, please.”", "“One moment, please.”"},
}

func names(kinds []terms.Kind) (all []string) {
	for _, k := range kinds {
		all = append(all, k.Noun())
	}
	return all
}

// lineOf is the line of a field; without words for one that the script does not have
// (TestEveryFieldHasItsLine: the form asks for no such field). The four digits of an American Express code are on the
// front of the card.
func (p *Page) lineOf(name string) line {
	for _, l := range script {
		if l.name != name {
			continue
		}
		if brand := p.form.Card().Number.Brand(); name == "securitycode" {
			if l.say, l.again = kit.SayCode(brand); brand.CodeLength() == 4 {
				l.help = "the 4 digits on the front of the card"
			}
		}
		offer := p.Shell.Console.Form.Offer
		switch name {
		case "authmethod":
			l.help = "←/→ or type a name: " + forms.Either(names(offer.Kinds))
		case "settlestatus":
			l.say = saySettlement(p.form.Kind(), p.form.Settlement())
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

// saySettlement tells the caller when the money is taken; "" while that is not chosen.
func saySettlement(kind terms.Kind, s terms.Settlement) string {
	day, err := time.Parse(time.DateOnly, s.DueDate)
	switch on := day.Format("Monday 2 January"); {
	case s.Way() == terms.Held && kind == terms.Preauthorisation:
		return "“It is only reserved; nothing is taken yet.”"
	case s.Way() == terms.Held:
		return "“It is only held; nothing is taken until we release it.”"
	case err == nil && kind == terms.Preauthorisation:
		return "“It is reserved now, and taken on " + on + ".”"
	case err == nil:
		return "“It is taken on " + on + ".”"
	case s.Way() == terms.NextRun && kind == terms.Payment, s.Way() == terms.AtOnce:
		return "“It is taken within a day.”"
	default:
		return ""
	}
}
