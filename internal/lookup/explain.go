package lookup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/gateway/postcode"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/lookup/when"
)

// Explain says in one sentence where moto looks: in the journal, and at the
// gateway, for what and in what time, and what moto filters itself. It never holds
// a card number.
func (s Search) Explain() string {
	var b strings.Builder
	if s.InJournal() {
		b.WriteString("Looks in the journal first")
		if s.From.IsZero() && s.To.IsZero() && s.selective() {
			b.WriteString(", " + daysBack(s.JournalDays))
		}
		b.WriteString(", then asks the gateway for ")
	} else {
		b.WriteString("Asks the gateway for ")
	}
	s.explainPasses(&b)
	if here := s.here(); len(here) > 0 {
		b.WriteString("; the gateway cannot filter by " + join(here, "and") + ", so that is done here")
	}
	return b.String() + "."
}

func (s Search) explainPasses(b *strings.Builder) {
	known := s.Known
	s.Known = nil // the journal has already said it
	if len(known) > 0 {
		b.WriteString("the payments it has, and ")
	}
	if len(s.Names) > 0 { // does not work out the spellings: the sentence is rebuilt at every key
		b.WriteString(s.asked(true) + s.timeOfNames())
		if n := s.nameQueries(); n > 1 {
			fmt.Fprintf(b, ", in %d queries", n)
		}
		f := s.Filter
		f.OrderReferences = nil
		b.WriteString("; if that finds nothing, compares the names that the gateway shows" + s.time(s.comparing(f)))
		return
	}
	for i, p := range s.passes("") {
		switch {
		case i == 0:
			b.WriteString(s.asked(false) + s.time(p))
		case !p.further:
			b.WriteString(", and " + s.asked(true) + s.time(p) + " to find what moto sent with its ending")
		}
	}
}

// timeOfNames is the time of the queries for names, which are narrow.
func (s Search) timeOfNames() string {
	return s.time(s.timed(gateway.Query{BillingLastNames: s.Names}))
}

// daysBack is how far back a search of the journal goes.
func daysBack(days int) string {
	return thousands.CountOf(days, "day") + " back"
}

// Understood are the parts of the search, for the agent to compare with what was
// meant: each filter, and the time at the end.
func (s Search) Understood() []string {
	var said []string
	for _, part := range append(s.filters(false), s.here()...) {
		if !slices.Contains(said, part) {
			said = append(said, part)
		}
	}
	assumed := s.timed(gateway.Query{BillingLastNames: s.Names}).assumed
	if passes := s.passes(""); len(s.Names) == 0 && len(passes) > 0 {
		assumed = passes[0].assumed
	}
	return append(said, s.spanned(assumed))
}

// spanned is the time that is looked at, in few words.
func (s Search) spanned(assumed bool) string {
	now, from, to := s.now.In(s.zone()), s.From.In(s.zone()), s.To.In(s.zone())
	day := func(t time.Time) string {
		switch {
		case sameDay(t, now):
			return "today"
		case t.Year() == now.Year():
			return t.Format("Mon 2 Jan")
		default:
			return t.Format("2 Jan 2006")
		}
	}
	clock := func(t time.Time) string { return t.Format("15:04") }
	switch {
	case s.From.IsZero() && s.To.IsZero() && assumed:
		return fmt.Sprintf("last %d hours", int(DefaultWindow.Hours()))
	case s.From.IsZero() && s.To.IsZero():
		return "any time"
	case s.To.IsZero():
		return "since " + day(from) + " " + clock(from)
	case s.From.IsZero():
		return "before " + day(to) + " " + clock(to)
	case clock(from) == "00:00" && to.Equal(from.AddDate(0, 0, 1)):
		return day(from)
	case sameDay(from, to):
		return day(from) + " " + clock(from) + "–" + clock(to)
	default:
		return day(from) + " " + clock(from) + " – " + day(to) + " " + clock(to)
	}
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// asked are the gateway's filters in words. A second pass has no order references.
func (s Search) asked(second bool) string {
	said := s.filters(second)
	if len(said) == 0 {
		return "everything"
	}
	return join(said, "and")
}

// filters are the gateway's filters.
func (s Search) filters(second bool) []string {
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
		orders := slices.Concat(f.OrderReferences, s.Sent)
		if n := len(s.Sent); n > shownSpellings {
			orders = append(slices.Clone(f.OrderReferences), fmt.Sprintf("one of the %d that the journal has sent for it", n))
		}
		say("order reference", orders)
	}
	say("e-mail", oneOfEach(f.BillingEmails, strings.ToLower))
	if say("name", s.Names); len(s.Names) > 0 {
		said[len(said)-1] += " in every likely spelling"
	}
	say("first name", f.BillingFirstNames)
	say("last name", f.BillingLastNames)
	say("postcode", oneOfEach(f.BillingPostcodes, postcode.Bare))
	say("house", oneOfEach(f.BillingPremises, strings.ToLower))
	say("street", oneOfEach(f.BillingStreets, strings.ToLower))
	say("IP address", f.CustomerIPs)
	if len(f.Cards) > 0 {
		said = append(said, "the card number")
	}
	say(kindLabel, f.RequestTypes)
	say("account type", texts(f.AccountTypes))
	say("brand", texts(f.PaymentTypes))
	say("currency", f.Currencies)
	say("site", f.Sites)
	return said
}

// ofAnyTime is the time of a search that names none.
const ofAnyTime = " of any time"

// time is the time that a pass covers.
func (s Search) time(p pass) string {
	from, to := s.From.In(s.zone()), s.To.In(s.zone())
	if p.compares && !p.query.After.IsZero() { // perhaps a part of the named time
		from = p.query.After.Add(time.Second).In(s.zone())
	}
	switch {
	case p.assumed && !p.compares:
		return fmt.Sprintf(" since %s (no time was given: the last %d hours)", when.Show(s.now.Add(-DefaultWindow).In(s.zone())), int(DefaultWindow.Hours()))
	case from.IsZero() && s.To.IsZero():
		return ofAnyTime
	case s.To.IsZero():
		return " since " + when.Show(from)
	case from.IsZero():
		return " before " + when.Show(to)
	}
	begins, ends := when.ShowRange(from, to)
	return " from " + begins + " to " + ends
}

// here are the filters that moto applies itself.
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
	say(outcomeLabel, texts(s.States))
	if len(s.Kinds) == 1 { // to the gateway both are REFUND
		say(kindLabel, []string{s.Kinds[0].String()})
	}
	say("agent", quoted(s.Agents))
	say("town", quoted(s.Towns))
	say("telephone ending", quoted(s.Telephones))
	if len(s.Names) > 0 {
		say("order reference", quoted(s.Filter.OrderReferences))
	}
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
