package gateway

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type fields = map[string]any

func values(v ...string) []any {
	list := make([]any, len(v))
	for i, v := range v {
		list[i] = fields{"value": v}
	}
	return list
}

// TestSent compares what arrives at the gateway with what the vendor's pages
// show.
func TestSent(t *testing.T) {
	auth := func(change func(*AuthRequest)) func(*Client) {
		return func(c *Client) {
			r := testRequest()
			r.Billing = Billing{}
			r.OperatorName = ""
			change(&r)
			_, _ = c.Auth(t.Context(), r)
		}
	}
	card := fields{"pan": "4111111111111111", "expirydate": "12/2030", "securitycode": "123"}
	base := fields{
		"requesttypedescriptions": []any{"AUTH"}, "accounttypedescription": "MOTO", "sitereference": "test_site12345",
		"orderreference": "My_Order_123", "baseamount": "1050", "currencyiso3a": "GBP",
	}
	with := func(more ...fields) fields {
		all := fields{}
		for _, m := range append([]fields{base}, more...) {
			for name, value := range m {
				if value == nil {
					delete(all, name)
				} else {
					all[name] = value
				}
			}
		}
		return all
	}
	everything := Contact{
		PrefixName: "Dr", FirstName: "Ann", MiddleName: "B", LastName: "Éire\n<&>", SuffixName: "BSc", Premise: "No 789",
		Street: "Long Street", Town: "Bangor", County: "Gwynedd", Postcode: "TE45 6ST", Country: "GB",
		Email: "ann@example.com", Telephone: "+44 (0)1248 672-050", TelephoneType: "M", DateOfBirth: "1970-02-28",
	}
	contact := func(prefix string) fields {
		return fields{
			prefix + "prefixname": "Dr", prefix + "firstname": "Ann", prefix + "middlename": "B", prefix + "lastname": "Éire\n<&>",
			prefix + "suffixname": "BSc", prefix + "premise": "No 789", prefix + "street": "Long Street", prefix + "town": "Bangor",
			prefix + "county": "Gwynedd", prefix + "postcode": "TE45 6ST", prefix + "countryiso2a": "GB", prefix + "email": "ann@example.com",
			prefix + "telephone": "+44 (0)1248 672-050", prefix + "telephonetype": "M", prefix + "dob": "1970-02-28",
		}
	}
	recipientCard := func() CardNumber { return number(t, "5100000000000511") }
	london := time.FixedZone("BST", 3600)

	tests := []struct {
		name string
		call func(*Client)
		want fields
	}{
		{"auth", auth(func(*AuthRequest) {}), with(card)},
		{"auth with everything", auth(func(r *AuthRequest) {
			r.AccountType, r.AuthMethod, r.PaymentType = AccountRecurring, AuthPre, Visa
			r.CredentialsOnFile, r.InitiationReason = CredentialsUse, InitiationUnscheduled
			r.Parent = "23-9-80001"
			r.SettleStatus, r.SettleDueDate = SettleSuspended, "2026-12-22"
			r.ChargeDescription = "Shop + 1-2_3.4@(5)"
			r.MerchantEmail, r.CustomField4, r.CustomField5 = "a@example.com;b@example.com", "four", "five"
			r.OperatorName = "priya"
			r.Subscription = Subscription{Type: SubscriptionRecurring, Number: 2}
			r.Billing, r.Customer = everything, Customer{Contact: everything, IP: "192.0.2.1", ForwardedIP: "2001:db8::1"}
			r.Recipient, r.DebtRepayment = Recipient{Number: number(t, "0123456789")}, true
		}), with(card, contact("billing"), contact("customer"), fields{
			"accounttypedescription": "RECUR", "authmethod": "PRE", "paymenttypedescription": "VISA", "credentialsonfile": "2",
			"initiationreason": "C", "parenttransactionreference": "23-9-80001", "settlestatus": "2", "settleduedate": "2026-12-22",
			"chargedescription": "Shop + 1-2_3.4@(5)", "merchantemail": "a@example.com;b@example.com", "customfield4": "four",
			"customfield5": "five", "operatorname": "priya", "subscriptiontype": "RECURRING", "subscriptionnumber": "2",
			"customerip": "192.0.2.1", "customerforwardedip": "2001:db8::1", "customeraccountnumber": "0123456789",
			"customeraccountnumbertype": "ACCOUNT", "debtrepayment": "1",
		})},
		{"auth for a recipient's card", auth(func(r *AuthRequest) {
			r.Recipient = Recipient{Number: recipientCard(), Type: RecipientCard}
			r.Customer.LastName, r.Customer.DateOfBirth, r.Customer.Postcode = "Jones", "1980-01-31", "TE45 6ST"
		}), with(card, fields{
			"customeraccountnumber": "5100000000000511", "customeraccountnumbertype": "CARD", "customerlastname": "Jones",
			"customerdob": "1980-01-31", "customerpostcode": "TE45 6ST",
		})},
		{"auth of a child", auth(func(r *AuthRequest) {
			r.Parent, r.Card, r.Amount = "23-9-80001", Card{}, Money{}
		}), with(fields{"parenttransactionreference": "23-9-80001", "baseamount": nil, "currencyiso3a": nil})},
		{"auth of a child with a new code", auth(func(r *AuthRequest) {
			r.Parent = "23-9-80001"
			r.Card.Number, r.Card.Expiry = CardNumber{}, Expiry{}
		}), with(fields{"parenttransactionreference": "23-9-80001", "securitycode": "123"})},
		{"auth after 3-D Secure", auth(func(r *AuthRequest) {
			*r = AuthRequest{OrderReference: "My_Order_123", ThreeD: ThreeDAuthentication{MD: "UEZO+/==", PaRes: "eJzV"}}
		}), fields{"requesttypedescriptions": []any{"AUTH"}, "orderreference": "My_Order_123", "md": "UEZO+/==", "pares": "eJzV"}},
		{"account check", func(c *Client) {
			r := AccountCheckRequest(testRequest())
			r.Billing, r.OperatorName, r.Amount.Minor, r.CredentialsOnFile = Billing{}, "", 0, CredentialsStore
			_, _ = c.AccountCheck(t.Context(), r)
		}, with(card, fields{"requesttypedescriptions": []any{"ACCOUNTCHECK"}, "baseamount": "0", "credentialsonfile": "1"})},
		{"full refund", func(c *Client) {
			_, _ = c.Refund(t.Context(), RefundRequest{Site: "test_site12345", Parent: "1-2-345678"})
		}, fields{"requesttypedescriptions": []any{"REFUND"}, "sitereference": "test_site12345", "parenttransactionreference": "1-2-345678"}},
		{"partial refund with a new expiry date", func(c *Client) {
			_, _ = c.Refund(t.Context(), RefundRequest{
				Site: "test_site12345", Parent: "1-2-345678", Amount: gbp(2001), Expiry: Expiry{Month: 5, Year: 2027},
				OrderReference: "back", ChargeDescription: "sorry", OperatorName: "priya",
			})
		}, fields{
			"requesttypedescriptions": []any{"REFUND"}, "sitereference": "test_site12345", "parenttransactionreference": "1-2-345678",
			"baseamount": "2001", "currencyiso3a": "GBP", "expirydate": "05/2027", "orderreference": "back", "chargedescription": "sorry", "operatorname": "priya",
		}},
		{"payout to a parent's card", func(c *Client) {
			_, _ = c.Payout(t.Context(), PayoutRequest{Site: "test_site12345", Parent: "1-2-345678", Expiry: Expiry{Month: 5, Year: 2027}})
		}, fields{
			"requesttypedescriptions": []any{"REFUND"}, "sitereference": "test_site12345", "accounttypedescription": "CFT",
			"parenttransactionreference": "1-2-345678", "expirydate": "05/2027",
		}},
		{
			"payout to a card", func(c *Client) { _, _ = c.Payout(t.Context(), testPayout()) },
			with(card, fields{"requesttypedescriptions": []any{"REFUND"}, "accounttypedescription": "CFT"}),
		},
		{"cancel", updating(t, Cancel("test_site12345", "23-9-80006")), changing(fields{"settlestatus": "3"})},
		{"suspend", updating(t, Suspend("test_site12345", "23-9-80006")), changing(fields{"settlestatus": "2"})},
		{"release", updating(t, Release("test_site12345", "23-9-80006")), changing(fields{"settlestatus": "1"})},
		{"reduce", updating(t, Reduce("test_site12345", "23-9-80006", gbp(960))), changing(fields{"settlebaseamount": "960"})},
		{"change the rest", updating(t, UpdateRequest{
			Site: "test_site12345", TransactionReference: "23-9-80006", SettleDueDate: "2026-11-28", OrderReference: "other",
			Expiry: Expiry{Month: 1, Year: 2028}, Billing: Billing{LastName: "Smith", Premise: "1", Postcode: "TE45 6ST", Country: "GB"},
		}), changing(fields{
			"settleduedate": "2026-11-28", "orderreference": "other", "expirydate": "01/2028", "billinglastname": "Smith",
			"billingpremise": "1", "billingpostcode": "TE45 6ST", "billingcountryiso2a": "GB",
		})},
		{"query as in the vendor's example", func(c *Client) {
			_, _ = c.Query(t.Context(), Query{
				Sites: []string{"test_site12345"}, Currencies: []string{"GBP"}, TransactionReferences: []string{"23-9-1", "23-9-2"},
			})
		}, fields{"requesttypedescriptions": []any{"TRANSACTIONQUERY"}, "filter": fields{
			"sitereference": values("test_site12345"), "currencyiso3a": values("GBP"), "transactionreference": values("23-9-1", "23-9-2"),
		}}},
		{"query with everything", func(c *Client) {
			_, _ = c.Query(t.Context(), Query{
				Sites: []string{"a", "b"}, TransactionReferences: []string{"23-9-1"}, Parents: []string{"23-9-2"},
				OrderReferences: []string{strings.Repeat("x", 255)}, RequestTypes: []string{TypeAuth, TypeRefund},
				AccountTypes: []AccountType{AccountMOTO, AccountECOM}, PaymentTypes: []Brand{Visa, MyBank}, Currencies: []string{"GBP", "EUR"},
				BillingEmails: []string{"a@b.c"}, BillingFirstNames: []string{"Ann"}, BillingLastNames: []string{"O'Neil"},
				BillingPostcodes: []string{"TE45 6ST"}, BillingPremises: []string{"No 789"}, BillingStreets: []string{"Long Street"},
				CustomerIPs: []string{"192.0.2.1"}, Cards: []CardNumber{testCard().Number, recipientCard()},
				After:  time.Date(2026, 7, 1, 12, 0, 0, 999, london),
				Before: time.Date(2026, 7, 1, 13, 0, 0, 0, london),
			})
		}, fields{"requesttypedescriptions": []any{"TRANSACTIONQUERY"}, "filter": fields{
			"sitereference": values("a", "b"), "transactionreference": values("23-9-1"), "parenttransactionreference": values("23-9-2"),
			"orderreference": values(strings.Repeat("x", 255)), "requesttypedescription": values("AUTH", "REFUND"),
			"accounttypedescription": values("MOTO", "ECOM"), "paymenttypedescription": values("VISA", "MYBANK"),
			"currencyiso3a": values("GBP", "EUR"), "billingemail": values("a@b.c"), "billingfirstname": values("Ann"),
			"billinglastname": values("O'Neil"), "billingpostcode": values("TE45 6ST"), "billingpremise": values("No 789"),
			"billingstreet": values("Long Street"), "customerip": values("192.0.2.1"),
			"pan":            values("4111111111111111", "5100000000000511"),
			"starttimestamp": values("2026-07-01 11:00:00"), "endtimestamp": values("2026-07-01 12:00:00"),
		}}},
		{"query by card alone", func(c *Client) {
			_, _ = c.Query(t.Context(), Query{Cards: []CardNumber{testCard().Number}})
		}, fields{"requesttypedescriptions": []any{"TRANSACTIONQUERY"}, "filter": fields{"pan": values("4111111111111111")}}},
		{"3-D Secure", func(c *Client) { _, _ = c.ThreeDQuery(t.Context(), testThreeD()) }, with(card, fields{
			"requesttypedescriptions": []any{"THREEDQUERY"}, "accounttypedescription": "ECOM", "orderreference": nil,
			"termurl": "https://termurl.com", "accept": "text/html,*/*",
		})},
		{"MyBank", func(c *Client) { _, _ = c.StartMyBank(t.Context(), testMyBank()) }, with(fields{
			"accounttypedescription": "ECOM", "paymenttypedescription": "MYBANK", "currencyiso3a": "EUR", "orderreference": nil,
			"successfulurlredirect": "https://www.example.com/success", "errorurlredirect": "https://www.example.com/error",
			"billingfirstname": "Joe", "billinglastname": "Bloggs", "billingcountryiso2a": "IT",
		})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := sentBy(t, envelope(goodUpdate), test.call)
			if diff := cmp.Diff([]any{test.want}, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func updating(t *testing.T, r UpdateRequest) func(*Client) {
	return func(c *Client) { _, _ = c.Update(t.Context(), r) }
}

func changing(updates fields) fields {
	return fields{
		"requesttypedescriptions": []any{"TRANSACTIONUPDATE"}, "updates": updates,
		"filter": fields{"sitereference": values("test_site12345"), "transactionreference": values("23-9-80006")},
	}
}

// TestBodyIsNotCopied: a body that outgrew its buffer would leave card digits
// in the old one.
func TestBodyIsNotCopied(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	auth := testRequest()
	auth.Recipient.Number = number(t, "5100000000000511")
	auth.Customer.LastName, auth.Customer.DateOfBirth, auth.Customer.Postcode = "Jones", "1980-01-31", "TE45 6ST"
	for name, requests := range map[string][]Request{
		"auth": {auth}, "payout": {testPayout()}, "update": {Cancel("s", "1-2-3")}, "3-D": {testThreeD()},
		"query": {Query{Cards: []CardNumber{testCard().Number, testCard().Number}}},
		"block": {auth, testPayout(), Query{Sites: []string{"s"}, Cards: []CardNumber{testCard().Number}}, Cancel("s", "1-2-3"), testRefund()},
	} {
		var elements []*element
		size := 0
		for _, r := range requests {
			p, err := r.prepare(now)
			if err != nil {
				t.Fatal(name, err)
			}
			elements = append(elements, p.element)
			size += p.size() + 1
		}
		b, err := encode("user@example.com", 350, elements...)
		if err != nil {
			t.Fatal(err)
		}
		head := len(`{"alias":"user@example.com","version":"1.00","request":[]}`)
		n := b.Len()
		var sent bytes.Buffer
		if err := b.Send(&sent, nil); err != nil || sent.Len() != n {
			t.Errorf("%s: %d bytes of %d, %v", name, sent.Len(), n, err)
		}
		// The body has the estimated size, so a longer one would have been refused.
		json := len(bytes.TrimLeft(sent.Bytes(), " "))
		if json > head+size || json < head+size-100*len(elements) {
			t.Errorf("%s: %d bytes, %d reckoned", name, json, head+size)
		}
		if !bytes.Contains(sent.Bytes(), []byte(`":"4111111111111111"`)) && name != "update" {
			t.Errorf("%s: no card in it", name)
		}
		if b.Len() != n || b.Send(io.Discard, nil) == nil {
			t.Errorf("%s: the body was not wiped", name)
		}
	}
}
