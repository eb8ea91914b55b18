package gateway

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// fieldRule is one row of the vendor's field tables.
type fieldRule struct {
	label string // the name for people, to follow "the"
	most  int    // greatest length, in characters
	kind  fieldKind
}

// fieldRules are the request fields, by the gateway's names. A field that is not
// listed here cannot be sent. Lengths are documented unless noted.
var fieldRules = map[string]fieldRule{
	"sitereference":              {"site reference", 50, siteText},
	"accounttypedescription":     {"account type", 20, lettersText},
	"authmethod":                 {"authorisation method", 11, authMethodText},
	"credentialsonfile":          {"credentials on file value", 1, credentialsText},
	"initiationreason":           {"initiation reason", 1, initiationText},
	"parenttransactionreference": {"parent transaction reference", 25, referenceText},
	"transactionreference":       {"transaction reference", 25, referenceText},
	"baseamount":                 {"amount", maxBaseDigits, digitsText},
	"settlebaseamount":           {"amount to settle", maxBaseDigits, digitsText},
	"currencyiso3a":              {"currency", 3, currencyText},
	"expirydate":                 {"expiry date", 7, expiryText},
	"paymenttypedescription":     {"payment type", 20, lettersText},
	// The field takes 255, but banks may cut an order reference at 25.
	"orderreference":    {"order reference", MaxOrderReference, orderText},
	"operatorname":      {"operator name", 255, anyText},
	"chargedescription": {"charge description", 25, statementText},
	"merchantemail":     {"merchant's e-mail address", 255, emailListText},
	"customfield4":      {"custom field 4", 255, anyText}, // length inferred
	"customfield5":      {"custom field 5", 255, anyText}, // length inferred
	"settlestatus":      {"settle status", 3, settleText},
	"settleduedate":     {"settle due date", 10, dateText},
	"subscriptiontype":  {"subscription type", 20, subscriptionText},
	// The length is inferred.
	"subscriptionnumber":        {"subscription number", 10, digitsText},
	"debtrepayment":             {"debt repayment flag", 1, digitsText},
	"customerip":                {"customer's IP address", 39, addressText},
	"customerforwardedip":       {"customer's forwarded IP address", 39, addressText},
	"customeraccountnumber":     {"recipient's account number", maxAccountDigits, digitsText},
	"customeraccountnumbertype": {"recipient's account type", 7, lettersText},
	"md":                        {"3-D Secure reference (md)", 65536, anyText},
	"pares":                     {"3-D Secure answer (pares)", 1024, anyText},
	// The vendor's tables of these four are lost, so the lengths are inferred.
	"termurl":               {"return address", 2048, urlText},
	"accept":                {"browser's accept header", 255, anyText},
	"successfulurlredirect": {"address for success", 2048, urlText},
	"errorurlredirect":      {"address for errors", 2048, urlText},
}

// contactRules are the suffixes behind billing and customer.
var contactRules = map[string]fieldRule{
	"prefixname":    {"title", 25, anyText},
	"firstname":     {"first name", 127, anyText},
	"middlename":    {"middle name", 127, anyText},
	"lastname":      {"last name", 127, anyText},
	"suffixname":    {"suffix of the name", 25, anyText},
	"premise":       {"house number or name", 25, anyText},
	"street":        {"street", 127, anyText},
	"town":          {"town", 127, anyText},
	"county":        {"county or state", 127, anyText},
	"postcode":      {"postcode", 25, anyText},
	"countryiso2a":  {"country", 2, countryText},
	"email":         {"e-mail address", 255, emailText},
	"telephone":     {"telephone number", 20, telephoneText},
	"telephonetype": {"telephone type", 1, telephoneTypeText},
	"dob":           {"date of birth", 10, dateText},
}

// filterRules are the fields whose rules differ in a query's filter.
var filterRules = map[string]fieldRule{
	"requesttypedescription": {"request type", 20, lettersText},
	"orderreference":         {"order reference", 255, anyText},
	"billingpremise":         {"house number or name", 20, anyText},
	"billingstreet":          {"street", 20, anyText},
	"starttimestamp":         {"start of the time", 19, timestampText},
	"endtimestamp":           {"end of the time", 19, timestampText},
}

func ruleFor(name string, filter bool) (fieldRule, bool) {
	if rule, ok := filterRules[name]; ok && filter {
		return rule, true
	}
	if rule, ok := fieldRules[name]; ok {
		return rule, true
	}
	if suffix, ok := strings.CutPrefix(name, "billing"); ok {
		rule, ok := contactRules[suffix]
		return rule, ok
	}
	if suffix, ok := strings.CutPrefix(name, "customer"); ok {
		rule, ok := contactRules[suffix]
		rule.label = "customer's " + rule.label
		return rule, ok
	}
	return fieldRule{}, false
}

// RequestFields are the names of all fields of AUTH, ACCOUNTCHECK, REFUND and
// TRANSACTIONUPDATE requests that the client can send, sorted. Those of the card are
// checked elsewhere. Tests compare screens with them.
func RequestFields() []string {
	names := []string{"pan", "securitycode", "requesttypedescriptions"}
	for name := range fieldRules {
		names = append(names, name)
	}
	for suffix := range contactRules {
		names = append(names, "billing"+suffix, "customer"+suffix)
	}
	slices.Sort(names)
	return names
}

// MaxLength is the greatest length in characters of a request field, or 0 for a
// field that is not sent.
func MaxLength(name string) int {
	rule, _ := ruleFor(name, false)
	return rule.most
}

// checkField reports, as a *FieldError, a value that the field tables refuse.
func checkField(name, value string, filter, needed bool) error {
	refuse := func(format string, args ...any) error {
		return &FieldError{Field: name, Rule: fmt.Sprintf(format, args...)}
	}
	rule, ok := ruleFor(name, filter)
	switch n := utf8.RuneCountInString(value); {
	case !ok:
		return refuse("%s is not a field this program may send", name)
	case needed && (n == 0 || n > rule.most):
		return refuse("the %s must be 1 to %d characters", rule.label, rule.most)
	case value == "":
		return nil
	case n > rule.most:
		return refuse("the %s must be at most %d characters", rule.label, rule.most)
	case !utf8.ValidString(value):
		return refuse("the %s holds bytes that are not text", rule.label)
	}
	if shape := rule.kind.breach(value); shape != "" {
		return refuse("the %s %s", rule.label, shape)
	}
	return nil
}
