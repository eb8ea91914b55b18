package lookup

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/sandbox"
	"motoconsole/internal/statement"
)

// noon is the time at these banks.
func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

func at(t testing.TB, line string) Search {
	t.Helper()
	s, err := Parse(line, noon(), time.UTC)
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return s
}

// crowd books n payments over a day, every tenth with a card ending in 0611, and all
// payments of an hour within a few seconds.
func crowd(t testing.TB, n int) *testBank {
	t.Helper()
	b := newTestBank(t, noon())
	b.now = noon().Add(-20 * time.Hour)
	for i := range n {
		b.now = b.now.Add(16 * time.Hour / time.Duration(n))
		shown := b.now
		if i%3 == 0 { // a third of them share seconds
			b.now = b.now.Truncate(time.Duration(max(1, 57600*200/n)) * time.Second)
		}
		pairs := []string{"orderreference", fmt.Sprintf("C%d-7K3M2P", i)}
		if i%10 == 0 {
			pairs = append(pairs, "pan", "340000000000611", "securitycode", "1234")
		}
		b.pay(t, pairs...)
		b.now = shown
	}
	b.now = noon()
	return b
}

// TestRunThousands goes through a day of many pages of 500.
func TestRunThousands(t *testing.T) {
	t.Parallel()
	many := effort.Of(5000, 1050)
	b := crowd(t, many)
	var progress []Progress
	found, sum := b.run(t, at(t, "0611"), Options{Progress: func(p Progress) { progress = append(progress, p) }})
	if len(found) != many/10 || sum.Looked != many || len(sum.Crowded) != 0 || sum.Unknown != 0 || sum.NotAccepted != 0 {
		t.Errorf("%d found, %+v", len(found), sum)
	}
	if !slices.IsSortedFunc(found, func(a, b gateway.Record) int {
		return strings.Compare(a.TransactionStarted, b.TransactionStarted)
	}) {
		t.Error("not oldest first")
	}
	if len(progress) < many/500 {
		t.Errorf("progress was told %d times", len(progress))
	}
	last := progress[len(progress)-1]
	if last.Looked != many || last.Found != many/10 || !last.Before.Equal(noon()) {
		t.Errorf("progress ended at %+v", last)
	}
	t.Logf("%d queries for %d records", b.bank.Requests()-many, many)

	newest, sum := b.run(t, at(t, "0611"), Options{NewestFirst: true})
	slices.Reverse(newest)
	if referencesOf(newest) != referencesOf(found) || sum.TooMany {
		t.Error("newest first is not the same the other way round")
	}
	all, sum := b.run(t, at(t, "today"), Options{})
	if len(all) == 0 || sum.Looked != len(all) {
		t.Errorf("%d found, %+v", len(all), sum)
	}
	// With a filter of the gateway's, one query is enough.
	was := b.bank.Requests()
	found, _ = b.run(t, at(t, "C1031-7K3M2P"), Options{})
	if len(found) != 1 || b.bank.Requests()-was != 1 {
		t.Errorf("%d found with %d queries", len(found), b.bank.Requests()-was)
	}
	// The merchant's own reference finds the payment with its ending.
	found, _ = b.run(t, at(t, "C1031"), Options{})
	if len(found) != 1 || found[0].OrderReference != "C1031-7K3M2P" {
		t.Errorf("%d found by the merchant's own reference", len(found))
	}
	// The search asks for the journal's payments by reference, and yields each once.
	s := at(t, "C1031")
	s.Sent = []string{"C1031-7K3M2P"}
	if found, _ = b.run(t, s, Options{}); len(found) != 1 {
		t.Errorf("%d found with what the journal knows", len(found))
	}
	// A caller that has seen enough ends the search.
	n := 0
	if _, err := Run(t.Context(), b.client, at(t, "today"), Options{Site: testSite}, func(gateway.Record) bool { n++; return n < 7 }); err != nil || n != 7 {
		t.Errorf("%d given, %v", n, err)
	}
}

// A narrow search needs no time, even if one answer cannot hold all that it finds.
func TestRunNarrowAndMany(t *testing.T) {
	t.Parallel()
	b := newTestBank(t, noon())
	b.now = noon().Add(-4000 * time.Hour)
	many := effort.Of(1300, 600)
	for range many {
		b.now = b.now.Add(3 * time.Hour)
		b.pay(t, "billingemail", "ann@example.com")
	}
	b.now = noon()
	found, sum := b.run(t, at(t, "ann@example.com"), Options{})
	if len(found) != many || sum.Looked != many {
		t.Errorf("%d found, %+v", len(found), sum)
	}
	if found, _ = b.run(t, at(t, "bob@example.com"), Options{}); len(found) != 0 {
		t.Errorf("%d found of a customer who has none", len(found))
	}
}

// The gateway's clock may be ahead of ours.
func TestRunClockAhead(t *testing.T) {
	b := newTestBank(t, noon().Add(40*time.Minute))
	b.pay(t)
	if found, _ := b.run(t, at(t, "1111"), Options{}); len(found) != 1 {
		t.Errorf("%d found", len(found))
	}
}

