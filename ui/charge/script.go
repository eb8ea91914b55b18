package charge

// line is what helps with a field and what the agent says to the caller at it.
type line struct {
	name, short string
	help        string
	say, again  string // again is for an answer that was refused
}

// script are the lines of the form, in the order of the call.
var script = []line{
	{"orderreference", "Order", "the number of the order or the invoice", "“What is the order number, please?”", "“What is the order number again, please?”"},
	{"currencyiso3a", "Currency", "its code or its name", "“Which currency is that in?”", "“Which currency is that in?”"},
	{"baseamount", "Amount", "", "“And how much is it for?”", "“How much is it for, please?”"},
	{"pan", "Card number", "the long number across the card, 12 to 19 digits", "“Could you read me the long number across the card?”", "“Could you read the long number again, please?”"},
	{"expirydate", "Expiry date", "as on the card, month and year", "“And when does it expire?”", "“Could you read the expiry date again, please?”"},
	{"securitycode", "Security code", "the last 3 digits on the back of the card", "“And the three digits on the back of the card, please?”", "“Could you read the three digits on the back again, please?”"},
	{"billinglastname", "Name", "as on the card", "“What is the name on the card?”", "“Could you spell the name on the card, please?”"},
	{"billingpremise", "House", "of the address the card is registered at", "“What is the number or name of the house the card is registered at?”", "“What is the number or name of the house again, please?”"},
	{"billingcountryiso2a", "Country", "of the address the card is registered at", "“Which country is that in?”", "“Which country is that in, please?”"},
	{"billingpostcode", "Postcode", "of the address the card is registered at", "“And the postcode there?”", "“Could you read the postcode again, please?”"},
}

// lineOf is the line of a field as it stands. A card whose code has four digits has them
// on its front.
func (p *Page) lineOf(name string) line {
	for _, l := range script {
		if l.name != name {
			continue
		}
		if name == "securitycode" && p.form.Card().Number.Brand().CodeLength() == 4 {
			l.help = "the 4 digits on the front of the card"
			l.say = "“And the four digits on the front of the card, please?”"
			l.again = "“Could you read the four digits on the front again, please?”"
		}
		return l
	}
	return line{name: name, short: name}
}
