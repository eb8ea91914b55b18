package sandbox

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// To measure:
//
//	GOMAXPROCS=1 go test -run '^$' -bench . ./internal/sandbox
//
// The requests go through the handler without a network.

func BenchmarkAuth(b *testing.B) {
	bank := newBank()
	payload := body(b, auth("billingpremise", "No 789", "billingpostcode", "TE45 6ST", "billingfirstname", "Joe"))
	if got := serveDirect(bank, payload); !strings.Contains(got.Body.String(), `"errorcode":"0"`) {
		b.Fatal(got.Body.String())
	}
	b.ReportAllocs()
	for b.Loop() {
		serveDirect(bank, payload)
	}
	perSecond(b)
}

// BenchmarkAuthKept writes each payment to a state file.
func BenchmarkAuthKept(b *testing.B) {
	bank := openBank(b, b.TempDir()+"/bank.db")
	payload := body(b, auth())
	for b.Loop() {
		serveDirect(bank, payload)
	}
	perSecond(b)
}

// BenchmarkQuery500 asks for a full answer of 500 records out of 100 000.
func BenchmarkQuery500(b *testing.B) {
	bank := newBank()
	fill(b, bank, 100_000)
	payload := body(b, queryFor("sitereference", values("test_site12345")))
	if got := serveDirect(bank, payload); !strings.Contains(got.Body.String(), `"found":"500"`) {
		b.Fatal(got.Body.String()[:200])
	}
	b.ReportAllocs()
	for b.Loop() {
		serveDirect(bank, payload)
	}
	perSecond(b)
}

// BenchmarkMillion fills a book with a million payments, each with an order
// reference of its own, and asks it for one of them, by what is indexed and by
// what is not.
func BenchmarkMillion(b *testing.B) {
	const million = 1_000_000
	before := heap()
	bank := newBank()
	fill(b, bank, million)
	perTransaction := float64(heap()-before) / million
	ask := func(name string, filters ...any) {
		b.Run(name, func(b *testing.B) {
			payload := body(b, queryFor(filters...))
			if got := serveDirect(bank, payload); !strings.Contains(got.Body.String(), `"found":"`) {
				b.Fatal(got.Body.String())
			}
			for b.Loop() {
				serveDirect(bank, payload)
			}
			b.ReportMetric(perTransaction, "bytes/transaction")
		})
	}
	last := fmt.Sprintf("23-9-%d", firstSerial+million-1)
	ask("reference", "transactionreference", values(last))
	ask("order", "orderreference", values(orderOf(million-1)))
	ask("parent", "parenttransactionreference", values(last))
	ask("scan", "billingemail", values("nobody@example.com"))
	runtime.KeepAlive(bank)
}

// orderOf is the order reference of the n-th payment, as the console makes them.
func orderOf(n int) string { return fmt.Sprintf("CALL-%07d-abcdef", n) }

// fill books payments without reading requests.
func fill(tb testing.TB, bank *Bank, n int) {
	tb.Helper()
	e := decodeElement(tb, auth("billingpremise", "No 789", "billingpostcode", "TE45 6ST", "billinglastname", "Bloggs"))
	var bad complaints
	c := bank.checkAuth(typeAuth, e, false, &bad, noon())
	if len(bad) > 0 {
		tb.Fatal(bad)
	}
	t := bank.newAuth(typeAuth, e, c, noon())
	t.decide()
	for i := range n {
		t.texts = t.texts.with(orderReference, orderOf(i))
		t.pan = bank.key.of([]byte(orderOf(i / 4))) // a card pays four times
		if _, err := bank.book.add(t); err != nil {
			tb.Fatal(err)
		}
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func perSecond(b *testing.B) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// The book must stay small and its look-ups indexed: a bound well above what
// the benchmark measures, on fewer payments.
func TestBookStaysSmall(t *testing.T) {
	const n = 50_000
	before := heap()
	bank := newBank()
	fill(t, bank, n)
	if each := (heap() - before) / n; each > 1000 {
		t.Errorf("%d bytes a transaction", each)
	}
	looked := 0
	for _, f := range []filter{
		{values: map[string][]string{"transactionreference": {"23-9-80007"}}},
		{values: map[string][]string{"orderreference": {orderOf(7)}}},
		{values: map[string][]string{"parenttransactionreference": {"23-9-80007"}}},
		{cards: []fingerprint{bank.key.of([]byte(orderOf(1)))}},
	} {
		candidates, narrowed := bank.book.candidates(&f)
		if looked += len(candidates); !narrowed || len(candidates) > 4 {
			t.Errorf("%v looks at %d records, narrowed: %v", f, len(candidates), narrowed)
		}
	}
	if looked != 6 {
		t.Errorf("%d candidates in all, want 6", looked)
	}
	runtime.KeepAlive(bank)
}

// BenchmarkHandlerFloor is the same request refused at the door: what the test
// tools themselves cost.
func BenchmarkHandlerFloor(b *testing.B) {
	bank := newBank(func(c *Config) { c.Username, c.Password = "other", gateway.NewPassword(secret) })
	payload := body(b, auth())
	b.ReportAllocs()
	for b.Loop() {
		serveDirect(bank, payload)
	}
}
