package sandbox

import (
	"encoding/binary"
	"encoding/json"
)

// A textID names a field of free text that a transaction keeps.
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
	// shownInterface is where a payment came from, if not by this API. No
	// request sends it.
	shownInterface
	textCount
)

// textNames are the request fields a transaction keeps, in the order of their
// ids, and the one that the bank adds. A field that is not listed is forgotten;
// customeraccountnumber, which
// can be a card number, must never be listed.
func textNames() [textCount]string {
	return [textCount]string{
		"orderreference", "chargedescription", "customerip",
		"billingpremise", "billingstreet", "billingtown", "billingcounty", "billingcountryiso2a", "billingpostcode",
		"billingemail", "billingtelephone", "billingtelephonetype",
		"billingprefixname", "billingfirstname", "billingmiddlename", "billinglastname", "billingsuffixname",
		"interface",
	}
}

// texts are the free texts of one transaction in one string: for each text its
// id, its length and its bytes. A map would take several times the memory, and
// most transactions have one text or two.
type texts string

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
