package sandbox

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
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

// updateFields are what a TRANSACTIONUPDATE may change, with their formats. 10
// and 100 are the gateway's to set.
func updateFields() []field {
	fields := []field{
		{"settlestatus", oneOf("0", "1", "2", "3")},
		{"settlebaseamount", amount},
		{"settlemainamount", plainDecimal}, // the same in major units
		{"settleduedate", date},
		{"expirydate", func(v string) bool {
			exp, err := gateway.ParseExpiry(v)
			return err == nil && exp.String() == v
		}},
		{"orderreference", free(255)},
	}
	return append(fields, personFields("billing")...)
}

// refundFields are the fields of a REFUND, payouts included.
func refundFields() []field {
	fields := []field{{"accounttypedescription", oneOf("ECOM", "MOTO", book.AccountRecurring, book.AccountPayout)}}
	for _, f := range authFields() {
		if f.name != "accounttypedescription" {
			fields = append(fields, f)
		}
	}
	return fields
}

// pageFields are the fields of a THREEDQUERY that are about the page. Their
// tables are lost; the length of an address is inferred.
func pageFields() []field {
	return []field{
		{"termurl", webAddress(2048)},
		{"accept", of(func(r rune) bool { return r >= ' ' && r <= '~' }, 255)}, // a header of the browser
	}
}
