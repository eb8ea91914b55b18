package payment

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/sandbox"
)

// spy is the gateway client with a hand on the wire: before is called with the
// kind of each request that is about to be sent.
type spy struct {
	*gateway.Client

	mu     sync.Mutex
	before func(kind string)
	change func(*gateway.AuthRequest)
	refuse string // the errorcode of what gives money back; "" asks the bank
	sent   []string
}

// refused is the answer to a request that the bank is not asked about.
func (s *spy) refused() (gateway.AuthResult, bool) {
	info, _ := gateway.LookupCode(s.refuse)
	return gateway.AuthResult{Outcome: gateway.Rejected, Code: info, Record: gateway.Record{ErrorCode: s.refuse, ErrorMessage: info.Message}}, s.refuse != ""
}

func (s *spy) note(kind string) {
	s.mu.Lock()
	s.sent = append(s.sent, kind)
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(kind)
	}
}

func (s *spy) Refund(ctx context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	s.note(gateway.TypeRefund)
	if r, is := s.refused(); is {
		return gateway.RefundResult(r), nil
	}
	return s.Client.Refund(ctx, r)
}

func (s *spy) Payout(ctx context.Context, r gateway.PayoutRequest) (gateway.RefundResult, error) {
	s.note("payout")
	if r, is := s.refused(); is {
		return gateway.RefundResult(r), nil
	}
	return s.Client.Payout(ctx, r)
}

func (s *spy) Update(ctx context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	s.note(gateway.TypeUpdate)
	return s.Client.Update(ctx, r)
}

func (s *spy) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	s.note(gateway.TypeAuth)
	if s.change != nil {
		s.change(&r)
	}
	return s.Client.Auth(ctx, r)
}

