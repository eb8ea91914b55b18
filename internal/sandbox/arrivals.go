package sandbox

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/message"
)

// maxArrivals is how many different arrivals are told apart. More are still
// counted by type.
const maxArrivals = 10_000

// longestReference is the greatest length of the gateway's field, in bytes.
const longestReference = 4 * 255

// arrival is a kind of request that arrived: its type, and the ending of its order
// reference.
type arrival struct {
	Type   string `json:"type"`
	Suffix string `json:"suffix"`
}

// arrivals count the requests that were read, with any result.
type arrivals struct {
	mu     sync.Mutex
	types  map[string]int
	counts map[arrival]int
}

func newArrivals() *arrivals {
	return &arrivals{types: make(map[string]int), counts: make(map[arrival]int)}
}

// note counts every request of a block.
func (a *arrivals) note(blk message.Block) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, e := range blk.Elements {
		suffix := suffixOf(e.OrderReference())
		for _, t := range e.RequestTypes() {
			a.types[t]++
			one := arrival{Type: t, Suffix: suffix}
			if a.counts[one] > 0 || len(a.counts) < maxArrivals {
				a.counts[one]++
			}
		}
	}
}

// suffixOf is the part after the last "-" of an order reference, or all of it. The
// caller chose the reference, so it may be a card number or a megabyte long.
func suffixOf(reference string) string {
	if len(reference) > longestReference {
		return "[too long]"
	}
	if gateway.HoldsCardNumber(reference) {
		return "[hidden]"
	}
	return gateway.Clean(reference[strings.LastIndexByte(reference, '-')+1:], gateway.MaxOrderReference)
}

// counted is an arrival and how often it came.
type counted struct {
	arrival
	Count int `json:"count"`
}

func (a *arrivals) list() []counted {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := make([]counted, 0, len(a.counts))
	for one, n := range a.counts {
		list = append(list, counted{one, n})
	}
	slices.SortFunc(list, func(x, y counted) int {
		return cmp.Or(cmp.Compare(x.Type, y.Type), cmp.Compare(x.Suffix, y.Suffix))
	})
	return list
}

// Arrived is how many requests of a type have arrived from signed-in callers. Each
// was read to its last byte, whatever the bank then did or answered. A request that
// asks for several types counts once for each.
func (b *Bank) Arrived(requestType string) int {
	b.arrivals.mu.Lock()
	defer b.arrivals.mu.Unlock()
	return b.arrivals.types[requestType]
}
