package payment

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// BenchmarkCharge is what the desk adds to an AUTH: the guard is not in it,
// the two durable steps are. The bank answers at once.
func BenchmarkCharge(b *testing.B) {
	store, err := sqljournal.OpenSQLite(b.Context(), sqljournal.Options{Path: filepath.Join(b.TempDir(), "journal.db"), Host: "host"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	processor := &Processor{
		Grant:   rights.Everything(),
		Gateway: &paymenttest.Bank{Answer: paymenttest.Approve}, Store: store, Agent: "priya", Site: "test_site", Host: "host",
		Now: time.Now, Deadline: time.Minute, Owner: "desk 1", SignIn: &SignIn{Gateway: paymenttest.SignsIn{}},
	}
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
