package payment

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// BenchmarkCharge measures what the processor adds to an AUTH: the two durable steps,
// without the guard. The bank answers at once.
func BenchmarkCharge(b *testing.B) {
	store, err := sqljournal.Open(b.Context(), sqljournal.Options{Path: filepath.Join(b.TempDir(), "journal.db"), Host: "host"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	processor := mustNew(b, Options{
		Operator: Operator{Agent: "priya", Grant: rights.Everything()},
		Place:    Place{Site: "test_site"},
		Line: Line{
			Gateway: &paymenttest.Bank{Answer: paymenttest.Approve}, SignIn: &SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: time.Minute,
		},
		Records:  Records{Store: store, Owner: "desk 1", Host: "host"},
		Watchers: Watchers{Resolver: resolve.New(resolve.Options{})},
		Clocks:   clock.Real(),
	})
	n := 0
	for b.Loop() {
		n++
		c := charge()
		c.OrderReference = fmt.Sprint("A", n)
		c.Last4 = fmt.Sprintf("%04d", n%10000)
		c.Amount = paymenttest.Pounds(int64(n))
		if done := <-processor.Charge(processor.Begin(c), paymenttest.Card()); done.Outcome != gateway.OutcomeApproved {
			b.Fatal(done.Outcome, done.Problem)
		}
	}
}
