package paymenttest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/sandbox"
)

// Till is a gateway client at a test bank with a journal, all on one clock.
type Till struct {
	T       *testing.T
	Bank    *sandbox.Bank
	Wire    *Wire
	Clock   *Clock
	Machine clock.Reading // of the clock that cannot be set
	Journal *journaltest.Memory
	Refused func() // is called when the gateway refuses the sign-in
	Orders  int
}

// NewTill starts a bank, and ends it with the test.
func NewTill(t *testing.T) *Till {
	t.Helper()
	c := &Clock{Time: time.Date(2026, 11, 21, 12, 0, 5, 0, time.UTC)}
	bank := sandbox.New(sandbox.Config{
		Username: "user@example.com", Password: gateway.NewPassword("Password1^"), Now: c.Now,
	})
	server, err := sandbox.Listen("127.0.0.1:0", bank)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	out := &Till{T: t, Bank: bank, Clock: c, Machine: c.Steady(), Journal: journaltest.NewMemory(c.Now), Refused: func() {}}
	client, err := gateway.New(gateway.Config{
		URL: server.URL() + "/json/", Username: "user@example.com", Password: gateway.NewPassword("Password1^"),
		Timeout: 5 * time.Minute, Now: c.Now, Refused: func() { out.Refused() },
	})
	if err != nil {
		t.Fatal(err)
	}
	out.Wire = &Wire{Client: client}
	return out
}

// Wire is the gateway client with a hook: Before is called with the kind of each
// request before it is sent.
type Wire struct {
	*gateway.Client

	mu     sync.Mutex
	Before func(kind string)
	Change func(*gateway.AuthRequest)
	Refuse string // the errorcode for requests that give money back; "" asks the bank
	Sent   []string
}

// refused is the answer to a request that does not reach the bank.
func (s *Wire) refused() (gateway.AuthResult, bool) {
	info, _ := gateway.LookupCode(s.Refuse)
	return gateway.AuthResult{Outcome: gateway.OutcomeRejected, Code: info, Record: gateway.Record{ErrorCode: s.Refuse, ErrorMessage: info.Message}}, s.Refuse != ""
}

// Note notes a request, and calls Before.
func (s *Wire) Note(kind string) {
	s.mu.Lock()
	s.Sent = append(s.Sent, kind)
	before := s.Before
	s.mu.Unlock()
	if before != nil {
		before(kind)
	}
}

// LastSent is the kind of the last request; "" if there was none.
func (s *Wire) LastSent() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.Sent) == 0 {
		return ""
	}
	return s.Sent[len(s.Sent)-1]
}

// Refund gives money back.
func (s *Wire) Refund(ctx context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	s.Note(gateway.TypeRefund)
	if r, is := s.refused(); is {
		return gateway.RefundResult(r), nil
	}
	return s.Client.Refund(ctx, r)
}

// Payout pays out.
func (s *Wire) Payout(ctx context.Context, r gateway.PayoutRequest) (gateway.RefundResult, error) {
	s.Note("payout")
	if r, is := s.refused(); is {
		return gateway.RefundResult(r), nil
	}
	return s.Client.Payout(ctx, r)
}

// Update changes a payment.
func (s *Wire) Update(ctx context.Context, r gateway.UpdateRequest) (gateway.UpdateResult, error) {
	s.Note(gateway.TypeUpdate)
	return s.Client.Update(ctx, r)
}

// Auth takes a payment.
func (s *Wire) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	s.Note(gateway.TypeAuth)
	if s.Change != nil {
		s.Change(&r)
	}
	return s.Client.Auth(ctx, r)
}

// AccountCheck checks a card.
func (s *Wire) AccountCheck(ctx context.Context, r gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	s.Note(gateway.TypeAccountCheck)
	return s.Client.AccountCheck(ctx, r)
}

// Pay takes a payment by card, outside the journal.
func (c *Till) Pay(minor int64, change ...func(*gateway.AuthRequest)) string {
	c.T.Helper()
	c.Orders++
	r := gateway.AuthRequest{
		Site: "test_site12345", OrderReference: fmt.Sprintf("ORDER-%d", c.Orders), Amount: Pounds(minor), Card: Card(),
	}
	for _, f := range change {
		f(&r)
	}
	result, err := c.Wire.Client.Auth(c.T.Context(), r)
	if err != nil || result.Outcome != gateway.OutcomeApproved && result.Outcome != gateway.OutcomeHeld {
		c.T.Fatal(result.Outcome, err)
	}
	return result.Record.TransactionReference
}

