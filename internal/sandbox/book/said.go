package book

import (
	"cmp"
	"fmt"
)

// IsPayment reports a request that reaches the bank: a payment, a refund, or one of
// the checks before a payment.
func (t *Transaction) IsPayment() bool {
	return t.Settles() || t.RequestType == TypeAccountCheck || t.RequestType == TypeThreeDQuery
}

// AuthCode is what the bank authorised with.
func (t *Transaction) AuthCode() string {
	switch {
	case t.ErrorCode != "0":
		return "DECLINED"
	case t.RequestType == TypeRefund:
		return "TEST REFUND ACCEPTED"
	}
	return fmt.Sprintf("TEST%02d", t.Serial%100)
}

// BankCode is the bank's own result.
func (t *Transaction) BankCode() string {
	usual := "00"
	if t.ErrorCode != "0" {
		usual = UsualDecline
	}
	return cmp.Or(t.Texts.Get(ShownBankCode), usual)
}

// BankMessage is the bank's own result in words.
func (t *Transaction) BankMessage() string {
	if t.ErrorCode != "0" {
		return BankWords(t.BankCode())
	}
	if t.BankCode() == inPart {
		return "Approved for partial amount"
	}
	return "Approved or completed successfully"
}

// RetrievalReference is the number by which banks find a payment again: digits
// of the time and a count. The T in front, which is this bank's own, keeps
// twelve digits from looking like a card number.
func (t *Transaction) RetrievalReference() string {
	at := t.Started.UTC()
	return fmt.Sprintf("T%d%03d%02d%05d", at.Year()%10, at.YearDay(), at.Hour(), t.Serial%100_000)
}
