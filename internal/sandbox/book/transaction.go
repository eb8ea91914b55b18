// Package book is the test bank's book: the transactions, how settlement and time
// change them, the tables that decide outcomes, and the file that keeps them. It
// reads no request and writes no answer.
package book

import (
	"time"

	"motoconsole/gateway"
)

// Transaction is one attempt that reached the bank, declined ones included. It has
// no room for a card number or a security code.
type Transaction struct {
	Serial       int // the last part of the reference
	Reference    string
	Parent       string
	RequestType  string
	Site         string
	Account      string
	Operator     string
	Started      time.Time
	Since        time.Time // when it came into the settle status it is in
	Minor        int64     // baseamount
	SettleMinor  int64     // what will be settled of it
	Currency     string
	PaymentType  string
	MaskedPAN    string
	Card         Fingerprint
	Trait        Trait
	Expiry       gateway.Expiry
	ErrorCode    string
	Checks       gateway.Checks
	SettleStatus gateway.SettleStatus
	SettleDue    string
	AuthMethod   string // FINAL, PRE, INCREMENTAL or ""
	OnFile       string // credentialsonfile
	Advice       string // acquireradvicecode
	ThreeD       ThreeD
	Texts        Texts
	VisibleAt    time.Time // no query finds it before; zero is at once

	Raised int64 // what raises have added to a pre-authorisation; added up whenever the transaction is read
}

// Settles reports whether the daily run takes the transaction.
func (t *Transaction) Settles() bool {
	return t.RequestType == TypeAuth || t.RequestType == TypeRefund
}

// Updatable reports whether settlement has not begun.
func (t *Transaction) Updatable() bool {
	if t.ErrorCode != "0" || !t.Settles() || t.IsRaise() {
		return false
	}
	switch t.SettleStatus {
	case gateway.SettlePending, gateway.SettleOverride, gateway.SettleSuspended:
		return true
	default:
		return false
	}
}

// Worth is the amount that a transaction moves if nothing more happens: taken from
// the cardholder, or if negative given to them.
func (t *Transaction) Worth() int64 {
	switch {
	case t.ErrorCode != "0" || !t.Settles() || t.SettleStatus == gateway.SettleCancelled:
		return 0
	case t.RequestType == TypeRefund:
		return -t.SettleMinor
	}
	return t.SettleMinor
}

// Today is the bank's day: UTC.
func Today(now time.Time) string { return now.UTC().Format(time.DateOnly) }
