package message

import "motoconsole/internal/sandbox/book"

// BookedKind is a request that the bank only checks, books and answers.
type BookedKind struct {
	Name     string
	accounts []string // what accounttypedescription may be
	Required []string
	fields   []Field // its own, besides those of any AUTH
	Card     bool    // it needs a card, its own or its parent's
	Parent   string  // what its parent must be, "" for anything or nothing
	Anywhere bool    // postcodes are not checked
}

// BookedOnly finds such a request type.
func BookedOnly(name string) (BookedKind, bool) {
	for _, k := range BookedKinds() {
		if k.Name == name {
			return k, true
		}
	}
	return BookedKind{}, false
}

// BookedKinds are those requests. Their fields are those of the vendor's own
// tests, which is all that is known of most of them.
func BookedKinds() []BookedKind {
	payments := []string{"ECOM", "MOTO", book.AccountRecurring}
	return []BookedKind{
		{
			Name: book.TypeOrder, accounts: payments, fields: orderFields(),
			Required: []string{"sitereference", "accounttypedescription", "paymenttypedescription", "currencyiso3a", "baseamount", "returnurl", "cancelurl"},
		},
		{Name: book.TypeOrderDetails, accounts: payments, Required: []string{"sitereference", "parenttransactionreference"}, Parent: book.TypeOrder},
		{Name: book.TypeStore, accounts: []string{"CARDSTORE"}, Required: []string{"sitereference", "accounttypedescription"}, Card: true},
		{
			Name: book.TypeIdentity, accounts: []string{"IDENTITYCHECK"}, Anywhere: true,
			Required: []string{"sitereference", "accounttypedescription", "customerfirstname", "customerlastname", "customerpremise", "customerpostcode", "customercountryiso2a"},
		},
		{
			Name: book.TypeRiskDecision, accounts: append(payments, "FRAUDCONTROL"), Card: true,
			Required: []string{"sitereference", "accounttypedescription", "currencyiso3a", "baseamount"},
		},
		{
			Name: book.TypeCurrencyRate, accounts: append(payments, "CURRENCYRATE"), Card: true,
			fields:   []Field{{"dcccurrencyiso3a", Currency}, {"dccbaseamount", Amount}, {"dcctype", OneOf("DCC")}},
			Required: []string{"sitereference", "accounttypedescription", "dcccurrencyiso3a", "dccbaseamount", "dcctype"},
		},
		{
			Name: book.TypeSubscription, accounts: payments, Parent: book.TypeAuth,
			Required: []string{"sitereference", "subscriptionunit", "subscriptiontype", "subscriptionfrequency"},
		},
	}
}

// WithoutInherited are the required fields that a parent cannot supply.
func WithoutInherited(required []string) []string {
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

// BookedFields are the field tables of those requests, by type.
func BookedFields() map[string][]Field {
	tables := make(map[string][]Field)
	for _, k := range BookedKinds() {
		own := append([]Field{{"accounttypedescription", OneOf(k.accounts...)}}, k.fields...)
		tables[k.Name] = overlaid(CheckFields(), own)
	}
	return tables
}

// overlaid are fields with some replaced, or added, by their names.
func overlaid(fields, with []Field) []Field {
	out := append([]Field{}, fields...)
	for _, own := range with {
		replaced := false
		for i := range out {
			if out[i].Name == own.Name {
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
func orderFields() []Field {
	return []Field{
		{"baseamount", Amount},
		{"returnurl", free(255)}, // the vendor's own tests send it without https://
		{"cancelurl", free(255)},
		{"paypalemail", asSent("billingemail")},
		{"paypaladdressoverride", OneOf("0", "1")},
		{"paymenttypedescription", OneOf(book.TypePayPal)},
	}
}
