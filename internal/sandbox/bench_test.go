package sandbox

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
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
// reference of its own, and queries one of them, by indexed and by other filters.
func BenchmarkMillion(b *testing.B) {
	const million = 1_000_000
	before := inUse()
	bank := newBank()
	fill(b, bank, million)
	perTransaction := float64(inUse()-before) / million
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
	last := fmt.Sprintf("23-9-%d", 80_000+million)
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
	var bad message.Complaints
	c := bank.checkAuth(book.TypeAuth, e, false, &bad, noon())
	if len(bad) > 0 {
		tb.Fatal(bad)
	}
	t := bank.newAuth(book.TypeAuth, e, c, noon())
	t.Decide()
	for i := range n {
		t.Texts = t.Texts.With(book.OrderReference, orderOf(i))
		t.Card = bank.key.Of([]byte(orderOf(i / 4))) // a card pays four times
		if _, err := bank.book.Add(t); err != nil {
			tb.Fatal(err)
		}
	}
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func perSecond(b *testing.B) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// BenchmarkHandlerFloor is the same request, refused at the sign-in: the cost of the
// test tools themselves.
func BenchmarkHandlerFloor(b *testing.B) {
	bank := newBank(func(c *Config) { c.Username, c.Password = "other", gateway.NewPassword(secret) })
	payload := body(b, auth())
	b.ReportAllocs()
	for b.Loop() {
		serveDirect(bank, payload)
	}
}
