package faults

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"motoconsole/internal/sandbox/message"
)

// Names that no caller has sent.
const (
	AnotherSite  = "test_another"
	AnotherOrder = "ANOTHER-ORDER"
	AnotherPAN   = "555555######4444"
)

// shortReference is how much of an order reference the faults cut and cutbytes
// leave.
const shortReference = 20

// Misattribute answers a payment or a refund as if it were another's.
func Misattribute(fault string, answers []message.Answer) {
	for i := range answers {
		a := &answers[i]
		switch {
		case !a.Books():
		case fault == "wrongorder":
			a.OrderReference = AnotherOrder
		case fault == "wrongpan":
			a.MaskedPAN = AnotherPAN
		}
	}
}

// Disguise applies the faults of queries to their answers: the faults that struck
// the request, and those that the order reference of a record asks for. all is what
// a query without a filter finds.
func Disguise(answers []message.Answer, struck []Rule, all func() []message.Answer) {
	struck = slices.DeleteFunc(slices.Clone(struck), func(r Rule) bool { return r.Kind.Stage != OnQuery })
	slices.SortStableFunc(struck, func(x, y Rule) int { return x.Kind.order() - y.Kind.order() })
	has := func(name string) bool {
		return slices.ContainsFunc(struck, func(r Rule) bool { return r.Name == name })
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
func disguiseRecord(a *message.Answer, struck []Rule) {
	asked, _ := Asked(a.OrderReference)
	if asked != nil && asked.Kind.disguises() {
		struck = append(slices.Clone(struck), *asked)
	}
	for _, r := range struck {
		switch r.Name {
		case "othersite":
			a.Site = AnotherSite
		case "otherorder":
			a.OrderReference = AnotherOrder
		case "fold":
			a.OrderReference = OtherCapitals(a.OrderReference)
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

// OtherCapitals is a text in lower case, or in upper case if it is in lower
// case already.
func OtherCapitals(text string) string {
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
func (k *Kind) order() int {
	return slices.IndexFunc(Kinds(), func(other Kind) bool { return other.Name == k.Name })
}
