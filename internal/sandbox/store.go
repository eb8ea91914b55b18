package sandbox

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"motoconsole/gateway"
)

// transaction is one payment as the bank remembers it: every attempt that
// reached the bank, declined ones too. It has no room for a card number or a
// security code.
type transaction struct {
	reference    string
	parent       string
	requestType  string
	site         string
	account      string
	started      time.Time
	minor        int64 // baseamount
	settleMinor  int64 // what will be settled of it
	currency     string
	paymentType  string
	maskedPAN    string
	pan          fingerprint
	expiry       gateway.Expiry
	errorCode    string
	authCode     string
	bankCode     string
	checks       gateway.Checks
	settleStatus gateway.SettleStatus
	settleDue    string
	// sent is what else the request said that is given back, searched for or
	// updated later, by field name.
	sent map[string]string
}

// keptFields are the request fields a transaction keeps in sent. A field that
// is not listed is forgotten; customeraccountnumber, which can be a card
// number, must never be.
func keptFields() []string {
	return []string{
		"orderreference", "operatorname", "chargedescription", "authmethod", "credentialsonfile",
		"billingfirstname", "billinglastname", "billingpremise", "billingstreet", "billingpostcode",
		"billingcountryiso2a", "billingemail", "customerip",
	}
}

// answer is the transaction as the response to the request that made it.
func (t *transaction) answer() answer {
	return answer{
		RequestType:        t.requestType,
		ErrorCode:          t.errorCode,
		Message:            messageOf(t.errorCode),
		Started:            timestamp(t.started),
		Reference:          t.reference,
		Parent:             t.parent,
		Account:            t.account,
		AuthMethod:         t.sent["authmethod"],
		CredentialsOnFile:  t.sent["credentialsonfile"],
		BaseAmount:         strconv.FormatInt(t.minor, 10),
		Currency:           t.currency,
		PaymentType:        t.paymentType,
		MaskedPAN:          t.maskedPAN,
		Issuer:             "SecureTrading Test Issuer1",
		IssuerCountry:      "US",
		AuthCode:           t.authCode,
		BankCode:           t.bankCode,
		AddressCheck:       string(t.checks.Address),
		PostcodeCheck:      string(t.checks.Postcode),
		SecurityCodeCheck:  string(t.checks.SecurityCode),
		SettleStatus:       string(t.settleStatus),
		SettleDueDate:      t.settleDue,
		OrderReference:     t.sent["orderreference"],
		ChargeDescription:  t.sent["chargedescription"],
		Operator:           t.sent["operatorname"],
		LiveStatus:         "0",
		SplitFinalNumber:   "1",
		DCCEnabled:         "0",
		MerchantName:       "Test Merchant",
		MerchantNumber:     "00000000",
		MerchantCountry:    "GB",
		TerminalIdentifier: "27882788",
	}
}

// firstSerial is the number of the first transaction, as in the vendor's
// examples.
const firstSerial = 80001

// store is the bank's book of transactions, in the order they were made. What
// it gives out are copies; only the store changes a transaction.
type store struct {
	mu    sync.RWMutex
	all   []*transaction
	byRef map[string]*transaction
}

func newStore() *store { return &store{byRef: make(map[string]*transaction)} }

// add gives the transaction its reference, books it and returns it. The 9 in
// the middle is what the vendor's test bank writes.
func (s *store) add(t transaction) transaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	serial := firstSerial + len(s.all)
	t.reference = fmt.Sprintf("23-9-%d", serial)
	if t.errorCode == "0" {
		t.authCode = fmt.Sprintf("TEST%02d", serial%100)
	}
	s.all = append(s.all, &t)
	s.byRef[t.reference] = &t
	return t
}

// find is the transaction with a reference.
func (s *store) find(reference string) (transaction, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t, ok := s.byRef[reference]
	if !ok {
		return transaction{}, false
	}
	return *t, true
}

// len is how many transactions are booked.
func (s *store) len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.all)
}
