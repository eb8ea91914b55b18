package ui

import (
	"fmt"
	"runtime"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/ui/kit"
)

// listed is a console that lists n records, some of each kind.
func listed(tb testing.TB, n, width, height int) *Root {
	tb.Helper()
	root := New(newSession(&bank{answer: approved}, newClock(), kit.Test))
	root.Update(tea.WindowSizeMsg{Width: width, Height: height})
	root.open(kit.Open{Place: kit.Find})
	l := root.find()
	root.current, l.stage = l, listing
	l.run.number, l.run.words = 1, "last 7d"
	kinds := shift()
	rows := make([]*row, n)
	for i := range rows {
		r := paid(i%1000, func(r *gateway.Record) {
			k := kinds[i%len(kinds)]
			at := r.TransactionStarted
			*r = k
			r.TransactionStarted, r.OrderReference, r.TransactionReference = at, fmt.Sprintf("A%d-7K3M2P", i), fmt.Sprintf("23-9-%d", 80001+i)
		})
		rows[i] = newRow(r, nil)
	}
	l.run.sum = lookup.Summary{Found: n, Looked: n}
	l.list.add(rows)
	return root
}

// benchmarkDown presses arrow-down and draws the screen, the whole way round
// the list and back.
func benchmarkDown(b *testing.B, n int) {
	for _, size := range sizes[:3] {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			root := listed(b, n, size[0], size[1])
			down := tea.KeyPressMsg{Code: tea.KeyDown}
			b.ReportAllocs()
			for b.Loop() {
				if root.find().list.at == n-1 {
					root.find().list.move(-n)
				}
				root.Update(down)
				if root.View().Content == "" {
					b.Fatal("nothing drawn")
				}
			}
		})
	}
}

// The goal is a millisecond at most, and the same for a hundred times the rows:
//
//	go test -run '^$' -bench ArrowDown ./ui
func BenchmarkArrowDown500(b *testing.B) { benchmarkDown(b, 500) }

func BenchmarkArrowDown50000(b *testing.B) { benchmarkDown(b, 50_000) }

// BenchmarkListMemory is what 50 000 rows take.
func BenchmarkListMemory(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		root := listed(b, mostRows, 80, 24)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
		runtime.KeepAlive(root)
	}
}

// BenchmarkListTyping filters 50 000 rows by one more letter.
func BenchmarkListTyping(b *testing.B) {
	root := listed(b, mostRows, 80, 24)
	for b.Loop() {
		root.find().list.narrow("a1")
	}
}

// BenchmarkListSort puts 50 000 rows into another order.
func BenchmarkListSort(b *testing.B) {
	root := listed(b, mostRows, 80, 24)
	l := &root.find().list
	for b.Loop() {
		l.sortBy((l.order + 1) % sortOrders)
	}
}
