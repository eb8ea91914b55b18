package charge

import (
	"slices"
	"strings"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// termsOf are the terms of a charge beside card, amount and billing address, as the
// confirm page words them. It leaves out the usual ones.
func termsOf(c payment.Charge, less brevity) (facts kit.Facts) {
	if c.Kind.TakesMoney() && (c.Kind != terms.Payment || c.Settlement != (terms.Settlement{})) {
		settles := kit.Capital(c.Settlement.String())
		switch held := c.Kind == terms.Preauthorisation && c.Settlement == terms.Hold(); {
		case held && less >= brief:
			settles = "Once it is captured"
		case held:
			settles = statement.UntilCaptured
		}
		facts.Add("Settlement", settles)
	}
	return append(facts, consentOf(c)...)
}

// consentOf is whether the card may be kept, and what for.
func consentOf(c payment.Charge) (facts kit.Facts) {
	if consent := c.Answers.Consent; consent.Given() {
		says := "the caller agreed"
		if consent.Purpose != "" {
			says += ": " + gateway.Clean(consent.Purpose, 60)
		}
		facts.Add(cardIsKept, says)
	}
	return facts
}

const cardIsKept = "Card is kept"

// alsoSent are the further answers that are sent, each with its name.
func alsoSent(c payment.Charge) (all kit.Facts) {
	add := func(name, value string) { all.Add(name, gateway.Clean(value, 255)) }
	b, to := c.Billing, c.Answers.Customer
	add("e-mail", b.Email)
	add("telephone", b.Telephone)
	if to.DateOfBirth == "" && to.Contact != (gateway.Contact{}) {
		add("delivery to", kit.Joined(strings.TrimSpace(to.FirstName+" "+to.LastName), strings.TrimSpace(to.Premise+" "+to.Street), to.Town, to.County, to.Postcode, forms.CountryName(to.Country)))
	}
	add("statement text", c.Answers.ChargeDescription)
	add("merchant e-mail", c.Answers.MerchantEmail)
	add("IP address", to.IP)
	add("custom field 4", c.Answers.CustomField4)
	add("custom field 5", c.Answers.CustomField5)
	return all
}

// inWords are facts in words, each with its name.
func inWords(facts kit.Facts) (words []string) {
	for _, fact := range facts {
		words = append(words, fact[0]+" "+fact[1])
	}
	return words
}

// recipientOf is the account that the money goes to, in words; "" for none. It shows no
// more of the number than of a card's.
func recipientOf(c payment.Charge, r gateway.Recipient) string {
	if r.Number.Len() == 0 {
		return ""
	}
	what := "account"
	if r.Type == gateway.RecipientCard {
		what = "card"
	}
	if last := r.Number.Last4(); last != "" {
		what += " ending " + last
	}
	to := c.Answers.Customer
	parts := []string{what, to.LastName, to.Postcode}
	if to.DateOfBirth != "" {
		parts = append(parts, "born "+kit.Birthday(to.DateOfBirth))
	}
	if c.Answers.DebtRepayment {
		parts = append(parts, "repays a debt")
	}
	return kit.Joined(slices.DeleteFunc(parts, func(s string) bool { return s == "" })...)
}

// also says the terms of this charge besides its kind, as a sentence; "" if they are the
// usual ones.
func also(c payment.Charge) string {
	var parts []string
	facts := consentOf(c)
	if c.Settlement != (terms.Settlement{}) {
		facts = termsOf(c, whole)
	}
	for _, fact := range facts {
		parts = append(parts, fact[0]+": "+fact[1])
	}
	if sent := alsoSent(c); len(sent) > 0 {
		parts = append(parts, "Also sent: "+strings.Join(inWords(sent), ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ". ") + "."
}
