package sandbox

import (
	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"slices"
	"time"
)

// complaints are the names of invalid fields, each once.
type complaints []string

func (c *complaints) add(name string) {
	if !slices.Contains(*c, name) {
		*c = append(*c, name)
	}
}

// value is a field that has passed its format check, or "".
func (e element) value(name string) string {
	v, _ := e.text(name)
	return v
}

// checkFormats names the fields sent in a form their table does not allow, and
// the required ones that were not sent.
func (e element) checkFormats(bad *complaints, fields []field, required ...string) {
	for _, f := range fields {
		v, ok := e.text(f.name)
		if !ok || v != "" && !f.valid(v) || v == "" && slices.Contains(required, f.name) {
			bad.add(f.name)
		}
	}
}

// checkPerson checks what depends on another field of the same person.
func (e element) checkPerson(bad *complaints, prefix string) {
	if !postcode(e.value(prefix+"postcode"), e.value(prefix+"countryiso2a")) {
		bad.add(prefix + "postcode")
	}
	if e.value(prefix+"telephone") != "" && e.value(prefix+"telephonetype") == "" {
		bad.add(prefix + "telephonetype")
	}
	// Documented for billing only.
	if prefix == "billing" && e.value("billingcounty") != "" && e.value("billingcountryiso2a") == "" {
		bad.add("billingcountryiso2a")
	}
}

// checkSettlement checks settleduedate: today at the earliest, and within 7
// days of the authorisation, or 31 of a pre-authorisation.
func (e element) checkSettlement(bad *complaints, now time.Time) {
	due, err := time.Parse(time.DateOnly, e.value("settleduedate"))
	if err != nil {
		return // not sent, or already named
	}
	days := 7
	if e.value("authmethod") == "PRE" {
		days = 31
	}
	today := now.UTC().Truncate(24 * time.Hour)
	if due.Before(today) || due.After(today.AddDate(0, 0, days)) {
		bad.add("settleduedate")
	}
}

// checkSettled refuses a settlestatus of 100 from everybody but the one payment
// type that the vendor's own examples send it for.
func (e element) checkSettled(bad *complaints, paymentType string) {
	if e.value("settlestatus") == "100" && paymentType != book.TypePayPal {
		bad.add("settlestatus")
	}
}

// checkAuthMethod refuses pre-authorisation where the schemes do not have it.
func (e element) checkAuthMethod(bad *complaints, brand gateway.Brand) {
	if e.value("authmethod") == "PRE" && brand != "" && brand != gateway.Visa && brand != gateway.Mastercard {
		bad.add("authmethod")
	}
}

// givesBack reports an update that returns money: after it a REFUND of the
// same payment, in the next element, is needless.
func (e element) givesBack() bool {
	return e.value("settlestatus") == "3" || e.value("settlebaseamount") != "" || e.value("settlemainamount") != ""
}
