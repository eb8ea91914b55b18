package operation

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// givenBack is what the bank has given back of a payment.
func (c *counter) givenBack(reference string) int64 {
	c.T.Helper()
	_, related, err := c.read(c.T.Context(), reference)
	if err != nil {
		c.T.Fatal(err)
	}
	var sum int64
	for _, r := range related {
		if r.RequestType == gateway.TypeRefund && r.Outcome() == gateway.OutcomeApproved {
			money, _ := r.Amount()
			sum += money.Minor
		}
	}
	return sum
}

// race lets many agents at several desks refund a part of one payment at once,
// all of whom have seen it whole, and returns how many were told it was done.
func (c *counter) race(reference string, part int64, services []*desk, agents int) (done, doubtful int) {
	c.T.Helper()
	var ready, all sync.WaitGroup
	var mu sync.Mutex
	ready.Add(agents)
	for i := range agents {
		r := services[i%len(services)]
		all.Add(1)
		go func() {
			defer all.Done()
			seen, err := r.Look(c.T.Context(), reference)
			if err != nil {
				c.T.Error(err)
			}
			v, err := r.Begin(c.T.Context(), Request{Kind: option.RefundPart, Snapshot: seen, Amount: paymenttest.Pounds(part), Reason: "race"})
			if err != nil {
				c.T.Error(err)
			}
			ready.Done()
			ready.Wait()
			v = <-r.Carry(v)
			mu.Lock()
			defer mu.Unlock()
			switch v.Outcome {
			case gateway.OutcomeApproved:
				done++
			case gateway.OutcomeUnknown:
				doubtful++
			default:
			}
		}()
	}
	all.Wait()
	return done, doubtful
}

// TestRacingRefunds: agents of one journal never give back more than was
// taken, on a bank that refuses too much, on one that does not, and on one
// that shows refunds late.
func TestRacingRefunds(t *testing.T) {
	for name, tc := range map[string]struct {
		wire   func(*counter) Gateway
		faults []sandbox.Fault
	}{
		"test bank":     {func(c *counter) Gateway { return c.Wire }, nil},
		"shows late":    {func(c *counter) Gateway { return c.Wire }, []sandbox.Fault{{Name: "hide", Arg: time.Minute, Rate: 1, Types: []string{"REFUND"}}}},
		"loses answers": {func(c *counter) Gateway { return c.Wire }, []sandbox.Fault{{Name: "lost", Rate: 0.4, Types: []string{"REFUND"}}}},
		"naive bank":    {func(c *counter) Gateway { return &naive{Wire: c.Wire} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCounter(t)
			ref := c.PaySettled(10000)
			for _, f := range tc.faults {
				if err := c.Bank.SetFault(f); err != nil {
					t.Fatal(err)
				}
			}
			wire := tc.wire(c)
			var services []*desk
			for i := range 5 {
				r := c.newService(fmt.Sprintf("agent %d", i), c.Journal.Reopen())
				r.Gateway = wire
				services = append(services, r)
			}
			done, doubtful := c.race(ref, 700, services, effort.Of(60, 20))
			c.Clock.Wait(2 * time.Minute) // by now everything shows
			given := c.givenBack(ref)
			if n, ok := wire.(*naive); ok {
				given = n.given()
			}
			if given > 10000 || int64(done)*700 > given || int64(done+doubtful)*700 < given || done+doubtful == 0 {
				t.Errorf("%d of 10000 given back; %d were told it was done, %d do not know", given, done, doubtful)
			}
			if name != "loses answers" && doubtful > 0 {
				t.Errorf("%d do not know", doubtful)
			}
		})
	}
}

// naive is a bank that makes every refund it is asked for, and shows none of
// them.
type naive struct {
	*paymenttest.Wire

	mu  sync.Mutex
	sum int64
}

func (n *naive) Refund(_ context.Context, r gateway.RefundRequest) (gateway.RefundResult, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sum += r.Amount.Minor
	return gateway.RefundResult{Outcome: gateway.OutcomeApproved, Record: gateway.Record{
		RequestType: gateway.TypeRefund, TransactionReference: fmt.Sprintf("23-9-%d", 90000+n.sum),
		ErrorCode: "0", SettleStatus: "0", OrderReference: r.OrderReference,
	}}, nil
}

func (n *naive) given() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.sum
}

// The same on the journal that consoles use, each with a handle of its own.
func TestRacingRefundsOnDisk(t *testing.T) {
	effort.Whole(t)
	c := newCounter(t)
	ref := c.PaySettled(10000)
	bank := &naive{Wire: c.Wire}
	path := filepath.Join(t.TempDir(), "journal.db")
	var services []*desk
	for i := range 3 {
		store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: path, Host: "host"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		r := c.newService(fmt.Sprintf("agent %d", i), store)
		r.Gateway = bank
		services = append(services, r)
	}
	done, doubtful := c.race(ref, 3000, services, 24)
	if given := bank.given(); given > 10000 || int64(done)*3000 != given || done == 0 || doubtful != 0 {
		t.Errorf("%d of 10000 given back, %d done, %d in doubt", given, done, doubtful)
	}
}

// Two agents who change one payment at once: one does, the other gives way or
// finds it done.
func TestRacingUpdates(t *testing.T) {
	for range effort.Of(10, 4) {
		c := newCounter(t)
		ref := c.Pay(10000)
		seen := c.see(ref)
		var attempts [8]Operation
		for i := range attempts {
			attempts[i] = c.begin(Request{Kind: option.Reduce, Snapshot: seen, Amount: paymenttest.Pounds(int64(1000 + i))})
		}
		var all sync.WaitGroup
		for i := range attempts {
			all.Add(1)
			go func() {
				defer all.Done()
				attempts[i] = <-c.Carry(attempts[i])
			}()
		}
		all.Wait()
		done, keeps := 0, int64(0)
		for _, v := range attempts {
			if v.Outcome == gateway.OutcomeApproved {
				done, keeps = done+1, v.Target.SettleAmount
			} else if v.Outcome != gateway.OutcomeNotSent {
				t.Errorf("%v %q", v.Outcome, v.Problem)
			}
		}
		if done != 1 {
			t.Fatalf("%d of the reductions were made", done)
		}
		c.wantRecord(ref, "0", fmt.Sprint(keeps))
	}
}

// Two agents who repeat a payment, or pay out, at once.
func TestRacingTwins(t *testing.T) {
	for name, a := range map[string]Request{
		"repeat":         {Kind: option.Repeat, Amount: paymenttest.Pounds(1500), OrderReference: "C-1"},
		"payout":         {Kind: option.Payout, Amount: paymenttest.Pounds(1500)},
		"payout, a card": {Kind: option.Payout, Amount: paymenttest.Pounds(1500), OrderReference: "P-1", First6: "411111", Last4: "1111"},
	} {
		c := newCounter(t)
		if name != "payout, a card" {
			a.Snapshot = c.see(c.Pay(4800))
		}
		first, second := c.begin(a), c.begin(a)
		// The first is on its way and has no answer yet.
		if err := c.Journal.Intent(t.Context(), first.Entry("host"), "other", c.Clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		plastic := paymenttest.Card()
		if second = <-c.CarryWithCard(second, plastic); second.Outcome != gateway.OutcomeNotSent || len(c.Wire.Sent) != 0 || plastic.Number.Len() != 0 {
			t.Errorf("%s: %v, sent %v", name, second.Outcome, c.Wire.Sent)
		}
	}
}
