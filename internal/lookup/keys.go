package lookup

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/postcode"
	"motoconsole/internal/lookup/names"
)

// Key is a named search term: key:value in the search line, a flag of the command,
// a field of a form. Each may be given several times; its values are alternatives.
type Key struct {
	Name string
	Help string // what the value is, for people
}

// Keys are all of them, in the order to show them.
func Keys() []Key {
	rows := keyRows()
	keys := make([]Key, len(rows))
	for i, row := range rows {
		keys[i] = row.Key
	}
	return keys
}

// keyRow says what a key does to a search.
type keyRow struct {
	Key
	field string // the gateway's name, for messages
	set   func(s *Search, value string) error
}

func keyRows() []keyRow {
	text := func(list func(*Search) *[]string) func(*Search, string) error {
		return func(s *Search, v string) error { put(list(s), v); return nil }
	}
	// spelled asks in capitals and without, because the gateway compares letter by
	// letter.
	spelled := func(list func(*Search) *[]string, spellings func(string) []string) func(*Search, string) error {
		return func(s *Search, v string) error {
			for _, spelling := range spellings(v) {
				put(list(s), spelling)
			}
			return nil
		}
	}
	return []keyRow{
		{Key{"reference", "transaction reference, such as 23-9-80006"}, "transactionreference", text(func(s *Search) *[]string { return &s.Filter.TransactionReferences })},
		{Key{"parent", "transaction reference of the payment that refunds and repeats belong to"}, "parenttransactionreference", text(func(s *Search) *[]string { return &s.Filter.Parents })},
		{Key{"order", "order reference, with or without the ending that moto adds"}, "orderreference", text(func(s *Search) *[]string { return &s.Filter.OrderReferences })},
		{Key{"email", "customer's e-mail address"}, "billingemail", setEmail},
		{Key{"name", "customer's last name, or first and last name in any order and spelling"}, "billinglastname", setName},
		{Key{"firstname", "customer's first name, exactly as it was sent"}, "billingfirstname", setNamePart(func(q *gateway.Query) *[]string { return &q.BillingFirstNames })},
		{Key{"lastname", "customer's last name, exactly as it was sent"}, "billinglastname", setNamePart(func(q *gateway.Query) *[]string { return &q.BillingLastNames })},
		{Key{"postcode", "customer's postcode, in any spelling"}, "billingpostcode", spelled(func(s *Search) *[]string { return &s.Filter.BillingPostcodes }, postcode.Spellings)},
		{Key{"premise", "customer's house number or name"}, "billingpremise", spelled(func(s *Search) *[]string { return &s.Filter.BillingPremises }, names.Capitals)},
		{Key{"street", "customer's street"}, "billingstreet", spelled(func(s *Search) *[]string { return &s.Filter.BillingStreets }, names.Capitals)},
		{Key{"town", "customer's town, in any case"}, "billingtown", text(func(s *Search) *[]string { return &s.Towns })},
		{Key{"telephone", "customer's telephone number, or its last six digits or more"}, "billingtelephone", setTelephone},
		{Key{"ip", "customer's IP address"}, "customerip", text(func(s *Search) *[]string { return &s.Filter.CustomerIPs })},
		{Key{"type", "payment, refund, payout, accountcheck or another request type"}, "requesttypedescription", setType},
		{Key{"account", "account type, such as MOTO or ECOM"}, "accounttypedescription", func(s *Search, v string) error {
			put(&s.Filter.AccountTypes, gateway.AccountType(strings.ToUpper(v)))
			return nil
		}},
		{Key{"brand", "payment type, such as VISA or MASTERCARD"}, "paymenttypedescription", setBrand},
		{Key{"currency", "currency, such as GBP"}, "currencyiso3a", setCurrency},
		{Key{"site", "site reference"}, "sitereference", text(func(s *Search) *[]string { return &s.Filter.Sites })},
		{Key{"last4", "last four digits of the card"}, "maskedpan", setLast4},
		{Key{"amount", "amount that was asked for or settles, such as 10.50 or EUR 10.50"}, "baseamount", func(s *Search, v string) error {
			a, err := parseAmount(v)
			if err == nil {
				put(&s.Amounts, a)
			}
			return err
		}},
		{Key{"status", "approved, declined, held, reserved, captured, pre-authorisation, cancelled, pending, settling, settled, refunded, refused or unknown"}, "settlestatus", setStatus},
		{Key{"agent", "operator's name, in any case"}, "operatorname", text(func(s *Search) *[]string { return &s.Agents })},
	}
}

// findKey is the row of a key, found by its name or a synonym.
func findKey(name string) (keyRow, bool) {
	switch name {
	case "ref", "transaction":
		name = "reference"
	case "zip":
		name = "postcode"
	case "e-mail", "mail":
		name = "email"
	case "phone", "tel":
		name = "telephone"
	case "operator":
		name = "agent"
	case "card", "pan", "ending":
		name = "last4"
	case kindLabel:
		name = "type"
	case outcomeLabel:
		name = "status"
	}
	for _, row := range keyRows() {
		if row.Name == name {
			return row, true
		}
	}
	return keyRow{}, false
}

// Set adds one value of a key. The error is a *gateway.FieldError and never
// holds the value.
func (s *Search) Set(name, value string) error {
	row, ok := findKey(strings.ToLower(name))
	if !ok {
		return refuse("filter", "there is nothing of that name to look for")
	}
	reference := (row.Name == "reference" || row.Name == "parent") && isReference(value)
	if !reference && LooksLikeCard(value) {
		return cardRefused()
	}
	v, err := clean(row.field, value)
	if err != nil {
		return err
	}
	return row.set(s, v)
}

// put adds a value that the list does not have yet.
func put[T comparable](list *[]T, value T) {
	for _, v := range *list {
		if v == value {
			return
		}
	}
	// A copy: searches are passed by value and must not share additions.
	*list = append((*list)[:len(*list):len(*list)], value)
}
