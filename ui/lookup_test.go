package ui

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
)

// archive is a gateway that is asked for payments. Of the filters it knows time,
// order and brand. It gives its records in stretches and keeps what it was asked,
// without the cards.
type archive struct {
	mu      sync.Mutex
	asked   []gateway.Query
	cards   int // queries with a card number
	records []gateway.Record
	stretch int           // records between two words of progress; 0: all
	gate    chan struct{} // when set, each stretch but the first waits for a value
	err     error         // after the records
	dense   time.Time     // a second too full to be told whole
}

func (a *archive) note(q gateway.Query) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(q.Cards) > 0 {
		a.cards++
	}
	q.Cards = nil
	a.asked = append(a.asked, q)
}

// given are the records of a query.
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

// newSearch is a console whose look-up is open on an archive.
func newSearch(t testing.TB, a *archive) *console {
	t.Helper()
	c := newConsole(t, &bank{})
	c.root.session.Search = a
	c.Press("l")
	return c
}

// find searches and waits for its end.
func (c *console) find(t testing.TB, words string) {
	t.Helper()
	c.Type(words + "\n")
	for i := 0; c.root.look.run.running(); i++ {
		if i > 1000 {
			t.Fatal("the search does not end")
		}
		c.Drain()
	}
}

// asks are the queries the archive got.
func (a *archive) asks() []gateway.Query {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.asked)
}

// selectedOrder is the order reference of the row with the mark.
func (c *console) selectedOrder() string {
	if w := c.root.look.list.current(); w != nil {
		return w.record.OrderReference
	}
	return ""
}

func TestLookupAsksWhatTheLineSays(t *testing.T) {
	a := &archive{records: shift()}
	c := newSearch(t, a)
	c.root.session.SentAs = func(_ context.Context, orders []string) []string {
		if !slices.Equal(orders, []string{"A17"}) {
			t.Errorf("the journal is asked for %q", orders)
		}
		return []string{"A17-7K3M2P"}
	}
	c.find(t, "A17")
	c.mustShow(t, "1 found", "A17-7K3M2P", "£10.50", "Visa 1111", "✔ Settled")
	asked := a.asks()
	if len(asked) == 0 || !slices.Equal(asked[0].OrderReferences, []string{"A17", "A17-7K3M2P"}) || !slices.Equal(asked[0].Sites, []string{"test_site12345"}) {
		t.Errorf("asked %+v", asked)
	}
	if explain := c.root.look.run.explain; !strings.Contains(explain, "A17 or A17-7K3M2P") {
		t.Errorf("explained as %q", explain)
	}
}

// An impossible search names the field and is not sent; a whole card number
// does not stay on the screen either.
func TestLookupRefusesBeforeSending(t *testing.T) {
	for words, says := range map[string]string{
		"":                          "enter your search",
		"2031-01-12":                "time: that time has not come yet",
		"from 2026-11-20 to 19 nov": "time: the time ends before it begins",
		"last4:12345":               "last four digits: give the last four digits",
		"status:nonsense":           "status: a status is approved",
		"two words":                 "order reference: several words",
		testPAN:                     "card number",
		"4111111111111112":          "card number", // a slip in it
		"4111 1111 1111 1111":       "card number",
	} {
		a := &archive{}
		c := newSearch(t, a)
		c.Type(words + "\n")
		if c.mustShow(t, says); strings.HasPrefix(words, "4111") {
			c.mustShow(t, "last four digits are enough")
			c.mustNotShow(t, "▸ Look for 4111")
		}
		if asked := a.asks(); len(asked) > 0 {
			t.Errorf("%q was sent: %+v", words, asked)
		}
	}
}

// Dates, amounts and last four digits stand side by side in a search: none of
// that is taken for a card number while it is typed.
func TestLookupLineKeepsWhatIsTyped(t *testing.T) {
	for day := range 366 {
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
		if got := fieldText(c.root.look.line, lineField); got != words {
			t.Errorf("%q became %q", words, got)
		}
	}
}

