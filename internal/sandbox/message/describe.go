package message

import (
	"cmp"
	"strconv"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// Describe is the transaction as the answer to the request that made it. The sets
// of fields are those of the vendor's examples, and of its field tables if these
// have more.
func Describe(t *book.Transaction) Answer {
	a := Answer{
		RequestType:       t.RequestType,
		ErrorCode:         t.ErrorCode,
		Message:           messageOf(t.ErrorCode),
		Started:           Timestamp(t.Started),
		Reference:         t.Reference,
		Parent:            t.Parent,
		Account:           t.Account,
		AuthMethod:        t.AuthMethod,
		CredentialsOnFile: t.OnFile,
		PaymentType:       t.PaymentType,
		OrderReference:    t.Texts.Get(book.OrderReference),
		ChargeDescription: t.Texts.Get(book.ChargeDescription),
		Operator:          t.Operator,
		LiveStatus:        "0",
		MerchantName:      "Test Merchant",
	}
	if t.RequestType != book.TypeThreeDQuery && t.Currency != "" {
		a.BaseAmount, a.Currency = strconv.FormatInt(t.Minor, 10), t.Currency
	}
	if t.IsPayment() {
		a.SettleStatus, a.SettleDueDate = string(t.SettleStatus), t.SettleDue
	}
	switch {
	case !book.IsCard(t.PaymentType):
		describeTransfer(t, &a)
	case t.MaskedPAN != "":
		describeCard(t, &a)
	}
	describeOther(t, &a)
	return a
}

// describeCard adds the card, the account it went over, and what came back.
func describeCard(t *book.Transaction, a *Answer) {
	a.MaskedPAN, a.Issuer, a.IssuerCountry = t.MaskedPAN, "SecureTrading Test Issuer1", "US"
	if !t.IsPayment() {
		return
	}
	describeMerchant(t, a)
	if t.RequestType == book.TypeAuth || t.RequestType == book.TypeAccountCheck {
		a.SplitFinalNumber = "1"
	}
	describeThreeD(t, a)
	if t.RequestType != book.TypeThreeDQuery && t.ErrorCode != "60022" && !book.UnknownEnd(t.ErrorCode) {
		a.AuthCode, a.BankCode, a.AdviceCode = t.AuthCode(), t.BankCode(), t.Advice
		a.BankMessage, a.RetrievalReference = t.BankMessage(), t.RetrievalReference()
		a.AddressCheck, a.PostcodeCheck = string(t.Checks.Address), string(t.Checks.Postcode)
		a.SecurityCodeCheck = string(t.Checks.SecurityCode)
	}
}

// describeMerchant adds the account that a payment went over. The vendor's
// examples have the number, the name and the country; the rest is made up.
func describeMerchant(t *book.Transaction, a *Answer) {
	a.DCCEnabled, a.MerchantNumber, a.MerchantCountry, a.TerminalIdentifier = "0", "00000000", "GB", "27882788"
	a.MerchantCity, a.MerchantState, a.MerchantZIP, a.MerchantCategory = "London", "LND", "EC1A 1BB", "5969"
	if t.IsFinancial() {
		a.MerchantCategory = "6012"
	}
	if t.Account == book.AccountPayout {
		a.TerminalIdentifier = "27880001"
	}
}

// describeOther adds the fields of only one kind of request.
func describeOther(t *book.Transaction, a *Answer) {
	switch t.RequestType {
	case book.TypeOrder:
		a.PayPalToken = t.Texts.Get(book.PayPalToken)
	case book.TypeOrderDetails:
		a.PayPalAddress = "Confirmed"
	case book.TypeRiskDecision:
		a.ShieldStatus, a.ShieldReference = "ACCEPT", "test:"+t.Reference
	}
}

// DescribeRecord is the transaction as a query shows it.
func DescribeRecord(t *book.Transaction) Answer {
	a := Describe(t)
	a.Site, a.Interface, a.FraudRating = t.Site, cmp.Or(t.Texts.Get(book.ShownInterface), "PASS-JSON-JSON"), "0"
	a.details = detailsOf(t.Texts)
	a.MerchantNumber = "" // not in the vendor's example
	if !t.Expiry.IsZero() {
		a.Expiry = t.Expiry.String()
	}
	if t.Settles() {
		a.SettleBaseAmount = strconv.FormatInt(t.SettleMinor, 10)
	}
	return a
}

// describeThreeD adds the result of 3-D Secure.
func describeThreeD(t *book.Transaction, a *Answer) {
	d := t.ThreeD
	if d.Version == 0 {
		return
	}
	a.Enrolled, a.ThreeDStatus = book.FlagText(d.Enrolled), book.FlagText(d.Status)
	query := t.RequestType == book.TypeThreeDQuery
	if query {
		a.ThreeDVersion = [...]string{"", "1.0.2", "2.1.0", "2.2.0"}[d.Version]
	}
	if authenticated := d.Status == 'Y' || d.Status == 'A'; authenticated && !query {
		a.ECI, a.CAVV, a.XID = t.ECI(), "Q0FWVkNBVlZDQVZWQ0FWVkNBVlY=", book.XID(t.Parent)
	} else if query && d.Enrolled == 'Y' {
		a.XID = book.XID(t.Reference)
	}
}

// describeTransfer adds the fields of a payment without a card. Only the answer to
// the AUTH has the address of the pages and the secret.
func describeTransfer(t *book.Transaction, a *Answer) {
	switch {
	case t.RequestType == book.TypeRefund:
		a.AuthCode, a.BankCode = t.AuthCode(), t.BankCode()
	case t.PaymentType == book.TypeMyBank && t.ErrorCode == "0" && t.SettleStatus == gateway.SettleSettling:
		a.BankMessage, a.BankReference = "PENDING", strconv.Itoa(t.Serial-book.FirstSerial+1)
	case t.PaymentType == book.TypeACH && t.ErrorCode == "0":
		a.BankCode, a.BankMessage = "A01", "APPROVED"
	}
}
