package gateway

// Record is one element of a response: the answer to a request, or one
// transaction found by a query. Values are the gateway's own strings as they
// came; use Cleaned before showing them. A field the gateway did not send is
// empty. The tags are the gateway's names; Billing and Customer hold the
// fields that begin so.
type Record struct {
	RequestType          string `json:"requesttypedescription,omitempty"`
	TransactionReference string `json:"transactionreference,omitempty"`        // 25, such as "23-9-80006"
	TransactionStarted   string `json:"transactionstartedtimestamp,omitempty"` // YYYY-MM-DD hh:mm:ss, UTC; see StartedAt
	// ErrorCode is "0" for done, else see LookupCode. In a record that a query
	// found it is the code of the original request.
	ErrorCode    string `json:"errorcode,omitempty"`
	ErrorMessage string `json:"errormessage,omitempty"`
	// ErrorData names fields, for code 30000; 32 at most are kept.
	ErrorData         []string `json:"errordata,omitempty"`
	SiteReference     string   `json:"sitereference,omitempty"` // queries only
	Interface         string   `json:"interface,omitempty"`     // queries only, such as "PASS-JSON-JSON"
	AccountType       string   `json:"accounttypedescription,omitempty"`
	ParentTransaction string   `json:"parenttransactionreference,omitempty"`
	AuthMethod        string   `json:"authmethod,omitempty"`
	CredentialsOnFile string   `json:"credentialsonfile,omitempty"`
	InitiationReason  string   `json:"initiationreason,omitempty"`
	LiveStatus        string   `json:"livestatus,omitempty"` // "0" test, "1" live
	SplitFinalNumber  string   `json:"splitfinalnumber,omitempty"`

	// The bank's answer.
	AuthCode             string `json:"authcode,omitempty"`
	AcquirerResponseCode string `json:"acquirerresponsecode,omitempty"` // the bank's own; not for callers' ears
	AcquirerResponseText string `json:"acquirerresponsemessage,omitempty"`
	AcquirerAdviceCode   string `json:"acquireradvicecode,omitempty"` // recurring only; see Advice
	AcquirerTransaction  string `json:"acquirertransactionreference,omitempty"`
	RetrievalReference   string `json:"retrievalreferencenumber,omitempty"`
	SecurityAddress      string `json:"securityresponseaddress,omitempty"` // see Checks
	SecurityPostcode     string `json:"securityresponsepostcode,omitempty"`
	SecurityCodeResult   string `json:"securityresponsesecuritycode,omitempty"`
	FraudRating          string `json:"fraudrating,omitempty"` // queries only

	// Money.
	BaseAmount       string `json:"baseamount,omitempty"` // see Amount
	CurrencyISO3A    string `json:"currencyiso3a,omitempty"`
	SettleBaseAmount string `json:"settlebaseamount,omitempty"` // queries only; see SettleAmount
	SettleStatus     string `json:"settlestatus,omitempty"`     // see SettleStatus
	SettleDueDate    string `json:"settleduedate,omitempty"`    // YYYY-MM-DD
	DCCEnabled       string `json:"dccenabled,omitempty"`

	// The card. The gateway never returns its number or security code.
	MaskedPAN     string `json:"maskedpan,omitempty"`  // first six, #, last four
	ExpiryDate    string `json:"expirydate,omitempty"` // MM/YYYY, queries only
	PaymentType   string `json:"paymenttypedescription,omitempty"`
	Issuer        string `json:"issuer,omitempty"`
	IssuerCountry string `json:"issuercountryiso2a,omitempty"`

	// The merchant.
	OrderReference     string `json:"orderreference,omitempty"`
	OperatorName       string `json:"operatorname,omitempty"`
	ChargeDescription  string `json:"chargedescription,omitempty"`
	MerchantName       string `json:"merchantname,omitempty"`
	MerchantNumber     string `json:"merchantnumber,omitempty"`
	MerchantCountry    string `json:"merchantcountryiso2a,omitempty"`
	MerchantCity       string `json:"merchantcity,omitempty"`
	MerchantState      string `json:"merchantstatecode,omitempty"`
	MerchantZIP        string `json:"merchantzipcode,omitempty"`
	MerchantCategory   string `json:"merchantcategorycode,omitempty"`
	MerchantEmail      string `json:"merchantemail,omitempty"`
	TID                string `json:"tid,omitempty"` // terminal at the bank
	CustomField4       string `json:"customfield4,omitempty"`
	CustomField5       string `json:"customfield5,omitempty"`
	SubscriptionType   string `json:"subscriptiontype,omitempty"`
	SubscriptionNumber string `json:"subscriptionnumber,omitempty"`

	Billing              Contact  `json:"billing,omitzero"`
	Customer             Customer `json:"customer,omitzero"`
	RecipientAccount     string   `json:"customeraccountnumber,omitempty"` // a card's is masked
	RecipientAccountType string   `json:"customeraccountnumbertype,omitempty"`
	DebtRepayment        string   `json:"debtrepayment,omitempty"`

	// 3-D Secure. MD and PaReq are cut by Cleaned: a ThreeDResult has them whole.
	Enrolled      string `json:"enrolled,omitempty"`      // see Enrolled
	ThreeDStatus  string `json:"status,omitempty"`        // see ThreeDStatus
	ThreeDVersion string `json:"threedversion,omitempty"` // such as "1.0.2"
	ECI           string `json:"eci,omitempty"`           // electronic commerce indicator
	CAVV          string `json:"cavv,omitempty"`          // proof of authentication
	XID           string `json:"xid,omitempty"`           // reference of the authentication
	ACSURL        string `json:"acsurl,omitempty"`        // where the issuer authenticates
	MD            string `json:"md,omitempty"`
	PaReq         string `json:"pareq,omitempty"`

	// MyBank. A MyBankResult has the address whole.
	RedirectURL    string `json:"redirecturl,omitempty"`
	AcquirerSecret string `json:"acquirersecret,omitempty"`
}

// Cleaned is the record with every value made safe to show, cut at 255
// characters, and with a card number that should not be there masked away.
func (r Record) Cleaned() Record {
	r.clean()
	return r
}

// Checks are the record's address and security code results.
func (r Record) Checks() Checks {
	return Checks{
		Address:      CheckResult(r.SecurityAddress),
		Postcode:     CheckResult(r.SecurityPostcode),
		SecurityCode: CheckResult(r.SecurityCodeResult),
	}
}

// Advice is the bank's advice on further payments of a series.
func (r Record) Advice() AdviceCode { return AdviceCode(r.AcquirerAdviceCode) }