func TestRunEnds(t *testing.T) {
	t.Parallel()
	b := newTestBank(t, noon())
	for range 501 {
		b.pay(t)
	}
	yes := func(gateway.Record) bool { return true }
	options := Options{Site: testSite}

	var refused *gateway.FieldError
	was := b.bank.Requests()
	for _, s := range []Search{{}, at(t, ""), {Filter: gateway.Query{BillingStreets: []string{visaCard}}}} {
		if _, err := Run(t.Context(), b.client, s, options, yes); !errors.As(err, &refused) {
			t.Errorf("%v", err)
		}
	}
	s := at(t, "order:"+strings.Repeat("x", 256))
	if _, err := Run(t.Context(), b.client, s, options, yes); !errors.As(err, &refused) || refused.Field != "orderreference" {
		t.Errorf("%v", err)
	}
	if b.bank.Requests() != was {
		t.Error("a search that was refused here was sent")
	}

	var query *gateway.QueryError
	if _, err := Run(t.Context(), coded{}, at(t, "1111"), options, yes); !errors.As(err, &query) || query.Code.Code != "60037" {
		t.Errorf("%v", err)
	}
	if err := b.bank.SetFault(sandbox.Fault{Name: "lost", Count: 1}); err != nil {
		t.Fatal(err)
	}
	var lost *gateway.Error
	if _, err := Run(t.Context(), b.client, at(t, "1111"), options, yes); !errors.As(err, &lost) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, b.client, at(t, "1111"), options, yes); err == nil {
		t.Error("a search that was called off is no error")
	}

	// 501 in one second: the search yields all that the gateway gives, and says that this
	// is not all.
	found, sum := b.run(t, at(t, "1111"), Options{})
	if len(found) != 500 || len(sum.Crowded) != 1 || !sum.Crowded[0].Equal(noon()) {
		t.Errorf("%d found, %+v", len(found), sum)
	}
}

// coded is a gateway that answers every query with an errorcode.
type coded struct{}

func (coded) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{}, errOf("60037")
}

func (coded) Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) { yield(gateway.Record{}, errOf("60037")) }
}

func errOf(code string) error {
	info, _ := gateway.LookupCode(code)
	return &gateway.QueryError{Code: info}
}

// A record with an errorcode is a record like others: what the bank cancelled for good is
// neither unknown nor refused by the gateway.
func TestTroubles(t *testing.T) {
	b := newTestBank(t, noon())
	b.pay(t)
	b.pay(t, "baseamount", "60010")
	b.pay(t, "baseamount", "70000")
	found, sum := b.run(t, at(t, "today"), Options{})
	if len(found) != 3 || sum.Unknown != 0 || sum.NotAccepted != 0 {
		t.Errorf("%d found, %+v", len(found), sum)
	}
	var shown []string
	for _, r := range found {
		symbol, words := statement.Status(r, false, time.Now())
		shown = append(shown, symbol+" "+words)
	}
	if got := strings.Join(shown, ", "); got != "✔ Approved, settlement pending, ✖ Declined, ✖ Declined" {
		t.Error(got)
	}
}

// Cards in the filter are wiped, however the search ends.
func TestRunWipesCards(t *testing.T) {
	b := newTestBank(t, noon())
	b.pay(t)
	for _, cancelled := range []bool{false, true} {
		card := gateway.NewCardNumber()
		for i := range len(visaCard) {
			card.Push(visaCard[i])
		}
		s := at(t, "")
		s.Filter.Cards = []gateway.CardNumber{card}
		if text := s.Explain(); !strings.Contains(text, "the card number") || LooksLikeCard(text) {
			t.Error(text)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if cancelled {
			cancel()
		}
		n := 0
		_, err := Run(ctx, b.client, s, Options{Site: testSite}, func(gateway.Record) bool { n++; return true })
		cancel()
		if card.Len() != 0 || (n == 1) == cancelled || (err == nil) == cancelled {
			t.Errorf("%d digits left, %d found, %v", card.Len(), n, err)
		}
	}
}

// TestRunHoldsLittle: a search through many records takes no more memory than one
// through few. A record takes some two kilobytes, and a page of them one megabyte. The
// bank answers from the same process, so the test takes the least memory of several
// measurements near the end: held records would show in every one.
func TestRunHoldsLittle(t *testing.T) {
	effort.Whole(t)
	many := effort.Of(3000, 1050)
	limit := uint64(many) << 11 * 2 / 3
	b := crowd(t, many)
	start, least, n := heap(), uint64(math.MaxUint64), 0
	_, err := Run(t.Context(), b.client, at(t, "last 24h"), Options{Site: testSite}, func(gateway.Record) bool {
		if n++; n >= many*3/4 && n%(many/32) == 0 {
			least = min(least, heap())
		}
		return true
	})
	if err != nil || n != many || least > start+limit {
		t.Errorf("%d records, %v, heap from %d to %d KiB", n, err, start>>10, least>>10)
	}
	t.Logf("%d records, heap from %d to %d KiB", n, start>>10, least>>10)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // after the first run, pools hold memory
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestHolder(t *testing.T) {
	var got []string
	h := holder{yield: func(r gateway.Record) bool { got = append(got, r.TransactionReference); return true }}
	for i := range NewestLimit + 10 {
		h.add(gateway.Record{TransactionReference: fmt.Sprint(i), TransactionStarted: fmt.Sprintf("%06d", i)})
	}
	h.flush()
	if len(got) != NewestLimit+10 || got[0] != "0" || got[len(got)-1] != fmt.Sprint(NewestLimit+9) || !h.tooMany || h.records != nil {
		t.Errorf("%d given, too many: %v", len(got), h.tooMany)
	}
}
