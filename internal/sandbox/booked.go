package sandbox

import "motoconsole/internal/sandbox/book"

// bookedKind is a request that the bank checks, books and answers, and does
// nothing more about.
type bookedKind struct {
	name     string
	accounts []string // what accounttypedescription may be
	required []string
	fields   []field // its own, besides those of any AUTH
	card     bool    // it needs a card, its own or its parent's
	parent   string  // what its parent has to be, "" for anything or nothing
	anywhere bool    // postcodes are not checked
}

// bookedOnly finds such a request type.
func bookedOnly(name string) (bookedKind, bool) {
	for _, k := range bookedKinds() {
		if k.name == name {
			return k, true
		}
	}
	return bookedKind{}, false
}

// bookedKinds are those requests. Their fields are those of the vendor's own
// tests, which is all that is known of most of them.
func bookedKinds() []bookedKind {
	payments := []string{"ECOM", "MOTO", book.AccountRecurring}
	return []bookedKind{
		{
			name: book.TypeOrder, accounts: payments, fields: orderFields(),
			required: []string{"sitereference", "accounttypedescription", "paymenttypedescription", "currencyiso3a", "baseamount", "returnurl", "cancelurl"},
		},
		{name: book.TypeOrderDetails, accounts: payments, required: []string{"sitereference", "parenttransactionreference"}, parent: book.TypeOrder},
		{name: book.TypeStore, accounts: []string{"CARDSTORE"}, required: []string{"sitereference", "accounttypedescription"}, card: true},
		{
			name: book.TypeIdentity, accounts: []string{"IDENTITYCHECK"}, anywhere: true,
			required: []string{"sitereference", "accounttypedescription", "customerfirstname", "customerlastname", "customerpremise", "customerpostcode", "customercountryiso2a"},
		},
		{
			name: book.TypeRiskDecision, accounts: append(payments, "FRAUDCONTROL"), card: true,
			required: []string{"sitereference", "accounttypedescription", "currencyiso3a", "baseamount"},
		},
		{
			name: book.TypeCurrencyRate, accounts: append(payments, "CURRENCYRATE"), card: true,
			fields:   []field{{"dcccurrencyiso3a", currency}, {"dccbaseamount", amount}, {"dcctype", oneOf("DCC")}},
			required: []string{"sitereference", "accounttypedescription", "dcccurrencyiso3a", "dccbaseamount", "dcctype"},
		},
		{
			name: book.TypeSubscription, accounts: payments, parent: book.TypeAuth,
			required: []string{"sitereference", "subscriptionunit", "subscriptiontype", "subscriptionfrequency"},
		},
	}
}

// withoutInherited are the required fields that no parent has.
func withoutInherited(required []string) []string {
	var own []string
	for _, name := range required {
		switch name {
		case "accounttypedescription", "currencyiso3a", "baseamount":
		default:
			own = append(own, name)
		}
	}
	return own
}

// bookedFields are the field tables of those requests, by type.
func bookedFields() map[string][]field {
	tables := make(map[string][]field)
	for _, k := range bookedKinds() {
		own := append([]field{{"accounttypedescription", oneOf(k.accounts...)}}, k.fields...)
		tables[k.name] = overlaid(checkFields(), own)
	}
	return tables
}

// overlaid are fields with some replaced, or added, by their names.
func overlaid(fields, with []field) []field {
	out := append([]field{}, fields...)
	for _, own := range with {
		replaced := false
		for i := range out {
			if out[i].name == own.name {
				out[i], replaced = own, true
			}
		}
		if !replaced {
			out = append(out, own)
		}
	}
	return out
}

// orderFields are the fields of an ORDER: the first part of a payment by PayPal.
func orderFields() []field {
	return []field{
		{"baseamount", amount},
		{"returnurl", free(255)}, // the vendor's own tests send it without https://
		{"cancelurl", free(255)},
		{"paypalemail", asSent("billingemail")},
		{"paypaladdressoverride", oneOf("0", "1")},
		{"paymenttypedescription", oneOf(book.TypePayPal)},
	}
}
