package message

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// Complaints are the names of invalid fields, each once.
type Complaints []string

// Add names a field, once.
func (c *Complaints) Add(name string) {
	if !slices.Contains(*c, name) {
		*c = append(*c, name)
	}
}

// Value is a field that has passed its format check, or "".
func (e Element) Value(name string) string {
	v, _ := e.Text(name)
	return v
}

// CheckFormats names the fields sent in a form their table does not allow, and
// the required ones that were not sent.
func (e Element) CheckFormats(bad *Complaints, fields []Field, required ...string) {
	for _, f := range fields {
		v, ok := e.Text(f.Name)
		if !ok || v != "" && !f.valid(v) || v == "" && slices.Contains(required, f.Name) {
			bad.Add(f.Name)
		}
	}
}

// CheckPerson checks fields that depend on another field of the same person.
func (e Element) CheckPerson(bad *Complaints, prefix string) {
	if !Postcode(e.Value(prefix+"postcode"), e.Value(prefix+"countryiso2a")) {
		bad.Add(prefix + "postcode")
	}
	if e.Value(prefix+"telephone") != "" && e.Value(prefix+"telephonetype") == "" {
		bad.Add(prefix + "telephonetype")
	}
	// Documented for billing only.
	if prefix == "billing" && e.Value("billingcounty") != "" && e.Value("billingcountryiso2a") == "" {
		bad.Add("billingcountryiso2a")
	}
}

// CheckSettlement checks settleduedate: today at the earliest, and within 7
// days of the authorisation, or 31 of a pre-authorisation.
func (e Element) CheckSettlement(bad *Complaints, now time.Time) {
	due, err := time.Parse(time.DateOnly, e.Value("settleduedate"))
	if err != nil {
		return // not sent, or already named
	}
	days := 7
	if e.Value("authmethod") == "PRE" {
		days = 31
	}
	today := now.UTC().Truncate(24 * time.Hour)
	if due.Before(today) || due.After(today.AddDate(0, 0, days)) {
		bad.Add("settleduedate")
	}
}

// CheckSettled refuses a settlestatus of 100, except for the payment type for which
// the vendor's own examples send it.
func (e Element) CheckSettled(bad *Complaints, paymentType string) {
	if e.Value("settlestatus") == "100" && paymentType != book.TypePayPal {
		bad.Add("settlestatus")
	}
}

// CheckAuthMethod refuses pre-authorisation for schemes that do not have it, and a
// raise of nothing or with another card than that of its parent.
func (e Element) CheckAuthMethod(bad *Complaints, brand gateway.Brand) {
	if e.Value("authmethod") == book.MethodRaise && (brand != "" || e.Value("parenttransactionreference") == "") {
		bad.Add("authmethod")
	}
	if e.Value("authmethod") == "PRE" && brand != "" && brand != gateway.Visa && brand != gateway.Mastercard {
		bad.Add("authmethod")
	}
}

// GivesBack reports an update that returns money, which makes a REFUND of the same
// payment in the next element unnecessary.
func (e Element) GivesBack() bool {
	return e.Value("settlestatus") == "3" || e.Value("settlebaseamount") != "" || e.Value("settlemainamount") != ""
}
