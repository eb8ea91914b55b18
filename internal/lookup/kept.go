package lookup

import (
	"fmt"
	"slices"
	"time"

	"motoconsole/gateway"
)

// A search looks in the journal before it asks the gateway: the journal answers at
// once, and reaches further back than the gateway is asked without a named time.

// Kept is what a journal has for a search.
type Kept struct {
	// Attempts are what was found, newest first.
	Attempts []Attempt
	// Sent is as in Search.
	Sent []string
	// Since is how far back the journal was searched.
	Since time.Time
	// More reports that there were more than Attempts holds. The oldest are
	// missing.
	More bool
	// Problem says, for people, why the journal was not searched.
	Problem string
}

// Attempt is one attempt of a journal, as the gateway's record of it would look as
// far as the journal knows. An attempt whose outcome is unknown, or that the bank
// has not taken, has no transaction reference.
type Attempt struct {
	ID      string // in the journal
	Record  gateway.Record
	Outcome gateway.Outcome
	// Reducing reports a request to reduce the amount that settles, when the
	// journal does not know whether it was made.
	Reducing bool
	// Reserved reports a pre-authorisation that is held as the agent asked: it waits to be
	// captured.
	Reserved bool
}

// mostAsked is how many references one query asks for.
const mostAsked = 50

// With is the search together with what a journal has for it.
func (s Search) With(kept Kept) Search {
	s.Sent = kept.Sent
	s.Known = nil
	for _, a := range kept.Attempts {
		if reference := a.Record.TransactionReference; reference != "" {
			put(&s.Known, reference)
		}
	}
	return s
}

// Missing says which of the journal's payments the gateway was not asked about, ""
// for none. If a time is named, or a day is enough, the gateway is asked for all of
// it.
func (s Search) Missing(kept Kept) string {
	if !kept.More || !s.InJournal() || !s.selective() || !s.From.IsZero() || !s.To.IsZero() {
		return ""
	}
	return fmt.Sprintf("the journal has more of them than the newest %d, which go back to %s; to find older ones, name a time, such as last 90d",
		len(kept.Attempts), kept.Since.In(s.zone()).Format("2 Jan 2006"))
}

// InJournal reports a search that a journal can answer. A journal keeps no
// customers and no whole card numbers.
func (s Search) InJournal() bool {
	f := s.Filter
	return s.JournalDays > 0 && len(s.Names)+len(s.Towns)+len(s.Telephones) == 0 &&
		len(f.BillingEmails)+len(f.BillingFirstNames)+len(f.BillingLastNames)+len(f.BillingPostcodes)+
			len(f.BillingPremises)+len(f.BillingStreets)+len(f.CustomerIPs)+len(f.AccountTypes)+len(f.Cards) == 0
}

// selective reports a search that few payments match, so that it covers the whole
// journal.
func (s Search) selective() bool {
	f := s.Filter
	return len(s.Last4)+len(s.Amounts)+len(f.OrderReferences)+len(f.TransactionReferences)+len(f.Parents) > 0
}

// JournalWindow is the part of a journal to search, from inclusive and to
// exclusive; to may be zero.
func (s Search) JournalWindow() (from, to time.Time) {
	oldest := s.now.AddDate(0, 0, -s.JournalDays)
	switch {
	case !s.From.IsZero() || !s.To.IsZero():
		if s.From.After(oldest) {
			oldest = s.From
		}
	case !s.selective():
		oldest = s.now.Add(-DefaultWindow)
	}
	return oldest, s.To
}

// Keeps reports whether a journal's attempt may match the search. Only the gateway
// knows what has changed since, here or in the portal: a payment that was approved
// may be settled or cancelled by now. Keeps does not compare the time.
func (s Search) Keeps(a Attempt) bool {
	f, r := s.Filter, a.Record
	among := func(values []string, value string) bool { return len(values) == 0 || slices.Contains(values, value) }
	if a.Outcome == gateway.OutcomeNotSent && len(s.States) > 0 {
		return false // no status of the gateway says that it was not taken
	}
	if s.selective() { // otherwise the gateway is asked for the whole time
		if s.mayBecome(a) {
			s.States = nil
		}
		if a.Reducing {
			s.Amounts = nil
		}
	}
	return among(f.TransactionReferences, r.TransactionReference) && among(f.Parents, r.ParentTransaction) &&
		among(f.RequestTypes, r.RequestType) && among(texts(withFiner(f.PaymentTypes)), r.PaymentType) &&
		among(f.Currencies, r.CurrencyISO3A) && among(f.Sites, r.SiteReference) && s.matches(r, a.Reserved)
}

// Lists reports whether a journal's attempt matches the search as the journal knows
// it, so that it can be listed before the gateway has answered.
func (s Search) Lists(a Attempt) bool { return s.Keeps(a) && s.matches(a.Record, a.Reserved) }

// mayBecome reports whether an attempt may be in one of the states searched for by
// now. A declined or cancelled attempt stays so, and the gateway can be asked only
// about an attempt with a reference.
func (s Search) mayBecome(a Attempt) bool {
	if a.Record.TransactionReference == "" {
		return false
	}
	switch a.Outcome { //nolint:exhaustive // the others do not change
	case gateway.OutcomeUnknown:
		return true
	case gateway.OutcomeApproved, gateway.OutcomeHeld:
		return slices.ContainsFunc(s.States, func(state State) bool {
			return state != StateDeclined && state != StateNotAccepted && state != StateUnknown
		})
	}
	return false
}

// Minors are the amounts searched for, in the smallest unit of every possible
// currency; none if the search names no amount.
func (s Search) Minors() []int64 {
	var minors []int64
	for _, a := range s.Amounts {
		for exponent := range 5 {
			c, err := gateway.CurrencyWithExponent("GBP", exponent)
			if err != nil {
				continue
			}
			if m, err := gateway.ParseMoney(a.figures, c); err == nil {
				put(&minors, m.Minor)
			}
		}
	}
	return minors
}
