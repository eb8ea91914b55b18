package sandbox

import (
	"encoding/binary"
	"encoding/json"
)

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

// texts are the free texts of one transaction in one string: for each text its
// id, its length and its bytes. A map would take several times the memory, and
// most transactions have one text or two.
type texts string

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

// next takes the first text off.
func (t texts) next() (id textID, value string, rest texts) {
	n, size := binary.Uvarint([]byte(t[1:min(len(t), 1+binary.MaxVarintLen32)]))
	from := 1 + size
	return textID(t[0]), string(t[from : from+int(n)]), t[from+int(n):] // #nosec G115 -- written by with
}

// get is one text, "" when it is not there.
func (t texts) get(want textID) string {
	for len(t) > 0 {
		id, value, rest := t.next()
		if id == want {
			return value
		}
		t = rest
	}
	return ""
}

// with is a copy with one text set, or taken out when it is "".
func (t texts) with(id textID, value string) texts {
	packed := make([]byte, 0, len(t)+len(value)+3)
	for rest := t; len(rest) > 0; {
		var old textID
		was := rest
		old, _, rest = rest.next()
		if old != id {
			packed = append(packed, was[:len(was)-len(rest)]...)
		}
	}
	if value != "" {
		packed = append(packed, byte(id))
		packed = binary.AppendUvarint(packed, uint64(len(value)))
		packed = append(packed, value...)
	}
	return texts(packed)
}

// MarshalJSON writes the texts under their field names, for the state file.
func (t texts) MarshalJSON() ([]byte, error) {
	names, fields := textNames(), make(map[string]string, 4)
	for len(t) > 0 {
		var id textID
		var value string
		id, value, t = t.next()
		fields[names[id]] = value
	}
	return json.Marshal(fields)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *texts) UnmarshalJSON(raw []byte) error {
	var fields map[string]string
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*t = ""
	for id, name := range textNames() {
		if v := fields[name]; v != "" {
			*t = t.with(textID(id), v) // #nosec G115 -- an index below textCount
		}
	}
	return nil
}
