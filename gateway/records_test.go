package gateway

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"runtime"
	"slices"
	"testing"
	"time"

	"motoconsole/internal/effort"
)

// noon is the test client's clock.
const noon = 1795262400 // 2026-11-21 12:00:00 UTC

// at makes n records of one second.
func at(second int64, n int) []fakeRecord {
	records := make([]fakeRecord, n)
	for i := range records {
		records[i] = fakeRecord{second, fmt.Sprintf("23-9-%d", (second-noon+100)*10_000+int64(i))}
	}
	return records
}

// collect ranges over a window and returns the references, the errors and the number of
// queries.
func collect(t *testing.T, g *fakeGateway, after, before int64) (references []string, errs []error) {
	t.Helper()
	slices.SortStableFunc(g.records, func(a, b fakeRecord) int { return int(a.at - b.at) })
	server := httptest.NewServer(g)
	defer server.Close()
	client := testClient(t, server.URL+"/json/", ample)
	last, progress := "", after
	query := Query{
		Sites: []string{"test_site12345"}, After: time.Unix(after, 0), Before: time.Unix(before, 0),
		Progress: func(before time.Time) {
			if before.Unix() <= progress {
				t.Errorf("progress went from %d to %d", progress, before.Unix())
			}
			progress = before.Unix()
		},
	}
	for record, err := range client.Records(t.Context(), query) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if record.TransactionStarted < last {
			t.Errorf("%s after %s", record.TransactionStarted, last)
		}
		last = record.TransactionStarted
		references = append(references, record.TransactionReference)
	}
	if len(errs) == 0 && progress != before {
		t.Errorf("progress ended at %d, not at %d", progress, before)
	}
	return references, errs
}

// wanted are the references of the records strictly between the bounds.
func wanted(records []fakeRecord, after, before int64) []string {
	var references []string
	for _, r := range records {
		if r.at > after && r.at < before {
			references = append(references, r.reference)
		}
	}
	return references
}

func checkSame(t *testing.T, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("%d records, want %d (doubles: %d)", len(got), len(want), len(got)-len(slices.Compact(slices.Clone(got))))
	}
}

func TestRecords(t *testing.T) {
	spread := func(n int, every int64) (all []fakeRecord) {
		for i := range n {
			all = append(all, fakeRecord{noon + int64(i)*every, fmt.Sprintf("23-9-%d", i)})
		}
		return all
	}
	tests := []struct {
		name    string
		records []fakeRecord
		most    int // queries
		// crowded: three seconds in a row hold more than the limit. A gateway with inclusive
		// bounds gives three seconds in place of one, and cannot give these.
		crowded bool
	}{
		{"none", nil, 1, false},
		{"one", at(noon+1, 1), 1, false},
		{"on the bounds", slices.Concat(at(noon, 3), at(noon+86400, 3)), 1, false},
		{"499", spread(499, 7), 1, false},
		{"500 is 500 or more", spread(500, 7), 12, false},
		{"501", spread(501, 7), 12, false},
		{"499 in a second", at(noon+77, 499), 1, false},
		{"499 in each of three seconds", slices.Concat(at(noon+77, 499), at(noon+78, 499), at(noon+79, 499)), 60, true},
		{"499 in every other second", slices.Concat(at(noon+76, 499), at(noon+78, 499), at(noon+80, 499)), 60, true},
		{"499 in the first and last second", slices.Concat(at(noon+1, 499), at(noon+86399, 499)), 60, false},
		{"thousands evenly", spread(effort.Of(5000, 1500), 17), 30, false},
		{"a burst in a quiet day", slices.Concat(spread(300, 280), at(noon+40000, 400), at(noon+40001, 400)), 60, true},
	}
	for _, test := range effort.Some(tests, 2) {
		styles := effort.Some([]fakeGateway{{newest: true}, {}, {inclusive: true}}, 2)
		if test.crowded {
			styles = slices.DeleteFunc(styles, func(g fakeGateway) bool { return g.inclusive })
		}
		for _, style := range styles {
			t.Run(fmt.Sprintf("%s/inclusive %v newest %v", test.name, style.inclusive, style.newest), func(t *testing.T) {
				t.Parallel()
				g := style
				g.records = slices.Clone(test.records)
				after, before := int64(noon), int64(noon+86400)
				if style.inclusive { // a second more at both ends
					got, errs := collect(t, &g, after, before)
					checkSame(t, got, wanted(g.records, after-1, before+1))
					if len(errs) > 0 {
						t.Error(errs)
					}
					return
				}
				got, errs := collect(t, &g, after, before)
				checkSame(t, got, wanted(g.records, after, before))
				if len(errs) > 0 || g.queries > test.most {
					t.Errorf("%d queries, errors %v", g.queries, errs)
				}
			})
		}
	}
}

// TestRecordsRandom: all records of any set come, each once, in order.
func TestRecordsRandom(t *testing.T) {
	rounds := effort.Of(40, 4)
	for seed := range uint64(rounds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			g := &fakeGateway{newest: seed%2 == 0, inclusive: seed%5 == 4}
			span := int64(1 + random.IntN(100_000))
			inSecond := map[int64]int{}
			limit := 450
			if g.inclusive {
				limit = 150 // it gives three seconds for one
			}
			for i := range random.IntN(3000) {
				second := noon + random.Int64N(span)
				if random.IntN(3) == 0 { // crowd
					second = noon + random.Int64N(1+span/5000)
				}
				if inSecond[second]++; inSecond[second] <= limit {
					g.records = append(g.records, fakeRecord{second, fmt.Sprintf("23-9-%d", i)})
				}
			}
			after, before := noon-random.Int64N(100)-1, noon+span+random.Int64N(100)
			got, errs := collect(t, g, after, before)
			checkSame(t, got, wanted(g.records, after, before))
			if len(errs) > 0 {
				t.Error(errs)
			}
		})
	}
}

func TestRecordsMany(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	g := &fakeGateway{}
	many := effort.Of(50_000, 5000)
	for i := range many {
		g.records = append(g.records, fakeRecord{noon + random.Int64N(30*86400), fmt.Sprintf("23-9-%d", i)})
	}
	before := heap()
	got, errs := collect(t, g, noon-1, noon+30*86400)
	checkSame(t, got, wanted(g.records, noon-1, noon+30*86400))
	if len(errs) > 0 || g.queries > 200 {
		t.Errorf("%d queries for %d records, %v", g.queries, many, errs)
	}
	t.Logf("%d queries, at most %d records matched one of them; heap before %d KiB", g.queries, g.biggest, before>>10)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestRecordsStream: Records holds one stretch of records at a time.
func TestRecordsStream(t *testing.T) {
	g := &fakeGateway{}
	many := effort.Of(20_000, 6000)
	for i := range many {
		g.records = append(g.records, fakeRecord{noon + int64(i)*10, fmt.Sprintf("23-9-%d", i)})
	}
	server := httptest.NewServer(g)
	defer server.Close()
	client := testClient(t, server.URL+"/json/", ample)
	start, most, n := heap(), uint64(0), 0
	for _, err := range client.Records(t.Context(), Query{After: time.Unix(noon-1, 0), Before: time.Unix(noon+200_000, 0)}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%2000 == 0 {
			most = max(most, heap())
		}
	}
	if n != many || most > start+8<<20 {
		t.Errorf("%d records, heap grew from %d to %d KiB", n, start>>10, most>>10)
	}
}
