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
	// Names are whole names. The gateway is asked for every likely spelling of
	// each.
	Names []string
	// Sent are order references, as they were sent, of payments whose own
	// reference is among the filter's. The journal knows them; with them a
	// payment is found without going through a whole window of time.
	Sent []string
	// Known are transaction references of payments that the journal has found.
	// The gateway is asked how they stand where its own window is shorter.
	Known []string
	// From and To are the time, From inclusive and To not, in whole seconds.
	// Zero is open.
	From, To time.Time
	// JournalDays is how many days back the journal is looked through before the
	// gateway is asked; 0 where there is no journal.
	JournalDays int

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
func (s Search) narrow() bool { return len(s.Names) > 0 || narrows(s.Filter) }

func narrows(q gateway.Query) bool {
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
	return namesFit(s.Names, s.Filter)
}

// texts are all texts that an agent may have typed.
func (s Search) texts() [][]string {
	f := s.Filter
	return [][]string{
		f.Sites, f.TransactionReferences, f.Parents, f.OrderReferences, f.RequestTypes, f.Currencies,
		f.BillingEmails, f.BillingFirstNames, f.BillingLastNames, f.BillingPostcodes, f.BillingPremises,
		f.BillingStreets, f.CustomerIPs, s.Names, s.Last4, s.Agents,
	}
}

func (s Search) zone() *time.Location {
	if s.loc == nil {
		return time.UTC
	}
	return s.loc
}

// refuse is a rule that what was typed breaks.
func refuse(field, rule string) error { return &gateway.FieldError{Field: field, Rule: rule} }
