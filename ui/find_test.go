package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/lookup"
	"motoconsole/ui/find"
	"motoconsole/ui/kit"
	"motoconsole/ui/record"
)

func TestLookupAsksWhatTheLineSays(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift()}
		c := newSearch(t, a)
		c.root.console.Journal = func(_ context.Context, s lookup.Search) lookup.Kept {
			if orders := s.Filter.OrderReferences; !slices.Equal(orders, []string{"A17"}) {
				t.Errorf("the journal is asked for %q", orders)
			}
			return lookup.Kept{Sent: []string{"A17-7K3M2P"}}
		}
		c.find(t, "A17")
		c.mustShow(t, "1 of 9 payments", "A17-7K3M2P", "£10.50", "Visa 1111", "✔ Settled")
		asked := a.asks()
		if len(asked) == 0 || !slices.Equal(asked[0].OrderReferences, []string{"A17", "a17", "A17-7K3M2P"}) || !slices.Equal(asked[0].Sites, []string{"test_site12345"}) {
			t.Errorf("asked %+v", asked)
		}
		journal := c.root.console.Journal
		c = newSearch(t, &archive{})
		c.root.console.Journal = journal
		c.find(t, "A17 today")
		c.mustShow(t, "Nothing found", "A17 or A17-7K3M2P")
	})
}

// An impossible search names the field and is not sent; a whole card number
// does not stay on the screen either.
func TestLookupRefusesBeforeSending(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for words, says := range map[string]string{
			"2031-01-12":                "time: that time has not come yet",
			"from 2026-11-20 to 19 nov": "time: the time ends before it begins",
			"last4:12345":               "last four digits: give the last four digits",
			"status:nonsense":           "outcome: an outcome is approved",
			"two words":                 "order reference: the search does not know several of these words",
			testPAN:                     "card number",
			"4111111111111112":          "card number", // a slip in it
			"4111 1111 1111 1111":       "card number",
		} {
			a := &archive{}
			c := newSearch(t, a)
			c.Type(words + "\n")
			if c.mustShow(t, says); strings.HasPrefix(words, "4111") {
				c.mustShow(t, "last four digits are enough")
				c.mustNotShow(t, "▸ Search      4111")
			}
			if asked := a.asks(); len(asked) > 0 {
				t.Errorf("%q was sent: %+v", words, asked)
			}
		}
	})
}

// Adjacent dates, amounts and last four digits are not taken for a card number while
// the agent types them.
func TestLookupLineKeepsWhatIsTyped(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for day := 0; day < 366; day += effort.Of(1, 23) {
			date := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Format(time.DateOnly)
			c := newSearch(t, &archive{})
			words := fmt.Sprintf("%04d 10.50 %s", 4000+day*7, date)
			switch day % 3 {
			case 1:
				words = fmt.Sprintf("%s..%s %04d 700.00", date, date, 5100+day)
			case 2:
				words = fmt.Sprintf("from %s 14:30 to %s 9am 6011 £1,050.00", date, date)
			}
			c.Type(words)
			c.mustShow(t, "▸ Search      "+words)
		}
	})
}

func TestLookupIsAsItWasLeft(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift()}
		c := newSearch(t, a)
		c.find(t, "today")
		c.Press("down", "down", "down", "s")
		order := c.selectedOrder()
		c.Press("enter")
		if _, ok := c.root.current.(*record.Page); !ok {
			t.Fatal("enter does not open the record")
		}
		a.mu.Lock()
		for i := range a.records { // given back meanwhile
			a.records[i].SettleStatus = "3"
		}
		a.records = slices.DeleteFunc(a.records, func(r gateway.Record) bool { return r.OrderReference != order })
		a.mu.Unlock()
		c.Send(c.root.open(kit.Open{Place: kit.Find})())
		if c.selectedOrder() != order {
			t.Errorf("%s selected", c.selectedOrder())
		}
		c.mustShow(t, "9 payments", "oldest first", "✖ Stopped")
		if strings.Count(c.View(), "✖ Stopped") != 2 { // the preview says it too
			t.Error("the row that was opened is not read again")
		}

		// Home and back: the line is still there, and the next caller's words replace it.
		c.Press("esc", "esc")
		c.mustShow(t, "Your payments today")
		c.Press("l")
		c.mustShow(t, "▸ Search      today", "Your last search")
		c.Press("down")
		c.mustShow(t, "9 payments")
		c.Press("esc")
		c.Type("1111")
		c.mustShow(t, "▸ Search      1111")
		c.Press("esc", "l", "left")
		c.Type("2")
		c.mustShow(t, "▸ Search      11121")
		c.Press("esc", "l")
		c.Paste("A18")
		c.mustShow(t, "▸ Search      A18")
	})
}