func TestLookupIsAsItWasLeft(t *testing.T) {
	a := &archive{records: shift()}
	c := newSearch(t, a)
	c.find(t, "today")
	c.Press("down", "down", "down", "s")
	order := c.selectedOrder()
	c.Press("enter")
	if _, ok := c.root.current.(*recordScreen); !ok {
		t.Fatal("enter does not open the record")
	}
	a.mu.Lock()
	for i := range a.records { // given back meanwhile
		a.records[i].SettleStatus = "3"
	}
	a.records = slices.DeleteFunc(a.records, func(r gateway.Record) bool { return r.OrderReference != order })
	a.mu.Unlock()
	c.root.current = c.root.look
	c.Send(c.root.look.opened()())
	if c.selectedOrder() != order || c.root.look.list.order != oldest {
		t.Errorf("%s selected, %v", c.selectedOrder(), c.root.look.list.order)
	}
	c.mustShow(t, "9 found", "oldest first", "✖ Cancelled")
	if strings.Count(c.View(), "✖ Cancelled") != 2 { // one was before
		t.Error("the row that was opened is not read again")
	}

	// Home and back: the line is there, and the next caller's words replace it.
	c.Press("esc", "esc")
	c.mustShow(t, "What would you like to do?")
	c.Press("l")
	c.mustShow(t, "▸ Look for today", "This is the last search")
	c.Press("down")
	c.mustShow(t, "9 found")
	c.Press("esc")
	c.Type("1111")
	c.mustShow(t, "▸ Look for 1111")
	c.Press("esc", "l", "left")
	c.Type("2")
	c.mustShow(t, "▸ Look for 11121")
	c.Press("esc", "l")
	c.Paste("A18")
	c.mustShow(t, "▸ Look for A18")
}

// stretch takes in what has come, until the list has n rows.
func (c *console) stretch(t testing.TB, n int) {
	t.Helper()
	for i := 0; len(c.root.look.list.rows) < n; i++ {
		if i > 1000 {
			t.Fatalf("%d rows, want %d", len(c.root.look.list.rows), n)
		}
		c.Drain()
	}
}

func TestLookupSelectionStaysWithItsRow(t *testing.T) {
	a := &archive{records: shift(), stretch: 3, gate: make(chan struct{}, 9)}
	c := newSearch(t, a)
	c.Type("today\n")
	c.stretch(t, 3)
	if c.selectedOrder() != "A19-7K3M2P" {
		t.Errorf("%s is selected, not the newest", c.selectedOrder())
	}
	c.mustShow(t, "… 3 found so far, all up to", "esc stop")
	a.gate <- struct{}{}
	c.stretch(t, 6)
	if c.selectedOrder() != "A22-7K3M2P" {
		t.Errorf("%s is selected, not the newest", c.selectedOrder())
	}
	c.Press("down")
	a.gate <- struct{}{}
	c.stretch(t, 9)
	c.mustShow(t, "9 found · row 5")
	for range sortOrders {
		c.Press("s")
		if c.selectedOrder() != "A21-7K3M2P" {
			t.Errorf("%v: %s is selected", c.root.look.list.order, c.selectedOrder())
		}
	}
	c.Press("/")
	c.Type("60010")
	c.mustShow(t, "0 shown", "No row holds this")
	c.Press("ctrl+u")
	c.Type("visa unable")
	c.mustShow(t, "1 shown")
	c.Press("esc")
	c.mustShow(t, "9 found · row")

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
}

