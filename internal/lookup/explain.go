package lookup

import (
	"fmt"
	"strings"
	"time"
)

// Explain says in one sentence what the gateway is asked for, of what time, and
// what is filtered here. It never holds a card number.
func (s Search) Explain() string {
	var b strings.Builder
	for i, p := range s.passes("") {
		asked := s.asked(i > 0)
		switch {
		case i > 0:
			b.WriteString(", and " + asked + s.time(p) + " to find what moto sent with an ending behind it")
		default:
			b.WriteString("Asks the gateway for " + asked + s.time(p))
		}
	}
	if here := s.here(); len(here) > 0 {
		b.WriteString("; the gateway cannot filter by " + join(here, "and") + ", so that is done here")
	}
	return b.String() + "."
}

// asked are the filters the gateway gets. A second pass does without the order
// references.
func (s Search) asked(second bool) string {
	f := s.Filter
	var said []string
	say := func(name string, values []string) {
		shown := make([]string, len(values))
		for i, v := range values {
			shown[i] = hidden(v)
		}
		if len(values) > 0 {
			said = append(said, name+" "+join(shown, "or"))
		}
	}
	say("transaction reference", f.TransactionReferences)
	say("parent", f.Parents)
	if !second {
		say("order reference", append(append([]string(nil), f.OrderReferences...), s.Sent...))
	}
	say("e-mail", f.BillingEmails)
	say("first name", oneOfEach(f.BillingFirstNames, strings.ToLower))
	say("last name", oneOfEach(f.BillingLastNames, strings.ToLower))
	say("postcode", oneOfEach(f.BillingPostcodes, barePostcode))
	say("house", f.BillingPremises)
	say("street", f.BillingStreets)
	say("IP address", f.CustomerIPs)
	if len(f.Cards) > 0 {
		said = append(said, "the card number")
	}
	say("type", f.RequestTypes)
	say("account type", texts(f.AccountTypes))
	say("brand", texts(f.PaymentTypes))
	say("currency", f.Currencies)
	say("site", f.Sites)
	if len(said) == 0 {
		return "everything"
	}
	return join(said, "and")
}

// time is the time a pass is of.
func (s Search) time(p pass) string {
	show := func(t time.Time) string { return t.In(s.zone()).Format("Mon 2 Jan 2006 15:04:05") }
	switch {
	case p.assumed:
		return fmt.Sprintf(" since %s (no time was given: the last %d hours)", show(s.now.Add(-DefaultWindow)), int(DefaultWindow.Hours()))
	case s.From.IsZero() && s.To.IsZero():
		return " of any time"
	case s.To.IsZero():
		return " since " + show(s.From)
	case s.From.IsZero():
		return " before " + show(s.To)
	}
	return " from " + show(s.From) + " to " + show(s.To)
}

func (s Search) zone() *time.Location {
	if s.loc == nil {
		return time.UTC
	}
	return s.loc
}

// here are the filters that are applied here.
func (s Search) here() []string {
	var said []string
	say := func(name string, values []string) {
		if len(values) > 0 {
			said = append(said, name+" "+join(values, "or"))
		}
	}
	amounts := make([]string, len(s.Amounts))
	for i, a := range s.Amounts {
		amounts[i] = a.String()
	}
	quoted := func(values []string) []string {
		out := make([]string, len(values))
		for i, v := range values {
			out[i] = hidden(v)
		}
		return out
	}
	say("last four digits", quoted(s.Last4))
	say("amount", amounts)
	say("status", texts(s.States))
	if len(s.Kinds) == 1 { // both together are the gateway's REFUND
		say("kind", []string{s.Kinds[0].String()})
	}
	say("agent", quoted(s.Agents))
	return said
}

// join lists values: "a, b or c".
func join(values []string, last string) string {
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	n := len(values) - 1
	return strings.Join(values[:n], ", ") + " " + last + " " + values[n]
}

func texts[S ~string](values []S) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