// stretch takes in messages until the list has n rows.
func (c *console) stretch(t testing.TB, n int) {
	t.Helper()
	for i := 0; !strings.Contains(c.View(), fmt.Sprintf("%d payments", n)); i++ {
		if i > 1000 {
			t.Fatalf("not %d rows:\n%s", n, c.View())
		}
		c.Drain()
	}
}

func TestLookupSelectionStaysWithItsRow(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift(), stretch: 3, gate: make(chan struct{}, 9)}
		c := newSearch(t, a)
		c.Type("today\n")
		c.stretch(t, 3)
		if c.selectedOrder() != "A19-7K3M2P" {
			t.Errorf("%s is selected, not the newest", c.selectedOrder())
		}
		c.mustShow(t, "… 3 payments so far, complete back to", "esc Stop")
		a.gate <- struct{}{}
		c.stretch(t, 6)
		if c.selectedOrder() != "A22-7K3M2P" {
			t.Errorf("%s is selected, not the newest", c.selectedOrder())
		}
		c.Press("down")
		a.gate <- struct{}{}
		c.stretch(t, 9)
		c.mustShow(t, "9 payments", "row 5")
		for range 5 { // orders
			c.Press("s")
			if c.selectedOrder() != "A21-7K3M2P" {
				t.Errorf("%s is selected:\n%s", c.selectedOrder(), c.View())
			}
		}
		c.Press("/")
		c.Type("60010")
		c.mustShow(t, "0 shown", "Nothing in the list matches")
		c.Press("ctrl+u")
		c.Type("visa unable")
		c.mustShow(t, "1 shown")
		c.Press("esc")
		c.mustShow(t, "9 payments", "row")

		// The same search once more: by its reference, the row is found again.
		a.mu.Lock()
		a.records = append(a.records, paid(9, nil))
		a.gate = nil
		a.mu.Unlock()
		selected := c.selectedOrder()
		c.Press("r")
		c.stretch(t, 10)
		if c.selectedOrder() != selected {
			t.Errorf("%s is selected, not %s", c.selectedOrder(), selected)
		}
	})
}

func TestLookupStops(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift(), stretch: 4, gate: make(chan struct{})}
		c := newSearch(t, a)
		c.Type("today\n")
		c.stretch(t, 4)
		c.Press("esc")
		c.mustShow(t, "4 payments", "Incomplete: you stopped the search")
		c.Drain()
		if c.Held() != 0 {
			t.Errorf("%d commands still wait", c.Held())
		}
		c.Press("r")
		c.stretch(t, 4)
		c.mustShow(t, "4 payments so far")
		c.root.Close()
		c.Drain()
		if c.Held() != 0 {
			t.Errorf("%d commands still wait", c.Held())
		}

		// No row had come: the search line is open and says so.
		b := &archive{records: shift(), stretch: 1, gate: make(chan struct{})}
		c = newSearch(t, b)
		c.Type("last4:9999 today\n")
		c.Press("esc")
		c.mustShow(t, "Stopped: nothing found so far", "▸ Search      last4:9999 today")
		c.Drain()
	})
}

