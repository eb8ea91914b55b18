package gateway

// Record is one element of a response: the answer to a request, or one
// transaction found by a query. Values are the gateway's own strings as they
// came; use Cleaned before showing them. A field the gateway did not send is
// empty.
type Record struct {
	RequestType          string   `json:"requesttypedescription"`
	TransactionReference string   `json:"transactionreference"` // such as "23-9-80006"
	TransactionStarted   string   `json:"transactionstartedtimestamp"`
	ErrorCode            string   `json:"errorcode"`
	ErrorMessage         string   `json:"errormessage"`
	ErrorData            []string `json:"errordata"` // names of fields, for 30000
	AccountType          string   `json:"accounttypedescription"`
	AuthCode             string   `json:"authcode"`
	AcquirerResponseCode string   `json:"acquirerresponsecode"`
	AcquirerResponseText string   `json:"acquirerresponsemessage"`
	AcquirerAdviceCode   string   `json:"acquireradvicecode"`
	SettleStatus         string   `json:"settlestatus"`
	SettleDueDate        string   `json:"settleduedate"`
	SecurityAddress      string   `json:"securityresponseaddress"`
	SecurityPostcode     string   `json:"securityresponsepostcode"`
	SecurityCodeResult   string   `json:"securityresponsesecuritycode"`
	MaskedPAN            string   `json:"maskedpan"`
	PaymentType          string   `json:"paymenttypedescription"`
	Issuer               string   `json:"issuer"`
	IssuerCountry        string   `json:"issuercountryiso2a"`
	BaseAmount           string   `json:"baseamount"`
	CurrencyISO3A        string   `json:"currencyiso3a"`
	OrderReference       string   `json:"orderreference"`
	OperatorName         string   `json:"operatorname"`
	LiveStatus           string   `json:"livestatus"` // "0" test, "1" live
	MerchantName         string   `json:"merchantname"`
	MerchantNumber       string   `json:"merchantnumber"`
	MerchantCountry      string   `json:"merchantcountryiso2a"`
	TID                  string   `json:"tid"`
	SplitFinalNumber     string   `json:"splitfinalnumber"`
	DCCEnabled           string   `json:"dccenabled"`
	RetrievalReference   string   `json:"retrievalreferencenumber"`
	AuthMethod           string   `json:"authmethod"`
	CredentialsOnFile    string   `json:"credentialsonfile"`
	ParentTransaction    string   `json:"parenttransactionreference"`
	ChargeDescription    string   `json:"chargedescription"`
}

// maxShown is the longest a value from the gateway is kept for people.
const maxShown = 255

// Cleaned is the record with every value made safe to show, and with a card
// number that should not be there masked away.
func (r Record) Cleaned() Record {
	for _, value := range []*string{
		&r.RequestType, &r.TransactionReference, &r.TransactionStarted, &r.ErrorCode, &r.ErrorMessage,
		&r.AccountType, &r.AuthCode, &r.AcquirerResponseCode, &r.AcquirerResponseText, &r.AcquirerAdviceCode,
		&r.SettleStatus, &r.SettleDueDate, &r.SecurityAddress, &r.SecurityPostcode, &r.SecurityCodeResult,
		&r.MaskedPAN, &r.PaymentType, &r.Issuer, &r.IssuerCountry, &r.BaseAmount, &r.CurrencyISO3A,
		&r.OrderReference, &r.OperatorName, &r.LiveStatus, &r.MerchantName, &r.MerchantNumber,
		&r.MerchantCountry, &r.TID, &r.SplitFinalNumber, &r.DCCEnabled, &r.RetrievalReference,
		&r.AuthMethod, &r.CredentialsOnFile, &r.ParentTransaction, &r.ChargeDescription,
	} {
		*value = cleanValue(*value)
	}
	data := make([]string, 0, min(len(r.ErrorData), 32))
	for _, name := range r.ErrorData[:cap(data)] {
		data = append(data, cleanValue(name))
	}
	r.ErrorData = data
	return r
}

func cleanValue(value string) string {
	value = Clean(value, maxShown)
	if HoldsCardNumber(value) {
		return "[hidden: looked like a card number]"
	}
	return value
}

// Checks are the record's address and security code results.
func (r Record) Checks() Checks {
	return Checks{
		Address:      CheckResult(r.SecurityAddress),
		Postcode:     CheckResult(r.SecurityPostcode),
		SecurityCode: CheckResult(r.SecurityCodeResult),
	}
}

// outcome is what the record's errorcode and settle status together say of
// the money. Errorcode 0 alone never makes an approval.
func (r Record) outcome() Outcome {
	info, _ := LookupCode(r.ErrorCode)
	if o := info.Outcome(); o != Approved {
		return o
	}
	switch SettleStatus(r.SettleStatus) {
	case SettlePending, SettleOverride, SettleSettling, SettleSettled:
		return Approved
	case SettleSuspended:
		return Held
	case SettleCancelled:
		return Cancelled
	default:
		return Unknown
	}
}
