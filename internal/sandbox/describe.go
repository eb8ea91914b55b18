package sandbox

import (
	"cmp"
	"fmt"
	"strconv"
)

// answer is the transaction as the response to the request that made it. The
// sets of fields are those of the vendor's examples, and of its field tables
// where these have more.
func (t *transaction) answer() answer {
	a := answer{
		RequestType:       t.requestType,
		ErrorCode:         t.errorCode,
		Message:           messageOf(t.errorCode),
		Started:           timestamp(t.started),
		Reference:         t.reference,
		Parent:            t.parent,
		Account:           t.account,
		AuthMethod:        t.authMethod,
		CredentialsOnFile: t.onFile,
		PaymentType:       t.paymentType,
		OrderReference:    t.texts.get(orderReference),
		ChargeDescription: t.texts.get(chargeDescription),
		Operator:          t.operator,
		LiveStatus:        "0",
		MerchantName:      "Test Merchant",
	}
	if t.requestType != typeThreeDQuery && t.currency != "" {
		a.BaseAmount, a.Currency = strconv.FormatInt(t.minor, 10), t.currency
	}
	if t.isPayment() {
		a.SettleStatus, a.SettleDueDate = string(t.settleStatus), t.settleDue
	}
	switch {
	case !isCard(t.paymentType):
		t.describeTransfer(&a)
	case t.maskedPAN != "":
		t.describeCard(&a)
	}
	t.describeOther(&a)
	return a
}

// isPayment reports what the bank was asked about: a payment, a refund, or one
// of the checks before a payment.
func (t *transaction) isPayment() bool {
	return t.settles() || t.requestType == typeAccountCheck || t.requestType == typeThreeDQuery
}

// describeCard adds the card, the account it went over, and what came back.
func (t *transaction) describeCard(a *answer) {
	a.MaskedPAN, a.Issuer, a.IssuerCountry = t.maskedPAN, "SecureTrading Test Issuer1", "US"
	if !t.isPayment() {
		return
	}
	t.describeMerchant(a)
	if t.requestType == typeAuth || t.requestType == typeAccountCheck {
		a.SplitFinalNumber = "1"
	}
	t.describeThreeD(a)
	if t.requestType != typeThreeDQuery && t.errorCode != "60022" && !unknownEnd(t.errorCode) {
		a.AuthCode, a.BankCode, a.AdviceCode = t.authCode(), t.bankCode(), t.advice
		a.BankMessage, a.RetrievalReference = t.bankMessage(), t.retrievalReference()
		a.AddressCheck, a.PostcodeCheck = string(t.checks.Address), string(t.checks.Postcode)
		a.SecurityCodeCheck = string(t.checks.SecurityCode)
	}
}

// describeMerchant adds the account that a payment went over. The vendor's
// examples have the number, the name and the country; the rest is made up.
func (t *transaction) describeMerchant(a *answer) {
	a.DCCEnabled, a.MerchantNumber, a.MerchantCountry, a.TerminalIdentifier = "0", "00000000", "GB", "27882788"
	a.MerchantCity, a.MerchantState, a.MerchantZIP, a.MerchantCategory = "London", "LND", "EC1A 1BB", "5969"
	if t.isFinancial() {
		a.MerchantCategory = "6012"
	}
	if t.account == accountPayout {
		a.TerminalIdentifier = "27880001"
	}
}

// describeOther adds what only one kind of request is answered with.
func (t *transaction) describeOther(a *answer) {
	switch t.requestType {
	case typeOrder:
		a.PayPalToken = t.texts.get(payPalToken)
	case typeOrderDetails:
		a.PayPalAddress = "Confirmed"
	case typeRiskDecision:
		a.ShieldStatus, a.ShieldReference = "ACCEPT", "test:"+t.reference
	}
}

// record is the transaction as a query shows it.
func (t *transaction) record() answer {
	a := t.answer()
	a.Site, a.Interface, a.FraudRating = t.site, cmp.Or(t.texts.get(shownInterface), "PASS-JSON-JSON"), "0"
	a.details = detailsOf(t.texts)
	a.MerchantNumber = "" // not in the vendor's example
	if !t.expiry.IsZero() {
		a.Expiry = t.expiry.String()
	}
	if t.settles() {
		a.SettleBaseAmount = strconv.FormatInt(t.settleMinor, 10)
	}
	return a
}

// authCode is what the bank authorised with.
func (t *transaction) authCode() string {
	switch {
	case t.errorCode != "0":
		return "DECLINED"
	case t.requestType == typeRefund:
		return "TEST REFUND ACCEPTED"
	}
	return fmt.Sprintf("TEST%02d", t.serial%100)
}

// bankCode is the bank's own result.
func (t *transaction) bankCode() string {
	if t.errorCode != "0" {
		return "05"
	}
	return "00"
}

// bankMessage is the bank's own result in words.
func (t *transaction) bankMessage() string {
	if t.errorCode != "0" {
		return "Do not honour"
	}
	return "Approved or completed successfully"
}

// retrievalReference is the number by which banks find a payment again: digits
// of the time and a count. The T in front, which is this bank's own, keeps
// twelve digits from looking like a card number.
func (t *transaction) retrievalReference() string {
	at := t.started.UTC()
	return fmt.Sprintf("T%d%03d%02d%05d", at.Year()%10, at.YearDay(), at.Hour(), t.serial%100_000)
}