func TestLookupStops(t *testing.T) {
	a := &archive{records: shift(), stretch: 4, gate: make(chan struct{})}
	c := newSearch(t, a)
	c.Type("today\n")
	c.stretch(t, 4)
	c.Press("esc")
	c.mustShow(t, "4 found", "Not all: stopped with esc")
	c.Drain()
	if c.Held() != 0 {
		t.Errorf("%d commands still wait", c.Held())
	}
	// What a search brings after the next one has begun is dropped.
	late := foundMsg{search: c.root.look.run.number, rows: []*row{newRow(paid(20, nil), nil)}}
	c.Send(late)
	c.mustShow(t, "4 found")
	c.Press("r")
	c.stretch(t, 4)
	c.Send(late)
	c.mustShow(t, "4 found so far")
	c.root.Close()
	c.Drain()
	if c.Held() != 0 {
		t.Errorf("%d commands still wait", c.Held())
	}

	// Nothing had come: the line is there, and says so.
	b := &archive{records: shift(), stretch: 1, gate: make(chan struct{})}
	c = newSearch(t, b)
	c.Type("last4:9999 today\n")
	c.Press("esc")
	c.mustShow(t, "Stopped with esc", "▸ Look for last4:9999 today")
	c.Drain()
}

func TestLookupByCardNumber(t *testing.T) {
	a := &archive{records: shift()}
	c := newSearch(t, a)
	c.Press("ctrl+f")
	c.Type(testPAN) // moves on by itself
	c.Press("shift+tab")
	held := c.root.look.card().Number()
	c.Press("ctrl+r")
	for c.root.look.run.running() {
		c.Drain()
	}
	c.mustShow(t, "a card number", "9 found")
	if a.cards == 0 {
		t.Error("the gateway was not asked for a card")
	}
	if held.Len() != 0 {
		t.Error("the card number was not wiped")
	}
	c.Press("r")
	c.mustShow(t, "More filters", "not kept")
	if !c.root.look.card().Empty() {
		t.Error("the form still has the card number")
	}
	c.Type(testPAN)
	held = c.root.look.card().Number()
	c.Press("esc")
	if held.Len() != 0 {
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
	c.root.look.card().Clear()
	c.root.look.filters.FocusField("reference") // nor from another field
	c.Type("4111111111111112")
	c.Press("ctrl+r")
	c.mustShow(t, "this looks like a card number")
	c.mustNotShow(t, "4111111111111112")
	if len(a.asks()) != before {
		t.Error("a wrong card number was sent")
	}
}

func TestLookupFilters(t *testing.T) {
	a := &archive{records: shift()}
	c := newSearch(t, a)
	c.Type("today")
	c.Press("ctrl+f")
	for name, value := range map[string]string{
		"order": "A17; B22", "name": "Ann Smith", "street": "High Street", "from": "9am", "type": "refund",
	} {
		c.root.look.filters.FocusField(name)
		c.Type(value)
	}
	c.Press("ctrl+r")
	for c.root.look.run.running() {
		c.Drain()
	}
	q := a.asks()[0]
	if !slices.Equal(q.OrderReferences, []string{"A17", "B22"}) || !slices.Contains(q.BillingLastNames, "Smith") ||
		!slices.Equal(q.BillingStreets, []string{"High Street"}) || !slices.Equal(q.RequestTypes, []string{gateway.TypeRefund}) {
		t.Errorf("asked %+v", q)
	}
	if hour := q.After.In(time.Local).Hour(); hour != 8 { // the limit is exclusive
		t.Errorf("asked from %v", q.After)
	}
	if got := fieldText(c.root.look.line, lineField); got != `today order:A17 order:B22 name:"Ann Smith" street:"High Street" type:refund from 9am` {
		t.Errorf("the line is %q", got)
	}
	// What is wrong is said at its field.
	before := len(a.asks())
	c.Press("e", "ctrl+f")
	c.root.look.filters.FocusField("last4")
	c.Type("12")
	c.Press("ctrl+r")
	c.mustShow(t, "give the last four digits of the card")
	if name := c.root.look.filters.Focused().Name(); name != "last4" || len(a.asks()) != before {
		t.Errorf("%s has the focus, %d queries", name, len(a.asks()))
	}
}

// Hostile text in any field cannot leave its row, and a megabyte costs nothing.
func TestLookupHostileRecords(t *testing.T) {
	values := []string{
		"\x1b[2J\x1b[1;1Hgone", "\x1b]0;title\x07", "\u202eright to left", "a\r\nb\tc\x00d", strings.Repeat("x", 1<<20),
		strings.Repeat("漢字", 1<<19), "e" + strings.Repeat("\u0301", 10_000), "👩‍👩‍👧‍👦 family", "\u200b\u200d\ufeff", testPAN, "\xff\xfe",
	}
	var records []gateway.Record
	for i, long := range values {
		v := long[:min(len(long), 5000)]
		records = append(records, gateway.Record{
			RequestType: v, TransactionReference: fmt.Sprintf("%d%s", i, v), TransactionStarted: v, ErrorCode: v, ErrorMessage: long, SettleStatus: v,
			BaseAmount: v, CurrencyISO3A: v, MaskedPAN: v, PaymentType: v, OrderReference: long, OperatorName: v, SecurityAddress: v,
			Billing: gateway.Contact{FirstName: v, LastName: v, Email: v},
		})
	}
	c := newSearch(t, &archive{records: records})
	c.find(t, "ref:23-9-80001")
	for _, size := range sizes[:3] {
		c.Resize(size[0], size[1])
		for range values {
			view := c.View()
			for line := range strings.SplitSeq(view, "\n") {
				if ansi.StringWidth(line) > size[0] {
					t.Errorf("%v: a line of %d cells: %q", size, ansi.StringWidth(line), line)
				}
				if i := strings.IndexFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u202e' }); i >= 0 {
					t.Errorf("%v: %q", size, line)
				}
			}
			if strings.Count(view, "\n") != size[1]-1 || strings.Contains(view, testPAN) {
				t.Errorf("%v: %d lines", size, strings.Count(view, "\n")+1)
			}
			c.Press("down")
		}
		c.Press("home")
	}
}