// counter is a desk for giving money back, with a test bank, a journal and a
// clock that all of them go by.
type counter struct {
	*Reversals

	t      *testing.T
	bank   *sandbox.Bank
	wire   *spy
	clock  *testClock
	store  *journaltest.Memory
	orders int
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &testClock{now: time.Date(2026, 11, 21, 12, 0, 5, 0, time.UTC)}
	bank := sandbox.New(sandbox.Config{
		Username: "user@example.com", Password: gateway.NewPassword("Password1^"), Now: c.Now,
	})
	server, err := sandbox.Listen("127.0.0.1:0", bank)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	out := &counter{t: t, bank: bank, clock: c, store: journaltest.NewMemory(c.Now)}
	client, err := gateway.New(gateway.Config{
		URL: server.URL() + "/json/", Username: "user@example.com", Password: gateway.NewPassword("Password1^"),
		Timeout: 10 * time.Second, Now: c.Now, Refused: func() {
			if s := out.Desk.SignIn; s != nil {
				s.Refused()
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	out.wire = &spy{Client: client}
	out.Reversals = out.desk("priya", out.store)
	return out
}

// desk is one more desk on a journal.
func (c *counter) desk(agent string, store journal.Store) *Reversals {
	resolver := NewResolver(ResolverOptions{Gateway: c.wire, Store: store, Rule: DefaultRule(), Owner: agent, Now: c.clock.Now, Steady: c.clock.Steady})
	return &Reversals{
		Desk: &Desk{
			Gateway: c.wire, Store: store, Resolver: resolver, Agent: agent, Site: "test_site12345", Host: "host",
			Now: c.clock.Now, Steady: c.clock.Steady, Deadline: 10 * time.Second, Owner: agent, Patience: 5 * time.Second,
		},
		Gateway: c.wire,
		Limits:  allLimits(),
	}
}

// pay takes a payment by card, outside the journal.
func (c *counter) pay(minor int64, change ...func(*gateway.AuthRequest)) string {
	c.t.Helper()
	c.orders++
	r := gateway.AuthRequest{
		Site: "test_site12345", OrderReference: fmt.Sprintf("ORDER-%d", c.orders), Amount: pounds(minor), Card: card(),
	}
	for _, f := range change {
		f(&r)
	}
	result, err := c.wire.Client.Auth(c.t.Context(), r)
	if err != nil || result.Outcome != gateway.Approved && result.Outcome != gateway.Held {
		c.t.Fatal(result.Outcome, err)
	}
	return result.Record.TransactionReference
}

// paySettled takes a payment and settles it.
func (c *counter) paySettled(minor int64) string {
	reference := c.pay(minor)
	c.bank.Settle()
	return reference
}

func (c *counter) see(reference string) Case {
	c.t.Helper()
	seen, err := c.Look(c.t.Context(), reference)
	if err != nil {
		c.t.Fatal(err)
	}
	return seen
}

func (c *counter) begin(a Action) Reversal {
	c.t.Helper()
	v, err := c.Begin(c.t.Context(), a)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// do makes a move on a payment as it stands.
func (c *counter) do(reference string, m option.Move, change ...func(*Action)) Reversal {
	c.t.Helper()
	a := Action{Move: m, Case: c.see(reference), Reason: "wrong size"}
	for _, f := range change {
		f(&a)
	}
	return <-c.Carry(c.begin(a))
}

// reasoned is a move with a reason for all that the guard warns of.
func (c *counter) reasoned(r *Reversals, a Action) Action {
	c.t.Helper()
	a.Again = "right once more"
	v, err := r.Begin(c.t.Context(), a)
	if err != nil {
		return a
	}
	if a.Warned, err = r.Guard(c.t.Context(), v); err != nil {
		c.t.Fatal(err)
	}
	return a
}

func amount(minor int64) func(*Action) { return func(a *Action) { a.Amount = pounds(minor) } }

func (c *counter) entry(id string) journal.Entry {
	c.t.Helper()
	e, err := c.store.Get(c.t.Context(), id)
	if err != nil {
		c.t.Fatal(err)
	}
	return e
}

// fault makes the next request of a type go wrong.
func (c *counter) fault(name, kind string) {
	c.t.Helper()
	if err := c.bank.SetFault(sandbox.Fault{Name: name, Types: []string{kind}}); err != nil {
		c.t.Fatal(err)
	}
}

// check asks the gateway once about an attempt in doubt.
func (c *counter) check(id string) journal.Entry {
	c.t.Helper()
	e, err := c.Desk.Resolver.Check(c.t.Context(), id)
	if err != nil {
		c.t.Fatal(err)
	}
	return e
}

// wantRecord compares settle status and amount to settle at the bank.
func (c *counter) wantRecord(reference, settleStatus, settles string) gateway.Record {
	c.t.Helper()
	r := c.see(reference).Record
	if r.SettleStatus != settleStatus || r.SettleBaseAmount != settles {
		c.t.Errorf("%s: settle status %s, %s settles; want %s, %s", reference, r.SettleStatus, r.SettleBaseAmount, settleStatus, settles)
	}
	return r
}

// portal changes a payment as a user of the vendor's portal does.
func (c *counter) portal(r gateway.UpdateRequest) {
	c.t.Helper()
	r.Site = "test_site12345"
	if result, err := c.wire.Client.Update(c.t.Context(), r); err != nil || result.Outcome != gateway.Approved {
		c.t.Fatal(result.Outcome, err)
	}
}

// portalRefund gives money back as a user of the vendor's portal does.
func (c *counter) portalRefund(parent string, minor int64, order string) string {
	c.t.Helper()
	result, err := c.wire.Client.Refund(c.t.Context(), gateway.RefundRequest{
		Site: "test_site12345", Parent: parent, Amount: pounds(minor), OrderReference: order, OperatorName: "webuser",
	})
	if err != nil || result.Outcome != gateway.Approved {
		c.t.Fatal(result.Outcome, err)
	}
	return result.Record.TransactionReference
}

// settleDoubt asks about an attempt in doubt for as long as the rule takes, and
// a little longer.
func (c *counter) settleDoubt(id string) journal.Entry {
	c.t.Helper()
	e := c.check(id)
	for range 8 {
		c.clock.wait(time.Minute)
		e = c.check(id)
	}
	return e
}

// showLate lets queries show updates only after a time.
func (c *counter) showLate(d time.Duration) {
	c.t.Helper()
	c.bank.ClearFaults()
	if err := c.bank.SetFault(sandbox.Fault{Name: "stale", Arg: d, Rate: 1, Types: []string{"TRANSACTIONUPDATE"}}); err != nil {
		c.t.Fatal(err)
	}
}
