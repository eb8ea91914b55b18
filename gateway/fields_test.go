package gateway

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFieldLengths: every field accepts its longest value and refuses one character
// more.
func TestFieldLengths(t *testing.T) {
	fill := map[fieldKind]string{
		anyText: "é", lettersText: "a", digitsText: "7", siteText: "_", referenceText: "-", statementText: "(",
		telephoneText: "0", emailText: "m", emailListText: "m",
	}
	check := func(name string, rule fieldRule, filter bool) {
		character, ok := fill[rule.kind]
		if !ok {
			return // of a fixed form
		}
		longest := strings.Repeat(character, rule.most)
		if rule.kind == emailText || rule.kind == emailListText {
			longest = strings.Repeat("m", 64) + "@" + strings.Repeat("m", rule.most-65)
		}
		if err := checkField(name, longest, filter, true); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		checkFieldError(t, checkField(name, longest+character, filter, true), name, longest)
		checkFieldError(t, checkField(name, longest+character, filter, false), name, longest)
	}
	for name, rule := range fieldRules {
		check(name, rule, false)
	}
	for name, rule := range filterRules {
		check(name, rule, true)
	}
	for suffix := range contactRules {
		for _, prefix := range []string{"billing", "customer"} {
			rule, _ := ruleFor(prefix+suffix, false)
			check(prefix+suffix, rule, false)
		}
	}
	if err := checkField("nosuchfield", "x", false, false); err == nil {
		t.Error("a field without a rule was let through")
	}
	if err := checkField("sitereference", "", false, false); err != nil {
		t.Error(err)
	}
	checkFieldError(t, checkField("sitereference", "", false, true), "sitereference", "")
	checkFieldError(t, checkField("billingtown", "a\xff\xfeb", false, false), "billingtown", "a\xff\xfeb")
}

// TestFieldKinds: which characters a field may have.
func TestFieldKinds(t *testing.T) {
	tests := []struct {
		field     string
		good, bad []string
	}{
		{"sitereference", []string{"test_site12345", "A"}, []string{"a b", "a-b", "é", "a\n"}},
		{"accounttypedescription", []string{"MOTO", "ecom"}, []string{"MOTO1", "MO TO", "МОТО"}},
		{"parenttransactionreference", []string{"23-9-80006", "a-B-9"}, []string{"23_9", "23 9", "23.9"}},
		{"chargedescription", []string{"Shop (1) + 2-3_4.5@6"}, []string{"Shop & Co", "50%", "Café", "a,b", "tab\t", "–"}},
		{
			"billingemail",
			[]string{"a@b", "o'neil+tag@sub.example.com", strings.Repeat("x", 64) + "@example.com"},
			[]string{"a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@b\n", "a@.uk", "a@b.", "a@b..uk", strings.Repeat("x", 65) + "@example.com"},
		},
		{"merchantemail", []string{"a@b", "a@b,c@d", "a@b; c@d"}, []string{",", "a@b,c", "a@b c@d"}},
		{"billingtelephone", []string{"+44 (0)1248 672-050", "01248.672050", "#1*2/3"}, []string{"ring me", "+()", "٠١٢٣", "01248\t672050", "1–2"}},
		{"customertelephonetype", []string{"H", "M", "W"}, []string{"h", "X", "1"}},
		{"billingcountryiso2a", []string{"GB", "US", "CA", "IT", "IM", "JE", "XK"}, []string{"gb", "G", "ZZ", "XX", "QQ", "G1", "EU", "001"}},
		{"currencyiso3a", []string{"GBP", "JPY"}, []string{"gbp", "GB", "G8P", "££££"}},
		{"settleduedate", []string{"2026-12-01"}, []string{"2026-13-01", "2026-02-30", "01-12-2026", "2026-12-1", "20261201", "2026-12-01 "}},
		{"customerdob", []string{"1970-02-28", "2000-02-29"}, []string{"1970-02-29", "70-02-28", "28/02/1970"}},
		{"expirydate", []string{"01/2030"}, []string{"13/2030", "1/2030", "01/30", "01-2030"}},
		{"customerip", []string{"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"}, []string{"192.0.2", "192.0.2.256", "fe80::1%eth0", "example.com", "192.0.2.1/24"}},
		{"customerforwardedip", []string{"192.0.2.1"}, []string{"unknown"}},
		{"termurl", []string{"https://example.com/a?b=c"}, []string{"http://example.com", "https:///path", "//example.com", "javascript:alert(1)", "https://a:b@example.com", ":"}},
		{"settlestatus", []string{"0", "1", "2", "3"}, []string{"10", "100", "4", "00", "x"}},
		{"authmethod", []string{"FINAL", "PRE"}, []string{"final", "BOTH"}},
		{"credentialsonfile", []string{"0", "1", "2"}, []string{"3", "a"}},
		{"initiationreason", []string{"A", "C", "D", "S", "X"}, []string{"B", "a"}},
		{"subscriptiontype", []string{"RECURRING", "INSTALLMENT"}, []string{"recurring", "OTHER"}},
		{"customeraccountnumber", []string{"0123456789"}, []string{"GB33BUKB", "12 34"}},
		{"billinglastname", []string{"O'Neil", "李", "a\r\n\tb", "<script>"}, nil},
	}
	for _, test := range tests {
		for _, v := range test.good {
			if err := checkField(test.field, v, false, true); err != nil {
				t.Errorf("%s %q: %v", test.field, v, err)
			}
		}
		for _, v := range test.bad {
			checkFieldError(t, checkField(test.field, v, false, false), test.field, v)
		}
	}
}

