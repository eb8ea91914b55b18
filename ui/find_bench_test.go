package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
)

// listed is a console that lists n records of several kinds.
func listed(tb testing.TB, n, width, height int) *Root {
	tb.Helper()
	kinds, records := slices.DeleteFunc(shift(), func(r gateway.Record) bool { return r.ErrorCode == "30000" || r.ErrorCode == "60010" }), make([]gateway.Record, n)
	for i := range records {
		records[i] = paid(i%1000, func(r *gateway.Record) {
			at := time.Date(2026, 11, 15, 9, 0, 0, 0, time.UTC).Add(time.Duration(i%1000) * 7 * time.Minute).Format(time.DateTime)
			*r = kinds[i%len(kinds)]
			r.TransactionStarted, r.OrderReference, r.TransactionReference = at, fmt.Sprintf("A%d-7K3M2P", i), fmt.Sprintf("23-9-%d", 80001+i)
		})
	}
	session := newSession(&bank{answer: approved}, newClock(), gateway.ModeTest)
	session.Search = &archive{records: records}
	root := New(session)
	root.Update(tea.WindowSizeMsg{Width: width, Height: height})
	root.Update(tea.KeyPressMsg{Code: 'l', Text: "l"})
	for _, key := range "from 2026-11-14" {
		root.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
	}
	_, cmd := root.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	for cmd != nil {
		_, cmd = root.Update(cmd())
	}
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
			for at := 0; b.Loop(); at++ {
				if at == n-1 {
					at = 0
					root.Update(tea.KeyPressMsg{Code: tea.KeyHome})
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
