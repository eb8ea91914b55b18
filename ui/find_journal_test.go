package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/ui/find"
)

// of is an attempt of a journal.
func of(r gateway.Record, outcome gateway.Outcome) lookup.Attempt {
	return lookup.Attempt{Record: r, Outcome: outcome}
}

// withJournal gives the console a journal with these attempts for every search.
func (c *console) withJournal(attempts ...lookup.Attempt) {
	c.root.console.JournalDays = 400
	c.root.console.Journal = func(_ context.Context, s lookup.Search) lookup.Kept {
		from, _ := s.JournalWindow()
		kept := lookup.Kept{Since: from}
		for _, a := range attempts {
			if s.InJournal() && s.Keeps(a) {
				kept.Attempts = append(kept.Attempts, a)
			}
		}
		return kept
	}
}

// daysAgo is a payment of the past.
func daysAgo(n, days int, change func(*gateway.Record)) gateway.Record {
	return paid(n, func(r *gateway.Record) {
		at := time.Date(2026, 11, 21-days, 15, 30, 0, 0, time.Local)
		r.TransactionStarted = at.UTC().Format(time.DateTime)
		r.OperatorName = "amina"
		if change != nil {
			change(r)
		}
	})
}

// A caller rings a week later for a refund: the end of the card finds the payment in
// the journal at once, and then its present state at the gateway.
func TestLookupJournalFirst(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		was := daysAgo(40, 9, func(r *gateway.Record) { r.SettleStatus = "0" })
		now := daysAgo(40, 9, func(r *gateway.Record) { r.SettleStatus = "100" })
		a := &archive{records: append(shift(), now)}
		c := newSearch(t, a)
		c.withJournal(of(was, gateway.OutcomeApproved))

		a.hold = make(chan struct{})
		c.Type("1111\n")
		c.mustShow(t, "… 1 payment so far", "from the journal")
		close(a.hold)
		c.found(t)
		c.mustShow(t, "Journal: back to 17 Oct 2025, 400 days", "the last 24 hours", "8 of 10 payments")
		seen := 0
		for range 8 {
			seen += strings.Count(c.View(), "Payment · "+was.TransactionReference)
			c.mustNotShow(t, "from the journal")
			c.Press("down")
		}
		if seen != 1 {
			t.Errorf("%d rows of the payment", seen)
		}
		first := a.asks()[0]
		if len(first.TransactionReferences) != 1 || !first.After.IsZero() {
			t.Errorf("the gateway is not asked how it stands: %+v", first)
		}
	})
}

// A payment that is unknown or was not taken stands in the list, says so, and cannot be
// opened. Once the gateway has its record, that replaces the row.
func TestLookupJournalOnly(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		unknown := paid(20, func(r *gateway.Record) { r.TransactionReference, r.ErrorCode, r.SettleStatus = "", "", "" })
		notTaken := paid(21, func(r *gateway.Record) { r.TransactionReference, r.ErrorCode, r.SettleStatus = "", "", "" })
		a := &archive{}
		c := newSearch(t, a)
		c.withJournal(of(unknown, gateway.OutcomeUnknown), of(notTaken, gateway.OutcomeNotSent))
		c.find(t, "1111 today")
		c.mustShow(t, "2 payments", "? Unknown", "✖ Not taken", "from the journal")
		c.Press("enter")
		c.mustShow(t, "No trace of it was found")
		c.Press("down", "enter")
		c.mustShow(t, "moto is checking")
		if _, ok := c.root.current.(*find.Page); !ok {
			t.Error("it was opened")
		}
		a.mu.Lock()
		a.records = append(a.records, paid(20, nil))
		a.mu.Unlock()
		c.Press("r")
		c.found(t)
		c.mustShow(t, "2 payments", "✔ Approved", "✖ Not taken")
		c.mustNotShow(t, "UNKNOWN")

		// If the gateway does not answer, the list has the journal's payments.
		a.mu.Lock()
		a.err = &gateway.Error{Kind: gateway.KindTimeout, Written: true}
		a.records = nil
		a.mu.Unlock()
		c.Press("r")
		c.found(t)
		c.mustShow(t, "2 payments", "Incomplete", "from the journal")
	})
}

// The next caller's search begins newest first, with an empty form of filters. The same
// search again keeps its order.
func TestNothingStaysForTheNextCaller(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newSearch(t, &archive{records: shift()})
		c.find(t, "today")
		c.Press("s", "s")
		c.mustShow(t, "largest amount first")
		c.Press("r")
		c.found(t)
		c.mustShow(t, "largest amount first")
		c.Press("esc")
		c.find(t, "visa")
		c.mustShow(t, "newest first")

		c.Press("esc", "ctrl+f")
		c.toField(t, "name")
		c.Type("Ann Smith")
		c.Press("esc", "esc")
		c.mustShow(t, "Your payments today")
		c.Press("l", "ctrl+f")
		c.mustNotShow(t, "Ann Smith")
	})
}

// Enter alone lists today, but not after a card number was removed.
func TestEnterListsToday(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift()}
		c := newSearch(t, a)
		c.mustShow(t, "Enter alone lists today")
		c.find(t, "")
		c.mustShow(t, "today", "9 payments")

		b := &archive{}
		c = newSearch(t, b)
		c.Type(testPAN)
		c.Press("enter")
		c.mustShow(t, "last four digits are enough")
		if len(b.asks()) > 0 {
			t.Error("a search was made for a card number that was removed")
		}
	})
}

// Narrowing the list ignores differences of spelling.
func TestNarrowByName(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		records := []gateway.Record{
			paid(0, func(r *gateway.Record) { r.Billing = gateway.Billing{FirstName: "Jörg", LastName: "Müller"} }),
			paid(1, func(r *gateway.Record) { r.Billing = gateway.Billing{FirstName: "Pat", LastName: "O’Brien"} }),
		}
		for _, typed := range []string{"muller", "MÜLLER", "jorg", "o'brien", "O’BRIEN"} {
			c := newSearch(t, &archive{records: records})
			c.find(t, "today")
			c.Press("/")
			c.Type(typed)
			c.mustShow(t, "1 shown")
		}
	})
}

// The form refuses a filter that it cannot write into the line; it does not leave it
// out.
func TestFiltersLeaveNothingOut(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{}
		c := newSearch(t, a)
		c.Press("ctrl+f")
		c.toField(t, "order")
		c.Type(`5" pipe`)
		c.Press("ctrl+r")
		c.mustShow(t, "A double quote cannot be searched for")
		if len(a.asks()) > 0 {
			t.Error("it was searched for without the quote")
		}
	})
}
