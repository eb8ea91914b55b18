package ui

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/lookup"

	"motoconsole/gateway"
)

// archive is a gateway to search. Of the filters it knows time, order and brand. It
// gives its records in stretches and keeps the queries, without their cards.
type archive struct {
	mu      sync.Mutex
	asked   []gateway.Query
	cards   int // queries with a card number
	records []gateway.Record
	stretch int           // records between two reports of progress; 0: all
	gate    chan struct{} // when set, each stretch but the first waits for a value
	err     error         // after the records
	dense   time.Time     // a second with too many records to give
	hold    chan struct{} // if set, the archive answers once it is closed
	sent    []gateway.CardNumber
}

func (a *archive) note(q gateway.Query) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(q.Cards) > 0 {
		a.cards++
	}
	a.sent, q.Cards = append(a.sent, q.Cards...), nil
	a.asked = append(a.asked, q)
}

// given are the records that answer a query.
func (a *archive) given(q gateway.Query) []gateway.Record {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(a.records), func(r gateway.Record) bool {
		at, ok := r.StartedAt()
		return ok && (!q.After.IsZero() && !at.After(q.After) || !q.Before.IsZero() && !at.Before(q.Before)) ||
			len(q.OrderReferences) > 0 && !slices.Contains(q.OrderReferences, r.OrderReference) ||
			len(q.PaymentTypes) > 0 && !slices.Contains(q.PaymentTypes, gateway.Brand(r.PaymentType))
	})
}

func (a *archive) Query(_ context.Context, q gateway.Query) (gateway.QueryResult, error) {
	a.note(q)
	if a.hold != nil {
		<-a.hold
	}
	if a.err != nil {
		return gateway.QueryResult{}, a.err
	}
	records := a.given(q)
	return gateway.QueryResult{Records: records, Found: len(records), Capped: a.stretch > 0}, nil
}

func (a *archive) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	a.note(q)
	return func(yield func(gateway.Record, error) bool) {
		for i, r := range a.given(q) {
			if a.stretch > 0 && i > 0 && i%a.stretch == 0 {
				at, _ := r.StartedAt()
				q.Progress(at)
				if a.gate != nil {
					select {
					case <-a.gate:
					case <-ctx.Done():
						yield(gateway.Record{}, ctx.Err())
						return
					}
				}
			}
			if !yield(r, nil) {
				return
			}
		}
		if !a.dense.IsZero() && !yield(gateway.Record{}, &gateway.DenseSecondError{Second: a.dense}) {
			return
		}
		if a.err != nil {
			yield(gateway.Record{}, a.err)
		}
	}
}

// paid is a record of a payment, changed by change.
func paid(n int, change func(*gateway.Record)) gateway.Record {
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.Local).Add(time.Duration(n) * 7 * time.Minute)
	r := gateway.Record{
		RequestType: gateway.TypeAuth, TransactionReference: fmt.Sprintf("23-9-%d", 80001+n), ErrorCode: "0",
		TransactionStarted: at.UTC().Format(time.DateTime), SettleStatus: "0", BaseAmount: "1050", CurrencyISO3A: "GBP",
		MaskedPAN: "411111######1111", PaymentType: "VISA", OrderReference: fmt.Sprintf("A%d-7K3M2P", 17+n), OperatorName: "priya",
		SecurityAddress: "2", SecurityPostcode: "2", SecurityCodeResult: "2", AccountType: "MOTO",
	}
	if change != nil {
		change(&r)
	}
	return r
}

// shift are records of a morning, one of each kind that looks different.
func shift() []gateway.Record {
	return []gateway.Record{
		paid(0, func(r *gateway.Record) { r.SettleStatus = "100" }),
		paid(1, func(r *gateway.Record) {
			r.PaymentType, r.MaskedPAN, r.BaseAmount, r.SettleStatus = "MASTERCARD", "510000######0511", "123456", "10"
		}),
		paid(2, func(r *gateway.Record) { r.ErrorCode, r.ErrorMessage, r.SettleStatus = "70000", "Decline", "3" }),
		paid(3, func(r *gateway.Record) { r.SettleStatus, r.SecurityPostcode, r.SecurityCodeResult = "2", "4", "1" }),
		paid(4, func(r *gateway.Record) {
			r.ErrorCode, r.ErrorMessage, r.SettleStatus = "60010", "Unable to process", ""
		}),
		paid(5, func(r *gateway.Record) {
			r.RequestType, r.PaymentType, r.MaskedPAN = gateway.TypeRefund, "AMEX", "340000######0611"
			r.SecurityAddress, r.SecurityPostcode, r.SecurityCodeResult = "", "", ""
		}),
		paid(6, func(r *gateway.Record) { r.SettleStatus, r.OperatorName = "3", "joe" }),
		paid(7, func(r *gateway.Record) { r.ErrorCode, r.ErrorMessage, r.SettleStatus = "30000", "Invalid field", "" }),
		paid(8, func(r *gateway.Record) { r.OrderReference = "Call-2026-11-21-000" }),
	}
}

// newSearch is a console on the Find page, with an archive.
func newSearch(t testing.TB, a *archive) *console {
	t.Helper()
	c := newConsole(t, &bank{})
	c.root.console.Search = a
	c.Press("l")
	return c
}

// find searches and waits for its end.
func (c *console) find(t testing.TB, words string) {
	t.Helper()
	c.Type(words + "\n")
	c.found(t)
}

// found waits for the end of the search.
func (c *console) found(t testing.TB) {
	t.Helper()
	for i := 0; strings.Contains(c.View(), "so far"); i++ {
		if i > 1000 {
			t.Fatal("the search does not end")
		}
		c.Drain()
	}
}

// toField goes to a filter by its name, from the first field of the form.
func (c *console) toField(t testing.TB, name string) {
	t.Helper()
	fields := []string{"pan"}
	for _, k := range lookup.Keys() {
		fields = append(fields, k.Name)
	}
	fields = append(fields, "from", "to")
	at := slices.Index(fields, name)
	if at < 0 {
		t.Fatalf("there is no filter %q", name)
	}
	for range fields {
		c.Press("shift+tab")
	}
	for range at {
		c.Press("tab")
	}
}

// asks are the queries that the archive got.
func (a *archive) asks() []gateway.Query {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.asked)
}

// selectedOrder is the order reference of the selected row.
func (c *console) selectedOrder() string {
	if marked := markedRow.FindStringSubmatch(c.View()); marked != nil {
		return marked[1]
	}
	return ""
}

var markedRow = regexp.MustCompile(`(?m)^ *▸ .* (A\d+-7K3M2P)`)
