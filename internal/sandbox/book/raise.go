package book

import (
	"time"

	"motoconsole/gateway"
)

// A raise is an AUTH that adds to a pre-authorisation, its parent: what settles of
// the parent rises by its amount. It settles nothing itself, and has the state of its
// parent.

// MethodRaise is the authmethod of a raise.
const MethodRaise = "INCREMENTAL"

// IsRaise reports a raise.
func (t *Transaction) IsRaise() bool { return t.RequestType == TypeAuth && t.AuthMethod == MethodRaise }

// Raisable reports a pre-authorisation that can be raised: of a Visa card, and not
// settling yet.
func (t *Transaction) Raisable() bool {
	return t.RequestType == TypeAuth && t.AuthMethod == string(gateway.AuthPre) && t.PaymentType == string(gateway.Visa) &&
		(t.Account == string(gateway.AccountMOTO) || t.Account == accountShop) && t.Updatable()
}

// Raise books a raise that the bank has decided on, and raises its parent where it
// was approved. Both are written or neither. It returns the error code that refuses
// it.
func (s *Book) Raise(t Transaction, now time.Time) (Transaction, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.lookUp(t.Parent, now)
	switch {
	case !ok:
		return Transaction{}, "20004", nil
	case !p.Raisable():
		return Transaction{}, "20035", nil
	}
	s.name(&t)
	kept := []*Transaction{&t}
	if t.ErrorCode == "0" {
		t.SettleStatus = p.SettleStatus
		p.SettleMinor += t.Minor
		kept = append(kept, &p)
	}
	if err := s.keep(kept...); err != nil {
		return Transaction{}, "", err
	}
	s.append(&t)
	if t.ErrorCode == "0" {
		s.transactions[p.Serial-FirstSerial] = &p
	}
	return s.asOf(&t, t.Started), "", nil
}

// raised is what raises have added to a pre-authorisation.
func (s *Book) raised(t *Transaction) (sum int64) {
	if t.AuthMethod != string(gateway.AuthPre) {
		return 0
	}
	for _, i := range s.children[t.Serial-FirstSerial] {
		if child := s.transactions[i]; child.IsRaise() && child.ErrorCode == "0" {
			sum += child.Minor
		}
	}
	return sum
}

// statusOfRaise is the settle status of a raise, which is that of its
// pre-authorisation.
func (s *Book) statusOfRaise(t *Transaction, now time.Time) gateway.SettleStatus {
	if p, ok := s.number(t.Parent); ok && t.ErrorCode == "0" {
		return s.statusAt(s.transactions[p], now)
	}
	return t.SettleStatus
}
