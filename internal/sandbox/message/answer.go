// Package message holds the parts of the test bank's requests and answers: elements
// and their fields, the vendor's field tables, filters, and a transaction as an
// answer or a record describes it.
package message

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// Answer is one entry of the response array, or one record of a query. The
// gateway sends every scalar as a string and leaves out what does not apply.
type Answer struct {
	RequestType        string   `json:"requesttypedescription"`
	ErrorCode          string   `json:"errorcode"`
	Message            string   `json:"errormessage"`
	ErrorData          []string `json:"errordata,omitempty"`
	Started            string   `json:"transactionstartedtimestamp"`
	Reference          string   `json:"transactionreference,omitempty"`
	Parent             string   `json:"parenttransactionreference,omitempty"`
	Account            string   `json:"accounttypedescription,omitempty"`
	AuthMethod         string   `json:"authmethod,omitempty"`
	CredentialsOnFile  string   `json:"credentialsonfile,omitempty"`
	BaseAmount         string   `json:"baseamount,omitempty"`
	Currency           string   `json:"currencyiso3a,omitempty"`
	PaymentType        string   `json:"paymenttypedescription,omitempty"`
	MaskedPAN          string   `json:"maskedpan,omitempty"`
	Issuer             string   `json:"issuer,omitempty"`
	IssuerCountry      string   `json:"issuercountryiso2a,omitempty"`
	AuthCode           string   `json:"authcode,omitempty"`
	BankCode           string   `json:"acquirerresponsecode,omitempty"`
	BankMessage        string   `json:"acquirerresponsemessage,omitempty"`
	RetrievalReference string   `json:"retrievalreferencenumber,omitempty"`
	AdviceCode         string   `json:"acquireradvicecode,omitempty"`
	AddressCheck       string   `json:"securityresponseaddress,omitempty"`
	PostcodeCheck      string   `json:"securityresponsepostcode,omitempty"`
	SecurityCodeCheck  string   `json:"securityresponsesecuritycode,omitempty"`
	SettleStatus       string   `json:"settlestatus,omitempty"`
	SettleDueDate      string   `json:"settleduedate,omitempty"`
	OrderReference     string   `json:"orderreference,omitempty"`
	ChargeDescription  string   `json:"chargedescription,omitempty"`
	Operator           string   `json:"operatorname,omitempty"`
	LiveStatus         string   `json:"livestatus,omitempty"`
	SplitFinalNumber   string   `json:"splitfinalnumber,omitempty"`
	DCCEnabled         string   `json:"dccenabled,omitempty"`
	MerchantName       string   `json:"merchantname,omitempty"`
	MerchantNumber     string   `json:"merchantnumber,omitempty"`
	MerchantCountry    string   `json:"merchantcountryiso2a,omitempty"`
	MerchantCity       string   `json:"merchantcity,omitempty"`
	MerchantState      string   `json:"merchantstatecode,omitempty"`
	MerchantZIP        string   `json:"merchantzipcode,omitempty"`
	MerchantCategory   string   `json:"merchantcategorycode,omitempty"`
	TerminalIdentifier string   `json:"tid,omitempty"`

	// 3-D Secure.
	Enrolled      string `json:"enrolled,omitempty"`
	ThreeDStatus  string `json:"status,omitempty"`
	ThreeDVersion string `json:"threedversion,omitempty"`
	XID           string `json:"xid,omitempty"`
	ACSURL        string `json:"acsurl,omitempty"`
	MD            string `json:"md,omitempty"`
	PaReq         string `json:"pareq,omitempty"`
	ECI           string `json:"eci,omitempty"`
	CAVV          string `json:"cavv,omitempty"`

	// MyBank and its like.
	RedirectURL   string `json:"redirecturl,omitempty"`
	BankReference string `json:"acquirertransactionreference,omitempty"`
	BankSecret    string `json:"acquirersecret,omitempty"`

	// Fields of other requests.
	CacheToken      string `json:"cachetoken,omitempty"`
	PayPalToken     string `json:"paypaltoken,omitempty"`
	PayPalAddress   string `json:"paypaladdressstatus,omitempty"`
	ShieldStatus    string `json:"fraudcontrolshieldstatuscode,omitempty"`
	ShieldReference string `json:"fraudcontrolreference,omitempty"`

	// Only in the records of a query.
	Site             string `json:"sitereference,omitempty"`
	Interface        string `json:"interface,omitempty"`
	Expiry           string `json:"expirydate,omitempty"`
	FraudRating      string `json:"fraudrating,omitempty"`
	SettleBaseAmount string `json:"settlebaseamount,omitempty"`
	*details

	// Only in the answer to a query.
	Found   string    `json:"found,omitempty"`
	Records *[]Answer `json:"records,omitempty"`

	Did Deed `json:"-"` // not part of the answer
}

// Done is the answer to a request that was carried out and booked no transaction.
func Done(requestType string, started time.Time) Answer {
	return Answer{RequestType: requestType, ErrorCode: "0", Message: messageOf("0"), Started: Timestamp(started)}
}

// Reject is the answer to an element that was not carried out.
func Reject(started time.Time, code string, data ...string) Answer {
	return Answer{
		RequestType: "ERROR",
		ErrorCode:   code,
		Message:     messageOf(code),
		ErrorData:   data,
		Started:     Timestamp(started),
	}
}

// messageOf is the gateway's dictionary text of an error code.
func messageOf(code string) string {
	info, _ := gateway.LookupCode(code)
	return info.Message
}

// Timestamp is a time as the gateway writes it: UTC, without a zone.
func Timestamp(t time.Time) string { return t.UTC().Format(time.DateTime) }

// Deed holds facts about a request that its answer does not say.
type Deed struct {
	Element, Kind int      // of the block: which element, and which of its types
	References    []string // of the booked or changed transactions
	Money         int64    // of an update
}

// Books reports whether an answer tells of a record that its request made.
func (a *Answer) Books() bool {
	return a.Reference != "" && a.RequestType != book.TypeQuery && a.RequestType != book.TypeUpdate
}
