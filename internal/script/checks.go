package script

import (
	"strings"

	"motoconsole/gateway"
)

// ruled is what a result of a check means, and what the agent does about it.
type ruled struct {
	result gateway.CheckResult
	means  string // after the names of what was checked
	plural string // the same of several
	do     string
}

// checkResults are the results that the bank gives of address, postcode and security code.
// They do not decide the payment.
var checkResults = []ruled{
	{gateway.CheckNotMatched, "did not match.", "did not match.", "Before goods are sent, ask: “What is the address on your card statement?”"},
	{gateway.CheckNotChecked, "was not checked.", "were not checked.", "That is usual for a card from abroad."},
	{gateway.CheckNotGiven, "was not given.", "were not given.", "The bank could not compare."},
	{gateway.CheckMatched, "matched.", "matched.", ""},
}

// withTheCard is what the agent does where only the security code did not match.
const withTheCard = "Before goods are sent, ask: “Do you have the card at hand?”"

// OfChecks says which checks of an approved payment have a result, and what the agent does
// about it; "" where none has it.
func OfChecks(c gateway.Checks, result gateway.CheckResult) (means, do string) {
	var names []string
	for _, one := range []struct {
		name string
		is   gateway.CheckResult
	}{{"address", c.Address}, {"postcode", c.Postcode}, {"security code", c.SecurityCode}} {
		if one.is == result {
			names = append(names, one.name)
		}
	}
	if len(names) == 0 {
		return "", ""
	}
	for _, r := range checkResults {
		if r.result != result {
			continue
		}
		last := len(names) - 1
		what, says := names[last], r.means
		if last > 0 {
			what, says = strings.Join(names[:last], ", ")+" and "+what, r.plural
		}
		do = r.do
		if result == gateway.CheckNotMatched && what == "security code" {
			do = withTheCard
		}
		return "The " + what + " " + says, do
	}
	return "", ""
}
