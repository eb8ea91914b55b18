package lookup

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// DefaultWindow is how far back a search goes if it names no time and nothing
// narrows the gateway's answer.
const DefaultWindow = 24 * time.Hour

// clockSlack is how far the gateway's clock may be ahead of ours before a search
// misses the newest payments.
const clockSlack = 24 * time.Hour

// Search is a search for payments. The zero value searches for nothing; see Parse
// and Set.
type Search struct {
	// Filter is the gateway's filter. Its times are ignored. If it names no site,
	// the one passed to Query counts. Its order references are the merchant's own:
	// see Sent.
	Filter gateway.Query
	// Names are whole names. The search asks the gateway for every likely spelling
	// of each.
	Names []string
	// Sent are order references, as sent, of payments whose own reference is in the
	// filter. The journal knows them. With them the search finds a payment without
	// reading a whole window of time.
	Sent []string
	// Known are transaction references of payments that the journal has found. The
	// search asks for their present state if its window at the gateway is shorter.
	Known []string
	// From and To are the time, From inclusive and To exclusive, in whole seconds.
	// Zero is open.
	From, To time.Time
	// JournalDays is how many days back the journal is searched before the gateway
	// is asked; 0 if there is no journal.
	JournalDays int

	// Filters that the gateway lacks.
	Last4   []string // the card's last four digits
	Amounts []Amount
	States  []State
	Kinds   []statement.Kind // refunds or payouts, which to the gateway are one type
	Agents  []string         // operatorname, in any case
	Towns   []string         // billingtown, in any case
	// Telephones are the last digits of telephone numbers, six to nine.
	Telephones []string

	// Currencies are those whose decimals the configuration confirms.
	Currencies []gateway.Currency

	// Reserved says which transactions the journal knows as pre-authorisations that were
	// asked to be held, and wait to be captured; nil for none. A search for what is
	// reserved asks it of held ones.
	Reserved func(reference string) bool

	now time.Time
	loc *time.Location
}

// Empty reports a search for nothing.
func (s Search) Empty() bool {
	return !s.narrow() && !s.local() && s.From.IsZero() && s.To.IsZero() && len(s.Filter.Sites) == 0 &&
		len(s.Filter.RequestTypes) == 0 && len(s.Filter.AccountTypes) == 0 && len(s.Filter.PaymentTypes) == 0 &&
		len(s.Filter.Currencies) == 0 && len(s.Filter.BillingFirstNames) == 0 && len(s.Filter.BillingPremises) == 0
}

// local reports whether moto applies a filter itself.
func (s Search) local() bool {
	return len(s.Last4)+len(s.Amounts)+len(s.States)+len(s.Kinds)+len(s.Agents)+len(s.Towns)+len(s.Telephones) > 0
}

// narrow reports whether the gateway's filter has something that few payments have,
// so that no time is needed.
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
		f.BillingStreets, f.CustomerIPs, s.Names, s.Last4, s.Agents, s.Towns, s.Telephones,
	}
}

func (s Search) zone() *time.Location {
	if s.loc == nil {
		return time.UTC
	}
	return s.loc
}

// refuse is an error for a broken rule.
func refuse(field, rule string) error { return &gateway.FieldError{Field: field, Rule: rule} }
