package book

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

// A book of many payments fits in memory with its indexes. The bound is well above the
// measured size.
func TestBookStaysSmall(t *testing.T) {
	const n = 50_000
	before := heap()
	s, key := New(0), NewKey()
	order := func(i int) string { return fmt.Sprintf("CALL-%07d-abcdef", i) }
	for i := range n {
		sale := Transaction{
			RequestType: TypeAuth, Site: "test_site12345", Started: time.Now(), Minor: 1050, SettleMinor: 1050,
			ErrorCode: "0", SettleStatus: "0", SettleDue: "2026-03-01", MaskedPAN: "411111######1111",
			Card:  key.Of([]byte(order(i / 4))), // a card pays four times
			Texts: Texts{{OrderReference, order(i)}, {billingPremise, "No 789"}, {billingLastName, "Bloggs"}},
		}
		if _, err := s.Add(sale); err != nil {
			t.Fatal(err)
		}
	}
	if each := (heap() - before) / n; each > 1000 {
		t.Errorf("%d bytes a transaction", each)
	}
	looked := 0
	for _, f := range []Filter{
		{Values: map[string][]string{"transactionreference": {"23-9-80007"}}},
		{Values: map[string][]string{"orderreference": {order(7)}}},
		{Values: map[string][]string{"parenttransactionreference": {"23-9-80007"}}},
		{Cards: []Fingerprint{key.Of([]byte(order(1)))}},
	} {
		candidates, narrowed := s.candidates(&f)
		if looked += len(candidates); !narrowed || len(candidates) > 4 {
			t.Errorf("%v looks at %d records, narrowed: %v", f, len(candidates), narrowed)
		}
	}
	if looked != 6 {
		t.Errorf("%d candidates in all, want 6", looked)
	}
	runtime.KeepAlive(s)
}

// heap is the heap memory in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