// PaySettled takes a payment and settles it.
func (c *Till) PaySettled(minor int64) string {
	reference := c.Pay(minor)
	c.Bank.Settle()
	return reference
}

// Entry is an attempt as the journal has it.
func (c *Till) Entry(id string) journal.Entry {
	c.T.Helper()
	e, err := c.Journal.Get(c.T.Context(), id)
	if err != nil {
		c.T.Fatal(err)
	}
	return e
}

// Fault makes the next request of a type go wrong.
func (c *Till) Fault(name, kind string) {
	c.T.Helper()
	if err := c.Bank.SetFault(sandbox.Fault{Name: name, Types: []string{kind}}); err != nil {
		c.T.Fatal(err)
	}
}

// Portal changes a payment as a user of the vendor's portal does.
func (c *Till) Portal(r gateway.UpdateRequest) {
	c.T.Helper()
	r.Site = "test_site12345"
	if result, err := c.Wire.Client.Update(c.T.Context(), r); err != nil || result.Outcome != gateway.OutcomeApproved {
		c.T.Fatal(result.Outcome, err)
	}
}

// PortalRefund gives money back as a user of the vendor's portal does.
func (c *Till) PortalRefund(parent string, minor int64, order string) string {
	c.T.Helper()
	result, err := c.Wire.Client.Refund(c.T.Context(), gateway.RefundRequest{
		Site: "test_site12345", Parent: parent, Amount: Pounds(minor), OrderReference: order, OperatorName: "webuser",
	})
	if err != nil || result.Outcome != gateway.OutcomeApproved {
		c.T.Fatal(result.Outcome, err)
	}
	return result.Record.TransactionReference
}

// ShowLate lets queries show updates only after a time.
func (c *Till) ShowLate(d time.Duration) {
	c.T.Helper()
	c.Bank.ClearFaults()
	if err := c.Bank.SetFault(sandbox.Fault{Name: "stale", Arg: d, Rate: 1, Types: []string{"TRANSACTIONUPDATE"}}); err != nil {
		c.T.Fatal(err)
	}
}

// Lose lets the answer to the next charge be lost, and the bank hide its record for a
// time.
func (c *Till) Lose(hidden time.Duration) {
	c.T.Helper()
	if err := c.Bank.SetFault(sandbox.Fault{Name: "lost", Arg: hidden, Types: []string{gateway.TypeAuth}}); err != nil {
		c.T.Fatal(err)
	}
}

// Checker asks the gateway once about an attempt in doubt. *resolve.Resolver is one.
type Checker interface {
	Check(ctx context.Context, id string) (journal.Entry, error)
}

// Ask asks the gateway once about an attempt in doubt.
func (c *Till) Ask(by Checker, id string) journal.Entry {
	c.T.Helper()
	e, err := by.Check(c.T.Context(), id)
	if err != nil {
		c.T.Fatal(err)
	}
	return e
}

// Watch asks about an attempt at the times that the rule sets, until a time has
// passed or the outcome is known.
func (c *Till) Watch(by Checker, id string, until time.Duration) journal.Entry {
	c.T.Helper()
	end := c.Clock.Now().Add(until)
	for {
		e := c.Ask(by, id)
		gap := e.NextCheckAt.Sub(c.Clock.Now())
		if e.State == journal.Known || gap <= 0 || c.Clock.Now().Add(gap).After(end) {
			return e
		}
		c.Pass(gap)
	}
}

// Pass lets a time pass on every clock.
func (c *Till) Pass(d time.Duration) {
	c.Clock.Wait(d)
	c.Machine.At += d
}

// Strike sets a fault that lasts until the faults are cleared.
func (c *Till) Strike(name string, arg time.Duration, kind string) {
	c.T.Helper()
	if err := c.Bank.SetFault(sandbox.Fault{Name: name, Arg: arg, Rate: 1, Types: []string{kind}}); err != nil {
		c.T.Fatal(err)
	}
}
