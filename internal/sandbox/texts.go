package sandbox

import "encoding/json"

// A textID names a field of text that a transaction keeps.
type textID byte

const (
	orderReference textID = iota
	chargeDescription
	customerIP
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
	customerPostcode
	customerEmail
	customerTelephone
	customerTelephoneType
	customerPrefixName
	customerFirstName
	customerMiddleName
	customerLastName
	customerSuffixName
	customerBirthday
	customerForwardedIP
	recipientAccount
	recipientAccountType
	debtRepayment
	// What only concerns the one request, and is not inherited.
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
	// What the bank writes down itself. No request sends it.
	shownInterface // where a payment came from, if not by this API
	mdKey          // what makes the md of a THREEDQUERY impossible to guess
	payPalToken    // of an ORDER
	textCount
)

// textNames are the request fields a transaction keeps, in the order of their
// ids, and those that the bank adds. A field that is not listed is forgotten.
func textNames() [textCount]string {
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
		"interface", "mdkey", "paypaltoken",
	}
}

// isSent reports whether requests send a text.
func (id textID) isSent() bool { return id < shownInterface }

// isInherited reports whether a child takes a text over from its parent.
func (id textID) isInherited() bool { return id < merchantEmail }

// isUpdatable reports whether an update may change a text.
func (id textID) isUpdatable() bool {
	return id == orderReference || id >= billingPremise && id <= billingBirthday
}

// isDetail reports whether a text is shown in the records of a query only.
func (id textID) isDetail() bool { return id >= customerIP && id.isSent() }

// texts are the free texts of one transaction. A transaction is copied with
// its texts, so a change makes new ones.
type texts []keptText

// keptText is one of them.
type keptText struct {
	id    textID
	value string
}

// textsOf are the texts of a request, as far as they may be kept: a card number
// in one of them loses its digits, the recipient's only those in the middle.
func textsOf(e element) texts {
	var kept texts
	for id, name := range textNames() {
		id := textID(id) // #nosec G115 -- below textCount
		v := e.value(name)
		if v == "" || !id.isSent() {
			continue
		}
		if id == recipientAccount && e.value("customeraccountnumbertype") == "CARD" {
			v = maskedNumber(v)
		}
		kept = kept.with(id, masked(v))
	}
	return kept
}

// get is one text, "" when it is not there.
func (t texts) get(want textID) string {
	for _, kept := range t {
		if kept.id == want {
			return kept.value
		}
	}
	return ""
}

// with is a copy with one text set, or taken out when it is "".
func (t texts) with(id textID, value string) texts {
	changed := make(texts, 0, len(t)+1)
	for _, kept := range t {
		if kept.id != id {
			changed = append(changed, kept)
		}
	}
	if value != "" {
		changed = append(changed, keptText{id, value})
	}
	return changed
}

// MarshalJSON writes the texts under their field names, for the state file.
func (t texts) MarshalJSON() ([]byte, error) {
	names, fields := textNames(), make(map[string]string, 4)
	for _, kept := range t {
		fields[names[kept.id]] = kept.value
	}
	return json.Marshal(fields)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *texts) UnmarshalJSON(raw []byte) error {
	var fields map[string]string
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*t = nil
	for id, name := range textNames() {
		if v := fields[name]; v != "" {
			*t = t.with(textID(id), v) // #nosec G115 -- an index below textCount
		}
	}
	return nil
}
