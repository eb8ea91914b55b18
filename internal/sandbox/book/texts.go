package book

import "encoding/json"

// A TextID names a field of text that a transaction keeps.
type TextID byte

const (
	OrderReference TextID = iota
	ChargeDescription
	CustomerIP
	billingPremise
	billingStreet
	billingTown
	billingCounty
	billingCountry
	billingPostcode
	billingEmail
	billingTelephone
	billingTelephoneType
	billingPrefixName
	billingFirstName
	billingMiddleName
	billingLastName
	billingSuffixName
	billingBirthday
	customerPremise
	customerStreet
	customerTown
	customerCounty
	customerCountry
	CustomerPostcode
	customerEmail
	customerTelephone
	customerTelephoneType
	customerPrefixName
	customerFirstName
	customerMiddleName
	CustomerLastName
	customerSuffixName
	CustomerBirthday
	customerForwardedIP
	RecipientAccount
	RecipientAccountType
	debtRepayment
	// Texts that concern only the one request, and are not inherited.
	merchantEmail
	customField1
	customField2
	customField3
	customField4
	customField5
	initiationReason
	subscriptionType
	subscriptionNumber
	subscriptionUnit
	subscriptionFrequency
	subscriptionFinalNumber
	subscriptionBegins
	// Texts that the bank adds. No request sends them.
	ShownInterface // where a payment came from, if not by this API
	MDKey          // what makes the md of a THREEDQUERY impossible to guess
	PayPalToken    // of an ORDER
	ShownBankCode  // the bank's own code of a refusal, if it is not the usual one
	textCount
)

// TextNames are the request fields a transaction keeps, in the order of their
// ids, and those that the bank adds. A field that is not listed is forgotten.
func TextNames() [textCount]string {
	return [textCount]string{
		"orderreference", "chargedescription", "customerip",
		"billingpremise", "billingstreet", "billingtown", "billingcounty", "billingcountryiso2a", "billingpostcode",
		"billingemail", "billingtelephone", "billingtelephonetype",
		"billingprefixname", "billingfirstname", "billingmiddlename", "billinglastname", "billingsuffixname", "billingdob",
		"customerpremise", "customerstreet", "customertown", "customercounty", "customercountryiso2a", "customerpostcode",
		"customeremail", "customertelephone", "customertelephonetype",
		"customerprefixname", "customerfirstname", "customermiddlename", "customerlastname", "customersuffixname", "customerdob",
		"customerforwardedip", "customeraccountnumber", "customeraccountnumbertype", "debtrepayment",
		"merchantemail", "customfield1", "customfield2", "customfield3", "customfield4", "customfield5",
		"initiationreason", "subscriptiontype", "subscriptionnumber", "subscriptionunit", "subscriptionfrequency",
		"subscriptionfinalnumber", "subscriptionbegindate",
		"interface", "mdkey", "paypaltoken", "bankcode",
	}
}

// IsSent reports whether requests send a text.
func (id TextID) IsSent() bool { return id < ShownInterface }

// isInherited reports whether a child takes a text over from its parent.
func (id TextID) isInherited() bool { return id < merchantEmail }

// IsUpdatable reports whether an update may change a text.
func (id TextID) IsUpdatable() bool {
	return id == OrderReference || id >= billingPremise && id <= billingBirthday
}

// IsDetail reports whether a text is shown in the records of a query only.
func (id TextID) IsDetail() bool { return id >= CustomerIP && id.IsSent() }

// Texts are the free texts of one transaction. A transaction is copied with
// its texts, so a change makes new ones.
type Texts []keptText

// keptText is one of them.
type keptText struct {
	ID    TextID
	Value string
}

// Get is one text, "" when it is not there.
func (t Texts) Get(want TextID) string {
	for _, kept := range t {
		if kept.ID == want {
			return kept.Value
		}
	}
	return ""
}

// With is a copy with one text set, or taken out when it is "".
func (t Texts) With(id TextID, value string) Texts {
	changed := make(Texts, 0, len(t)+1)
	for _, kept := range t {
		if kept.ID != id {
			changed = append(changed, kept)
		}
	}
	if value != "" {
		changed = append(changed, keptText{id, value})
	}
	return changed
}

// MarshalJSON writes the texts under their field names, for the state file.
func (t Texts) MarshalJSON() ([]byte, error) {
	names, fields := TextNames(), make(map[string]string, 4)
	for _, kept := range t {
		fields[names[kept.ID]] = kept.Value
	}
	return json.Marshal(fields)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Texts) UnmarshalJSON(raw []byte) error {
	var fields map[string]string
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*t = nil
	for id, name := range TextNames() {
		if v := fields[name]; v != "" {
			*t = t.With(TextID(id), v) // #nosec G115 -- an index below textCount
		}
	}
	return nil
}
