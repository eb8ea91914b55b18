package sandbox

import (
	"slices"
	"time"

	"motoconsole/gateway"
)

// field is a row of the vendor's field tables.
type field struct {
	name  string
	valid format
}

// authFields are the fields of an AUTH with a format of their own, in the
// order of the tables (gateway-facts 6). The card's are in card.go.
func authFields() []field {
	return slices.Concat([]field{
		{"accounttypedescription", oneOf("ECOM", "MOTO", "RECUR")},
		{"sitereference", site},
		{"currencyiso3a", currency},
		{"baseamount", amount},
		{"paymenttypedescription", paymentTypeName},
		{"authmethod", oneOf("FINAL", "PRE")},
		{"credentialsonfile", oneOf("0", "1", "2")},
		{"initiationreason", oneOf("A", "C", "D", "S", "X")},
		{"parenttransactionreference", of(referenceCharacter, 25)},
		{"md", asSent("md")},
		{"pares", asSent("pares")},
		{"mainamount", converted},
		{"settlestatus", oneOf("0", "1", "2", "100")}, // 3 and 10 are the gateway's to set; for 100 see checkSettled
		{"settleduedate", date},
		{"subscriptiontype", oneOf("RECURRING", "INSTALLMENT")},
		{"subscriptionnumber", of(digit, 10)},
		{"subscriptionunit", oneOf("DAY", "MONTH")},
		{"subscriptionfrequency", of(digit, 10)},
		{"subscriptionfinalnumber", of(digit, 10)},
		{"subscriptionbegindate", date},
		{"orderreference", free(255)},
		{"operatorname", free(255)}, // "alphanumeric", yet its default is an e-mail address
		{"chargedescription", of(chargeCharacter, 25)},
		{"merchantemail", asSent("merchantemail")},
		{"customerip", ipAddress},
		{"customerforwardedip", ipAddress},
		{"customeraccountnumber", of(digit, 20)},
		{"customeraccountnumbertype", oneOf("CARD", "ACCOUNT")},
		{"debtrepayment", oneOf("0", "1")},
		{"customfield1", free(255)}, // the lengths are inferred
		{"customfield2", free(255)},
		{"customfield3", free(255)},
		{"customfield4", free(255)},
		{"customfield5", free(255)},
	}, personFields("billing"), personFields("customer"))
}

// checkFields are the fields of an ACCOUNTCHECK: an AUTH that may be of nothing.
func checkFields() []field {
	fields := authFields()
	for i, f := range fields {
		if f.name == "baseamount" {
			fields[i].valid = func(v string) bool { return v == "0" || amount(v) }
		}
	}
	return fields
}

// personFields are the rows the billing and the customer table share.
func personFields(prefix string) []field {
	fields := []field{
		{"premise", free(25)},
		{"street", free(127)},
		{"town", free(127)},
		{"county", free(127)},
		{"countryiso2a", country},
		{"postcode", free(25)},
		{"email", asSent("billingemail")},
		{"telephone", asSent("billingtelephone")},
		{"telephonetype", oneOf("H", "M", "W")},
		{"prefixname", free(25)},
		{"firstname", free(127)},
		{"middlename", free(127)},
		{"lastname", free(127)},
		{"suffixname", free(25)},
		{"dob", date},
	}
	for i := range fields {
		fields[i].name = prefix + fields[i].name
	}
	return fields
}

// complaints are the names of invalid fields, each once.
type complaints []string

func (c *complaints) add(name string) {
	if !slices.Contains(*c, name) {
		*c = append(*c, name)
	}
}

// value is a field that has passed its format check, or "".
func (e element) value(name string) string {
	v, _ := e.text(name)
	return v
}

// checkFormats names the fields sent in a form their table does not allow, and
// the required ones that were not sent.
func (e element) checkFormats(bad *complaints, fields []field, required ...string) {
	for _, f := range fields {
		v, ok := e.text(f.name)
		if !ok || v != "" && !f.valid(v) || v == "" && slices.Contains(required, f.name) {
			bad.add(f.name)
		}
	}
}

// checkPerson checks what depends on another field of the same person.
func (e element) checkPerson(bad *complaints, prefix string) {
	if !postcode(e.value(prefix+"postcode"), e.value(prefix+"countryiso2a")) {
		bad.add(prefix + "postcode")
	}
	if e.value(prefix+"telephone") != "" && e.value(prefix+"telephonetype") == "" {
		bad.add(prefix + "telephonetype")
	}
	// Documented for billing only.
	if prefix == "billing" && e.value("billingcounty") != "" && e.value("billingcountryiso2a") == "" {
		bad.add("billingcountryiso2a")
	}
}

// checkSettlement checks settleduedate: today at the earliest, and within 7
// days of the authorisation, or 31 of a pre-authorisation.
func (e element) checkSettlement(bad *complaints, now time.Time) {
	due, err := time.Parse(time.DateOnly, e.value("settleduedate"))
	if err != nil {
		return // not sent, or already named
	}
	days := 7
	if e.value("authmethod") == "PRE" {
		days = 31
	}
	today := now.UTC().Truncate(24 * time.Hour)
	if due.Before(today) || due.After(today.AddDate(0, 0, days)) {
		bad.add("settleduedate")
	}
}

// checkSettled refuses a settlestatus of 100 from everybody but the one payment
// type that the vendor's own examples send it for.
func (e element) checkSettled(bad *complaints, paymentType string) {
	if e.value("settlestatus") == "100" && paymentType != typePayPal {
		bad.add("settlestatus")
	}
}

// checkAuthMethod refuses pre-authorisation where the schemes do not have it.
func (e element) checkAuthMethod(bad *complaints, brand gateway.Brand) {
	if e.value("authmethod") == "PRE" && brand != "" && brand != gateway.Visa && brand != gateway.Mastercard {
		bad.add("authmethod")
	}
}
