package lookup

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// DefaultWindow is how far back a search goes that names no time and has
// nothing that narrows what the gateway gives.
const DefaultWindow = 24 * time.Hour

// clockSlack is how far the gateway's clock may be ahead of ours without the
// newest payments being missed.
const clockSlack = 24 * time.Hour

// Search is what to look for. The zero value looks for nothing; see Parse and
// Set.
type Search struct {
	// Filter is what the gateway is asked for. Its times are not looked at, and
	// where it names no site, the one given to Query counts. Order references
	// are the merchant's own: see Sent.
	Filter gateway.Query
	// Sent are order references, as they were sent, of payments whose own
	// reference is among the filter's. The journal knows them; with them a
	// payment is found without going through a whole window of time.
	Sent []string
	// From and To are the time, From inclusive and To not, in whole seconds.
	// Zero is open.
	From, To time.Time

	// What the gateway cannot be asked for.
	Last4   []string // the card's last four digits
	Amounts []Amount
	States  []State
	Kinds   []statement.Kind // refunds or payouts, which to the gateway are one type
	Agents  []string         // operatorname, in any case

	// Currencies are those whose decimals the configuration confirms.
	Currencies []gateway.Currency

	now time.Time
	loc *time.Location
}

// Empty reports a search that looks for nothing.
func (s Search) Empty() bool {
	return !s.narrow() && !s.local() && s.From.IsZero() && s.To.IsZero() && len(s.Filter.Sites) == 0 &&
		len(s.Filter.RequestTypes) == 0 && len(s.Filter.AccountTypes) == 0 && len(s.Filter.PaymentTypes) == 0 &&
		len(s.Filter.Currencies) == 0 && len(s.Filter.BillingFirstNames) == 0 && len(s.Filter.BillingPremises) == 0
}

// local reports whether something is filtered here.
func (s Search) local() bool {
	return len(s.Last4)+len(s.Amounts)+len(s.States)+len(s.Kinds)+len(s.Agents) > 0
}

// narrow reports whether the gateway is asked for something that few payments
// have, so that no time is needed.
func (s Search) narrow() bool { return narrow(s.Filter) }

func narrow(q gateway.Query) bool {
	return len(q.TransactionReferences)+len(q.Parents)+len(q.OrderReferences)+len(q.BillingEmails)+
		len(q.BillingLastNames)+len(q.BillingPostcodes)+len(q.BillingStreets)+len(q.CustomerIPs)+len(q.Cards) > 0
}

// Check reports a search that cannot be carried out: an empty one, or one with
// a card number outside Filter.Cards.
func (s Search) Check() error {
	if s.Empty() {
		return refuse("filter", "say what to look for, such as an order reference, 1111, 10.50 or yesterday")
	}
	for _, values := range s.texts() {
		for _, v := range values {
			if LooksLikeCard(v) && !isReference(v) {
				return cardRefused()
			}
		}
	}
	if !s.From.IsZero() && !s.To.IsZero() && !s.From.Before(s.To) {
		return refuse("endtimestamp", "the time ends before it begins")
	}
	return nil
}

// texts are all texts that somebody may have typed.
func (s Search) texts() [][]string {
	f := s.Filter
	return [][]string{
		f.Sites, f.TransactionReferences, f.Parents, f.OrderReferences, f.RequestTypes, f.Currencies,
		f.BillingEmails, f.BillingFirstNames, f.BillingLastNames, f.BillingPostcodes, f.BillingPremises,
		f.BillingStreets, f.CustomerIPs, s.Last4, s.Agents,
	}
}

// Query is what the gateway is asked for at first, all of it where the search
// names no order reference. Zero times are open. The records it finds still
// have to pass Matches.
func (s Search) Query(site string) gateway.Query { return s.passes(site)[0].query }

// pass is one of the queries that together find what is searched for.
type pass struct {
	query gateway.Query
	// assumed reports that nobody named the time.
	assumed bool
	// done are the order references that an earlier pass has asked for.
	done []string
}

// passes are the queries of a search: one, or two where an order reference may
// have been sent with an ending that is not known.
func (s Search) passes(site string) []pass {
	q := s.Filter
	if len(q.Sites) == 0 {
		q.Sites = []string{site}
	}
	if len(q.OrderReferences) == 0 {
		return []pass{s.timed(q)}
	}
	endless := unended(q.OrderReferences)
	q.OrderReferences = append(append([]string(nil), q.OrderReferences...), s.Sent...)
	all := []pass{s.timed(q)}
	if len(endless) > 0 {
		asked := q.OrderReferences
		q.OrderReferences = nil
		scan := s.timed(q)
		scan.done = asked
		all = append(all, scan)
	}
	return all
}

// timed puts the search's time into a query. Both limits of the gateway are
// exclusive.
func (s Search) timed(q gateway.Query) pass {
	p := pass{query: q}
	from := s.From
	if from.IsZero() && s.To.IsZero() && !narrow(q) {
		from, p.assumed = s.now.Add(-DefaultWindow), true
	}
	p.query.After, p.query.Before = time.Time{}, time.Time{}
	if !from.IsZero() {
		p.query.After = from.Truncate(time.Second).Add(-time.Second)
	}
	if !s.To.IsZero() {
		p.query.Before = s.To.Truncate(time.Second)
	}
	return p
}

// refuse is a rule that what was typed breaks.
func refuse(field, rule string) error { return &gateway.FieldError{Field: field, Rule: rule} }
