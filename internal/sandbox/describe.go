package sandbox

import (
	"cmp"
	"fmt"
	"strconv"

	"motoconsole/gateway"
)

// answer is the transaction as the response to the request that made it. The
// sets of fields are those of the vendor's examples.
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
		SettleStatus:      string(t.settleStatus),
		SettleDueDate:     t.settleDue,
		OrderReference:    t.texts.get(orderReference),
		ChargeDescription: t.texts.get(chargeDescription),
		Operator:          t.operator,
		LiveStatus:        "0",
		MerchantName:      "Test Merchant",
	}
	if t.requestType != typeThreeDQuery {
		a.BaseAmount, a.Currency = strconv.FormatInt(t.minor, 10), t.currency
	}
	if t.paymentType == typeMyBank {
		t.describeTransfer(&a)
		return a
	}
	a.MaskedPAN, a.Issuer, a.IssuerCountry = t.maskedPAN, "SecureTrading Test Issuer1", "US"
	a.DCCEnabled, a.MerchantNumber, a.MerchantCountry, a.TerminalIdentifier = "0", "00000000", "GB", "27882788"
	if t.account == accountPayout {
		a.TerminalIdentifier = "27880001"
	}
	if t.requestType == typeAuth || t.requestType == typeAccountCheck {
		a.SplitFinalNumber = "1"
	}
	t.describeThreeD(&a)
	if t.requestType != typeThreeDQuery && t.errorCode != "60022" && t.errorCode != "60010" {
		a.AuthCode, a.BankCode, a.AdviceCode = t.authCode(), t.bankCode(), t.advice
		a.AddressCheck, a.PostcodeCheck = string(t.checks.Address), string(t.checks.Postcode)
		a.SecurityCodeCheck = string(t.checks.SecurityCode)
	}
	return a
}

// record is the transaction as a query shows it.
func (t *transaction) record() answer {
	a := t.answer()
	a.Site, a.Interface, a.FraudRating = t.site, cmp.Or(t.texts.get(shownInterface), "PASS-JSON-JSON"), "0"
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
	return fmt.Sprintf("TEST%02d", t.serial()%100)
}

// bankCode is the bank's own result.
func (t *transaction) bankCode() string {
	if t.errorCode != "0" {
		return "05"
	}
	return "00"
}

// serial is the last part of the reference.
func (t *transaction) serial() int {
	var middle, serial int
	_, _ = fmt.Sscanf(t.reference, "23-%d-%d", &middle, &serial)
	return serial
}

// describeTransfer adds what MyBank says of a bank transfer. Its redirecturl
// and secret go out once, with the AUTH.
func (t *transaction) describeTransfer(a *answer) {
	switch {
	case t.requestType == typeRefund:
		a.AuthCode, a.BankCode = t.authCode(), t.bankCode()
	case t.errorCode == "0" && t.settleStatus == gateway.SettleSettling:
		a.BankMessage, a.BankReference = "PENDING", strconv.Itoa(t.serial()-firstSerial+1)
	}
}