// However rows arrive, they stand as if they had been sorted at once.
func TestListOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test's
	for range 200 {
		var all []*row
		for i := range random.IntN(60) {
			all = append(all, newRow(paid(random.IntN(12), func(r *gateway.Record) {
				r.TransactionReference = fmt.Sprint(i)
				r.BaseAmount = fmt.Sprint(100 * random.IntN(4))
				r.SettleStatus = fmt.Sprint(random.IntN(4))
			}), nil))
		}
		whole := foundList{order: sortOrder(random.IntN(int(sortOrders)))}
		parts := foundList{order: whole.order}
		if random.IntN(2) == 0 {
			whole.needle, parts.needle = "a2", "a2"
		}
		whole.add(all)
		chosen := -1
		for at := 0; at < len(all); {
			n := min(1+random.IntN(9), len(all)-at)
			parts.add(all[at : at+n])
			at += n
			if chosen >= 0 && parts.selected() != chosen {
				t.Fatalf("row %d was selected, now %d", chosen, parts.selected())
			}
			if random.IntN(3) == 0 {
				parts.move(random.IntN(7) - 3)
				chosen = parts.selected()
			}
		}
		if !slices.Equal(whole.view, parts.view) || len(parts.ids) != len(all) {
			t.Fatalf("%v:\n%v\n%v", whole.order, whole.view, parts.view)
		}
		if !slices.IsSortedFunc(whole.view, whole.before) {
			t.Fatalf("%v is not sorted: %v", whole.order, whole.view)
		}
	}
}

func TestLookupHoldsSoMany(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes 50 001 records")
	}
	records := make([]gateway.Record, mostRows+1)
	for i := range records {
		records[i] = paid(0, nil)
	}
	c := newSearch(t, &archive{records: records})
	c.find(t, "today")
	c.mustShow(t, "50 000 found", "Not all: the list holds 50 000")
}

// Digits are for fields: no key of the console is one.
func TestNoKeyIsADigit(t *testing.T) {
	for _, g := range KeyGroups() {
		for _, k := range g.Keys {
			if len(k.Key) == 1 && k.Key[0] >= '0' && k.Key[0] <= '9' {
				t.Errorf("%s: %s", g.Screen, k.Key)
			}
		}
	}
}