func TestPostcodes(t *testing.T) {
	for country, list := range map[string]struct{ good, bad []string }{
		"GB": {
			[]string{"TE45 6ST", "TR45 6ST", "TE456ST", "te45 6st", "M1 1AA", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA", "gir0aa"},
			[]string{"55555", "TE45", "TE45 6S", "TE45  6ST", "T 6ST", "TE456 6ST", "ſ1 1AA", "TE45-6ST"},
		},
		"US": {[]string{"55555", "12345-6789", "123456789", "12345 6789"}, []string{"5555", "555555", "TE45 6ST", "12345-678"}},
		"CA": {[]string{"K1A 0B1", "k1a0b1", "K1A-0B1"}, []string{"K1A 0B", "11A 0B1", "K1A  0B1"}},
		"IE": {[]string{"anything", "D02 AF30", "-"}, nil},
		"":   {[]string{"anything"}, nil},
	} {
		for _, v := range list.good {
			if !PostcodeFits(v, country) {
				t.Errorf("%s %q was refused", country, v)
			}
		}
		for _, v := range list.bad {
			if PostcodeFits(v, country) {
				t.Errorf("%s %q was let through", country, v)
			}
		}
	}
}

// TestRefusedHere: requests that break a rule are not sent, name the field, and
// lose their cards all the same.
func TestRefusedHere(t *testing.T) {
	url, count := serve(t, jsonAnswer(goodAnswer))
	client := testClient(t, url, ample)
	auth := func(change func(*AuthRequest)) func() (Result, CardNumber, error) {
		return func() (Result, CardNumber, error) {
			r := testRequest()
			change(&r)
			result, err := client.Auth(t.Context(), r)
			return result, r.Card.Number, err
		}
	}
	refund := func(change func(*RefundRequest)) func() (Result, CardNumber, error) {
		return func() (Result, CardNumber, error) {
			r := testRefund()
			change(&r)
			result, err := client.Refund(t.Context(), r)
			return result, CardNumber{}, err
		}
	}
	payout := func(change func(*PayoutRequest)) func() (Result, CardNumber, error) {
		return func() (Result, CardNumber, error) {
			r := testPayout()
			change(&r)
			result, err := client.Payout(t.Context(), r)
			return result, r.Card.Number, err
		}
	}
	update := func(change func(*UpdateRequest)) func() (Result, CardNumber, error) {
		return func() (Result, CardNumber, error) {
			r := UpdateRequest{Site: "s", TransactionReference: "1-2-3"}
			change(&r)
			result, err := client.Update(t.Context(), r)
			return result, CardNumber{}, err
		}
	}
	query := func(change func(*Query)) func() (Result, CardNumber, error) {
		return func() (Result, CardNumber, error) {
			q := Query{Sites: []string{"s"}, Cards: []CardNumber{testCard().Number}}
			change(&q)
			result, err := client.Query(t.Context(), q)
			return result, q.Cards[0], err
		}
	}
	tests := []struct {
		field string
		call  func() (Result, CardNumber, error)
	}{
		{"sitereference", auth(func(r *AuthRequest) { r.Site = "a b" })},
		{"parenttransactionreference", auth(func(r *AuthRequest) { r.Parent = "1_2" })},
		{"authmethod", auth(func(r *AuthRequest) { r.AuthMethod = "MAYBE" })},
		{"credentialsonfile", auth(func(r *AuthRequest) { r.CredentialsOnFile = "9" })},
		{"initiationreason", auth(func(r *AuthRequest) { r.InitiationReason = "Z" })},
		{"paymenttypedescription", auth(func(r *AuthRequest) { r.PaymentType = "VISA 1" })},
		{"settlestatus", auth(func(r *AuthRequest) { r.SettleStatus = SettleSettled })},
		{"settleduedate", auth(func(r *AuthRequest) { r.SettleDueDate = "2026-11-20" })},
		{"settleduedate", auth(func(r *AuthRequest) { r.SettleDueDate = "2026-11-29" })},
		{"settleduedate", auth(func(r *AuthRequest) { r.SettleDueDate, r.AuthMethod = "2026-12-23", AuthPre })},
		{"settleduedate", auth(func(r *AuthRequest) { r.SettleDueDate = "tomorrow" })},
		{"chargedescription", auth(func(r *AuthRequest) { r.ChargeDescription = "a&b" })},
		{"merchantemail", auth(func(r *AuthRequest) { r.MerchantEmail = "none" })},
		{"customfield4", auth(func(r *AuthRequest) { r.CustomField4 = strings.Repeat("x", 256) })},
		{"billingcountryiso2a", auth(func(r *AuthRequest) { r.Billing.County, r.Billing.Country = "Gwynedd", "" })},
		{"billingpostcode", auth(func(r *AuthRequest) { r.Billing.Postcode = "12345" })},
		{"billingtelephonetype", auth(func(r *AuthRequest) { r.Billing.Telephone = "0123" })},
		{"customerpostcode", auth(func(r *AuthRequest) { r.Customer.Country, r.Customer.Postcode = "US", "TE45 6ST" })},
		{"customerfirstname", auth(func(r *AuthRequest) { r.Customer.FirstName = strings.Repeat("x", 128) })},
		{"customerip", auth(func(r *AuthRequest) { r.Customer.IP = "here" })},
		{"customerdob", auth(func(r *AuthRequest) { r.Recipient.Number = number(t, "1") })},
		{"customerlastname", auth(func(r *AuthRequest) { r.Recipient.Number, r.Customer.DateOfBirth = number(t, "1"), "1980-01-31" })},
		{"customeraccountnumber", auth(func(r *AuthRequest) { r.Recipient = Recipient{Number: number(t, "4"), Type: RecipientCard} })},
		{"customeraccountnumbertype", auth(func(r *AuthRequest) { r.Recipient = Recipient{Number: number(t, "4"), Type: "a b"} })},
		{"pan", auth(func(r *AuthRequest) { r.Card.Number.Wipe() })},
		{"expirydate", auth(func(r *AuthRequest) { r.Card.Expiry = Expiry{} })},
		{"expirydate", auth(func(r *AuthRequest) { r.Parent, r.Card.Expiry = "1-2-3", Expiry{Month: 1, Year: 2020} })},
		{"securitycode", auth(func(r *AuthRequest) {
			r.Parent, r.Card.Number, r.Card.Code = "1-2-3", CardNumber{}, securityCode(t, "12")
		})},
		{"subscriptionnumber", auth(func(r *AuthRequest) { r.Subscription.Type = SubscriptionRecurring })},
		{"subscriptionnumber", auth(func(r *AuthRequest) { r.Parent, r.Subscription = "1-2-3", Subscription{SubscriptionRecurring, 1} })},
		{"subscriptiontype", auth(func(r *AuthRequest) { r.Subscription.Number = 2 })},
		{"pares", auth(func(r *AuthRequest) { r.ThreeD.MD = "x" })},
		{"sitereference", refund(func(r *RefundRequest) { r.Site = "" })},
		{"parenttransactionreference", refund(func(r *RefundRequest) { r.Parent = "" })},
		{"baseamount", refund(func(r *RefundRequest) { r.Amount.Minor = -1 })},
		{"baseamount", refund(func(r *RefundRequest) { r.Amount.Minor = 1e13 })},
		{"expirydate", refund(func(r *RefundRequest) { r.Expiry = Expiry{Month: 10, Year: 2026} })},
		{"orderreference", refund(func(r *RefundRequest) { r.OrderReference = strings.Repeat("é", 26) })},
		{"pan", payout(func(r *PayoutRequest) { r.Parent = "1-2-3" })},
		{"expirydate", payout(func(r *PayoutRequest) { r.Expiry = Expiry{Month: 1, Year: 2028} })},
		{"baseamount", payout(func(r *PayoutRequest) { r.Amount.Minor = 0 })},
		{"orderreference", payout(func(r *PayoutRequest) { r.OrderReference = "" })},
		{"pan", payout(func(r *PayoutRequest) { r.Card.Number.Pop() })},
		{"updates", update(func(*UpdateRequest) {})},
		{"transactionreference", update(func(r *UpdateRequest) { *r = Cancel("s", "") })},
		{"sitereference", update(func(r *UpdateRequest) { *r = Cancel("", "1-2-3") })},
		{"settlebaseamount", update(func(r *UpdateRequest) { *r = Reduce("s", "1-2-3", gbp(-5)) })},
		{"settlestatus", update(func(r *UpdateRequest) { r.SettleStatus = SettleSettling })},
		{"settleduedate", update(func(r *UpdateRequest) { r.SettleDueDate = "2026-11-20" })},
		{"billingcounty", update(func(r *UpdateRequest) { r.Billing.County, r.Billing.Country = "Gwynedd", "GB" })},
		{"billingdob", update(func(r *UpdateRequest) { r.Billing.DateOfBirth = "1980-01-31" })},
		{"pan", query(func(q *Query) { q.Cards[0].Pop() })},
		{"billingpremise", query(func(q *Query) { q.BillingPremises = []string{strings.Repeat("x", 21)} })},
		{"orderreference", query(func(q *Query) { q.OrderReferences = []string{"a", ""} })},
		{"endtimestamp", query(func(q *Query) { q.After, q.Before = time.Unix(noon, 0), time.Unix(noon+1, 0) })},
	}
	for i, test := range tests {
		result, card, err := test.call()
		var field *FieldError
		if !errors.As(err, &field) || field.Field != test.field {
			t.Errorf("%d %s: %v", i, test.field, err)
		}
		if outcome, _ := outcomeOf(t, result); outcome != OutcomeNotSent {
			t.Errorf("%d %s: %v", i, test.field, outcome)
		}
		if card.Len() != 0 {
			t.Errorf("%d %s: the card was not wiped", i, test.field)
		}
	}
	if _, err := client.Query(t.Context(), Query{}); err == nil {
		t.Error("an empty query was let through")
	} else {
		checkFieldError(t, err, "filter", "")
	}
	if count.Load() != 0 {
		t.Errorf("%d requests were sent", count.Load())
	}
}

// TestFieldTableIsWhole: every field of every request has exactly one row in the table.
func TestFieldTableIsWhole(t *testing.T) {
	for name, rule := range fieldRules {
		if rule.label == "" || rule.most == 0 {
			t.Errorf("%s: %+v", name, rule)
		}
		if values, ok := rule.kind.values(); ok && slices.ContainsFunc(values, func(v string) bool { return len(v) > rule.most }) {
			t.Errorf("%s: a value is too long", name)
		}
	}
}

// TestMaxLength: the length that a form asks for is the one that a request is checked
// by.
func TestMaxLength(t *testing.T) {
	for name, want := range map[string]int{"billinglastname": 127, "billingpremise": 25, "billingpostcode": 25, "orderreference": MaxOrderReference, "nothing": 0} {
		got := MaxLength(name)
		if got != want {
			t.Errorf("%s has at most %d characters, want %d", name, got, want)
		}
		if err := checkField(name, strings.Repeat("x", got+1), false, false); err == nil {
			t.Errorf("%s takes more than %d characters", name, got)
		}
	}
}
