package sandbox

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"motoconsole/internal/sandbox/message"
)

// Names that no caller has sent.
const (
	anotherSite  = "test_another"
	anotherOrder = "ANOTHER-ORDER"
	anotherPAN   = "555555######4444"
)

// shortReference is how much of an order reference the faults cut and cutbytes
// leave.
const shortReference = 20

// misattribute answers a payment or a refund as if it were another's.
func misattribute(fault string, answers []message.Answer) {
	for i := range answers {
		a := &answers[i]
		switch {
		case !a.Books():
		case fault == "wrongorder":
			a.OrderReference = anotherOrder
		case fault == "wrongpan":
			a.MaskedPAN = anotherPAN
		}
	}
}

// disguise does to the answers to queries what faults of a query want: those
// that struck the request, and those that the order reference of a record asks
// for. all is what a query without a filter finds.
func disguise(answers []message.Answer, struck []rule, all func() []message.Answer) {
	struck = slices.DeleteFunc(slices.Clone(struck), func(r rule) bool { return r.kind.stage != onQuery })
	slices.SortStableFunc(struck, func(x, y rule) int { return x.kind.order() - y.kind.order() })
	has := func(name string) bool {
		return slices.ContainsFunc(struck, func(r rule) bool { return r.Name == name })
	}
	for i := range answers {
		a := &answers[i]
		if a.Records == nil {
			continue
		}
		if has("nofilter") {
			records := all()
			a.Found, a.Records = strconv.Itoa(len(records)), &records
		}
		for k := range *a.Records {
			disguiseRecord(&(*a.Records)[k], struck)
		}
		if has("norecords") {
			if a.Found == "0" {
				a.Found = "1"
			}
			a.Records = &[]message.Answer{}
		}
	}
}

// disguiseRecord changes how a record is shown.
func disguiseRecord(a *message.Answer, struck []rule) {
	asked, _ := askedFault(a.OrderReference)
	if asked != nil && asked.kind.disguises() {
		struck = append(slices.Clone(struck), *asked)
	}
	for _, r := range struck {
		switch r.Name {
		case "othersite":
			a.Site = anotherSite
		case "otherorder":
			a.OrderReference = anotherOrder
		case "fold":
			a.OrderReference = otherCapitals(a.OrderReference)
		case "cut":
			a.OrderReference = firstCharacters(a.OrderReference, shortReference)
		case "cutbytes":
			// The half of a character that this may leave is shown as U+FFFD.
			a.OrderReference = a.OrderReference[:min(len(a.OrderReference), shortReference)]
		case "escape":
			a.OrderReference = html.EscapeString(a.OrderReference)
		case "advice4", "advice8":
			a.AdviceCode = r.Name[len("advice"):]
		}
	}
}

// otherCapitals is a text in lower case, or in upper case if it is in lower
// case already.
func otherCapitals(text string) string {
	if lower := strings.ToLower(text); lower != text {
		return lower
	}
	return strings.ToUpper(text)
}

func firstCharacters(text string, n int) string {
	for at := range text {
		if n == 0 {
			return text[:at]
		}
		n--
	}
	return text
}

// order is the fault's place in the table.
func (k *faultKind) order() int {
	return slices.IndexFunc(faultKinds(), func(other faultKind) bool { return other.name == k.name })
}
