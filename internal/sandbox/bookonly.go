package sandbox

import "time"

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
	payments := []string{"ECOM", "MOTO", accountRecurring}
	return []bookedKind{
		{
			name: typeOrder, accounts: payments, fields: orderFields(),
			required: []string{"sitereference", "accounttypedescription", "paymenttypedescription", "currencyiso3a", "baseamount", "returnurl", "cancelurl"},
		},
		{name: typeOrderDetails, accounts: payments, required: []string{"sitereference", "parenttransactionreference"}, parent: typeOrder},
		{name: typeStore, accounts: []string{"CARDSTORE"}, required: []string{"sitereference", "accounttypedescription"}, card: true},
		{
			name: typeIdentity, accounts: []string{"IDENTITYCHECK"}, anywhere: true,
			required: []string{"sitereference", "accounttypedescription", "customerfirstname", "customerlastname", "customerpremise", "customerpostcode", "customercountryiso2a"},
		},
		{
			name: typeRiskDecision, accounts: append(payments, "FRAUDCONTROL"), card: true,
			required: []string{"sitereference", "accounttypedescription", "currencyiso3a", "baseamount"},
		},
		{
			name: typeCurrencyRate, accounts: append(payments, "CURRENCYRATE"), card: true,
			fields:   []field{{"dcccurrencyiso3a", currency}, {"dccbaseamount", amount}, {"dcctype", oneOf("DCC")}},
			required: []string{"sitereference", "accounttypedescription", "dcccurrencyiso3a", "dccbaseamount", "dcctype"},
		},
		{
			name: typeSubscription, accounts: payments, parent: typeAuth,
			required: []string{"sitereference", "subscriptionunit", "subscriptiontype", "subscriptionfrequency"},
		},
	}
}

// bookOnly answers one of those requests.
func (b *Bank) bookOnly(k bookedKind, e element, now time.Time) answer {
	parent := e.value("parenttransactionreference")
	var bad complaints
	fields := b.bookedFields[k.name]
	required := k.required
	if parent != "" {
		required = withoutInherited(required)
	}
	e.checkFormats(&bad, fields, required...)
	c := card{}
	if k.card || e.has("pan") {
		c = b.readCard(e, &bad, k.card && parent == "", now)
	}
	if !k.anywhere {
		e.checkPerson(&bad, "billing")
		e.checkPerson(&bad, "customer")
	}
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	if name := e.value("paymenttypedescription"); name != "" && c.pan != 0 && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	t := b.newTransaction(k.name, e, now)
	t.account, t.paymentType = e.value("accounttypedescription"), e.value("paymenttypedescription")
	t.useCard(c)
	if parent != "" || k.parent != "" {
		p, ok := b.book.see(parent, now)
		if !ok || p.site != t.site {
			return reject(now, "20004")
		}
		if code := k.refusesParent(&p); code != "" {
			return reject(now, code)
		}
		t.takeOver(&p, e, c)
	}
	if k.name == typeOrder {
		t.texts = t.texts.with(payPalToken, "EC-"+randomText(17))
	}
	return b.enter(t, now)
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

// refusesParent is the error code for a parent that does not fit.
func (k *bookedKind) refusesParent(p *transaction) string {
	switch {
	case k.parent == typeOrder && p.requestType != typeOrder:
		return "20033"
	case k.parent != typeAuth:
	case p.requestType != typeAuth && p.requestType != typeAccountCheck:
		return "20033"
	case p.errorCode != "0":
		return "20019" // a subscription wants a payment that went well
	}
	return ""
}

// takeOver fills the transaction from its parent.
func (t *transaction) takeOver(p *transaction, e element, c card) {
	t.parent = p.reference
	if t.account == "" {
		t.account = p.account
	}
	if t.currency == "" {
		t.currency = p.currency
	}
	if !e.has("baseamount") {
		t.minor, t.settleMinor = p.minor, p.minor
	}
	t.inheritCard(p, c)
	t.inheritTexts(p)
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
