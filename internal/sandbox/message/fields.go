package message

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// Field is a row of the vendor's field tables.
type Field struct {
	Name  string
	valid format
}

// AuthFields are the fields of an AUTH with a format of their own, in the
// order of the tables. The fields of a card are in internal/sandbox/card.go.
func AuthFields() []Field {
	return slices.Concat([]Field{
		{"accounttypedescription", OneOf("ECOM", "MOTO", "RECUR")},
		{"sitereference", site},
		{"currencyiso3a", Currency},
		{"baseamount", Amount},
		{"paymenttypedescription", paymentTypeName},
		{"authmethod", OneOf("FINAL", "PRE", book.MethodRaise)},
		{"credentialsonfile", OneOf("0", "1", "2")},
		{"initiationreason", OneOf("A", "C", "D", "S", "X")},
		{"parenttransactionreference", of(referenceCharacter, 25)},
		{"md", asSent("md")},
		{"pares", asSent("pares")},
		{"mainamount", converted},
		{"settlestatus", OneOf("0", "1", "2", "100")}, // 3 and 10 are the gateway's to set; for 100 see CheckSettled
		{"settleduedate", date},
		{"subscriptiontype", OneOf("RECURRING", "INSTALLMENT")},
		{"subscriptionnumber", of(digit, 10)},
		{"subscriptionunit", OneOf("DAY", "MONTH")},
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
		{"customeraccountnumbertype", OneOf("CARD", "ACCOUNT")},
		{"debtrepayment", OneOf("0", "1")},
		{"customfield1", free(255)}, // the lengths are inferred
		{"customfield2", free(255)},
		{"customfield3", free(255)},
		{"customfield4", free(255)},
		{"customfield5", free(255)},
	}, personFields("billing"), personFields("customer"))
}

// CheckFields are the fields of an ACCOUNTCHECK: an AUTH whose amount may be zero.
func CheckFields() []Field {
	fields := AuthFields()
	for i, f := range fields {
		if f.Name == "baseamount" {
			fields[i].valid = func(v string) bool { return v == "0" || Amount(v) }
		}
	}
	return fields
}

// personFields are the rows the billing and the customer table share.
func personFields(prefix string) []Field {
	fields := []Field{
		{"premise", free(25)},
		{"street", free(127)},
		{"town", free(127)},
		{"county", free(127)},
		{"countryiso2a", country},
		{"postcode", free(25)},
		{"email", asSent("billingemail")},
		{"telephone", asSent("billingtelephone")},
		{"telephonetype", OneOf("H", "M", "W")},
		{"prefixname", free(25)},
		{"firstname", free(127)},
		{"middlename", free(127)},
		{"lastname", free(127)},
		{"suffixname", free(25)},
		{"dob", date},
	}
	for i := range fields {
		fields[i].Name = prefix + fields[i].Name
	}
	return fields
}

// UpdateFields are the fields that a TRANSACTIONUPDATE may change, with their
// formats. Only the gateway sets 10 and 100.
func UpdateFields() []Field {
	fields := []Field{
		{"settlestatus", OneOf("0", "1", "2", "3")},
		{"settlebaseamount", Amount},
		{"settlemainamount", PlainDecimal}, // the same in major units
		{"settleduedate", date},
		{"expirydate", func(v string) bool {
			exp, err := gateway.ParseExpiry(v)
			return err == nil && exp.String() == v
		}},
		{"orderreference", free(255)},
	}
	return append(fields, personFields("billing")...)
}

// RefundFields are the fields of a REFUND, payouts included.
func RefundFields() []Field {
	fields := []Field{{"accounttypedescription", OneOf("ECOM", "MOTO", book.AccountRecurring, book.AccountPayout)}}
	for _, f := range AuthFields() {
		if f.Name != "accounttypedescription" {
			fields = append(fields, f)
		}
	}
	return fields
}

// PageFields are the fields of a THREEDQUERY about the issuer's page. Their tables
// are lost; the length of an address is inferred.
func PageFields() []Field {
	return []Field{
		{"termurl", webAddress(2048)},
		{"accept", of(func(r rune) bool { return r >= ' ' && r <= '~' }, 255)}, // a header of the browser
	}
}
