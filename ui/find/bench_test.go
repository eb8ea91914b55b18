package find

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"motoconsole/gateway"
)

// listed is a list of n rows.
func listed(n int) *foundList {
	rows := make([]*row, n)
	for i := range rows {
		rows[i] = newRow(paid(i%1000, func(r *gateway.Record) {
			r.OrderReference, r.TransactionReference = fmt.Sprintf("A%d-7K3M2P", i), fmt.Sprintf("23-9-%d", 80001+i)
		}), nil, time.Now())
	}
	l := &foundList{}
	l.add(rows)
	return l
}

// BenchmarkListMemory is what 50 000 rows take.
func BenchmarkListMemory(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		l := listed(mostRows)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		runtime.KeepAlive(l)
	}
}

// BenchmarkListTyping filters 50 000 rows by one more letter.
func BenchmarkListTyping(b *testing.B) {
	l := listed(mostRows)
	for b.Loop() {
		l.narrow("a1")
	}
}

// BenchmarkListSort puts 50 000 rows into another order.
func BenchmarkListSort(b *testing.B) {
	l := listed(mostRows)
	for b.Loop() {
		l.sortBy((l.order + 1) % sortOrders)
	}
}
