package record

import (
	"strings"
	"time"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// group is a part of the record screen under a title of its own.
type group struct {
	title string
	rows  []labelled
}

type labelled struct{ label, value string }

// add adds what the record carries; what it does not is left out.
func (g *group) add(label, value string) {
	if value != "" {
		g.rows = append(g.rows, labelled{label, value})
	}
}

// addCoded adds a value in words with the gateway's code behind them, or the code
// alone if there are no words for it.
func (g *group) addCoded(label, code, words string) {
	switch {
	case code == "":
	case words == "":
		g.add(label, code)
	default:
		g.add(label, words+" ("+code+")")
	}
}

// brief is what a group says while it is folded.
func (g group) brief() string {
	var parts []string
	for _, row := range g.rows[:min(len(g.rows), 3)] {
		parts = append(parts, row.value)
	}
	return kit.Joined(parts...)
}

func paymentGroup(r gateway.Record, confirmed []gateway.Currency) group {
	g := group{title: statement.What(r)}
	g.addCoded("Kind", r.RequestType, statement.What(r))
	g.add("Account type", r.AccountType)
	g.add("Amount", moneyWords(r.Amount(confirmed...))(r.BaseAmount, r.CurrencyISO3A))
	g.add("Card", r.MaskedPAN)
	g.add("Card type", r.PaymentType)
	g.add("Expires", kit.Expires(r.ExpiryDate))
	g.add("Issuer", strings.TrimSpace(r.Issuer+" "+r.IssuerCountry))
	g.add("Authorisation method", r.AuthMethod)
	g.addCoded("Card stored", r.CredentialsOnFile, map[string]string{"0": "No", "1": "From this payment on", "2": "Earlier"}[r.CredentialsOnFile])
	g.add("Reason for the repeat", r.InitiationReason)
	g.add("Subscription", strings.TrimSpace(r.SubscriptionType+" "+r.SubscriptionNumber))
	g.add("Number of parts", r.SplitFinalNumber)
	g.add("Currency conversion", r.DCCEnabled)
	g.add("Repayment of a debt", r.DebtRepayment)
	return g
}

// settlementGroup says how much of it settles, and when.
func settlementGroup(r gateway.Record, confirmed []gateway.Currency, now time.Time) group {
	g := group{title: "Settlement"}
	settles, due := moneyWords(r.SettleAmount(confirmed...))(r.SettleBaseAmount, r.CurrencyISO3A), r.SettleDueDate
	switch _, moves := statement.Settles(r, confirmed...); { // what the gateway has is no promise
	case statement.Nothing(r):
		settles, due = inBrackets("nothing", r.SettleBaseAmount, settles), inBrackets("none", due, due)
	case !moves:
		settles = inBrackets("not known", r.SettleBaseAmount, settles)
	}
	if r.RequestType != "" {
		words := statement.Settlement(r, now)
		if r.SettleStatus != "" {
			words += " (" + r.SettleStatus + ")"
		}
		g.add("Settlement", words)
	}
	g.add(statement.AmountLabel(r), settles)
	g.add("Settlement date", due)
	return g
}

// moneyWords is an amount for people with its currency, or the gateway's digits
// where its decimals are not certain.
func moneyWords(m gateway.Money, ok bool) func(digits, code string) string {
	return func(digits, code string) string {
		if ok {
			return m.String() + " " + code
		}
		return kit.Joined(digits, code)
	}
}

// inBrackets is what holds, with what the gateway has in brackets, if it has
// anything.
func inBrackets(holds, has, text string) string {
	if has == "" {
		return ""
	}
	return holds + " (" + text + ")"
}

// bankGroup is what the bank said. why is what an agent reads who may not see all of it.
func bankGroup(r gateway.Record, why string) group {
	g := group{title: "Bank’s answer"}
	g.addCoded("Code", r.ErrorCode, r.ErrorMessage)
	if r.ErrorCode == "" {
		g.add("Message", r.ErrorMessage)
	}
	g.add("Fields", strings.Join(r.ErrorData, ", "))
	switch {
	case script.Withheld(r):
		g.add("Bank’s own code", why)
	case r.AcquirerResponseCode == "":
		g.add("Bank’s message", r.AcquirerResponseText)
	default:
		g.addCoded("Bank’s own code", r.AcquirerResponseCode, r.AcquirerResponseText)
	}
	g.add("It means", script.Reason(r))
	g.addCoded("Advice", r.AcquirerAdviceCode, r.Advice().String())
	g.add("Bank’s reference", r.AcquirerTransaction)
	g.add("Retrieval reference", r.RetrievalReference)
	g.add("Fraud rating", r.FraudRating)
	return g
}

func customerGroup(title string, c gateway.Contact) group {
	g := group{title: title}
	g.add("Name", strings.Join(strings.Fields(strings.Join([]string{c.PrefixName, c.FirstName, c.MiddleName, c.LastName, c.SuffixName}, " ")), " "))
	g.add("Address", kit.Joined(c.Premise, c.Street))
	g.add("Town", kit.Joined(c.Town, c.County))
	g.add("Postcode", kit.Joined(c.Postcode, forms.CountryName(c.Country)))
	g.add("E-mail", c.Email)
	g.add("Telephone", kit.Joined(c.Telephone, c.TelephoneType))
	g.add("Date of birth", kit.Birthday(c.DateOfBirth))
	return g
}

func deliveryGroup(r gateway.Record) group {
	g := customerGroup("Delivery", r.Customer.Contact)
	if account := strings.TrimSpace(r.RecipientAccountType + " " + r.RecipientAccount); account != "" { // the fields describe the recipient of the money
		g.title, g.rows = "Recipient", append([]labelled{{"Paid into", account}}, g.rows...)
	}
	g.add("IP address", r.Customer.IP)
	g.add("Forwarded IP address", r.Customer.ForwardedIP)
	return g
}

func merchantGroup(r gateway.Record) group {
	g := group{title: "Merchant"}
	g.addCoded("Live", r.LiveStatus, map[string]string{"0": "Test", "1": "Live"}[r.LiveStatus])
	g.add("Sent through", r.Interface)
	g.add("Shown on the statement", r.ChargeDescription)
	g.add("Merchant", kit.Joined(r.MerchantName, r.MerchantNumber))
	g.add("Town", kit.Joined(r.MerchantCity, r.MerchantState, r.MerchantZIP, r.MerchantCountry))
	g.add("Category", r.MerchantCategory)
	g.add("E-mail", r.MerchantEmail)
	g.add("Terminal", r.TID)
	g.add("Merchant field 4", r.CustomField4)
	g.add("Merchant field 5", r.CustomField5)
	return g
}

func threeDGroup(r gateway.Record) group {
	g := group{title: "3-D Secure"}
	enrolled, status := r.ThreeD()
	g.addCoded("Enrolled", r.Enrolled, enrolled.String())
	g.addCoded("Authentication", r.ThreeDStatus, status.String())
	g.add("Version", r.ThreeDVersion)
	g.add("ECI", r.ECI)
	g.add("CAVV", r.CAVV)
	g.add("XID", r.XID)
	g.add("ACS", r.ACSURL)
	return g
}