func TestLookupByCardNumber(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift()}
		c := newSearch(t, a)
		var forgotten atomic.Int32
		c.root.console.Forget = func() { forgotten.Add(1) }
		c.Press("ctrl+f")
		c.Type(testPAN) // moves on by itself
		c.Press("shift+tab")
		if !c.root.find().HoldsCard() {
			t.Error("the form has no card number")
		}
		c.Press("ctrl+r")
		c.found(t)
		c.mustShow(t, "a card number", "9 payments")
		if a.cards == 0 {
			t.Error("the gateway was not asked for a card")
		}
		left := slices.ContainsFunc(a.sent, func(card gateway.CardNumber) bool { return card.Len() != 0 })
		if left || c.root.find().HoldsCard() || forgotten.Load() != 1 {
			t.Error("the card number was not wiped, or its traces were not cleared away")
		}
		c.Press("r")
		c.mustShow(t, "More filters", "not kept")
		if c.root.find().HoldsCard() {
			t.Error("the form still has the card number")
		}
		c.Type(testPAN)
		c.Press("esc")
		if c.root.find().HoldsCard() {
			t.Error("the card number was not wiped with esc")
		}
		for _, msg := range c.Messages() {
			if text := fmt.Sprintf("%+v", msg); strings.Contains(text, testPAN) || strings.Contains(text, "411111111111") {
				t.Errorf("a message holds the card number: %T", msg)
			}
		}
		// With a slip in it nothing is sent.
		before := len(a.asks())
		c.Press("ctrl+f")
		c.Type("4111111111111112")
		c.Press("ctrl+r")
		c.mustShow(t, "More filters", "✖")
		c.Press("ctrl+u")
		c.toField(t, "reference") // nor from another field
		c.Type("4111111111111112")
		c.Press("ctrl+r")
		c.mustShow(t, "This looks like a card number")
		c.mustNotShow(t, "4111111111111112")
		if len(a.asks()) != before {
			t.Error("a wrong card number was sent")
		}
	})
}

func TestLookupFilters(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		a := &archive{records: shift()}
		c := newSearch(t, a)
		c.Type("today")
		c.Press("ctrl+f")
		for name, value := range map[string]string{
			"order": "A17; B22", "name": "Ann Smith", "street": "High Street", "from": "9am", "type": "refund",
		} {
			c.toField(t, name)
			c.Type(value)
		}
		c.Press("ctrl+r")
		c.found(t)
		q := a.asks()[0] // the orders have names here
		if len(q.OrderReferences) != 0 || !slices.Contains(q.BillingLastNames, "Ann Smith") ||
			!slices.Contains(q.BillingStreets, "High Street") || !slices.Equal(q.RequestTypes, []string{gateway.TypeRefund}) {
			t.Errorf("asked %+v", q)
		}
		if hour := q.After.In(time.Local).Hour(); hour != 8 { // the limit is exclusive
			t.Errorf("asked from %v", q.After)
		}
		c.Resize(200, 50)
		c.mustShow(t, `Search      today order:A17 order:B22 name:"Ann Smith" street:"High Street" type:refund from 9am`)
		c.Resize(80, 24)
		// The form says at the field what is wrong.
		before := len(a.asks())
		c.Press("e", "ctrl+f")
		c.toField(t, "last4")
		c.Type("12")
		c.Press("ctrl+r")
		c.mustShow(t, "Give the last four digits of the card")
		c.mustShow(t, "✖ Last four digits")
		if len(a.asks()) != before {
			t.Errorf("%d queries", len(a.asks()))
		}
	})
}

// TestNarrowBeforeTheFirstRow: the key that narrows the list says why it does nothing yet.
func TestNarrowBeforeTheFirstRow(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newSearch(t, &archive{records: shift()})
		c.Type("today")
		c.root.Update(tea.KeyPressMsg{Code: tea.KeyEnter}) // and the answer is not there yet
		c.mustShow(t, "… 0 payments so far")
		c.Press("/")
		c.mustShow(t, "There is nothing to narrow yet: wait for the first payment.")
	})
}

// Digits are for fields: no key of the console is one.
func TestNoKeyIsADigit(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, g := range kit.KeyGroups() {
			for _, k := range g.Keys {
				if len(k.Key) == 1 && k.Key[0] >= '0' && k.Key[0] <= '9' {
					t.Errorf("%s: %s", g.Screen, k.Key)
				}
			}
		}
	})
}

// TestLookupFromHomeIsALine: from home, Find always opens at its line, and the next
// words open nothing of the former search.
func TestLookupFromHomeIsALine(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newSearch(t, &archive{records: shift()})
		c.find(t, "today")
		c.Press("enter")
		c.root.goHome() // as from a refund whose outcome is unknown
		c.Press("l")
		c.mustShow(t, "Your last search")
		c.Type("nobody\n")
		if _, ok := c.root.current.(*find.Page); !ok {
			t.Fatal("a former caller's payment is open")
		}
		c.mustShow(t, "nobody")
	})
}
